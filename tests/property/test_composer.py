"""For any form: every composer text is verified, fits its field, and says nothing twice."""

import re
from collections import Counter
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_assist.drafting.composing import compose
from selfeval_assist.facts import budget_deviates, build_facts, deviating_rows
from selfeval_assist.facts.doubts import doubted
from selfeval_assist.facts.purpose import EMPTY_WORDS
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.policies import available, load
from selfeval_assist.review import Proposal, Task
from selfeval_assist.review.supported import ground, supported
from selfeval_assist.scoring import score

pytestmark = pytest.mark.many_examples

LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"),
    ("效益指标", "生态效益指标"),
    ("满意度指标", "服务对象满意度指标"),
    ("部门管理", "制度建设"),
    ("", ""),
]
THINGS = ("系统", "道路", "培训", "窗口人员", "自助终端", "绿地", "水表", "档案", "救助", "网络")
MEASURES = (
    "数量",
    "完成率",
    "面积",
    "人次",
    "满意度",
    "及时性",
    "成本",
    "完工时间",
    "事项",
    "水平",
)
LONG = "市级及国家级数据共享服务接口调用情况和各街道便民服务点自助设备运行维护工作完成情况"
names = st.one_of(
    st.builds("{}{}".format, st.sampled_from(THINGS), st.sampled_from(MEASURES)),
    st.sampled_from(
        ["其中", "目标", "预算执行率", "完成2021年第3期建设", LONG, LONG * 4, "A级", ""]
    ),
)
numbers = st.one_of(st.integers(0, 3000).map(str), st.decimals(0, 200, places=2).map(str))
units = st.sampled_from(["%", "%", "个", "件", "万元", "天", "人次", "亩", "元/户", ""])
signs = st.sampled_from(["", "=", "≥", "≥", "≤", ">"])
words = st.sampled_from(
    ["完成", "提高", "稳定", "年度计划", "—", "", "2021年6月30日前", "2021年9月20日", "2021年",
     "已按年度工作安排组织各街道开展数据归集、清洗和共享，形成目录并向社会公开，群众反映较好"]
)  # fmt: skip
values = st.one_of(
    st.builds("{}{}{}".format, signs, numbers, units),
    st.builds("{}{}".format, numbers, units),
    words,
)
REASON = "设备8月第一次公开招标因投标人不足流标，11月重新招标后才签订合同，第二批到货晚于约定"
said = st.sampled_from(["", "", REASON, REASON * 6, "7月3日局务会决定暂缓"])
deviations = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["", "采购或合同", "目标值设定偏低/偏高"]),
        "cause": said,
        "effect": said,
        "measure": st.sampled_from(["", "提前启动采购", "分批签收并设违约条款，" * 12]),
        "owner": st.sampled_from(["", "综合科", "由设备科牵头"]),
        "deadline": st.sampled_from(["", "2022年6月底前", "2022年内完成"]),
        "text": said,
    }
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    level1, level2 = draw(st.sampled_from(LEVELS))
    return {
        "level1": level1,
        "level2": level2,
        "name": draw(names),
        "target": draw(values),
        "actual": draw(values),
        "weight": draw(st.sampled_from(["", "5", "10"])),
        "score": draw(st.sampled_from(["", "5", "3.5"])),
        "deviation": draw(deviations),
        "evidence": {
            "survey_size": draw(st.sampled_from(["", "420"])),
            "document": draw(st.sampled_from(["", "验收报告", f"{THINGS[0]}台账（2021年）"])),
        },
    }


money = st.one_of(st.just(""), st.integers(0, 10**9).map(str), st.decimals(0, 10**4, places=2))


standing = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "因政策调整，年中调整预算",
                "7月按某财预〔2021〕18号文追加预算",
                "结余主要是尾款待验收后支付",
                f"预算调整原因：{REASON}",
                "请说明执行率偏低的原因",
                "第2行因设备到货晚未完成；下一步提前采购",
            ]
        ),
        st.builds("因{}到货晚，年中核减{}万元".format, st.sampled_from(THINGS), numbers),
        st.builds("{}{}未完成原因：{}".format, st.sampled_from(THINGS), st.just("数量"), said),
    ),
    max_size=5,
)


@st.composite
def forms(draw: st.DrawFn) -> SelfEvaluation:
    given_rows = draw(st.lists(rows(), max_size=30))
    if draw(st.booleans()):  # as printed: the rows of a level stand together
        given_rows.sort(key=lambda row: LEVELS.index((row["level1"], row["level2"])))
    total = {name: str(draw(money)) for name in ("initial", "adjusted", "executed")}
    return SelfEvaluation.model_validate(
        {
            "year": draw(st.sampled_from([None, 2021])),
            "project": draw(st.sampled_from(["", "道路养护项目", LONG * 4])),
            "unit": draw(st.sampled_from(["", "某市数据中心"])),
            "policy": draw(st.sampled_from(sorted(each.id for each in available()))),
            "money_unit": draw(st.sampled_from(["元", "万元"])),
            "funds": {"total": total, "deviation": draw(deviations)},
            "goal": {
                "planned": draw(st.sampled_from(["", "保障道路畅通。", "进一步加强管理。"])),
                "actual": "。".join(draw(standing)),
            },
            "notes": "\n".join(draw(standing)),
            "indicators": given_rows,
        }
    )


def texts_of(form: SelfEvaluation) -> list[Proposal]:
    sheet = score(form, load(form.policy))
    jobs: list[tuple[Task, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    jobs += [("deviation", row) for row in deviating_rows(form, sheet)]
    return [compose(task, form, sheet, row=row) for task, row in jobs]


def written(proposal: Proposal) -> str:
    return "".join(sentence.text for sentence in proposal.sentences)


@settings(max_examples=80, deadline=None)
@given(forms())
def test_every_text_is_verified_and_fits(form: SelfEvaluation) -> None:
    limits = load(form.policy).texts
    table = build_facts(form, score(form, load(form.policy)))
    most = {"planned": limits.goal[1], "actual": limits.result[1]}
    for proposal in texts_of(form):
        text = written(proposal)
        assert len(text) <= most.get(proposal.task, limits.deviation[1]), text
        # Of a 0 or a 1 that stands in several cells a person may be asked; on real forms nobody is.
        marks = supported(text, ground(proposal.task, table))
        assert [mark for mark in marks if mark.grade == "red"] == [], text
        for sentence in proposal.sentences:
            assert sentence.violations == (), sentence.text
            assert sentence.pending == (PENDING_MARK in sentence.text)


@settings(max_examples=60, deadline=None)
@given(forms())
def test_nothing_is_said_twice(form: SelfEvaluation) -> None:
    proposals = texts_of(form)
    for proposal in proposals:
        # What was reached as planned is told alike in the goal and in the completion.
        sentences = [each.text for each in proposal.sentences]
        assert [text for text, times in Counter(sentences).items() if times > 1] == []
        told = [each.text for each in proposal.sentences if not each.pending]
        own = [re.split(r"[，：]", text, maxsplit=1)[0] for text in told]
        assert all(len(list(run)) < 3 for _, run in groupby(own)), own


@settings(max_examples=20, deadline=None)
@given(forms())
def test_the_same_form_gives_the_same_texts(form: SelfEvaluation) -> None:
    again = SelfEvaluation.model_validate(form.model_dump())
    assert [each.sentences for each in texts_of(form)] == [
        each.sentences for each in texts_of(again)
    ]


@settings(max_examples=40, deadline=None)
@given(forms())
def test_what_fell_short_is_never_left_out(form: SelfEvaluation) -> None:
    """However short the field, the completion says how many targets were missed or late."""
    text = written(texts_of(form)[1])
    sheet = score(form, load(form.policy))
    rows = [row for row in sheet.rows if row.verdict in {"未达成", "逾期"}]
    told = [form.indicators[row.index] for row in rows]
    named = [row for row in told if sum(map(str.isalpha, row.name)) > 1 and not doubted(row)]
    assert not named or "未达到" in text or "未按期完成" in text


@settings(max_examples=60, deadline=None)
@given(forms())
def test_the_budget_has_a_text_exactly_when_it_owes_a_reason(form: SelfEvaluation) -> None:
    policy = load(form.policy)
    owes = budget_deviates(form, score(form, policy), policy)
    assert owes == bool(written(texts_of(form)[2]))


@settings(max_examples=30, deadline=None)
@given(forms())
def test_no_empty_words_but_those_of_the_form(form: SelfEvaluation) -> None:
    own = "".join(paths.text(form, path) for path in paths.leaves(form))
    for proposal in texts_of(form):
        for word in EMPTY_WORDS:
            assert word not in written(proposal) or word in own

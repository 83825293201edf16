"""Rules that hold what a text says was not done yet against cells that say all was done."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Kind
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import combined
from selfeval_assist.scoring.arithmetic import plain, rounded

_HUNDRED, _HALF = Decimal(100), Decimal("0.5")
# 收回28份, 回收有效问卷28份
_BACK = re.compile(r"(?:收回|回收)(?:有效)?(?:问卷|调查表)?\s*(\d{1,6})\s*份")
# 满意24份, 非常满意20人; not 不满意4份
_CONTENT = re.compile(r"(?<!不)(?<!不太)(?<!不够)满意(?:的)?(?:有|为)?\s*(\d{1,6})\s*[份人]")
# 尚未验收, 目前尚在实施中, 待竣工验收; not 已完成待验收手续以外的各项
_UNDONE = re.compile(
    r"(?:尚|还|仍|暂)?未(?:组织|进行|开展|通过|完成)?(?:竣工|最终|初步|终)?验收"
    r"|(?:尚|仍|还)?(?:在|处于)(?:实施|建设|施工|推进)(?:之)?中|正在(?:实施|建设|施工)"
    r"|待(?:竣工|最终)?验收|(?:尚|还|仍|暂)未(?:完工|竣工|完成|启动|开工|交付|投入使用)"
)
# 尾款尚未支付, 待付
_UNPAID = re.compile(
    r"(?:尾款|余款|款项|质保金|资金)[^，。；]{0,10}未(?:支付|拨付|付)|待(?:支付|付款)"
)
# 项目按期完成率, 工程完工及时率
_WHOLE_DONE = combined(
    ("", "项目", "工程", "任务", "工作", "建设任务", "工程项目", "项目建设", "年度任务"),
    ("", "按期", "按时", "及时", "如期"),
    ("完成", "完工", "竣工"),
    ("率", "及时率"),
)
_DONE = re.compile(r"完工|竣工|验收|完成|交付|投入使用|投入运营")
_LATER = re.compile(r"预计|计划|将|拟|预期|力争")


@rule(
    "CELL001",
    "满意度与问卷份数不符",
    severity=Severity.WARNING,
    message="{place}为“{actual}”，而该行写收回 {back} 份、满意 {content} 份，"
    "即 {share}%，提请核实。",
    basis=REVIEWERS,
    standing="P",
)
def survey_counts(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    满意度一行的偏差原因或佐证材料写明收回多少份、满意多少份的，相除应是完成值。
    ## 为什么
    满意度要能由问卷算出来；算不出来的，审核时按无依据计 0 分。
    ## 反例
    完成值 95%，写“收回28份，满意24份”（85.71%）。
    ## 正例
    完成值 85.71%。
    ## 怎么改
    按问卷汇总重算；“比较满意”是否计入，写明算法。
    """
    for row in subject.rows:
        actual = row.actual.number
        if row.data.group != SATISFACTION or row.actual.kind is not Kind.RATIO or actual is None:
            continue
        text = narrowed(f"{row.data.deviation.text}。{row.data.evidence.document}")
        back, content = _BACK.search(text), [int(found[1]) for found in _CONTENT.finditer(text)]
        if back is None or not content or not 0 < sum(content) <= int(back[1]):
            continue
        share = Decimal(sum(content)) / Decimal(back[1]) * _HUNDRED
        if abs(share - actual) > _HALF:
            facts = {
                "actual": row.data.actual.raw.strip(),
                "back": back[1],
                "content": sum(content),
                "share": plain(rounded(share, 2)),
            }
            yield Hit(f"{row.path}.actual", facts)


@rule(
    "CELL002",
    "写着没有完成却得满分",
    severity=Severity.WARNING,
    message="{place}写“{quote}”，而{what}，提请核实。",
    basis=REVIEWERS,
    standing="P",
)
def undone_with_full_points(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    偏差原因写着尚未验收、尚在实施而该行得满分；实际完成情况这样写而没有一行失分；写着款项未付而
    执行率为 100%；写明在年度以后才完工、验收而没有一行失分。
    ## 为什么
    没有验收、没有完工的不能得满分；两处说的是同一件事，应当一致。
    ## 反例
    完成情况写“目前尚在实施中，尚未验收”，各项指标全部满分。
    ## 正例
    未完成的指标按完成程度计分，并写明原因和预计时间。
    ## 怎么改
    核实进度，未完成的按实际计分；已经完成的改正文字。
    """
    for row in subject.rows:
        quote = _quote(row.data.deviation.text, _UNDONE)
        if row.full and quote:
            facts = {"quote": quote, "what": "该行得满分"}
            yield Hit(f"{row.path}.deviation.text", facts)
    text = subject.form.goal.actual
    paid = subject.money.rate is not None and subject.money.rate >= _HUNDRED
    if paid and (quote := _quote(text, _UNPAID)):
        yield Hit("goal.actual", {"quote": quote, "what": "执行率为 100%"})
    if not _nothing_lost(subject.rows):
        return
    late = _after_the_year(text, subject.form.year)
    if quote := _quote(text, _UNDONE) or late:
        yield Hit("goal.actual", {"quote": quote, "what": "各项指标没有一项失分"})


@rule(
    "CELL003",
    "完成率与未完成的行不一致",
    severity=Severity.WARNING,
    message="{place}为“{actual}”，而{lines}没有完成（{missed}），提请核实。",
    basis=REVIEWERS,
    standing="P",
)
def all_done_beside_what_is_not(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    项目（任务、工程）按期完成率、完成率、完成及时率一行写 100%，而数量指标里有行没有达到目标。
    为什么：有一项没有做完，整个项目就没有按期完成；几项任务部分未完成的，审核时扣时效分。
    反例：护坡 24000 平方米（目标 25000），项目按期完成率 100%。
    正例：护坡未完成，项目按期完成率 96%，并写明何时完工。
    怎么改：核实完成率的口径；有未完成的，按完成程度填写。
    """
    undone = [row for row in subject.rows if row.data.kind == "数量指标" and row.missed]
    for row in subject.rows if undone else ():
        if row.name in _WHOLE_DONE and row.actual.number == _HUNDRED and row not in undone:
            facts = {
                "actual": row.data.actual.raw.strip(),
                "lines": rows_named(each.index for each in undone),
                "missed": [
                    f"目标 {each.data.target.raw.strip()}、完成 {each.data.actual.raw.strip()}"
                    for each in undone
                ],
            }
            yield Hit(f"{row.path}.actual", facts)


def _nothing_lost(rows: tuple[Row, ...]) -> bool:
    scored = [row for row in rows if row.score.claimed is not None]
    return bool(scored) and not any(row.lost for row in scored)


def _quote(text: str, pattern: "re.Pattern[str]") -> str:
    """Return the first clause of a text in which a pattern is found, or an empty string."""
    for span in clauses(text):
        if pattern.search(narrowed(text[span.start : span.end])):
            return text[span.start : span.end].strip()
    return ""


def _after_the_year(text: str, year: int | None) -> str:
    """Return the clause that says something was done after the year's end, or an empty string."""
    if year is None:
        return ""
    end = datetime.date(year, 12, 31)
    for span in clauses(text):
        clause = narrowed(text[span.start : span.end])
        dates = [each.value for each in mentions(clause) if each.value.date is not None]
        late = any(not each.yearless and each.date and each.date > end for each in dates)
        if late and _DONE.search(clause) and not _LATER.search(clause):
            return clause.strip()
    return ""

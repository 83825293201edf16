"""Sentences with references: whose value each is, what it is called, and what is retold."""

from functools import cache

import every_form
import pytest
from drafting_forms import sheet_of

from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.reply import Written
from selfeval_assist.drafting.settling import judge
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.review import Task
from selfeval_assist.verify.referenced import unsure_of


@cache
def part(name: str, task: Task = "actual", row: int | None = None) -> Part:
    form = every_form.forms()[name]
    (found,) = parts_of(((task, row),), form, sheet_of(form))
    return found


def rules(name: str, text: str, *cites: str, row: int | None = None) -> set[str]:
    task: Task = "actual" if row is None else "deviation"
    return {each.rule for each in judge(Written(text, cites), part(name, task, row))}


@pytest.mark.parametrize(
    ("name", "text", "cites"),
    [
        # a list shares the end of its last name, and is counted by what stands behind it
        ("sample-2", "安全、机房维护工作的完成率分别为{r3.actual}、{r4.actual}。", ()),
        ("finished", "系统验收合格率、系统可用率两项分别为{r3.actual}、{r4.actual}。", ()),
        # one character calls the only row that has it; 其中 comes before it
        ("016", "补助家畜家禽{r7.actual}，其中羊{r8.actual}、猪{r9.actual}，均达到目标。", ()),
        # a value that a person wrote behind the same words needs no other
        ("finished", "{t2.1}月按云财预〔{t2.2}〕{t2.3}号文压减一般性支出{f.change}。", ("t2",)),
        # where a change begins and ends
        ("sample-1", "预算由{f.initial}核减{f.change}至{f.adjusted}。", ()),
        ("finished", "全年支出{f.executed}，占全年预算的{f.rate}，尚有{f.unspent}未支出。", ()),
        # a ceiling is kept, and 年初 is no unit written twice
        ("finished", "{y.year}年初预算{f.initial}，项目总成本{r6.actual}，控制在上限以内。", ()),
        # a measure that names no row speaks for itself
        ("finished", "{t12.1}年项目提前做采购需求调查，并预留二次招标时间。", ("t12",)),
        # what leads to an open question gives no reason
        ("finished", "办事群众满意度{r10.actual}，未达到目标，原因为"
                     "【待填：“办事群众满意度”的偏差原因】。", ()),
        # values that are the same: said of one they are true of the other
        ("sample-1", "全年执行数{f.executed}，与全年预算数相同。", ()),
        ("sample-1", "全年预算数和全年执行数均为{f.executed}。", ()),
        ("sample-1", "完成值为{r0.actual}的指标有：项目实施计划、整合涵盖范围，均达到目标。", ()),
        ("finished", "事项接入{r2.actual}；运维管理制度出台{r9.actual}，两项均达到目标。", ()),
        ("finished", "项目总成本{r6.actual}，控制在年度目标以内。", ()),
    ],
)  # fmt: skip
def test_what_the_sheet_bears_out_is_accepted(name: str, text: str, cites: tuple[str, ...]) -> None:
    assert rules(name, text, *cites) == set()


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("067", "资助困难教师{r1.actual}。", "elsewhere"),
        ("067", "资助困难教师及学生{r1.actual}。", "elsewhere"),
        ("finished", "项目总成本{r6.actual}，超过目标。", "verdict_word"),
        ("finished", "系统验收合格率{r3.actual}，控制在上限以内。", "verdict_word"),
        ("sample-1", "系统整合能力为{r8.actual}，达到目标。", "verdict_word"),
        ("finished", "质量指标共{n3.total}，社会效益指标达到年度指标值的有{n3.met}。", "label"),
        ("finished", "年初预算{f.initial_rate}，核减{f.change}。", "label"),
        ("finished", "培训窗口人员{r1.actual}，为目标的{r1.plan}。", "label"),
        ("finished", "窗口人员培训{r1.actual}，未达到{r1.actual}的目标。", "label"),
        ("finished", "系统验收合格率于{r3.actual}达到目标。", "label"),
        ("finished", "自评总分{p.execution}。", "label"),
        ("finished", "全年执行数{f.executed}，与全年预算数相同。", "unequal"),
        ("finished", "年初预算和全年执行数均为{f.adjusted}。", "label"),
        ("finished", "总成本控制在{r6.actual}以内。", "label"),
        (
            "finished",
            "达到目标的有：窗口人员培训{r1.actual}、系统可用率{r4.actual}。",
            "verdict_word",
        ),
        (
            "finished",
            "窗口人员培训{r1.actual}；自助办件量{r8.actual}，两项均达到目标。",
            "verdict_word",
        ),
        ("finished", "完成值为{r3.actual}的指标有：系统验收合格率、系统可用率。", "elsewhere"),
    ],
)
def test_a_swapped_value_or_verdict_is_refused(name: str, text: str, rule: str) -> None:
    assert rule in rules(name, text)


@pytest.mark.parametrize(
    ("text", "cites", "rule"),
    [
        ("尾款{t3.1}万元结转{t3.2}年继续使用，影响项目交付。", ("t3",), "negation"),
        ("尾款{t3.1}万元不再结转{t3.2}年继续使用。", ("t3",), "negation"),
        ("{t2.1}月按云财预〔{t2.2}〕{t2.3}号文追加一般性支出{t2.4}万元。", ("t2",), "turned"),
        ("改造合同尾款{t2.5}万元已在质保期满后支付。", ("t2",), "tense"),
        ("按云财预〔{t2.3}〕{t2.2}号文压减一般性支出{t2.4}万元。", ("t2",), "unit"),
        ("{t9.1}年第二季度补办两期培训。", ("t9",), "digit"),
        ("完成政务服务大厅智能化改造。", ("t1",), "goal"),
    ],
)
def test_what_turns_a_text_round_is_refused(text: str, cites: tuple[str, ...], rule: str) -> None:
    assert rule in rules("finished", text, *cites)


def test_a_denial_in_other_words_is_the_same() -> None:
    text = "编制目标时只按每个街道{t5.1}台测算，没有计入社区网点。"
    assert rules("finished", text, "t5", row=0) == set()
    assert rules("finished", text.replace("没有", "已"), "t5", row=0) >= {"negation"}


def test_a_verb_between_a_name_and_its_value_is_free_and_no_more() -> None:
    known = part("finished").known
    assert unsure_of("窗口人员参训{r1.actual}。", known) == ()
    assert unsure_of("窗口骨干人员培训{r1.actual}。", known) == ("窗口骨干人员培训…",)
    assert rules("finished", "窗口骨干人员培训{r1.actual}。") == set()
    assert rules("finished", "窗口人员踊跃参训{r1.actual}。") == {"unsupported"}
    assert rules("roads", "及时修复桥梁{r1.actual}。") == {"unsupported"}


@pytest.mark.parametrize(
    ("form", "text", "rule"),
    [
        ("roads", "工程验收全部合格。", ""),
        ("roads", "路面全部优良。", "all_done"),
        ("roads", "护栏全部安装完毕。", "all_done"),
        ("library", "读者均表示满意。", "all_done"),
        ("training", "预算{f.adjusted}全部支出。", ""),
        ("library", "到馆读者{r5.actual}，比目标增加{r5.gap}。", ""),
        ("library", "到馆读者{r5.actual}，同比增加{r5.gap}。", "trend"),
        ("library", "到馆读者增长到{r5.actual}。", "trend"),
        ("roads", "交通事故下降{r8.actual}。", ""),
        ("roads", "每公里养护成本降低{r6.gap}。", "trend"),
        ("irrigation", "新增粮食生产能力{r9.actual}。", ""),
        ("opsys", "电子警察新增{r1.actual}。", "trend"),
    ],
)
def test_nothing_reaches_beyond_the_values(form: str, text: str, rule: str) -> None:
    assert (rule in rules(form, text)) if rule else (rules(form, text) == set())


@pytest.mark.parametrize(
    ("form", "text", "right"),
    [
        ("roads", "养护里程{r0.actual}，多于计划。", True),
        ("roads", "护栏安装长度{r2.actual}，多于计划。", False),
        ("roads", "每公里养护成本{r6.actual}，在上限以内。", True),
        ("roads", "护栏安装长度{r2.actual}，在上限以内。", False),
        ("roads", "护栏安装长度{r2.actual}，符合目标要求。", False),
        ("roads", "养护里程{r0.actual}，达到或超过目标。", True),
        ("roads", "养护里程{r0.actual}，超过{r0.plan}的年度目标。", True),
        ("roads", "护栏安装长度{r2.actual}，超过{r2.plan}的年度目标。", False),
        (
            "roads",
            "工程验收合格率和路面优良率分别为{r4.actual}、{r3.actual}，前者达到目标，后者超过目标。",
            True,
        ),
        (
            "roads",
            "工程验收合格率和路面优良率分别为{r4.actual}、{r3.actual}，前者超过目标，后者达到目标。",
            False,
        ),
        ("library", "图书采购{r4.actual}才完成，未能在{r4.target}完成。", True),
        ("roads", "养护任务{r5.actual}完成，未能在{r5.target}完成。", False),
    ],
)
def test_a_verb_with_its_object_judges_a_row(form: str, text: str, right: bool) -> None:
    assert rules(form, text) == (set() if right else {"verdict_word"})


def test_a_heading_is_asked_about_and_what_it_judges_is_refused() -> None:
    known = part("finished").known
    told = "自助办件量{r8.actual}，达到目标。"
    assert unsure_of(f"运行效果方面，{told}", known) == ("运行效果方面",)
    assert rules("finished", f"运行效果方面，{told}") == set()
    assert rules("finished", f"上级要求方面，{told}") == {"unsupported"}
    assert rules("finished", f"抢抓工期中，{told}") == {"unsupported"}


def test_a_refusal_names_the_text_that_was_not_cited() -> None:
    found = judge(Written("窗口人员培训{r1.actual}，因大厅整体搬迁。"), part("finished"))
    assert any("cites" in each.message for each in found)

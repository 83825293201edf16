"""Causes that stand in the completion text and in the notes."""

from collections.abc import Callable

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.facts import FactTable, build_facts
from selfeval_assist.facts.standing import WHY, explained
from selfeval_assist.form import SelfEvaluation, paths

CUT = "因政策调整，年中核减40万元"


def whys(form: SelfEvaluation) -> dict[str, str]:
    table = build_facts(form, sheet_of(form))
    return {fact.value: fact.id.rpartition(".")[2] for fact in table if fact.id.startswith(WHY)}


def told(actual: str) -> dict[str, str]:
    """Return the causes in the completion text of a form whose budget went from 500 to 460."""
    return whys(form_with(goal={"actual": actual}))


@pytest.mark.parametrize(
    ("actual", "cause", "topics"),
    [
        (f"{CUT}。", CUT, "change"),
        (f"<p>年初预算500万元，{CUT}，全年支出400万元，执行率86.96%。</p>", CUT, "change"),
        (f"1.预算调整原因：{CUT}。", CUT, "change"),
        ("原因（预算调减）：二标段取消，核减40万元，全年预算460万元。",
         "二标段取消，核减40万元，全年预算460万元", "change"),
        ("合同尾款60万元按约定在质保期满后支付。", "合同尾款60万元按约定在质保期满后支付", "rate"),
        (f"抽检合格率达到90%，{CUT}。", CUT, "change"),
        ("年中核减40万元，主要是附属工程暂缓，设备不再采购，全年预算460万元。",
         "年中核减40万元，主要是附属工程暂缓，设备不再采购", "change"),
        ("因附属工程暂缓，设备不再采购，核减40万元",
         "因附属工程暂缓，设备不再采购，核减40万元", "change"),
        ("7月15日按某财预〔2021〕18号文压减40万元",
         "7月15日按某财预〔2021〕18号文压减40万元", "change"),
        ("执行率86.96%，主要是合同尾款待验收后支付。", "主要是合同尾款待验收后支付", "rate"),
        ("因招标节约收回40万元，结转60万元", "因招标节约收回40万元", "change"),
    ],
)  # fmt: skip
def test_a_cause_is_found_with_what_it_explains(actual: str, cause: str, topics: str) -> None:
    assert told(actual) == {cause: topics}


@pytest.mark.parametrize(
    "actual",
    [
        "因政策调整，年中核减30万元。",  # the form says 40万元
        "因政策调整，年中追加40万元。",  # it was cut
        "因三个标段取消，年中核减40万元。",  # a count that no cell holds
        "因管理加强，居民满意度提高。",  # not about the budget
        "年中核减40万元。",  # no cause
        "预算调整原因：无",
        "请说明预算调整原因：",
        "预算执行率得分按照管理办法文件要求计算。",
        "预算调整原因详见附件。",
        "【待填：预算调整的原因】核减40万元",
        "因水表更换数量减少，年中核减40万元。",  # about a row
        f"{'因政策调整，' * 30}年中核减40万元",
    ],
)
def test_anything_else_is_no_cause_of_the_budget(actual: str) -> None:
    assert told(actual) == {}


def test_the_source_is_the_cell_and_nothing_is_found_twice() -> None:
    form = form_with(
        goal={"actual": f"{CUT}。"}, notes=f"注：1.{CUT}。\n2.执行率低于90%，因尾款未付"
    )
    table = build_facts(form, sheet_of(form))
    found = [fact for fact in table if fact.id.startswith(WHY)]
    assert [fact.sources for fact in found] == [("goal.actual",), ("notes",)][: len(found)]
    assert explained(found) >= {"change"}


def test_what_the_form_states_itself_comes_first() -> None:
    form = form_with(goal={"actual": CUT})
    assert whys(paths.put(form, "funds.deviation.cause", "7月局务会决定暂缓二期")) == {}


def test_an_unchanged_budget_has_no_cause_of_a_change() -> None:
    form = paths.put(form_with(goal={"actual": CUT}), "funds.total.initial", "460")
    assert whys(form) == {}


@pytest.fixture
def noted() -> Callable[[str], FactTable]:
    def table(notes: str) -> FactTable:
        form = form_with(notes=notes)
        return build_facts(form, sheet_of(form))

    return table


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("注：2.抽检合格率未达标原因：两批管材退货重检。下一步提前抽检。",
         "两批管材退货重检；下一步提前抽检"),
        ("第2行因两批管材退货重检", "第2行因两批管材退货重检"),
        ("指标2：因两批管材退货重检", "因两批管材退货重检"),
        ("水表更换数量按合同计。抽检合格率因两批管材退货偏低。", "抽检合格率因两批管材退货偏低"),
    ],
)  # fmt: skip
def test_a_note_that_names_a_row_gives_its_reason(
    noted: Callable[[str], FactTable], notes: str, said: str
) -> None:
    fact = noted(notes)["row.1.text"]
    assert (fact.value, fact.sources, fact.row) == (said, ("notes",), 1)


@pytest.mark.parametrize(
    "notes",
    [
        "抽检合格率按批次统计。",  # no cause
        "水表更换数量和抽检合格率因管材退货未达标",  # two rows
        "因管材退货未达标",  # no row
        "抽检合格率未达标的，请说明原因：",
        "抽检合格率偏差原因：无",
        "抽检合格率因未达标按比例扣分",  # how it is scored
        "2.因管材退货未达标",  # the number of the note, not of a row
        "第9行因管材退货未达标",
    ],
)
def test_another_note_gives_none(noted: Callable[[str], FactTable], notes: str) -> None:
    assert "row.1.text" not in noted(notes)


def test_a_row_with_a_cause_of_its_own_keeps_it(noted: Callable[[str], FactTable]) -> None:
    table = noted("水表更换数量因管道冻裂未完成")
    assert "row.0.text" not in table
    assert table["row.0.cause"].value == "第二批水表到货晚于合同约定"

"""What the composer makes of causes that already stand in the form."""

import pytest
from drafting_forms import form_with, sheet_of

from selfeval_assist.drafting import compose
from selfeval_assist.form import Deviation, SelfEvaluation, paths
from selfeval_assist.review import Sentence, Task

CUT = "7月按云财预〔2025〕18号文压减一般性支出20万元"
LEFT = "未执行70万元主要是改造合同尾款按约定在质保期满后支付"


def sentences(task: Task, form: SelfEvaluation, row: int | None = None) -> tuple[Sentence, ...]:
    found = compose(task, form, sheet_of(form), row=row).sentences
    assert [each.violations for each in found if each.violations] == []
    return found


def text(task: Task, form: SelfEvaluation, row: int | None = None) -> str:
    return "".join(each.text for each in sentences(task, form, row))


@pytest.fixture
def unexplained(form: SelfEvaluation) -> SelfEvaluation:
    """Return the finished example without its own reasons: its budget was cut by 20万元."""
    rows = tuple(row.model_copy(update={"deviation": Deviation()}) for row in form.indicators)
    funds = form.funds.model_copy(update={"deviation": Deviation()})
    return form.model_copy(update={"funds": funds, "indicators": rows})


@pytest.mark.parametrize("path", ["goal.actual", "notes"])
def test_a_cause_of_the_budget_is_carried_over_with_its_cell(
    unexplained: SelfEvaluation, path: str
) -> None:
    form = paths.put(unexplained, path, f"年初预算520万元，{CUT}。{LEFT}。")
    found = {each.text: each for each in sentences("actual", form)}
    for said in (f"{CUT}。", f"{LEFT}。"):
        assert found[said].basis[0].sources == (path,)


def test_no_figure_of_it_is_told_twice(unexplained: SelfEvaluation) -> None:
    form = paths.put(unexplained, "goal.actual", f"{CUT}。{LEFT}。")
    said = text("actual", form)
    assert f"年初预算520万元，全年预算500万元，支出430万元，执行率86.00%。{CUT}。" in said
    assert said.count("20万元") - said.count("520万元") == said.count("70万元") == 1


def test_a_figure_of_the_same_size_about_something_else_stays() -> None:
    total = {"initial": "500", "adjusted": "460", "executed": "420"}
    form = form_with(policy="", funds={"total": total})
    said = text("actual", paths.put(form, "goal.actual", "因政策调整，年中核减40万元。"))
    assert "未执行40万元" in said
    assert said.count("核减") == 1


def test_a_budget_that_began_at_zero_keeps_its_cause() -> None:
    form = paths.put(form_with(policy=""), "funds.total.initial", "0")
    said = text("actual", paths.put(form, "goal.actual", "因抢险任务，年中追加460万元。"))
    assert "因抢险任务，年中追加460万元。" in said


def test_drafting_again_says_the_same(unexplained: SelfEvaluation) -> None:
    form = paths.put(unexplained, "goal.actual", f"{CUT}。{LEFT}。")
    said = text("actual", form)
    assert text("actual", paths.put(form, "goal.actual", said)) == said


def test_a_cause_with_another_amount_is_not_carried_over(unexplained: SelfEvaluation) -> None:
    form = paths.put(unexplained, "goal.actual", CUT.replace("20万元", "30万元"))
    assert "云财预" not in text("actual", form)
    assert "【待填：预算调整和执行率偏低的原因】" in text("budget", form)


def test_only_what_is_not_explained_is_asked_for(unexplained: SelfEvaluation) -> None:
    form = paths.put(unexplained, "goal.actual", f"{CUT}。")
    said = text("budget", form)
    assert "【待填：执行率偏低的原因】" in said
    assert "云财预" not in said  # it is printed behind the completion text
    assert "原因】" not in text("budget", paths.put(form, "notes", f"{LEFT}。"))


def test_a_budget_text_with_a_place_of_its_own_gives_the_cause() -> None:
    form = form_with(goal={"actual": "因政策调整，年中核减40万元。"})
    said = text("budget", form)
    assert "因政策调整，年中核减40万元。" in said
    assert said.count("40万元") == 1
    assert "调整的原因" not in said


def test_a_cause_in_the_forms_own_field_is_not_said_again(form: SelfEvaluation) -> None:
    assert CUT not in text("actual", paths.put(form, "goal.actual", f"{CUT}。"))


def test_a_note_is_used_instead_of_asking(unexplained: SelfEvaluation) -> None:
    note = "窗口人员培训人次未达标原因：11月大厅搬迁，原定的培训停办。下一步由培训科在6月底前补办。"
    form = paths.put(unexplained, "notes", f"注：1.{note}")
    said = text("deviation", form, 1)
    assert "。11月大厅搬迁，原定的培训停办；下一步由培训科在6月底前补办。" in said
    assert "待填" not in said
    assert "原因见" not in text("actual", form)
    assert "【待填：“项目完工时间”未按期完成的原因】" in text("deviation", form, 5)


def test_a_note_without_a_measure_leaves_the_measure_open(unexplained: SelfEvaluation) -> None:
    form = paths.put(unexplained, "notes", "第2行因大厅搬迁停办培训")
    assert text("deviation", form, 1).endswith(
        "第2行因大厅搬迁停办培训。【待填：“窗口人员培训人次”的改进措施、责任人和完成时限】"
    )

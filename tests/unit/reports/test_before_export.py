"""What is said before a form is written: open errors, and a total computed otherwise."""

import datetime

import every_form
import pytest

from selfeval_assist.checks import Severity, check
from selfeval_assist.form import SelfEvaluation, Waiver, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.before_export import before_export
from selfeval_assist.scoring import score

FORMS = every_form.forms()
FINISHED = FORMS["finished"]


def _errors(form: SelfEvaluation) -> int:
    return sum(f.severity is Severity.ERROR and not f.waived for f in check(form))


@pytest.mark.parametrize("name", list(FORMS))
def test_every_open_error_is_counted(name: str) -> None:
    form = FORMS[name]
    said = [each for each in before_export(form) if "条错误" in each]
    count = _errors(form)
    assert said == ([f"还有 {count} 条错误没有处理，见 check。"] if count else [])


@pytest.mark.parametrize(
    ("total", "told"), [(None, False), ("", False), ("99.87", True), ("1", True)]
)
def test_a_total_that_was_computed_otherwise_is_marked(total: str | None, told: bool) -> None:
    sheet = score(FINISHED, policy_for(FINISHED))
    own = str(round(sheet.total, 2)) if total is None else total
    said = [each for each in before_export(paths.put(FINISHED, "total", own)) if "总分" in each]
    assert bool(said) is told
    assert not told or f"印作 {own}，" in said[0]


def test_nothing_is_said_of_an_error_that_a_person_accepted() -> None:
    wrong = paths.put(FINISHED, "total", "1")
    found = next(f for f in check(wrong) if f.code == "SCR004")
    day = datetime.date(2026, 1, 5)
    waiver = Waiver(code=found.code, where=found.where, reason="已核", by="张三", date=day)
    accepted = wrong.model_copy(update={"waivers": (waiver,)})
    assert _errors(accepted) == _errors(wrong) - 1
    assert any(f"还有 {_errors(wrong)} 条" in each for each in before_export(wrong))
    assert not any(f"还有 {_errors(wrong)} 条" in each for each in before_export(accepted))

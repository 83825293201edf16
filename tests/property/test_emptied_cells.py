"""One cell emptied at a time: whatever a person has to fill is missed, and said."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import clean_forms
import pytest
from rule_cases import patched

from selfeval_assist.checks import check
from selfeval_assist.form import SelfEvaluation, paths

_ROOT = Path(__file__).parents[2]
_HEAD = ("year", "project", "department", "unit", "total", "goal.planned", "goal.actual")
# What a row has to have filled: its own cells, and what other rows of the form have as well.
_ROW = ("level1", "level2", "name", "nature", "unit", "target", "actual", "weight", "score")
_ROW_MORE = ("evidence.document", "evidence.survey_size", "evidence.survey_date")
_LINE = ("initial", "adjusted", "executed", "weight", "rate", "score")


@cache
def forms() -> Mapping[str, SelfEvaluation]:
    """Return the clean forms and the examples."""
    examples = {
        path.stem: SelfEvaluation.model_validate_json(path.read_text(encoding="utf-8"))
        for path in sorted((_ROOT / "examples").glob("*.json"))
    }
    return {**clean_forms.forms(), "base": patched({}), **examples}


def _cells(form: SelfEvaluation) -> Iterator[str]:
    """Yield the filled cells of a form that a person must fill."""
    yield from _HEAD
    yield from (f"funds.total.{name}" for name in _LINE)
    for index, line in enumerate(form.funds.sources):
        carried = line.name.strip().startswith("上年")  # was no part of the opening budget
        own = ("name", *_LINE[carried:3])
        yield from (f"funds.sources.{index}.{name}" for name in own)
    for index, row in enumerate(form.indicators):
        yield from (f"indicators.{index}.{name}" for name in (*_ROW, *_ROW_MORE))
        if row.score.value != row.weight.value and row.deviation.stated:
            yield f"indicators.{index}.deviation"
    if sum(bool(str(each).strip()) for each in vars(form.people).values()) > 1:
        yield from (f"people.{name}" for name in ("manager", "filler", "phone"))


def _emptied() -> Iterator[tuple[str, str]]:
    for name, form in forms().items():
        for path in _cells(form):
            if path.endswith("deviation") or paths.text(form, path).strip(" —-"):
                yield name, path


@cache
def _known(name: str) -> frozenset[tuple[str, str]]:
    form = forms()[name]
    return frozenset((each.code, each.message) for each in check(form, clean_forms.policy_of(form)))


@pytest.mark.parametrize(("name", "path"), _emptied())
def test_an_emptied_cell_is_missed(name: str, path: str) -> None:
    form = forms()[name]
    empty = None if path == "year" else {} if path.endswith("deviation") else ""
    emptied = paths.put(form, path, empty)
    found = [
        each
        for each in check(emptied, clean_forms.policy_of(form))
        if (each.code, each.message) not in _known(name) and each.severity != "I"
    ]
    part = path.split(".")
    near = (path, ".".join(part[:3]), ".".join(part[:2]), part[0], "indicators", "total", "funds")
    assert [each for each in found if each.where.startswith(near) or each.where in near]

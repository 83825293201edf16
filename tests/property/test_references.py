"""References over every form: no digit in a sheet, swaps and sabotages refused, nothing raised."""

import re
from pathlib import Path
from typing import Any

import every_form
import pytest
import yaml
from drafting_forms import sheet_of
from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.reply import Written, sentences
from selfeval_assist.drafting.settling import first, judge, settled
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.drafting.sheet import sheet_of as sheet_for
from selfeval_assist.facts.references import REF, title_of
from selfeval_assist.review import Origin

pytestmark = pytest.mark.every_form

_SABOTAGE = Path(__file__).parents[1] / "data" / "texts" / "sabotage.yml"
SABOTAGES: dict[str, list[Any]] = yaml.safe_load(_SABOTAGE.read_text("utf-8"))
# the number of a row or a source, and the place of a row in a question that stands open
_OWN = re.compile(r"(?<![0-9A-Za-z])[rt]\d+|第\d+行")


def parts(name: str) -> list[Part]:
    form = every_form.forms()[name]
    return list(parts_of(every_form.jobs(form), form, sheet_of(form)))


@pytest.mark.parametrize("name", every_form.forms())
def test_a_sheet_holds_no_digit_of_a_value_or_a_text(name: str) -> None:
    for part in parts(name):
        form, bare = part.material.form, _OWN.sub("", REF.sub("", sheet_for((part,))))
        for title in (form.project, form.unit, form.department):  # 2023年某某项目 is its name
            bare = bare.replace(title_of(title), "")
        assert re.findall(r"\d+", bare) == []


@pytest.mark.parametrize("name", every_form.forms())
def test_a_value_of_another_row_is_refused(name: str) -> None:
    """Every plain sentence with the value of another row of the same role in it."""
    passed: list[str] = []
    tried = 0
    for part in parts(name):
        if part.row is not None:
            continue
        role = "target" if part.known.planned else "actual"
        said = "目标为" if part.known.planned else "实际完成"
        values = {ref: fact for ref, fact in part.known.values.items() if ref.endswith(f".{role}")}
        for ref, fact in values.items():
            row = part.known.names.get(fact.row or 0, "")
            alike = [each for each in part.known.names.values() if row in each or each in row]
            if not row or len(alike) > 1 or judge(Written(f"{row}{said}{{{ref}}}。"), part):
                continue
            for other, its in values.items():
                if its.value != fact.value:
                    tried += 1
                    text = f"{row}{said}{{{other}}}。"
                    passed += [] if judge(Written(text), part) else [text]
    assert len(passed) <= tried // 100, passed


def _sabotages() -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for each in (one for every in SABOTAGES.values() for one in every):
        case = {"text": each} if isinstance(each, str) else each
        found.append((case["text"], tuple(case.get("cites", ()))))
    return found


@pytest.mark.parametrize(("text", "cites"), _sabotages())
def test_a_sabotage_is_refused(text: str, cites: tuple[str, ...]) -> None:
    form = every_form.forms()["finished"]
    (part,) = parts_of((("actual", None),), form, sheet_of(form))
    assert judge(Written(text, cites), part)


def test_there_are_enough_sabotages() -> None:
    assert len(_sabotages()) >= 60


@given(st.text(alphabet='{}r0f.actulexd12。，均达到目标①<>\n［t1］"', max_size=200))
def test_any_reply_ends_in_a_text(raw: str) -> None:
    form = every_form.forms()["training"]
    given_parts = parts_of((("actual", None),), form, sheet_of(form))
    assert all(each.text for each in sentences(raw))
    (outcome,) = first(given_parts, raw)
    found, _why = settled(outcome)
    assert found
    assert all("{" not in each.text for each in found if each.origin is Origin.MODEL)

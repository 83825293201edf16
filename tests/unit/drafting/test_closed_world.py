"""A model may word what the form says as it likes; what nobody stated passes in no form."""

from functools import cache
from pathlib import Path
from typing import Any

import every_form
import pytest
import yaml
from drafting_forms import sheet_of

from selfeval_assist.drafting.chain import parts_of
from selfeval_assist.drafting.reply import Written
from selfeval_assist.drafting.settling import judge
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.facts import SLOT

_DATA = Path(__file__).parents[2] / "data" / "words"
HONEST: list[dict[str, Any]] = yaml.safe_load((_DATA / "honest.yml").read_text("utf-8"))
INVENTED: dict[str, list[str]] = yaml.safe_load((_DATA / "invented.yml").read_text("utf-8"))
SENTENCES = 40
"""Honest sentences all of whose values are references of their text."""


@cache
def part(name: str, task: str, row: int | None) -> Part:
    form = every_form.forms()[name]
    (found,) = parts_of(((task, row),), form, sheet_of(form))
    return found


def referenced(case: dict[str, Any], of: Part) -> str | None:
    """Return an honest sentence with references, or None where a value of it has none."""
    ids = [match[1] for match in SLOT.finditer(case["text"])]
    if not all(each in of.known.by_id for each in ids):
        return None
    return SLOT.sub(lambda match: f"{{{of.known.by_id[match[1]]}}}", case["text"])


def test_honest_sentences_are_accepted() -> None:
    refused: dict[str, list[str]] = {}
    tried = 0
    for case in HONEST:
        of = part(case["form"], case["task"], case.get("row"))
        text = referenced(case, of)
        if text is not None:
            tried += 1
            found = judge(Written(text), of)
            if found:
                refused[text] = [each.message for each in found]
    assert tried >= SENTENCES
    assert refused == {}


def test_inventions_are_many_and_of_every_kind() -> None:
    assert sum(map(len, INVENTED.values())) >= 40
    kinds = {"orders", "surveys", "praise", "approvals", "causes", "effects"}
    assert kinds | {"whereabouts of money", "no delay"} == set(INVENTED)


def plain(of: Part, role: str) -> str:
    """Return a true sentence about a row of a text, without its stop."""
    said = "目标为" if role == "target" else "实际完成"
    for row, name in of.known.names.items():
        text = f"{name}{said}{{r{row}.{role}}}"
        if f"r{row}.{role}" in of.known.values and not judge(Written(f"{text}。"), of):
            return text
    return ""


PASSING = {"，进度正常"}
"""An indicator of one form is called 进度正常率; there the words are its name."""


@pytest.mark.parametrize("name", every_form.forms())
def test_no_invention_passes_in_any_form(name: str) -> None:
    for task, role in (("planned", "target"), ("actual", "actual")):
        of = part(name, task, None)
        text = plain(of, role)
        if not text:
            assert not any(ref.endswith(f".{role}") for ref in of.known.values)
            continue
        for invention in (each for every in INVENTED.values() for each in every):
            found = judge(Written(f"{text}{invention}。"), of)
            assert found or invention in PASSING, invention

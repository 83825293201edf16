"""Clean forms, one of every policy and more, and the same forms as each layout prints them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from rule_cases import patched

from selfeval_assist.documents.grid import Grid, build
from selfeval_assist.documents.recognise import recognise
from selfeval_assist.documents.writers.layout import Box, lay_out
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import Layout
from selfeval_assist.policies import Policy, load, policy_for

_FILE = Path(__file__).parent / "data" / "clean" / "policies.yml"
_PEOPLE = {"manager": "周岚", "filler": "陈默", "phone": "0000-1234567"}


@cache
def forms() -> Mapping[str, SelfEvaluation]:
    """Return the clean form of every policy, and of no policy one in columns for sign and unit."""
    cases = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = {
        name: patched(cases["common"] | own | {"policy": name})
        for name, own in cases["policies"].items()
    }
    found["columns"] = _in_columns(patched({}))
    return {name: _told_in_full(form) for name, form in found.items()}


def _told_in_full(form: SelfEvaluation) -> SelfEvaluation:
    """Return a form whose two texts name every row that they leave out, as a careful clerk does."""
    wanted = [f"{row.nature}{row.target.raw}{row.unit}" for row in form.indicators]
    reached = [row.actual.raw for row in form.indicators]
    for goal, values in (("goal.planned", wanted), ("goal.actual", reached)):
        told = paths.text(form, goal)
        named = zip(form.indicators, values, strict=True)
        more = [f"{row.name}{text}。" for row, text in named if _figures(text) - _figures(told)]
        form = paths.put(form, goal, told + "".join(more))
    return form


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.]*", text))


def _in_columns(form: SelfEvaluation) -> SelfEvaluation:
    """Return a form in a layout with columns for sign and unit, and people at its foot."""
    for index, row in enumerate(form.indicators):
        match = re.fullmatch(r"([≥≤])([\d.]+)(\D+)", row.target.raw)
        for name, text in zip(
            ("nature", "target", "unit"), match.groups() if match else (), strict=False
        ):
            form = paths.put(form, f"indicators.{index}.{name}", text)
    for name, text in _PEOPLE.items():
        form = paths.put(form, f"people.{name}", text)
    return form


def policy_of(form: SelfEvaluation) -> Policy:
    """Return the policy that a form names, or the one that it leads to."""
    return load(form.policy) if form.policy else policy_for(form)


def printed(form: SelfEvaluation, layout: Layout) -> tuple[Box, ...]:
    """Return the cells of a form in a layout."""
    return lay_out(form, layout).boxes


def read_back(boxes: tuple[Box, ...], changed: Mapping[Box, str] | None = None) -> SelfEvaluation:
    """Return the form that is read from cells, some of them with another text."""
    (form,) = recognise(_grid(boxes, changed or {}))
    return form


def _grid(boxes: tuple[Box, ...], changed: Mapping[Box, str]) -> Grid:
    rows, columns = (
        max(ends) + 1 for ends in zip(*((b.bottom, b.right) for b in boxes), strict=True)
    )
    matrix = [[("", f"{row}:{column}") for column in range(columns)] for row in range(rows)]
    for box in boxes:
        matrix[box.top][box.left] = (changed.get(box, box.text), f"{box.top}:{box.left}")
    spans = [
        (box.top, box.left, box.bottom, box.right)
        for box in boxes
        if (box.top, box.left) != (box.bottom, box.right)
    ]
    return build("form", matrix, spans)

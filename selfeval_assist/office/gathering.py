"""What is known of all forms of a batch in a few figures each; their findings stay on the disk."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from selfeval_assist.office.copies import Copy, Text, copies
from selfeval_assist.office.pieces import Kind
from selfeval_assist.office.state import State

_CUT = 4000
"""Characters of a text that are compared."""
NAMELESS = "（未写明单位）"


@dataclass(frozen=True, slots=True)
class Brief:
    """One form in a few figures; money in 万元."""

    number: int
    file: str
    department: str
    unit: str
    project: str
    score: Decimal | None
    grade: str
    rate: Decimal | None
    initial: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    full: bool
    errors: int
    warnings: int


@dataclass
class Gathered:
    """What all forms come to.

    Attributes:
        forms: each form, in the order of the files.
        failed: the files that gave nothing, and why.
        rules: findings by rule, counted in forms and in all.
        texts: the texts that are compared.
        copies: those that two forms have in common.
    """

    forms: list[Brief] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    rules: dict[str, list[int]] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    def units(self) -> dict[str, list[Brief]]:
        """Return the forms of each unit, in the order in which the units come first."""
        found: dict[str, list[Brief]] = defaultdict(list)
        for each in self.forms:
            found[each.unit or NAMELESS].append(each)
        return dict(found)


def records(state: State, order: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield the record of every form, one at a time, in the order of the files."""
    for each in state.done(order):
        for piece in each.pieces:
            if piece.kind is Kind.OUT:
                record = json.loads(piece.text)
                record["check"]["file"] = each.path
                yield record


def gather(state: State, order: Collection[str]) -> Gathered:
    """Return what all forms come to; goes through them once."""
    found = Gathered()
    for each in state.done(order):
        for piece in each.pieces:
            if piece.kind is Kind.FAILED:
                found.failed.append((each.path, _reason(piece.text, each.path)))
    for number, record in enumerate(records(state, order)):
        _add(found, number, record)
    found.copies = copies(found.texts)
    return found


def _reason(told: str, path: str) -> str:
    """Return why a file was not read without its name, which stands beside it."""
    head, found, rest = told.partition(f"{path}”")
    return rest.removeprefix("：") if found and head.startswith("文件“") else told


def _add(found: Gathered, number: int, record: dict[str, Any]) -> None:
    open_ = [each for each in record["check"]["findings"] if not each["waived"]]
    levels = Counter(each["severity"] for each in open_)
    found.forms.append(
        Brief(
            number,
            record["check"]["file"],
            record["department"],
            record["unit"],
            record["project"],
            _number(record["score"]),
            record["grade"],
            _number(record["rate"]),
            _number(record["initial"]),
            _number(record["adjusted"]),
            _number(record["executed"]),
            record["full"] and record["rows"] > 0,
            levels["E"],
            levels["W"],
        )
    )
    for code, count in Counter(each["code"] for each in open_).items():
        counted = found.rules.setdefault(code, [0, 0])
        counted[0] += 1
        counted[1] += count
    found.severities |= {each["code"]: each["severity"] for each in open_}
    for each in record["texts"]:
        place = f"{each['place']}" + (f"（{each['cell']}）" if each["cell"] else "")
        found.texts.append(Text(number, each["kind"], place, each["text"][:_CUT]))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

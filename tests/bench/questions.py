"""Five questions about 200 sentences, asked at every door, against answers by another hand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bench import consistency as tables
from bench.answers import Answers, Quantity, ask

from selfeval_assist.checks import check
from selfeval_assist.drafting.composing import compose
from selfeval_assist.facts import FactTable, build_facts, for_goal
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.prose import units
from selfeval_assist.prose.values import Kind
from selfeval_assist.scoring import score
from selfeval_assist.verify import verify_text
from selfeval_assist.verify.explained import row_explained

FILE = Path(__file__).parents[1] / "data" / "texts" / "sentences.yml"
QUESTIONS = ("reason_stated", "contradicts", "quantities", "all_done", "causal")
_IN_YUAN = frozenset({"001", "010", "048", "067"})
"""Forms that print no money unit and whose amounts are plainly in yuan."""
_CODES = {"GOAL005", "GOAL006", "GOAL007", "FUND014"}
_BOUNDS = {"": "eq", "=": "eq", "≥": "ge", ">": "gt", "≤": "le", "<": "lt", "≈": "approx"}


@dataclass
class Asked:
    """How many written answers were given, by question, and where two doors disagree."""

    right: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    disagreements: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shares = ", ".join(f"{name} {self.right[name]}/{self.asked}" for name in QUESTIONS)
        total = sum(self.right.values())
        return f"{shares}; {total}/{5 * self.asked}; disagreements {len(self.disagreements)}"


@cache
def _form(path: str) -> SelfEvaluation:
    form = tables.form_of({"form": path})
    return form.model_copy(update={"money_unit": "元"}) if Path(path).stem in _IN_YUAN else form


@cache
def _facts(path: str) -> FactTable:
    form = _form(path)
    return build_facts(form, score(form, policy_for(form)))


def sentences() -> list[dict[str, Any]]:
    """Return the sentences with their answers."""
    data: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def measure() -> Asked:
    """Ask all questions about all sentences."""
    result = Asked()
    for case in sentences():
        result.asked += 1
        table = _facts(case["form"])
        table = for_goal(table) if case["kind"] == "goal" else table
        answers = ask(case["text"], table, case.get("row"))
        for question, good in _judged(case, answers):
            result.right[question] += good
            if not good:
                result.said.append(f"{case['id']} {question}: {case['text']} {case[question]}")
        result.disagreements += _doors(case, table, answers)
    return result


def _judged(case: Mapping[str, Any], answers: Answers) -> Iterator[tuple[str, bool]]:
    yield "reason_stated", (case["reason_stated"] == "yes") == bool(answers.reason)
    wanted = set(case["contradicts"])
    found: set[object] = {*answers.rows, *(["funds"] if answers.funds else [])}
    yield "contradicts", wanted == found
    yield "quantities", _counted(case["quantities"], answers.quantities)
    yield "all_done", (case["all_done"] == "yes") == answers.all_done
    yield "causal", (case["causal"] == "yes") == answers.causal


def _counted(wanted: list[dict[str, Any]], found: tuple[Quantity, ...]) -> bool:
    left = list(found)
    for each in wanted:
        match = next((one for one in left if _same(each, one)), None)
        if match is not None:
            left.remove(match)
        elif each.get("optional") != "yes":
            return False
    return not [one for one in left if one.mention.value.precision != "year"]


def _same(wanted: Mapping[str, Any], found: Quantity) -> bool:
    value = found.mention.value
    if wanted["unit"] == "date":
        return value.date is not None and value.date.isoformat()[5:].startswith(wanted["value"][5:])
    if value.number is None or value.kind is Kind.DATE:
        return False
    factor = units.resolved(wanted["unit"] or "")[2] if wanted["unit"] in {"‰", "倍"} else 1
    bounds = {wanted["bound"], *(wanted.get("bound_also") or ())}
    return (
        Decimal(str(wanted["value"])) * factor == value.number
        and _BOUNDS.get(value.comparator.value, "") in bounds
    )


def _doors(case: Mapping[str, Any], table: FactTable, answers: Answers) -> Iterator[str]:
    """Yield where a finding of ``check`` and what review and drafts are told are not one answer."""
    form = _form(case["form"])
    if case["kind"] == "deviation":
        yield from _reason_doors(case, form)
        return
    field_name = "planned" if case["kind"] == "goal" else "actual"
    goal = form.goal.model_copy(update={"planned": "", "actual": "", field_name: case["text"]})
    found = check(form.model_copy(update={"goal": goal}))
    quoted = {f.facts["quote"] for f in found if f.code in _CODES}
    marked = {
        v.quote
        for v in verify_text(case["text"], table)
        if v.rows or (v.funds and field_name == "actual")
    }
    if quoted != marked:
        yield f"{case['id']}: finding {quoted}, review {marked}"
    if field_name == "actual" and bool(answers.rows or answers.funds) != bool(quoted):
        yield f"{case['id']}: finding {quoted}, answer {answers.rows}"


def _reason_doors(case: Mapping[str, Any], form: SelfEvaluation) -> Iterator[str]:
    """Yield where a stated reason silences only one of finding and 【待填】."""
    row = case["row"]
    said = form.indicators[row].deviation.model_copy(update={"text": case["text"], "cause": ""})
    rows = list(form.indicators)
    rows[row] = rows[row].model_copy(update={"deviation": said})
    form = form.model_copy(update={"indicators": rows})
    sheet = score(form, policy_for(form))
    where = f"indicators.{row}.deviation"
    asks = any(f.code == "DEV001" and f.where == where for f in check(form))
    draft = "".join(each.text for each in compose("deviation", form, sheet, row=row).sentences)
    waits = "【待填" in draft and "原因" in draft.partition("【待填")[2]
    due = row_explained(build_facts(form, sheet), row)
    if (asks and due) or (waits and due):
        yield f"{case['id']}: finding {asks}, draft {draft}, stated {due}"


if __name__ == "__main__":
    measured = measure()
    print(*measured.said, *measured.disagreements, measured, sep="\n")

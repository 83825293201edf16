"""Sentences of the composer, and some phrased from the facts, made false in one place.

What is true by the form all the same is left out, and so are clauses that a person typed as goal
or completion: they are told as they stand, whether or not the table bears them out. The words are
those of a file of data.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import every_form
import yaml
from bench.verify_texts import DATA, form, table

from selfeval_assist.drafting.composing import plan, referring
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import SLOT, Fact, render
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Task
from selfeval_assist.review.supported import ground
from selfeval_assist.scoring import Verdict, score
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.verify import Violation, verify_text
from selfeval_assist.verify.referenced import verify_references

WORDS: dict[str, Any] = yaml.safe_load((DATA / "spoilt" / "words.yml").read_text(encoding="utf-8"))
_RESULTS = {"gap", "completion", "overshoot", "below", "late", "lost"}
_EXACT = {"amount", "rate", "points", "count", "quantity", "date"}
_KINDS = {
    Verdict.MET: "met",
    Verdict.EXCEEDED: "exceeded",
    Verdict.MISSED: "missed",
    Verdict.LATE: "late",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A true sentence with a slot for every value.

    Attributes:
        form: the name of the form.
        template: the sentence with slots.
        slots: the facts in it.
        plan: what the composer meant to say; None of a sentence that was phrased from facts.
        task: the text that it belongs to.
        lead: the sentences before it.
        row: the row of a text about deviations, or None.
    """

    form: str
    template: str
    slots: dict[str, Fact] = field(default_factory=dict)
    plan: SentencePlan | None = None
    task: Task = "actual"
    lead: str = ""
    row: int | None = None


def of_text(draft: Draft, template: str) -> tuple[Violation, ...]:
    """Return what is marked in a draft's sentence with this template, filled."""
    text = draft.lead + render(template, draft.slots)
    found = verify_text(text, ground(draft.task, table(draft.form)).facts)
    return tuple(mark for mark in found if mark.start >= len(draft.lead))


def of_template(draft: Draft, template: str) -> tuple[Violation, ...]:
    """Return what a model's sentence is refused for: the template with references in it."""
    known = ground(draft.task, table(draft.form), row=draft.row).known
    text, cites = referring(template, draft.slots, known)
    return verify_references(text, known, cites)


def refers(draft: Draft) -> bool:
    """Return whether everything in a draft has a reference, as all that a model is given."""
    known = ground(draft.task, table(draft.form), row=draft.row).known
    return SLOT.search(referring(draft.template, draft.slots, known)[0]) is None


@cache
def drafts(name: str) -> tuple[Draft, ...]:
    """Return the sentences about a form: the composer's and the phrased ones."""
    return (*_composed(name), *_phrased(name))


def _composed(name: str) -> Iterator[Draft]:
    whole = form(name)
    sheet = score(whole, policy_for(whole))
    for task, row in every_form.jobs(whole):
        lead = ""
        for each in plan(task, whole, sheet, table(name), row):
            typed = any(fact.id.startswith(("goal.", "done.")) for fact in each.slots.values())
            if each.slots and not each.pending and not typed:
                yield Draft(name, each.template, dict(each.slots), each, task, lead, row)
            lead += render(each.template, each.slots)


def _phrased(name: str) -> Iterator[Draft]:
    facts = table(name).facts
    rows = {
        fact.row: fact.subjects[0] for fact in table(name) if fact.row is not None and fact.subjects
    }
    for phrase in WORDS["phrases"]:
        ends = [end for end in re.findall(r"{(\w+)}", phrase) if end != "name"]
        owners = {f"row.{row}": called for row, called in rows.items()}
        for owner, called in owners.items() if "{name}" in phrase else {"funds": ""}.items():
            found = {end: facts.get(f"{owner}.{end}") for end in ends}
            slots = {end: fact for end, fact in found.items() if fact is not None}
            if len(slots) == len(ends) and all(fact.kind in _EXACT for fact in slots.values()):
                template = phrase.replace("{name}", called)
                yield Draft(name, re.sub(r"{(\w+)}", r"<\1>", template), slots)


Kind = Callable[[Draft, random.Random], Iterator[str]]


def _put(draft: Draft, slot: str, text: str) -> str:
    return draft.template.replace(f"<{slot}>", text)


def _end(draft: Draft, clause: str) -> str:
    return draft.template.rstrip("。；") + clause + "。"


def _exact(draft: Draft) -> Iterator[tuple[str, Fact]]:
    for slot, fact in draft.slots.items():
        if fact.kind in _EXACT and fact.id != "form.year" and re.search(r"\d", fact.value):
            yield slot, fact


def _true(draft: Draft, fact: Fact, text: str) -> bool:
    """Whether this may be true as well: the row or a namesake of it has the number."""
    of_row = fact.id.endswith((".target", ".actual"))
    done = fact.id.endswith(".actual") and fact.row is not None
    return (done and _completed(draft.form, fact.row, text)) or any(
        _digits(text) in map(_digits, (other.value, *other.variants))
        for other in table(draft.form)
        if (other.label == fact.label and set(fact.subjects) <= set(other.subjects))
        or (of_row and other.row == fact.row and other.id.endswith((".target", ".actual")))
    )


def _unit(fact: Fact) -> str:
    return re.sub(r"^\D*[\d.,]+|以[上下内]$|[前内]$", "", fact.value)


def _digits(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d[\d.]*", text))


def digit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """One digit changed."""
    for slot, fact in _exact(draft):
        at = rng.choice([at for at, sign in enumerate(fact.value) if sign.isdigit()])
        other = rng.choice([sign for sign in "0123456789" if sign != fact.value[at]])
        text = fact.value[:at] + other + fact.value[at + 1 :]
        if not _true(draft, fact, text):
            yield _put(draft, slot, text)


def unit(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Another unit."""
    for slot, fact in _exact(draft):
        ends = [end for end in WORDS["units"] if fact.value.endswith(end)]
        if ends and re.search(r"[1-9]", fact.value):
            end = max(ends, key=len)
            yield _put(draft, slot, fact.value.removesuffix(end) + WORDS["units"][end])


def vague(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A mark of vagueness or a bound at an exact value; a target has a bound of its own."""
    for slot, fact in _exact(draft):
        if (
            fact.value[0].isdigit()
            and fact.kind not in {"date", "rate"}
            and "target" not in fact.id
        ):
            yield _put(draft, slot, rng.choice(WORDS["vague"]).format(fact.value))


def another(draft: Draft, rng: random.Random, *, result: bool = False) -> Iterator[str]:
    """The value that another row has for the same thing: of its cells, or of what follows."""
    for slot, fact in _exact(draft):
        end = fact.id.rpartition(".")[2]
        if result != (end in _RESULTS):
            continue
        others = [
            other.value
            for other in table(draft.form)
            if other.row is not None
            and fact.row not in {None, other.row}
            and other.id.endswith(f".{end}")
            and other.kind in _EXACT
            and not _true(draft, fact, other.value)
        ]
        if others:
            yield _put(draft, slot, rng.choice(others))


def swapped(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Two values in each other's place."""
    slots = dict(_exact(draft))
    pairs = [
        (a, b)
        for a in slots
        for b in slots
        if a < b
        and not _true(draft, slots[a], slots[b].value)
        and _unit(slots[a]) == _unit(slots[b])
    ]
    for a, b in rng.sample(pairs, min(2, len(pairs))):
        text = draft.template.replace(f"<{a}>", "\0").replace(f"<{b}>", f"<{a}>")
        yield text.replace("\0", f"<{b}>")


def label(draft: Draft, rng: random.Random) -> Iterator[str]:
    """The word before a value is another one's: 年初预算 for 全年执行, 目标为 for 实际完成."""
    facts, words = table(draft.form).facts, WORDS["labels"]
    for slot, fact in _exact(draft):
        owner, _, end = fact.id.removesuffix(".wan").rpartition(".")
        family = {other for other in words if f"{owner}.{other}" in facts} - {end}
        own = _digits(fact.value)
        wrong = [other for other in family if _digits(facts[f"{owner}.{other}"].value) != own]
        before = draft.template[: draft.template.find(f"<{slot}>")]
        said = [word for word in (fact.label, *WORDS["said"]) if before.endswith(word)]
        if end in words and wrong and said and fact.value[0].isdigit():
            kept = before.removesuffix(max(said, key=len))
            rest = draft.template[len(before) :]
            yield kept + words[rng.choice(sorted(wrong))] + rest


def name(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A value under the name of another row, which has neither as its own."""
    rows = form(draft.form).indicators
    for _slot, fact in _exact(draft):
        own = next((each for each in fact.subjects if each in draft.template), "")
        if fact.row is None or not own:
            continue
        values = {rows[fact.row].target.raw, rows[fact.row].actual.raw}
        done = {at for at in range(len(rows)) if _completed(draft.form, at, fact.value)}
        others = [
            row.name.strip()
            for at, row in enumerate(rows)
            if at not in done
            and re.fullmatch(r"[^\W\d_]{4,20}", row.name.strip())
            and row.name.strip() not in draft.template
            and own not in row.name
            and row.target.value.numeric
            and not values & {row.target.raw, row.actual.raw}
        ]
        if others and len({each.row for each in draft.slots.values()}) == 1:
            yield draft.template.replace(own, rng.choice(others), 1)


def _completed(name: str, row: int, share: str) -> bool:
    """Whether a row was done to this share: 实际完成100% is true of it as well."""
    sheet = table(name).sheet
    done = sheet.rows[row].completion if sheet else None
    return done is not None and share == f"{plain(rounded(done, 2))}%"


def direction(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Up for down or more for less, before a value; or a comparison with another year."""
    for word, other in WORDS["opposite"].items():
        for slot in draft.slots:
            if f"{word}<{slot}>" in draft.template:
                yield draft.template.replace(f"{word}<{slot}>", f"{other}<{slot}>")
    yield _end(draft, rng.choice(WORDS["trends"]))


def verdict(draft: Draft, rng: random.Random) -> Iterator[str]:
    """What the cells of a row contradict, as the value of its judgement or behind its values."""
    whole = form(draft.form)
    found = {row.index: row.verdict for row in score(whole, policy_for(whole)).rows}
    rows = {fact.row for fact in draft.slots.values()}
    for slot, fact in draft.slots.items():
        kind = _KINDS.get(found.get(fact.row)) if fact.row is not None else None
        if kind and fact.kind == "verdict" and draft.task != "planned":
            yield _put(draft, slot, rng.choice(WORDS["verdicts"][kind]))
    if len(rows) == 1 and draft.task != "planned":
        kind = _KINDS.get(found.get(rows.pop()))
        if kind and any("actual" in fact.id for fact in draft.slots.values()):
            yield _end(draft, "，" + rng.choice(WORDS["verdicts"][kind]))


def all_done(draft: Draft, rng: random.Random) -> Iterator[str]:
    """Everything is said to be reached on a form where something was missed."""
    whole = form(draft.form)
    found = {row.verdict for row in score(whole, policy_for(whole)).rows}
    if found & {Verdict.MISSED, Verdict.LATE} and draft.task != "planned":
        for text in rng.sample(WORDS["all_done"], 2):
            yield _end(draft, text)


def cause(draft: Draft, rng: random.Random) -> Iterator[str]:
    """A reason that nobody stated."""
    reasons = [each for each in WORDS["reasons"] if each not in form(draft.form).model_dump_json()]
    for text in rng.sample(WORDS["causes"], 2):
        yield _end(draft, text.format(rng.choice(reasons)))
    yield f"因{rng.choice(reasons)}，{draft.template}"


def _clauses(key: str, count: int) -> Kind:
    def spoil(draft: Draft, rng: random.Random) -> Iterator[str]:
        for text in rng.sample(WORDS[key], count):
            yield _end(draft, text)

    return spoil


NUMBERS: dict[str, Kind] = {
    "a digit changed": digit,
    "another unit": unit,
    "约, 近, 超过": vague,
    "another row's value": another,
    "another row's result": partial(another, result=True),
    "a number written out": _clauses("spoken", 1),
    "an invented date": _clauses("dates", 1),
}
CLAIMS: dict[str, Kind] = {
    "two values swapped": swapped,
    "a wrong label": label,
    "a wrong name": name,
    "a wrong direction": direction,
    "a wrong verdict": verdict,
    "all is done": all_done,
    "a cause nobody stated": cause,
    "an invented document": _clauses("documents", 2),
}
TEMPLATE: dict[str, Kind] = {**CLAIMS, "a number": digit}

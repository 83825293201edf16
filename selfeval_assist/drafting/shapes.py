"""How names, values and texts of a form look to a model: their words, with no digit of a value."""

import re
from collections.abc import Iterator
from itertools import count

from selfeval_assist.drafting.personal import found
from selfeval_assist.facts import Fact
from selfeval_assist.facts.references import DIGITS, Known, Source
from selfeval_assist.prose.likeness import pairs

# Angle brackets make tags and control tokens, braces references; a source keeps its length.
_MARKS = str.maketrans({"<": "＜", ">": "＞", "{": "｛", "}": "｝"})
_SPACES = re.compile(r"\s+")
_LONGEST_VALUE, _LONGEST_NAME, _LONGEST_SOURCE = 80, 60, 700
# what is typed behind a name with figures, or in brackets: ——一户年最高5300元, (≥5次)
_TYPED = re.compile(
    r"[（(][^（()）]*[\d０-９][^（()）]*[)）]|(?:——|[：:;；，,])[^—：:;；，,]*[\d０-９].*$"
)
# a number that is no row's: 第1行 says which
_PLACE = re.compile(rf"(?<![第\d])(?:{DIGITS.pattern})(?!\d)|(?<=第){DIGITS.pattern}(?![行\d])")
_STOP = re.compile(r"[。；;，,、]")
# values that are worth comparing with others, the others first
_EQUAL = {
    "actual": ("plan", "target"),
    "adjusted": ("initial",),
    "executed": ("adjusted", "initial"),
    "initial_rate": ("rate",),
    "met": ("total",),
}
_OF_TEXTS = re.compile(
    r"y\.year|f\.(?:initial|adjusted|executed|change|unspent)|r\d+\.(?:plan|target)"
)


def as_data(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return text from a form as one line that holds no reference, tag or template."""
    line = _SPACES.sub(" ", text.translate(_MARKS)).strip()
    return line if len(line) <= longest else f"{line[:longest]}……"


def spoken(name: str) -> str:
    """Return a name without the figures that somebody typed behind it; others become #.

    What is personal stays: masks take its place before anything is sent, and it is put back.
    """
    line = as_data(name)
    kept = [range(start, end) for start, end, _ in found(line)]
    if not kept and sum(map(str.isalpha, short := _TYPED.sub("", line))) > 1:
        line = short
    return DIGITS.sub(lambda m: m[0] if any(m.start() in each for each in kept) else "#", line)


def asked(question: str, known: Known) -> str:
    """Return an open question as it is put to a model: its names as they are spoken, as data."""
    for name in known.titles:
        if DIGITS.search(name):
            question = question.replace(name, spoken(name))
    return _PLACE.sub("#", question.translate(_MARKS))


def shape(fact: Fact) -> str:
    """Return how a value looks: its words, and one # for each of its numbers, in quotes."""
    text = DIGITS.sub("#", as_data(fact.value.strip("“”"), _LONGEST_VALUE))
    return f"“{text}”"


def shown(ref: str, known: Known) -> str:
    """Return a reference with what it equals or how its value looks: ``{r0.actual}＝{r0.plan}``."""
    owner, _, role = ref.partition(".")
    values = known.values
    numbered = DIGITS.search(values[ref].value)  # words tell more than where they stand too
    others = (f"{owner}.{each}" for each in _EQUAL.get(role, ()) if numbered)
    same = next((at for at in others if at in values and values[at].value == values[ref].value), "")
    return f"{{{ref}}}＝" + (f"{{{same}}}" if same else shape(values[ref]))


def alike(known: Known, role: str) -> str:
    """Return the groups of rows of which a role has the same number: r0、r1、r2；r4、r10."""
    groups: dict[str, list[str]] = {}
    for ref, fact in known.values.items():
        if ref[0] == "r" and ref.endswith(f".{role}") and DIGITS.search(fact.value):
            groups.setdefault(fact.value, []).append(ref.partition(".")[0])
    return "；".join("、".join(rows) for rows in groups.values() if len(rows) > 1)


def told(source: Source) -> str:
    """Return a text as one line with a reference for each of its numbers; a long one is cut."""
    text = _SPACES.sub(" ", source.masked_as(_MARKS)).strip()
    if len(text) <= _LONGEST_SOURCE:
        return text
    ends = [match.start() for match in _STOP.finditer(text, 0, _LONGEST_SOURCE)]
    return f"{text[: ends[-1] if ends else _LONGEST_SOURCE]}……"


def equals(source: Source, known: Known) -> Iterator[str]:
    """Yield which numbers of a text are a value of the form: ``{t1.1}万元＝{f.initial}``.

    Where several values are the same, it is the one whose row the words before the number call.
    """
    for at, number in enumerate(source.numbers, start=1):
        same = _same(known, source.text[number.start() :])
        if len(same) > 1:
            words = pairs(_STOP.split(source.text[: number.start()])[-1])
            same = [ref for ref in same if words & pairs(_name(known, ref))]
        if len(same) == 1:
            yield f"{_numbered(known.values[same[0]].value, source, at)}＝{{{same[0]}}}"


def _same(known: Known, text: str) -> list[str]:
    """Return the references to the longest value with which a text begins."""
    values = {ref: fact.value for ref, fact in known.values.items() if _OF_TEXTS.fullmatch(ref)}
    begun = {
        ref: value for ref, value in values.items()
        if text.startswith(value) and not value[-1:].isdigit()
    }  # fmt: skip
    longest = max(map(len, begun.values()), default=0)
    return [ref for ref, value in begun.items() if len(value) == longest]


def _numbered(value: str, source: Source, first: int) -> str:
    """Return a value as a text holds it: a date is three of its numbers."""
    numbers = count(first)
    return DIGITS.sub(lambda _: f"{{{source.id}.{next(numbers)}}}", value)


def _name(known: Known, ref: str) -> str:
    fact = known.values[ref]
    return fact.label if fact.row is None else known.names.get(fact.row, "")

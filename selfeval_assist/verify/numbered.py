"""Whether a number of a source stands where the source has it: its unit, its words, its place."""

import re
from collections.abc import Iterator

from selfeval_assist.facts.references import REF, Source
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.spots import STOPS, Said, Spot


def misnumbered(said: Said, spot: Spot) -> Iterator[Violation]:
    """Yield what is wrong with the words around a number of a source.

    Args:
        said: the sentence.
        spot: the number's reference.
    """
    source = said.known.sources[spot.ref.partition(".")[0]]
    number, label = int(spot.role) - 1, f"{{{spot.ref}}}"
    mine = source.numbers[number]
    unit, written = source.text[mine.end() :][:1], said.text[spot.end :][:1]
    measured = unit.isalpha() or unit in _SIGNS
    if written != unit and (measured or written in _UNITS):
        message = f"{label}后面在原文中是“{unit}”，请照写。"
        yield Violation("unit", label, spot.start, message)
    elif not _follows(said, spot, source, number) or _is_elsewhere(said, spot, source, number):
        message = f"{label}前后的文字在原文中说的是另一个数，请核对引用。"
        yield Violation("elsewhere", label, spot.start, message)


_SIGNS, _UNITS = frozenset("%％‰"), frozenset("年月日号台个项元万亿%％‰")
_TIGHT = 2
"""Characters between two numbers that belong together: 〔2025〕36号, 2026年3月."""


def _follows(said: Said, spot: Spot, source: Source, number: int) -> bool:
    """Return whether what stands close before a number is what stands there in the source."""
    before = said.before(spot)
    joint = _between(source, number)
    close = before is not None and spot.start - before.end <= _TIGHT
    if before is not None and close and before.ref[0] == "t":
        own = f"{source.id}.{number}" == before.ref
        return own and said.text[before.end : spot.start].strip(_JOINING) == joint.strip(_JOINING)
    return len(joint) > _TIGHT or not number or joint.isalpha()


def _between(source: Source, number: int) -> str:
    begin = source.numbers[number - 1].end() if number else 0
    return source.text[begin : source.numbers[number].start()]


def _is_elsewhere(said: Said, spot: Spot, source: Source, number: int) -> bool:
    """Return whether a number stands among the words of another one of its source."""
    mine = source.numbers[number]
    last = re.split(r"\W", spot.near)[-1][-2:]
    if not _kept(said, spot, source, number):
        return True  # 晚{t4.2}天 of 停工23天
    clause, _ = _clause(source.text, *mine.span())
    if len(last) > 1 and last in source.text and last not in clause:
        return True  # 每个社区{t5.1}台 of 每个街道5台，未计入社区网点
    rest = said.text[spot.end :]
    behind = re.split(
        r"[，,；;。、]", rest[: found.start()] if (found := REF.search(rest)) else rest
    )[0]
    likeness = {
        at: _alike(source, at, spot.near, behind)
        for at, each in enumerate(source.numbers)
        if at == number
        or (_stands_alone(source, at) and _unit_of(source, at) == _unit_of(source, number))
    }
    rival = max(likeness, key=lambda at: likeness[at])
    same = source.numbers[rival][0] == mine[0]
    return not same and likeness[rival] > likeness[number]


def _kept(said: Said, spot: Spot, source: Source, number: int) -> bool:
    """Return whether a number keeps a word beside it: what it counts, or what is done so often.

    That is one right before or behind it there, or here one that stands in its clause there. A date
    says when, whatever stands beside it.
    """
    unit = _UNITED.match(source.text, source.numbers[number].end())
    if unit is None or unit[0] in _DATES:
        return True
    clause, at = _clause(source.text, *source.numbers[number].span())
    start, end = next((a, b) for a, b in said.clauses if a <= spot.start < b)
    before, behind = _beside(
        clause[:at], clause[at + unit.end() - source.numbers[number].start() :]
    )
    here = said.text[spot.end : end].removeprefix(unit[0])
    near, after = _beside(said.text[start : spot.start], here)
    told = REF.sub("", said.text[start:end])
    rare = [behind[n : n + 2] for n in range(len(behind) - 1)]
    pairs = [each for each in (before[-2:], *rare) if len(each) > 1]
    mine = [each for each in (near[-2:], after[:2]) if len(each) > 1]
    alike = set(near[-2:]) & set(before[-2:])
    return (
        not pairs or bool(alike) or any(p in told for p in pairs) or any(m in clause for m in mine)
    )


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the clause of a text around a place, and where in it the place begins."""
    begin = max(text.rfind(stop, 0, start) for stop in STOPS) + 1
    ends = [at for stop in STOPS if (at := text.find(stop, end)) >= 0]
    return text[begin : min(ends, default=len(text))], start - begin


def _beside(before: str, behind: str) -> tuple[str, str]:
    """Return the words right before and right behind a number, without those that only join."""
    ahead = re.split(r"[\d{}]", before)[-1].rstrip(_JOINING)
    return ahead, re.split(r"[\d{}]", behind)[0].lstrip(_JOINING)[:4]


_JOINING = "了只仅于在为有中共约达至到由从被把将的和与及并且另其要需因才、（(“”"
_UNITED = re.compile(r"[万亿]?(?:平方米|公里|公顷|个?百分点|人次|批次|[^\W\d])?")
_DATES = frozenset("年月日号") | {""}


def _stands_alone(source: Source, number: int) -> bool:
    return not number or len(_between(source, number)) > _TIGHT


def _unit_of(source: Source, number: int) -> str:
    end = source.numbers[number].end()
    return source.text[end : end + 1]


def _alike(source: Source, number: int, near: str, behind: str) -> int:
    """Return how much some words are those around a number of its source, on either side."""
    return _shared(_around(source, number), f"{near}|{behind}")


def _around(source: Source, number: int) -> str:
    """Return the words around a number of a source, until the next number or stop."""
    ends = [*(each.start() for each in source.numbers), len(source.text)]
    before = re.split(r"[，,；;。、]", _between(source, number))[-1]
    after = re.split(r"[，,；;。、]", source.text[source.numbers[number].end() : ends[number + 1]])[
        0
    ]
    return f"{before}|{after}"


def _shared(one: str, other: str) -> int:
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(other[at : at + 2] in pairs for at in range(len(other) - 1))

"""Print what becomes of the recorded replies: accepted, refused, swapped, falsified, invented.

``make bench-replies``, or ``python -m bench.replies NAME`` to read what the lines hold that begin
with the name. Seeded: the same tree gives the same table.
"""

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import recorded
from bench.verify import Line
from recorded import Reply

from selfeval_assist.drafting.reply import Written
from selfeval_assist.drafting.settling import Judged, judge, sentence_of, settled
from selfeval_assist.drafting.sheet import Part
from selfeval_assist.facts.references import REF
from selfeval_assist.review.supported import ground, without_source

SEED, ROWS = 20260101, 3
"""How many other rows are put in the place of each reference."""
# 不少于20台 and 20台, 8台 and 40%: two ways to say the same of a row
_SAME = (
    {"target", "plan"}, {"gap", "overshoot"}, {"gap", "below"}, {"change", "change_percent"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Swap:
    """An accepted sentence with another reference in the place of one."""

    kind: str
    reply: str
    text: str
    missed: bool


def table(every: int = 1) -> Iterator[Line]:
    """Yield every line; of the swaps only each so-manieth is tried."""
    yield Line("replies that are stale", len(recorded.replies()), recorded.stale())
    yield from _of_replies(recorded.fresh())
    yield from _of_swaps(every)
    yield from _of_cases()
    yield from _of_inventor()


def _of_replies(some: tuple[Reply, ...]) -> Iterator[Line]:
    once = [(reply, each) for reply in some for out in reply.first() for each in out.judged]
    yield _refused("refused at the first reply", once)
    twice = [(reply, each) for reply in some for out in reply.second() for each in out.judged]
    yield _refused("refused after one repair", twice)
    missing = [
        f"{reply.name}: {out.part.name}{out.part.musts[at].label}"
        for reply in some
        for out in reply.first()
        for at in out.missing
    ]
    musts = sum(len(out.part.musts) for reply in some for out in reply.first())
    yield Line("musts not said at the first reply", musts, tuple(missing))
    long = [reply.name for reply in some if any(out.too_long for out in reply.first())]
    yield Line("replies too long", len(some), tuple(long))
    whole = [
        f"{reply.name}: {why}"
        for reply in some
        for out in reply.second()
        if (why := settled(out)[1]) and "没有写到" not in why
    ]
    yield Line("texts given up for the composer's", len(some), tuple(whole))


def _refused(name: str, judged: list[tuple[Reply, Judged]]) -> Line:
    found = [
        f"{reply.name}: {each.written.text}  {list(each.written.cites)}\n    {_why(each)}"
        for reply, each in judged
        if each.violations
    ]
    return Line(name, len(judged), tuple(found))


def _why(each: Judged) -> str:
    return "；".join(f"[{v.rule}] {v.message}" for v in each.violations)


def _of_swaps(every: int) -> Iterator[Line]:
    made = list(swaps(every))
    for kind in dict.fromkeys(each.kind for each in made):
        own = [each for each in made if each.kind == kind]
        found = tuple(f"{each.reply}: {each.text}" for each in own if each.missed)
        yield Line(f"swap missed: {kind}", len(own), found)


def swaps(every: int = 1) -> Iterator[Swap]:
    """Yield every accepted sentence with one reference exchanged for one of another value."""
    rng, numbers = random.Random(SEED), itertools.count()
    for reply in recorded.fresh():
        for outcome in reply.first():
            for each in outcome.accepted:
                for kind, text in _swapped(each.text, outcome.part, rng):
                    if next(numbers) % every:
                        continue
                    other = Written(text, each.cites, each.row)
                    yield Swap(kind, reply.name, text, not judge(other, outcome.part))


def _swapped(text: str, part: Part, rng: random.Random) -> Iterator[tuple[str, str]]:
    for match in REF.finditer(text):
        for kind, offered in _others(match[1], part, rng):
            yield kind, f"{text[: match.start()]}{{{offered}}}{text[match.end() :]}"


def _others(ref: str, part: Part, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the references that could be mistaken for one, and that say something else."""
    own, values = part.known.values[ref], part.known.values
    owner, _, role = ref.partition(".")
    others = [each for each in values if each != ref and values[each].value != own.value]
    if owner[0] == "t":
        same = [each for each in others if each.partition(".")[0] == owner]
        yield from (("another number of the text", each) for each in _few(same, rng))
        return
    rows = [each for each in others if each[0] == owner[0] and each.partition(".")[2] == role]
    yield from (("another row, same role", each) for each in _few(rows, rng))
    for each in others:
        its, _, name = each.partition(".")
        if its == owner and {name, role} not in _SAME:
            yield "another role, same row", each


def _few(some: list[str], rng: random.Random) -> list[str]:
    return sorted(rng.sample(some, min(ROWS, len(some))))


def _of_cases() -> Iterator[Line]:
    def shown(file: str, wanted: Callable[[str], bool]) -> Line:
        all_cases = recorded.cases(file)
        found = [f"{each['prompt']}: {each['text']}\n    {state(each)}" for each in all_cases
                 if wanted(state(each).partition(" ")[0])]  # fmt: skip
        return Line("", len(all_cases), tuple(found))

    for name, file, wanted in (
        ("sabotages accepted", "sabotage", ("silent", "marked")),
        ("inventions refused", "inventions", ("refused",)),
        ("inventions marked", "inventions", ("marked",)),
        ("inventions silent", "inventions", ("silent",)),
        ("honest refused", "honest", ("refused",)),
        ("honest marked", "honest", ("marked",)),
    ):
        line = shown(file, lambda each, wanted=wanted: each in wanted)  # type: ignore[misc]
        yield Line(name, line.tried, line.found)


def state(case: dict[str, object]) -> str:
    """Return what becomes of a sentence: refused, marked or silent, and with which words."""
    each = recorded.written(case)
    part = recorded.part_for(str(case["prompt"]), each)
    if found := judge(each, part):
        return f"refused {_why(Judged(each, found))}"
    where = ground(part.kind.id, part.material.table, row=part.row)
    words = without_source(sentence_of(each, part), where)
    return f"marked {'、'.join(words)}" if words else "silent"


def _of_inventor() -> Iterator[Line]:
    for reply in recorded.inventor():
        for outcome in reply.second():
            printed = settled(outcome)[0]
            yield Line(
                f"inventor: of {len(outcome.judged)} sentences printed ({reply.prompt})",
                len(printed),
                tuple(f"{each.origin}: {each.text}" for each in printed),
            )
            silent = tuple(each.text for each in outcome.accepted)
            yield Line(f"inventor: accepted ({reply.prompt})", len(outcome.judged), silent)


def main(names: list[str]) -> None:
    """Print the table, and what is asked for of it."""
    print(f"{'':52}{'of':>7}{'found':>7}{'share':>10}")
    for line in table():
        print(line)
        if any(line.name.startswith(name) for name in names):
            print("".join(f"  {each}\n" for each in line.found))


if __name__ == "__main__":
    main(sys.argv[1:])

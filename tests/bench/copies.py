"""Planted copies: how many are found, which pairs are false, and how long it takes.

``PYTHONPATH=tests python -m bench.copies 10000`` prints it. The other texts are clauses of the
published forms mixed by a seed, so that they share phrases as real ones do.
"""

import random
import re
import sys
import time
from collections.abc import Callable
from functools import cache

import real_forms

from selfeval_assist.office.copies import Copy, Text, copies

_CHANGES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北上下左右"
GOALS = {"verbatim": 0.99, "a tenth changed": 0.95, "reordered": 0.90}
"""Shares of planted copies that have to be found."""


@cache
def clauses() -> tuple[str, ...]:
    """Return the clauses of the published goals, completions and causes."""
    found: dict[str, None] = {}
    for name in real_forms.names():
        form = real_forms.form(name)
        every = [form.goal.planned, form.goal.actual, *(r.deviation.text for r in form.indicators)]
        for text in every:
            for clause in re.split(r"[，。；;\n]+", text):
                if len(clause.strip()) >= 6:
                    found.setdefault(clause.strip())
    return tuple(found)


def invented(chance: random.Random) -> str:
    """Return a text of a few clauses, each with a word and a number of its own."""
    chosen = chance.sample(clauses(), chance.randint(3, 8))
    own = (
        f"{''.join(chance.sample(_CHANGES, 4))}{each}{chance.randint(2, 999)}" for each in chosen
    )
    return "，".join(own) + "。"


def changed(text: str, chance: random.Random) -> str:
    """Return a text with a tenth of its characters replaced."""
    letters = list(text)
    for place in chance.sample(range(len(letters)), len(letters) // 10):
        letters[place] = chance.choice(_CHANGES)
    return "".join(letters)


def reordered(text: str, chance: random.Random) -> str:
    """Return a text with its clauses in another order."""
    parts = text.rstrip("。").split("，")
    chance.shuffle(parts)
    return "，".join(parts) + "。"


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "verbatim": lambda text, chance: text,
    "a tenth changed": changed,
    "reordered": reordered,
}


def planted(count: int, each: int, seed: int = 5) -> tuple[list[Text], dict[tuple[int, int], str]]:
    """Return texts of as many forms, and the pairs that are copies, by kind.

    Args:
        count: texts that are nobody's copy.
        each: copies of each kind.
        seed: decides everything.
    """
    chance = random.Random(seed)  # repeatable texts, no secret
    texts = [invented(chance) for _ in range(count)]
    pairs: dict[tuple[int, int], str] = {}
    sources = iter(chance.sample(range(count), each * len(KINDS)))
    for kind, make in KINDS.items():
        for _, source in zip(range(each), sources, strict=False):
            pairs[source, len(texts)] = kind
            texts.append(make(texts[source], chance))
    return [Text(number, "actual", "", text) for number, text in enumerate(texts)], pairs


def shares(pairs: dict[tuple[int, int], str], found: list[Copy]) -> dict[str, float]:
    """Return which share of each kind is found."""
    met = {(each.one, each.other) for each in found}
    return {
        kind: sum(pair in met for pair, of in pairs.items() if of == kind)
        / sum(of == kind for of in pairs.values())
        for kind in KINDS
    }


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    texts, pairs = planted(count, count // 10)
    begun = time.process_time()
    found = copies(texts)
    seconds = time.process_time() - begun
    print(
        f"{len(texts)} texts, {sum(len(t.text) for t in texts) // len(texts)} characters each, "
        f"{seconds:.1f} s of a processor"
    )
    for kind, share in shares(pairs, found).items():
        print(f"{kind:16} found {share:.1%}, wanted {GOALS[kind]:.0%}")
    false = [each for each in found if (each.one, each.other) not in pairs]
    print(f"{len(false)} pairs that nobody planted")
    for each in false[:20]:
        print(
            f"  {each.likeness:.0f}%  {texts[each.one].text[:60]} | {texts[each.other].text[:60]}"
        )


if __name__ == "__main__":
    main()

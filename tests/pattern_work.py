"""How many steps a regular expression takes: a matcher that goes the engine's way and counts.

The engine itself says nothing of its steps, and a clock says more about the machine.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], bool]
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_LEAVES = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
_SAMPLES = "1x 一:<年*…-.【】()（）%，\n"
MOST = 400_000
"""Steps after which nothing more is counted."""


class _TooManyError(Exception):
    pass


class Counter:
    """Counts the steps in which one pattern looks through texts."""

    def __init__(self, pattern: "re.Pattern[str]") -> None:
        self.pattern = pattern
        self.tree = _parser.parse(pattern.pattern, pattern.flags)
        self.steps = 0
        self._leaves: dict[int, re.Pattern[str]] = {}

    def search(self, text: str, *, anchored: bool = False) -> int:
        """Return the steps of a search that begins at each place in turn, at most ``MOST``.

        Args:
            text: the text.
            anchored: whether it begins at the first place only.
        """
        self.steps, self.text = 0, text
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)
        try:
            for start in range(1 if anchored else len(text) + 1):
                if self._match(list(self.tree), start, lambda _end: True):
                    break
        except _TooManyError:
            return MOST
        finally:
            sys.setrecursionlimit(before)
        return self.steps

    def _fits(self, node: Any, at: int) -> int:
        """Return where a node that holds no others ends, or -1 where it does not fit."""
        if id(node) not in self._leaves:
            part = _parser.SubPattern(self.tree.state, [node])
            self._leaves[id(node)] = _compiler.compile(part, self.pattern.flags)
        found = self._leaves[id(node)].match(self.text, at)
        return found.end() if found else -1

    def _match(self, nodes: list[Any], at: int, then: Then) -> bool:
        self.steps += 1
        if self.steps > MOST:
            raise _TooManyError
        if not nodes:
            return then(at)
        node, rest = nodes[0], nodes[1:]
        kind, value = node

        def on(end: int) -> bool:
            return self._match(rest, end, then)

        if kind in _REPEATS:
            return self._repeat(kind, value, at, on)
        if kind is _constants.BRANCH:
            return any(self._match(list(each), at, on) for each in value[1])
        if kind is _constants.SUBPATTERN:
            return self._match(list(value[-1]), at, on)
        if kind is _constants.ATOMIC_GROUP:
            end = self._alone(value, at)
            return end >= 0 and on(end)
        if kind is _constants.ASSERT and value[0] > 0:
            return self._alone(value[1], at) >= 0 and on(at)
        if kind is _constants.ASSERT_NOT and value[0] > 0:
            return self._alone(value[1], at) < 0 and on(at)
        end = self._fits(node, at)
        return end >= 0 and on(end)

    def _alone(self, nodes: Iterable[Any], at: int) -> int:
        """Return where nodes end that are not tried again, or -1."""
        found: list[int] = []
        self._match(list(nodes), at, lambda end: not found.append(end))  # type: ignore[func-returns-value]
        return found[0] if found else -1

    def _repeat(self, kind: Any, value: Any, at: int, on: Then) -> bool:
        least, most, body = value
        if kind is _constants.POSSESSIVE_REPEAT:
            times = 0
            while times < int(most) and (end := self._alone(body, at)) > at:
                at, times = end, times + 1
            return times >= least and on(at)

        def again(times: int, here: int) -> bool:
            def more() -> bool:
                return times < int(most) and self._match(
                    list(body), here, lambda end: end > here and again(times + 1, end)
                )

            if times < least:
                return more()
            if kind is _constants.MIN_REPEAT:
                return on(here) or more()
            return more() or on(here)

        return again(0, at)


def attacks(pattern: "re.Pattern[str]") -> Iterator[tuple[str, str]]:
    """Yield beginnings, and what to repeat behind them so that each repetition is tried."""
    counter = Counter(pattern)
    yield from dict.fromkeys(_pumps(counter, list(counter.tree), ""))


def _pumps(counter: Counter, nodes: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for inner in _inside(node):
            yield from _pumps(counter, inner, before)
        if node[0] in _REPEATS:
            yield from (("", unit) for unit in _units(counter, node))
            yield from ((before, unit) for unit in _units(counter, node))
        before += _sample(counter, [node])
    if before:
        yield "", before[:-1]
        yield "", before


def _inside(node: Any) -> list[Any]:
    kind, value = node
    if kind in _REPEATS:
        return [value[2]]
    if kind is _constants.BRANCH:
        return list(value[1])
    if kind is _constants.SUBPATTERN:
        return [value[-1]]
    return [value] if kind is _constants.ATOMIC_GROUP else []


def _units(counter: Counter, node: Any) -> Iterator[str]:
    """Yield what a repetition may repeat: a sample of its body, and every letter that fits."""
    if sample := _sample(counter, node[1][2]):
        yield sample
    body = list(node[1][2])
    if len(body) == 1 and body[0][0] in _LEAVES:
        for letter in _SAMPLES:
            counter.text = letter
            if counter._fits(body[0], 0) == 1:
                yield letter


def _sample(counter: Counter, nodes: Iterable[Any]) -> str:
    """Return a short text that fits some nodes."""
    text = ""
    for node in nodes:
        kind, value = node
        if kind in _LEAVES:
            letters = (chr(value),) if kind is _constants.LITERAL else _letters(value)
            for letter in letters:
                counter.text = letter
                if counter._fits(node, 0) == 1:
                    text += letter
                    break
        elif kind in _REPEATS:
            text += _sample(counter, value[2]) * max(1, min(value[0], 6))
        else:
            text += next((found for each in _inside(node) if (found := _sample(counter, each))), "")
    return text


def _letters(value: Any) -> Iterator[str]:
    yield from _SAMPLES
    for kind, each in value if isinstance(value, list) else ():
        if kind is _constants.LITERAL:
            yield chr(each)
        elif kind is _constants.RANGE:
            yield chr(each[0])

"""The steps that can be undone and done again, and what a stored version changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from selfeval_assist.form import SelfEvaluation, paths

LIMIT = 500
"""How many steps can be undone; forms are small and frozen, so each costs one reference."""


@dataclass
class History:
    """The forms before and after the present one, the nearest last."""

    undone: list[SelfEvaluation] = field(default_factory=list)
    before: list[SelfEvaluation] = field(default_factory=list)
    _path: str = ""

    def record(self, form: SelfEvaluation, path: str = "") -> None:
        """Take note of the form as it was before a change; going on in one field is one step.

        Args:
            form: the form before the change.
            path: the field in which a person types, or nothing for a step of its own.
        """
        if not (path and path == self._path and self.before):
            self.before.append(form)
            del self.before[:-LIMIT]
        self.undone.clear()
        self._path = path

    def part(self) -> None:
        """Let the next change be a step of its own, even in the same field."""
        self._path = ""

    def back(self, now: SelfEvaluation) -> SelfEvaluation | None:
        """Return the form before the present one, or None when there is none."""
        return self._travel(now, self.before, self.undone)

    def forth(self, now: SelfEvaluation) -> SelfEvaluation | None:
        """Return the form that was taken back last, or None when there is none."""
        return self._travel(now, self.undone, self.before)

    def _travel(
        self, now: SelfEvaluation, source: list[SelfEvaluation], other: list[SelfEvaluation]
    ) -> SelfEvaluation | None:
        if not source:
            return None
        self.part()
        other.append(now)
        return source.pop()


Changed = tuple[str, str, str]
"""The name of a field, and its text before and after."""


def changed(old: SelfEvaluation, new: SelfEvaluation) -> Iterator[Changed]:
    """Yield the fields in which two versions differ, in the order of the form."""
    every = dict.fromkeys([*paths.leaves(new), *paths.leaves(old)])
    for path in every:
        before, after = _text(old, path), _text(new, path)
        if before != after:
            here = new if _has(new, path) else old
            yield paths.label(here, path), before, after


def _has(form: SelfEvaluation, path: str) -> bool:
    try:
        paths.get(form, path)
    except (KeyError, IndexError):
        return False
    return True


def _text(form: SelfEvaluation, path: str) -> str:
    """Return the text of a field; a row that one of the versions has not is blank."""
    return paths.text(form, path) if _has(form, path) else ""

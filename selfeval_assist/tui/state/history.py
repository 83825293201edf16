"""The steps that can be undone and done again."""

from dataclasses import dataclass, field

from selfeval_assist.form import SelfEvaluation

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

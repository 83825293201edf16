"""What is true of an indicator, so that a text may count the indicators of which it is true."""

from collections.abc import Iterable, Mapping

from selfeval_assist.facts.model import Fact

KINDS = (
    "met", "exceeded", "equal", "unmet", "missed", "late", "full", "lost", "percent", "words",
    "numbers",
)  # fmt: skip
"""``unmet`` is missed or late; ``equal`` reached its target exactly; ``percent`` is measured so."""


def kinds_of(facts: Iterable[Fact]) -> Mapping[str, frozenset[int]]:
    """Return the rows of which each thing is true, by its name in ``KINDS``."""
    rows: dict[int, dict[str, Fact]] = {}
    for fact in facts:
        if fact.row is not None:
            rows.setdefault(fact.row, {})[fact.id.rsplit(".", 1)[-1]] = fact
    found: dict[str, set[int]] = {name: set() for name in KINDS}
    for row, own in rows.items():
        for name in _kinds(own):
            found[name].add(row)
    return {name: frozenset(members) for name, members in found.items()}


_BY_VERDICT = {
    "达到": ("met",), "超过": ("met", "exceeded"), "未达": ("unmet", "missed"),
    "未按": ("unmet", "late"),
}  # fmt: skip


def _kinds(own: Mapping[str, Fact]) -> Iterable[str]:
    if "verdict" in own:
        yield from _BY_VERDICT[own["verdict"].value[:2]]
    if "actual" in own and "target" in own:
        words = own["actual"].kind == "words"
        met = "verdict" not in own or own["verdict"].value.startswith("达到")
        if words:
            same = own["actual"].value == own["target"].value
        else:
            same = "gap" not in own and "early" not in own and own["actual"].kind != "date"
        if met and same:
            yield "equal"
        # As the fact table counts them: what code cannot compare is told in words.
        yield "numbers" if "verdict" in own else "words"
        if own["actual"].value.rstrip("以上下内").endswith("%") and own["target"].kind == "rate":
            yield "percent"
    if "score" in own:
        yield "lost" if "lost" in own else "full"

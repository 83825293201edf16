"""Tables of what is found on the published forms."""

import real_forms
from bench import judged
from unit.checks import test_published_forms as published

from selfeval_assist.checks import check


def arithmetic() -> str:
    """Return hits, misses and false alarms per code against the recomputed arithmetic."""
    lines = [f"{'code':10}{'wrong':>7}{'hits':>6}{'missed':>8}{'right':>7}{'false alarms':>14}"]
    fired = {
        name: {finding.code for finding in check(real_forms.form(name))}
        for name in real_forms.names()
    }
    known = published._arithmetic()
    for code, column in published._CODES.items():
        wrong = [name for name in fired if known[name][column] is False]
        right = [name for name in fired if known[name][column] is True]
        hits = sum(code in fired[name] for name in wrong)
        alarms = sum(code in fired[name] for name in right)
        lines.append(
            f"{code:10}{len(wrong):7}{hits:6}{len(wrong) - hits:8}{len(right):7}{alarms:14}"
        )
    return "\n".join(lines)


def defects() -> str:
    """Return every defect with whether it is found, and the share found."""
    lines = []
    for entry in judged.entries("defects") + judged.entries("missed"):
        first = entry.places[0]
        found = "hit" if entry.hit else "MISS"
        where = ", ".join(place.where for place in entry.places)
        lines.append(f"{found:5}{first.form} {first.code:8} {where:34}{entry.note}")
    return "\n".join([*lines, _share("defects found", judged.recall())])


def wrong() -> str:
    """Return the errors judged wrong with the reason, and the share that is right."""
    lines = [
        f"{entry.places[0].form} {entry.places[0].code:8} ×{len(entry.places):<3}{entry.reason}"
        for entry in judged.entries("others")
        if entry.verdict == "wrong"
    ]
    return "\n".join([*lines, _share("errors that are right", judged.precision())])


def _share(name: str, share: tuple[int, int]) -> str:
    part, whole = share
    return f"{name}: {part} of {whole} = {part / whole:.1%}"

"""Findings on the published forms, each read and judged by somebody who has not seen the rules.

Run as a module it prints how many of those that are said are right, wrong and noise.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import real_forms
import yaml

from selfeval_assist.checks import Finding, check
from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation

_FILE = Path(__file__).parents[1] / "data" / "judged.yml"
_DOCUMENTS = _FILE.with_suffix("")
"""Forms that came with their judgements, as the files that were read."""
Key = tuple[str, str, int | None]
"""A form, a code and a row counted from 1, or no row."""


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return the judgements, in the order of the forms."""
    return tuple(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def key(entry: dict[str, Any]) -> Key:
    """Return what a judgement is about."""
    return entry["form"], entry["rule"], entry["row"]


@cache
def said() -> Counter[Key]:
    """Return how often each thing is said at E or W on the forms that were read."""
    return Counter(
        (name, finding.code, _row(finding))
        for name in {entry["form"] for entry in entries()}
        for finding in check(_form(name))
        if finding.severity != "I"
    )


def _form(name: str) -> SelfEvaluation:
    """Return a form by the name of its document or its transcription."""
    path = next(_DOCUMENTS.glob(f"{name}.*"), None)
    return real_forms.form(name) if path is None else read(path)[0]


def _row(finding: Finding) -> int | None:
    top, _, rest = finding.where.partition(".")
    number = rest.partition(".")[0]
    return int(number) + 1 if top == "indicators" and number.isdigit() else None


def wanted(about: Key) -> tuple[int, int]:
    """Return how many findings of a kind have to stay, and how many may."""
    of_kind = [entry for entry in entries() if key(entry) == about]
    right = sum(entry["verdict"] == "right" for entry in of_kind)
    return right, right + sum("stays" in entry for entry in of_kind)


def report() -> str:
    """Return the shares, with and without what only the transcriptions lack."""
    now = [entry for entry in entries() if entry["verdict"] == "right" or "stays" in entry]
    own = [entry for entry in now if entry.get("of") != "transcription"]
    unread = sum((said() - Counter(map(key, now))).values())
    lines = [_line("all", now), _line("without what transcriptions lack", own)]
    return "\n".join([*lines, f"said and not judged yet: {unread}"])


def _line(name: str, some: list[dict[str, Any]]) -> str:
    counts = Counter(entry["verdict"] for entry in some)
    shares = (f"{kind} {counts[kind]} ({counts[kind] / len(some):.1%})" for kind in _VERDICTS)
    return f"{name}: {', '.join(shares)} of {len(some)}"


_VERDICTS = ("right", "wrong", "noise")

if __name__ == "__main__":
    print(report())

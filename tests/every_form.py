"""Every form of the test data and the examples, and every text that each can use."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import real_forms
import rule_cases
import yaml

from selfeval_assist.documents import read, read_text
from selfeval_assist.facts import deviating_rows
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.resources import folder
from selfeval_assist.review import Task
from selfeval_assist.scoring import score

_DATA = Path(__file__).parent / "data"
_CLEAN = _DATA / "clean" / "policies.yml"
_SAMPLES = "two-forms.txt"


@cache
def forms() -> dict[str, SelfEvaluation]:
    """Return the examples, the samples, the published, the clean and the made-up forms by name."""
    return dict(_forms())


def _forms() -> Iterator[tuple[str, SelfEvaluation]]:
    for path in sorted(folder("examples").glob("*.json")):
        yield from ((path.stem, form) for form in read(path))
    sample = folder("examples") / "source" / _SAMPLES
    for at, form in enumerate(read_text(sample.read_text(encoding="utf-8"), _SAMPLES), start=1):
        yield f"sample-{at}", form
    for name in real_forms.names():
        yield name, real_forms.form(name)
    cases: dict[str, Any] = yaml.safe_load(_CLEAN.read_text(encoding="utf-8"))
    for policy, patch in cases["policies"].items():
        yield f"clean-{policy}", rule_cases.patched(cases["common"] | patch)
    for path in sorted((_DATA / "verify" / "forms").glob("*.json")):
        yield path.stem, SelfEvaluation.model_validate_json(path.read_bytes())


def jobs(form: SelfEvaluation) -> list[tuple[Task, int | None]]:
    """Return the texts of a form: the goal, the completion, the budget and each deviating row."""
    rows = deviating_rows(form, score(form, policy_for(form)))
    whole: list[tuple[Task, int | None]] = [("planned", None), ("actual", None), ("budget", None)]
    return [*whole, *(("deviation", row) for row in rows)]

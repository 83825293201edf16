"""What the tests of documents share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from selfeval_assist.form import Provenance, SelfEvaluation

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "examples" / "source" / "two-forms.txt"
DATA = ROOT / "tests" / "data" / "documents"


def bare(form: SelfEvaluation) -> SelfEvaluation:
    """Return a form without its provenance, for comparing contents."""
    return form.model_copy(update={"provenance": Provenance()})


@pytest.fixture
def sample() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def without_provenance() -> Callable[[SelfEvaluation], SelfEvaluation]:
    return bare


@pytest.fixture
def bad_json() -> Path:
    return DATA / "bad-json"

from collections.abc import Callable

import pytest
import small_forms

from selfeval_assist.facts import FactTable
from selfeval_assist.form import SelfEvaluation


@pytest.fixture
def make() -> Callable[..., SelfEvaluation]:
    return small_forms.make


@pytest.fixture
def form() -> SelfEvaluation:
    return small_forms.platform()


@pytest.fixture
def table(form: SelfEvaluation) -> FactTable:
    return small_forms.table_of(form)

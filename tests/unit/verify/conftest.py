import pytest
import small_forms

from selfeval_assist.facts import FactTable


@pytest.fixture(scope="session")
def table() -> FactTable:
    return small_forms.table_of(small_forms.platform())

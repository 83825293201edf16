"""Published forms: arithmetic faults are all found, and nothing right is called wrong."""

import json
from functools import cache

import pytest
import real_forms

from selfeval_assist.checks import check

_CODES = {
    "FUND001": "funds_sum",
    "FUND002": "rate",
    "FUND003": "exec_score",
    "WGT001": "weight_sum",
    "SCR004": "total",
}


@cache
def _arithmetic() -> dict[str, dict[str, bool | None]]:
    data: dict[str, dict[str, bool | None]] = json.loads(
        (real_forms.FOLDER / "arithmetic.json").read_text(encoding="utf-8")
    )
    return data


@pytest.mark.parametrize("name", real_forms.names())
@pytest.mark.parametrize("code", sorted(_CODES))
def test_arithmetic(name: str, code: str) -> None:
    right = _arithmetic()[name][_CODES[code]]
    if right is None:
        pytest.skip("not decidable from what was published")
    fired = any(finding.code == code for finding in check(real_forms.form(name)))
    assert fired is not right

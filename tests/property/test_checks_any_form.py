"""No text in any cell makes a check raise, and right scores are never called wrong."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_cases import patched

from selfeval_assist.checks import check, consistency
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score
from selfeval_assist.scoring.arithmetic import plain

_PIECES = st.sampled_from(
    [
        "≥", "≤", ">", "<", "=", "95%", "100", "1亿", "5.8万", "元", "万元", "2023年",
        "12月底前", "完成", "提高", "无", "—", "其中：", "<p>", "【待填：原因】",
        "：", "、", "，", "。",
        "全部完成", "未", "执行数", "满意度", "成本", "率", "{place}",
        "１２", "\n", "０", "-3", "IO", "7070", "……", "**",
    ]
)  # fmt: skip
_TEXT = st.one_of(st.text(max_size=12), st.lists(_PIECES, max_size=8).map("".join))
_CELLS = st.sampled_from(
    [
        "project", "goal.planned", "goal.actual", "notes", "total", "grade", "funds.total.initial",
        "funds.total.adjusted", "funds.total.executed", "funds.total.rate", "funds.total.weight",
        "funds.total.score", "funds.sources.0.name", "funds.sources.1.executed",
        "funds.deviation.text", "indicators.0.target", "indicators.0.actual", "indicators.0.weight",
        "indicators.0.score", "indicators.0.name", "indicators.3.target", "indicators.3.actual",
        "indicators.4.name", "indicators.4.target", "indicators.4.actual", "indicators.5.level1",
        "indicators.5.level2", "indicators.6.deviation.text", "indicators.7.name",
        "indicators.7.target", "indicators.7.actual",
    ]
)  # fmt: skip


@pytest.mark.many_examples
@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_CELLS, _TEXT, max_size=12))
def test_no_text_raises(patch: dict[str, str]) -> None:
    form = patched(patch)
    for finding in check(form):
        assert finding.message
        assert finding.where == "" or finding.where.split(".")[0] in SelfEvaluation.model_fields
    for link in consistency(form, score(form, policy_for(form))):
        assert link.element
        assert link.reason


@settings(max_examples=150, deadline=None)
@given(
    target=st.integers(1, 500),
    actual=st.integers(0, 900),
    sign=st.sampled_from(["≥", "≤", "=", ">", "<", ""]),
    executed=st.decimals(0, 120, places=2),
)
def test_computed_scores_are_never_called_wrong(
    target: int, actual: int, sign: str, executed: Decimal
) -> None:
    patch: dict[str, object] = {
        "indicators.0.target": f"{sign}{target}张",
        "indicators.0.actual": f"{actual}张",
        "indicators.0.deviation.text": "供货商推迟交付，合同于11月变更",
        "funds.total.executed": str(executed),
    }
    form = patched(patch)
    sheet = score(form, policy_for(form))
    right = patched(
        patch
        | {
            "indicators.0.score": plain(sheet.rows[0].points),
            "funds.total.score": plain(sheet.execution.points),
            "total": plain(sheet.total),
            "grade": "",
        }
    )
    codes = {finding.code for finding in check(right)}
    assert not codes & {"FUND003", "SCR001", "SCR002", "SCR004", "SCR006", "DEV001"}

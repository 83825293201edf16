"""Whether a form says anywhere why its budget, or the use of it, departs from plan."""

import re

from selfeval_assist.checks.words import CAUSAL, says_nothing
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import strip_tags

_MONEY = re.compile(
    r"资金|预算|经费|拨付|拨款|支付|执行|支出|结转|结余|尾款|追加|调减|调整|收回|财政"
)
_SENTENCES = re.compile(r"[。；;\n]")


def budget_explained(form: SelfEvaluation) -> bool:
    """Return whether a reason for the budget stands in any place where one can be written.

    Most layouts have no cell for it. So a reason counts in the form's own field, in a row's reason
    that speaks of money, and in the completion text or the notes when one sentence holds both a
    word of money and a word of cause.
    """
    own = form.funds.deviation
    if not (says_nothing(own.text) and says_nothing(own.cause)):
        return True
    if any(
        not says_nothing(row.deviation.text) and _MONEY.search(row.deviation.text)
        for row in form.indicators
        if row.deviation.text
    ):
        return True
    return any(
        _MONEY.search(sentence) and CAUSAL.search(sentence)
        for text in (form.goal.actual, form.notes)
        for sentence in _SENTENCES.split(strip_tags(text))
    )

"""Whether a form says anywhere why a row, its budget, or the use of it departs from plan."""

import re

from selfeval_assist.checks.words import CAUSAL, says_nothing
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import squeeze, strip_tags

_MONEY = re.compile(
    r"资金|预算|经费|拨付|拨款|支付|执行|支出|结转|结余|尾款|追加|调减|调整|收回|财政"
)
_SENTENCES = re.compile(r"[。；;\n]")
_AMOUNT = re.compile(r"\d(?:元|万元|亿元)")
# Money that is left, and the words with which a sentence says why without any "because".
_LEFT = re.compile(r"尾款|余款|质保金|保证金|[结节]余|结转|未(?:执行|支付|付|支出|使用)|剩余")
_WHY_LEFT = re.compile(
    r"(?:元|资金|款项?|部分|主要)[,，]?(?:系|属|为(?!\d))|主要是|按(?:照)?(?:合同|进度|协议|实际)|待.{0,12}(?:验收|结算|审计|决算)"
    r"|质保|招标|节[约省]|降价|跨年|尚未|于.{0,8}(?:次年|下一?年|(?:19|20)\d{2}年).{0,8}(?:支付|结算|付)"
)
# A changed budget, and what stands behind a change that somebody has decided.
_CHANGED = re.compile(r"追加|调[增减]|[核压]减|调整|收回|增拨|下达")
_GROUND = re.compile(
    r"经.{2,24}(?:同意|批[复准]|审[核批定])|[〔\[［(（](?:19|20)\d{2}[〕\]］)）]|号文|文件|下达|任务|用于|节[约省]|招标"
    r"|[,，(（]为(?!\d)|系|主要是"
)
# Layouts without a column for reasons have one cell below the rows.
_BELOW = re.compile(r"^[^：:\n]{0,20}原因[^：:\n]{0,16}[：:](?P<text>.+)$", re.MULTILINE)
_SHARED = 50
_ENDING = re.compile(r"(?:数量|[人次个件户]数|数|量|率)$")


def budget_explained(form: SelfEvaluation) -> bool:
    """Return whether a reason for the budget stands in any place where one can be written.

    Most layouts have no cell for it. So a reason counts in the form's own field, in a row's reason
    that speaks of money, and in the completion text or the notes when one sentence holds both a
    word of money and a word of cause, or says what the money left is: ``结余17万元为采购节约``.
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
        (_MONEY.search(sentence) and CAUSAL.search(sentence))
        or (_LEFT.search(sentence) and _WHY_LEFT.search(sentence))
        for sentence in _told(form)
    )


def change_grounded(form: SelfEvaluation) -> bool:
    """Return whether one sentence names the amount of a change of the budget and its ground.

    The ground is a document, who agreed, the task that the money is for, or the saving made.
    """
    return any(
        _AMOUNT.search(sentence) and _CHANGED.search(sentence) and _GROUND.search(sentence)
        for sentence in (squeeze(each) for each in _told(form))
    )


def reasons_below(form: SelfEvaluation) -> str:
    """Return what stands in a cell for reasons below the rows, without white space."""
    texts = (match["text"] for match in _BELOW.finditer(form.notes))
    return squeeze("".join(text for text in texts if not says_nothing(text)))


def about(text: str, name: str) -> bool:
    """Return whether a text for several rows speaks of the one with a name, in any word order."""
    bare = _ENDING.sub("", name)
    pairs = {bare[at : at + 2] for at in range(len(bare) - 1)}
    return bool(pairs) and 100 * sum(pair in text for pair in pairs) >= _SHARED * len(pairs)


def _told(form: SelfEvaluation) -> list[str]:
    """Return the sentences of the completion text and the notes."""
    texts = (form.goal.actual, form.notes)
    return [each for text in texts for each in _SENTENCES.split(strip_tags(text))]

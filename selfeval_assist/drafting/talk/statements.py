"""Facts that a person stated in conversation, as facts that a sentence may quote."""

import re

from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.facts.goal import SAID
from selfeval_assist.facts.spelling import stated
from selfeval_assist.form.text import PENDING_MARK
from selfeval_assist.review.supported import ground, supported
from selfeval_assist.review.thread import Statement

EXAMPLE = "补充：12月20日通过竣工验收，出处：《竣工验收报告》。"
"""How a fact is stated with its source."""
CAUSE_EXAMPLE = "补充：7月19日至8月5日强降雨停工，出处：《停工通知》。"

_SOURCE = re.compile(
    r"(?P<open>[（(])?\s*(?:(?:出处|来源|依据|载于|写在)\s*(?:是|为)?\s*[:：]?|[，,；;。（(]\s*见于?)\s*"
    r"(?=[《“\w])"
)
_OPENING = re.compile(
    r"^(?:请?(?:补充|增加|记录|说明)(?:一个|一条|一下)?(?:新?(?:情况|事实|依据))?|新(?:情况|事实)(?:是)?|"
    r"事实(?:上|是)|实际情况是?|另外)\s*[:：，,]\s*"
)
_CAUSE = re.compile(r"^(?:把)?(原因|理由)(?:写成|写作|写为|改成|改为|写)\s*[:：]?")
_ENDS = " ，,；;。\n"


def split(said: str) -> tuple[str, str]:
    """Return the fact and, where it is named in the same breath, its source."""
    text = _CAUSE.sub(r"\1是", _OPENING.sub("", said.strip()))
    found = [match for match in _SOURCE.finditer(text) if match.start() >= 4]
    if not found:
        return text.strip(_ENDS), ""
    fact, source = text[: found[-1].start()], text[found[-1].end() :].strip(_ENDS)
    if source.count("（") + source.count("(") < source.count("）") + source.count(")"):
        source = source[:-1].strip(_ENDS)  # it closes what opened before the source
    return fact.strip(_ENDS), source


def usable(text: str) -> bool:
    """Return whether a text states something."""
    return len(stated(text)) >= 4 and PENDING_MARK not in text


def sentence_of(statement: Statement, table: FactTable) -> SentencePlan:
    """Return the sentence that quotes a statement with its source."""
    own = f"{SAID}{statement.id}"
    return sentence(table, "补充情况", f"<{own}>（见<{own}.source>）。")


def unsupported(text: str, table: FactTable) -> tuple[str, ...]:
    """Return the words of a stated fact that the form does not support; they never block."""
    # Asked of the whole form, results included, whichever text the fact was stated for.
    # Neither its reasons nor its words have to stand there: it is what states them.
    found = supported(text, ground("actual", table))
    asked = (each.quote for each in found if each.rule not in {"causal", "words"})
    return tuple(dict.fromkeys(asked))

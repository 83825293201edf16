"""Words that rules share."""

import re
from functools import lru_cache

from selfeval_assist.form.text import PENDING_MARK, essence, squeeze, strip_tags

_NOTHING = re.compile(
    r"[\-—–－/\\\s0]*|(?:暂|均|都)?(?:无|没有|不存在|不适用|未填|略)(?:偏差|差异|原因|情况|说明)?"
)
# "受影响", "因…" and their like: the words with which a text gives a cause.
CAUSAL = re.compile(
    r"因为|因(?!地制宜|素|此)|由于|受.{1,20}影响|导致|致使|鉴于|原因|为此|故[^障事]"
)
# Words with which a sentence takes something out of what it says.
EXCEPT = re.compile(r"除|未|尚|没有|不足|仅|部分|推迟|延期|低于")

# Indicators that repeat the execution rate of the funds block.
EXECUTION_ROW = re.compile(
    r"^(?:项目|部门|全年|年度)?(?:预算|资金|经费|预算资金)(?:执行|支付|完成|支出)(?:进度|完成)?率$"
)


def says_nothing(text: str) -> bool:
    """Return whether a cell for a reason holds none.

    That is a blank, a dash, 0, ``无``, ``无偏差``, or a text in which something is still to be
    filled in (``【待填：原因】``).
    """
    return not text or PENDING_MARK in text or _NOTHING.fullmatch(essence(text)) is not None


def one_line(text: str) -> str:
    """Return a text without tags and white space, in one width; a line break ends a sentence."""
    return squeeze(strip_tags(text).strip().replace("\n", "。"))


@lru_cache(maxsize=4096)
def printed(text: str) -> str:
    """Return the text of a cell without white space, in one width, for comparison."""
    return squeeze(text)

"""Words that rules share."""

import re

from selfeval_assist.form.text import essence, squeeze

_NOTHING = re.compile(
    r"[\-—–－/\\\s0]*|(?:暂|均|都)?(?:无|没有|不存在|不适用|未填|略)(?:偏差|差异|原因|情况|说明)?"
)
# "受影响", "因…" and their like: the words with which a text gives a cause.
CAUSAL = re.compile(
    r"因为|因(?!地制宜|素|此)|由于|受.{1,20}影响|导致|致使|鉴于|原因|为此|故[^障事]"
)


def says_nothing(text: str) -> bool:
    """Return whether a cell for a reason holds none: blank, a dash, 0, ``无``, ``无偏差``."""
    return not text or _NOTHING.fullmatch(essence(text)) is not None


def printed(text: object) -> str:
    """Return the text of a cell without white space, in one width, for comparison."""
    return squeeze(str(text))

"""The one sentence of a typed goal that says what the project is for."""

import re

from selfeval_assist.facts.quantities import DIGIT, chinese
from selfeval_assist.facts.spelling import stated
from selfeval_assist.form.text import strip_tags

_MAXIMUM = 60
# Background and legal basis explain why a project exists, not what it does this year.
_BACKGROUND = re.compile(
    r"^(?:为(?:了|适应|贯彻|落实|深入)|根据|按照|依据|随着|依照|遵照|鉴于)|因|由于|待填"
)


def purpose(planned: str) -> str:
    """Return the first sentence of a typed goal, if it is short and free of figures, or "".

    Its words are the person's own; a long vision or a legal basis is not a purpose.
    """
    sentence = re.split(r"[。！\n]", strip_tags(planned).strip(), maxsplit=1)[0].strip()
    text = stated(sentence)
    if not 8 <= len(text) <= _MAXIMUM or _BACKGROUND.search(text):
        return ""
    return "" if DIGIT.search(text) or next(chinese(text), None) else text

"""What is taken out of text before it goes to a model: persons, ways to reach them, and figures.

Labels and requests are a person's own words and may hold what no model needs. A masked label can no
longer be repeated word for word, so such a sentence fails verification and the composer's stands.
"""

import re

from selfeval_assist.facts import SLOT
from selfeval_assist.form import SelfEvaluation

PERSON, PHONE, NUMBER, MAIL, ADDRESS, FIGURE = (
    f"［{what}］" for what in ("人名", "电话", "证件号", "邮箱", "网址", "数值")
)


def _alone(pattern: str) -> re.Pattern[str]:
    """Return a pattern for a number that is no part of a longer one."""
    return re.compile(rf"(?<![\dA-Za-z])(?:{pattern})(?![\dA-Za-z])")


_KINDS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), MAIL),
    (re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s，。；、）]+", re.IGNORECASE), ADDRESS),
    (_alone(r"\d{17}[\dXx]|\d{16,19}"), NUMBER),
    (_alone(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"), PHONE),
    (_alone(r"0\d{2,3}[- ]?\d{7,8}(?:[-转]\d{1,6})?"), PHONE),
)
# An owner may be an office (设备科), whose name is no secret and may stand in an indicator's.
_PERSONAL = re.compile(r"[\u4e00-\u9fff·]{1,5}[^科处室部局委办所院组队站厅位司会心校中股关\W\d]")
_FIGURE = re.compile(r"[\d０-９]+(?:[.,，．][\d０-９]+)*[%％‰]?")


def persons(form: SelfEvaluation) -> tuple[str, ...]:
    """Return the names of persons that a form holds, the longest first."""
    rows = [row.deviation.owner for row in form.indicators]
    names = (form.people.manager, form.people.filler, form.funds.deviation.owner, *rows)
    known = {name for each in names if _PERSONAL.fullmatch(name := each.strip())}
    return tuple(sorted(known, key=len, reverse=True))


def private(text: str, names: tuple[str, ...] = ()) -> str:
    """Return text without phones, identity numbers, mail and web addresses, and these names."""
    for pattern, mask in _KINDS:
        text = pattern.sub(mask, text)
    for name in names:
        text = text.replace(name, PERSON)
    return text


def figures(text: str) -> str:
    """Return text in which every figure is masked; slots stay."""
    kept = [match.span() for match in SLOT.finditer(text)]

    def hide(match: "re.Match[str]") -> str:
        inside = any(start < match.start() < end for start, end in kept)
        return match[0] if inside else FIGURE

    return _FIGURE.sub(hide, text)

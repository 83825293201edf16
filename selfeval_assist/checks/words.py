"""Words that rules share."""

import re
from functools import lru_cache

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.text import PENDING_MARK, essence, squeeze, strip_tags
from selfeval_assist.prose.causes import NOTHING
from selfeval_assist.prose.mentions import Mention, mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import holds
from selfeval_assist.verify import ignored

# A form of a whole department has one name cell; the words stand in the title or the project.
_WHOLE = ("部门整体", "单位整体")
_BRACKET = re.compile(r"\([^()]*\)")  # 部门（单位）整体
_TRANSFER = ("转移支付",)
_DASHES = "-—–－/\\0"
# Stars and the numbers that a blank form prints before a name: ``指标1：``, ``2.``; not ``3.5吨``.
_PRINTED_NUMBER = re.compile(
    r"^[★☆*\s]*(?:指标\s*\d+\s*[:：、.．]?|\d+\s*(?:[、:：)）]|[.．](?!\d)))?\s*"
)


def whole_department(form: SelfEvaluation) -> bool:
    """Return whether a form is on all that a department does, not on one project."""
    return holds(_BRACKET.sub("", narrowed(form.title + form.project)), _WHOLE)


def quantities(text: str) -> list[Mention]:
    """Return what a text counts or measures; years and numbers of documents do neither."""
    masked = ignored.masked(narrowed(strip_tags(text)), ())
    return [each for each in mentions(masked) if each.value.precision != "year"]


def set_from_above(form: SelfEvaluation) -> bool:
    """Return whether a form is on a transfer payment, whose indicators a higher office has set."""
    return holds(form.title + form.project, _TRANSFER)


def says_nothing(text: str) -> bool:
    """Return whether a cell for a reason holds none.

    That is a blank, a dash, 0, ``无``, ``无偏差``, or a text in which something is still to be
    filled in (``【待填：原因】``).
    """
    said = essence(text)
    return PENDING_MARK in text or said in NOTHING or not said.strip(_DASHES)


def one_line(text: str) -> str:
    """Return a text without tags and white space, in one width; a line break ends a sentence."""
    return squeeze(strip_tags(text).strip().replace("\n", "。"))


@lru_cache(maxsize=4096)
def printed(text: str) -> str:
    """Return the text of a cell without white space, in one width, for comparison."""
    return squeeze(text)


def without_number(name: str) -> str:
    """Return an indicator's name without stars and the blank form's numbering (``指标1：``).

    Nothing is left of a name that is only a number.
    """
    return _PRINTED_NUMBER.sub("", name)


def place_name(form: SelfEvaluation, where: str) -> str:
    """Return how a sentence names a place: ``paths.label``, the row's name without its number."""
    label = paths.label(form, where)
    top, _, rest = where.partition(".")
    row = rest.partition(".")[0]
    if top != "indicators" or not row.isdigit() or int(row) >= len(form.indicators):
        return label
    name = form.indicators[int(row)].name.strip()
    shown = " ".join((without_number(name) or name).split())
    return label.replace(f"“{name}”", f"“{shown}”", 1) if name else label

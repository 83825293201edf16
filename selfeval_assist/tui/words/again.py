"""What is asked when this year's form is begun from last year's."""

from collections.abc import Mapping

from selfeval_assist.form import SelfEvaluation, paths

_SHOWN = 6
"""Cells that are listed; the question has to fit on a small screen."""
_LONGEST = 30


def year_question(form: SelfEvaluation, moved: Mapping[str, str], old: int) -> str:
    """Return the question whether the cells that name last year are to name this one.

    Args:
        form: the form begun again, as it is.
        moved: the cells with this year in them, by field path.
        old: last year.
    """
    lines = [f"· {paths.label(form, path)}：{_near(text, old + 1)}" for path, text in moved.items()]
    more = f"\n· ……共 {len(lines)} 处" if len(lines) > _SHOWN else ""
    listed = "\n".join(lines[:_SHOWN]) + more
    return f"去年的文字里写着 {old} 年，要改成 {old + 1} 年吗？改了以后是：\n\n{listed}"


def _near(text: str, year: int) -> str:
    """Return the words around a year, so that a long text is shown where it changes."""
    at = max(text.find(str(year)) - _LONGEST // 3, 0)
    cut = text[at : at + _LONGEST]
    return f"{'…' if at else ''}{cut}{'…' if at + _LONGEST < len(text) else ''}"

"""The classification marks of a file, looked for in all of it and kept with each of its forms."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from selfeval_assist.form import Mark, SelfEvaluation
from selfeval_assist.form.marks import find

_MOST = 100
"""Marks that are kept; a person has to look at each."""
_UNSEARCHED = "没有查看完"
"""What stands in place of a mark where a file could not be searched to its end."""


def with_marks(
    forms: tuple[SelfEvaluation, ...], texts: Iterable[tuple[str, str]], name: str
) -> tuple[SelfEvaluation, ...]:
    """Return forms with the marks that stand anywhere in their file.

    Args:
        forms: as read from the file.
        texts: every text of the file with its place; what they raise is no reason not to read the
            forms, and one not to send them.
        name: the file's name, in which a mark may stand too.
    """
    found = tuple(_found(texts, name))
    if not found:
        return forms
    return tuple(
        form.model_copy(
            update={"provenance": form.provenance.model_copy(update={"marks": _both(form, found)})}
        )
        for form in forms
    )


def _both(form: SelfEvaluation, found: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks that a form brought along, from a kept one, and those found now."""
    return tuple(dict.fromkeys((*form.provenance.marks, *found)))


def _found(texts: Iterable[tuple[str, str]], name: str) -> Iterator[Mark]:
    """Yield each mark once, where it is met first."""
    seen: set[str] = set()
    for place, mark in _marks(texts, name):
        if mark not in seen:
            seen.add(mark)
            yield Mark(place=place, text=mark)
        if len(seen) >= _MOST:
            return


def _marks(texts: Iterable[tuple[str, str]], name: str) -> Iterator[tuple[str, str]]:
    if mark := find(PurePath(name).stem, name=True):
        yield "文件名", mark
    try:
        for place, text in texts:
            if mark := find(text, name=place == "工作表名"):
                yield place, mark
    except Exception:  # parsers of outside files raise whatever a broken record leads to
        yield "文件", _UNSEARCHED

"""What an office wrote on a form that it sent back: comments, and a reviewer's own columns."""

from collections.abc import Collection, Iterator, Mapping

from selfeval_assist.documents.grid import Cell, Comment
from selfeval_assist.documents.recognise.words import number
from selfeval_assist.form import Returned, SelfEvaluation, paths
from selfeval_assist.form.text import squeeze

REVIEWED = {"review_actual": "actual", "review_score": "score"}
"""Columns of a reviewer and the fields beside which they stand."""
_CALLED = {"actual": "完成值", "score": "得分"}
_REVIEW = "复核"


def with_comments(
    forms: tuple[SelfEvaluation, ...],
    comments: Collection[Comment],
    places: Collection[Collection[str]],
) -> tuple[SelfEvaluation, ...]:
    """Return forms with the comments on their cells; those on no cell go to the first form.

    Args:
        forms: the forms of one grid.
        comments: those of the grid.
        places: for each form the references of its cells.
    """
    if not comments or not forms:
        return forms
    of_form: list[list[Returned]] = [[] for _ in forms]
    places_of = [_by_ref(form.provenance.cells) for form in forms]
    for each in comments:
        at = next((index for index, refs in enumerate(places) if each.ref in refs), 0)
        where = places_of[at].get(each.ref, "")
        was = paths.text(forms[at], where) if where else ""
        made = Returned(
            where=where, place=each.ref, text=each.text, by=each.by, date=each.date, was=was
        )
        of_form[at].append(made)
    return tuple(
        form.model_copy(update={"returned": (*form.returned, *found)}) if found else form
        for form, found in zip(forms, of_form, strict=True)
    )


def _by_ref(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the fields by the cells in which they stand, the first one of each cell."""
    return {ref: path for path, ref in reversed(list(cells.items()))}


def of_row(path: str, cells: Mapping[str, Cell | None]) -> Iterator[Returned]:
    """Yield where a reviewer's value is another one than that of the form, with the remark.

    A number alone is a reviewer's score and sends nothing back: words do.
    """
    said = _said(cells)
    for field, theirs in _others(cells):
        if not said and number(theirs.text).looks_numeric:
            continue
        own = cells.get(field)
        was = own.text.strip() if own is not None and not own.blank else ""
        name = _CALLED[field]
        text = f"{_REVIEW}{name}为“{theirs.text.strip()}”，自评{name}为“{was or '未填'}”{said}"
        yield Returned(where=f"{path}.{field}", place=theirs.ref, text=text, by=_REVIEW, was=was)


def scores(cells: Mapping[str, Cell | None]) -> list[Cell]:
    """Return the cells of a reviewer's other numbers beside which no words stand."""
    if _said(cells):
        return []
    return [theirs for _, theirs in _others(cells) if number(theirs.text).looks_numeric]


def _said(cells: Mapping[str, Cell | None]) -> str:
    note = cells.get("review_note") or cells.get("remark")
    return f"（{note.text.strip()}）" if note is not None and not note.blank else ""


def _others(cells: Mapping[str, Cell | None]) -> Iterator[tuple[str, Cell]]:
    """Yield the fields for which a reviewer has another value, each with the reviewer's cell."""
    for column, field in REVIEWED.items():
        theirs, own = cells.get(column), cells.get(field)
        if theirs is None or theirs.blank or (own is not None and _same(theirs.text, own.text)):
            continue
        yield field, theirs


def of_total(theirs: Cell | None, own: Cell | None) -> Iterator[Returned]:
    """Yield the reviewer's total where it is another one than that of the form."""
    if theirs is None or theirs.blank or own is None or _same(theirs.text, own.text):
        return
    text = f"{_REVIEW}总分为“{theirs.text.strip()}”，自评总分为“{own.text.strip()}”"
    was = own.text.strip()
    yield Returned(where="total", place=theirs.ref, text=text, by=_REVIEW, was=was)


def _same(one: str, other: str) -> bool:
    first, second = number(one), number(other)
    if first.value is not None and second.value is not None:
        return first.value == second.value and first.unit == second.unit
    return squeeze(one) == squeeze(other)

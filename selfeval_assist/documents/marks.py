"""The classification marks of a file, looked for in all of it and kept with each of its forms."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from selfeval_assist.documents.texts.piece import Placed, Unsearched
from selfeval_assist.form import Lifted, Mark, SelfEvaluation, Unread
from selfeval_assist.form.marks import find

_MOST = 100
"""Marks that are kept; a person has to look at each."""
_UNSEARCHED = "没有查看完"
"""What stands in place of a mark where a file could not be searched to its end."""
_SHEET = "工作表名"
_SHOWN = 5


def with_marks(
    forms: tuple[SelfEvaluation, ...], texts: Iterable[Placed | Unsearched], name: str
) -> tuple[SelfEvaluation, ...]:
    """Return forms with the marks that stand anywhere in their file.

    Pictures are named once as what was not read; anything else that could not be looked through
    stands for a mark. What the file itself says that somebody lifted does not count: see
    ``Provenance.lifted``.

    Args:
        forms: as read from the file.
        texts: every text of the file with its place; what they raise is no reason not to read the
            forms, and one not to send them.
        name: the file's name, in which a mark may stand too.
    """
    pictures: dict[str, int] = {}
    found = tuple(_found(texts, name, pictures))
    unread = (_pictures(pictures),) if pictures else ()
    return tuple(_with(form, found, unread) for form in forms)


def _with(
    form: SelfEvaluation, found: tuple[Mark, ...], unread: tuple[Unread, ...]
) -> SelfEvaluation:
    source = form.provenance
    lifted: tuple[Lifted, ...] = tuple(dict.fromkeys((*source.lifted, *form.lifted)))
    if not (found or unread or lifted):
        return form
    changed = source.model_copy(
        update={
            # A kept form brings along what was found when its document was read.
            "marks": tuple(dict.fromkeys((*source.marks, *found))),
            "unread": (*source.unread, *unread),
            "lifted": lifted,
        }
    )
    return form.model_copy(update={"provenance": changed, "lifted": ()})


def _pictures(places: dict[str, int]) -> Unread:
    named = "、".join(list(places)[:_SHOWN]) + ("等" if len(places) > _SHOWN else "")
    count = sum(places.values())
    return Unread(place=named, text=f"（{count} 幅图片：图里的文字程序看不到，没有查看）")


def _found(
    texts: Iterable[Placed | Unsearched], name: str, pictures: dict[str, int]
) -> Iterator[Mark]:
    """Yield each mark once, where it is met first; the places of pictures are counted."""
    seen: set[str] = set()
    for place, mark in _marks(texts, name, pictures):
        key = f"{place} {mark}" if mark == _UNSEARCHED else mark
        if key not in seen:
            seen.add(key)
            yield Mark(place=place, text=mark)
        if len(seen) >= _MOST:
            return


def _marks(
    texts: Iterable[Placed | Unsearched], name: str, pictures: dict[str, int]
) -> Iterator[Placed]:
    if mark := find(PurePath(name).stem, name=True):
        yield "文件名", mark
    try:
        for each in texts:
            if not isinstance(each, Unsearched):
                place, text = each
                if mark := find(text, name=place.endswith(_SHEET)):
                    yield place, mark
            elif each.picture:
                pictures[each.place] = pictures.get(each.place, 0) + 1
            else:
                yield each.place, _UNSEARCHED
    except Exception:  # parsers of outside files raise whatever a broken record leads to
        yield "文件", _UNSEARCHED

"""One document around the output of many forms, made while they come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from selfeval_assist.office.each import shown

Frame = tuple[str, str]
"""What stands before and behind the members of a list."""
ARRAY: Frame = ("[", "]")


def framed(texts: Iterable[str], frame: Callable[[], Frame]) -> Iterator[str]:
    """Yield the texts as members of a list, one behind the other, with what stands around them.

    A text is held back until the next one is there, because a comma has to follow it.

    Args:
        texts: the members.
        frame: gives what stands around them; asked again at the end, when all is known.
    """
    yield frame()[0]
    held: str | None = None
    for text in texts:
        if held is not None:
            yield f"{held},"
        held = text
    if held is not None:
        yield held
    yield frame()[1]


def page(sections: Iterable[str], files: Sequence[Path]) -> Iterator[str]:
    """Yield sections as a page: called by the forms of a single file, or else by the files."""
    from selfeval_assist.reports.as_html import html_document, page_title

    names = [shown(file) for file in files]
    if len(files) == 1:
        sections = list(sections)
        names = [_heading(each) for each in sections] or names
    yield from html_document(page_title(names), sections)


def _heading(section: str) -> str:
    from lxml.html import fragment_fromstring

    return str(fragment_fromstring(section).findtext("h1") or "")

"""退回意见 in a file of their own: read, and brought to the cells of the form they are about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.remarks.items import Letter, Remark, letter
from selfeval_assist.documents.remarks.lines import lines
from selfeval_assist.documents.remarks.placing import places
from selfeval_assist.form import Returned, SelfEvaluation, Unread, paths
from selfeval_assist.form.text import essence
from selfeval_assist.system import from_disk

NOT_PLACED = "没有找到所说的格"
"""What stands behind the place of a remark that is on no cell of the form."""
_OF_YEAR = re.compile(r"[（(](\d{4})年度[）)]$")
_ADVICE = "意见应逐条编号，或列成表并有“意见”“问题”一类的表头；写着批注的自评表请直接打开"
_LONGEST = 60
"""Characters of a text in a message."""
_NAMELESS = "未填项目名称"
"""What a letter says where the form has no project."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A form with the remarks of a file.

    Attributes:
        form: the form; each remark is one of its ``returned``, what was no remark is ``unread``.
        placed: how many new remarks are on a cell or on the whole form.
        unplaced: those on no cell; the place of each is where it stands in the file.
        passed_over: what the file holds besides, such as the salutation.
        others: how many remarks are on other projects.
    """

    form: SelfEvaluation
    placed: int
    unplaced: tuple[Returned, ...]
    passed_over: tuple[Unread, ...]
    others: int

    def told(self, file: str) -> Iterator[str]:
        """Yield what a person is told about the file, in Chinese."""
        if not (self.form.returned or self.passed_over):
            yield f"“{file}”里没有这个项目的退回意见（其他项目的 {self.others} 条）。"
            return
        yield f"“{file}”：{self.placed} 条退回意见已放到所说的格上。"
        yield from (f"{each.place}：{shown(each.text)}" for each in self.unplaced)
        for each in self.passed_over:
            yield f"{each.place}：看到而没有当作意见：{shown(each.text)}"


def shown(text: str) -> str:
    """Return a text in one line of a message."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def read_remarks(path: Path) -> Letter:
    """Return the 退回意见 of a file: numbered points, or the rows of a list.

    Raises:
        DocumentError: the file cannot be read, or holds no text.
    """
    found = letter(lines(path))
    sure = any(each.sure for each in found.remarks)
    if not sure and (not found.remarks or any(each.row for each in found.remarks)):
        raise DocumentError(path.name, "没有读到退回意见", _ADVICE)
    return found


def with_file(form: SelfEvaluation, path: Path) -> Brought:
    """Return a form with the remarks of a file on its cells.

    Raises:
        DocumentError: as ``read_remarks``.
    """
    return with_remarks(form, read_remarks(path), from_disk(path.name))


def with_remarks(form: SelfEvaluation, found: Letter, file: str) -> Brought:
    """Return a form with the remarks of a file on its cells.

    A remark that the form has already is not taken again, so that a file may be read twice.

    Args:
        form: the form that was sent back.
        found: the remarks; those on other projects are left out.
        file: the file's name.
    """
    own = _own(form, found.remarks)
    spots = _spots(form, own, listed=any(each.sure for each in found.remarks))
    passed_over = tuple(
        Unread(place=f"{file} {each.ref}", text=each.text) for each in own if each not in spots
    )
    known = {(each.where, each.text) for each in form.returned}
    made = chain(*(_returned(form, each, at, found, file) for each, at in spots.items()))
    new = tuple(each for each in made if (each.where, each.text) not in known)
    unread = tuple(dict.fromkeys((*form.provenance.unread, *passed_over)))
    update = {
        "returned": (*form.returned, *new),
        "provenance": form.provenance.model_copy(update={"unread": unread}),
    }
    unplaced = tuple(each for each in new if each.place.endswith(NOT_PLACED))
    others = len(found.remarks) - len(own)
    return Brought(
        form.model_copy(update=update), len(new) - len(unplaced), unplaced, passed_over, others
    )


def _spots(
    form: SelfEvaluation, own: Sequence[Remark], *, listed: bool
) -> dict[Remark, tuple[str, ...]]:
    """Return the cells of each remark, none for one on no cell; a plain line on none is left out.

    In a file that has numbers or a list a plain line is no remark.
    """
    found = {each: places(form, each) for each in own if each.sure or not listed}
    return {each: at for each, at in found.items() if at or each.sure}


def _returned(
    form: SelfEvaluation, remark: Remark, spots: Sequence[str], found: Letter, file: str
) -> Iterator[Returned]:
    """Yield a remark as a thing to do on each of its cells, or on none."""
    nowhere = f"{file} {remark.ref}，{NOT_PLACED}"
    named = f"{remark.place}：" if remark.place and not spots else ""
    for where in spots or ("",):
        yield Returned(
            where=where,
            place=form.provenance.cells.get(where, "") if spots else nowhere,
            text=f"{named}{remark.text}",
            by=found.by,
            date=found.date,
            was=paths.text(form, where) if where else "",
        )


def _own(form: SelfEvaluation, remarks: Sequence[Remark]) -> list[Remark]:
    """Return the remarks on a form: those on its project, and those that name no project."""
    named = {each.project: _project(each.project) for each in remarks}
    own = essence(form.project)
    exact = {said for said, (name, _) in named.items() if name == own}
    near = {said for said, (name, _) in named.items() if own and own in name}

    def fits(remark: Remark) -> bool:
        name, year = named[remark.project]
        if not name:
            return True
        if name == _NAMELESS:
            return remark.file == form.provenance.file
        of_year = not year or form.year is None or year == str(form.year)
        return of_year and remark.project in (exact or near)

    return [each for each in remarks if fits(each)]


def _project(said: str) -> tuple[str, str]:
    """Return the name of a project and the year behind it: 道路养护（2024年度）."""
    match = _OF_YEAR.search(said.strip())
    return essence(said.strip()[: match.start()] if match else said), match[1] if match else ""

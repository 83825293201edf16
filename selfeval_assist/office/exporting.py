"""Export of many forms: each process makes the files of a form aside, one gives them their names.

What a form's files are called depends on the forms before it, so the naming is done in order.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from selfeval_assist.office.each import as_typed
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Options, Task

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation


def export_task(options: Options) -> Task:
    """Return the task that makes the files of a form in a folder of its own.

    Args:
        options: ``aside`` the folder in which they are made, ``formats`` the suffixes, ``layout``
            the id of a printed form or nothing, ``template`` a unit's own blank form or None,
            ``pages`` the papers that are wanted beside it, of ``reports.pages``.
    """
    from selfeval_assist.layouts import load
    from selfeval_assist.reports.before_export import before_export
    from selfeval_assist.reports.export import ExportError, export_form

    template = Path(options["template"]) if options["template"] else None
    layout = load(options["layout"]) if options["layout"] else None

    def hand_in(file: Path, form: "SelfEvaluation") -> Iterator[Piece]:
        yield from (Piece(Kind.TELL, each) for each in before_export(form))
        folder = Path(mkdtemp(dir=options["aside"]))
        notes: list[str] = []
        made: list[Path] = []
        failed: ExportError | None = None
        try:
            with as_typed(template):
                made = export_form(
                    form, folder, overwrite=False, formats=options["formats"], layout=layout,
                    template=template, stem="x", pages=options["pages"], tell=notes.append,
                )  # fmt: skip
        except ExportError as error:
            made, failed = [*error.written], error
        yield from (Piece(Kind.TELL, note) for note in notes)
        yield Piece(Kind.MADE, json.dumps([[*map(str, made)], form.project, form.unit]))
        if failed is not None:
            yield Piece(Kind.FAILED, failed.why)

    return hand_in


def in_place(pieces: Iterable[Piece], to: Path, used: set[str]) -> Iterator[Piece]:
    """Pass pieces on, and put the files that were made where they belong.

    Args:
        pieces: what the task gave for one file.
        to: the folder.
        used: the names taken so far.
    """
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports.file_names import unused_stem

    for piece in pieces:
        if piece.kind is not Kind.MADE:
            yield piece
            continue
        made, project, unit = json.loads(piece.text)
        stem = unused_stem(SelfEvaluation(project=project, unit=unit), used)
        yield from _put([*map(Path, made)], to, stem)


def _put(made: Sequence[Path], to: Path, stem: str) -> Iterator[Piece]:
    """Give the files of a form their names; none of them where one of the names is taken."""
    places = {file: to / f"{stem}{file.name.removeprefix('x')}" for file in made}
    taken = next((place for place in places.values() if os.path.lexists(place)), None)
    if taken is not None:
        yield Piece(Kind.FAILED, f"文件“{taken}”：已有同名文件。请换一个位置，或先把它移走。")
        return
    for file, place in places.items():
        file.rename(place)
        yield Piece(Kind.OUT, str(place))

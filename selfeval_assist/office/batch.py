"""A folder of forms from beginning to end: each is checked once, and the results are written.

What is done is kept beside the results, so a run that was ended goes on where it stood, and one
over the same folder reads only what is new or changed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from selfeval_assist import __version__
from selfeval_assist.documents import DocumentError
from selfeval_assist.office.gathering import Gathered, gather
from selfeval_assist.office.letters import Sender
from selfeval_assist.office.outcome import write_results
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.results import Results
from selfeval_assist.office.run import ALONE, WORTH, Hands, done, note_report
from selfeval_assist.office.sources import PassedOver, sources
from selfeval_assist.office.state import State, fingerprint, opened
from selfeval_assist.office.tasks import Job, Options, json_text
from selfeval_assist.system import cores

T = TypeVar("T")
Watch = Callable[[Iterable[T], int], Iterator[T]]
"""Passes work on and shows how much of it is done."""


@dataclass
class Outcome:
    """What became of a batch.

    Attributes:
        files: how many files were found.
        read: how many of them were read now; the others were done before.
        gathered: what is known of all of them.
        passed: what was passed over in the folder.
        written: the results, below their folder.
        kept: results that a person had changed, and their new names.
        again: whether all was read anew, because the options or the program had changed.
    """

    files: int
    read: int
    gathered: Gathered
    passed: PassedOver
    written: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    again: bool = False


def run_batch(
    folder: Path,
    into: Path,
    options: Options,
    *,
    hands: Hands = ALONE,
    sender: Sender | None = None,
    watch: Watch[Path] = lambda work, _total: iter(work),
) -> Outcome:
    """Check the forms of a folder and write tables, letters and the report.

    Args:
        folder: the folder.
        into: where the results lie; it may be below the folder.
        options: those of the record of a form: ``policy``.
        hands: who reads the forms.
        sender: who sends the letters.
        watch: shows how far the work is.

    Raises:
        ClusterError: the cluster cannot be used, or is gone; what is done is kept.
        DocumentError: the folder is none, another run writes into the results, or they cannot be
            written.
    """
    if not folder.is_dir():
        raise DocumentError(str(folder), "没有这个文件夹", "请写放着自评表的文件夹")
    with opened(into) as state:
        again = state.begin(
            {"folder": str(folder.resolve()), "version": __version__, "options": json_text(options)}
        )
        passed = PassedOver()
        files = {file.relative_to(folder).as_posix(): file for file in sources([folder], passed)}
        state.keep(files.keys())
        todo = [file for name, file in files.items() if not state.holds(name, fingerprint(file))]
        # A process of its own even for one file, which may be hostile.
        many = min(hands.jobs or cores(), max(1, len(todo) // (1 if hands.jobs else WORTH)))
        work = done(todo, Job("record", options), hands=hands._replace(jobs=many)) if todo else ()
        for _ in watch(_noted(state, folder, work), len(todo)):
            pass
        gathered = gather(state, files.keys())
        results = Results(state)
        write_results(results, state, gathered, list(files), sender or Sender())
        return Outcome(
            len(files), len(todo), gathered, passed, results.written, results.kept, again
        )


def _noted(
    state: State, folder: Path, work: Iterable[tuple[Path, Iterable[Piece]]]
) -> Iterator[Path]:
    """Note what was made of each file as done."""
    for file, made in work:
        pieces = list(made)
        for piece in pieces:
            if piece.kind is Kind.REPORT:
                note_report(piece)
        state.put(file.relative_to(folder).as_posix(), fingerprint(file), pieces)
        yield file

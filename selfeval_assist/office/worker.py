"""The child process of many forms: reads a file, does the work, answers with its pieces.

Started as ``python -m selfeval_assist.office.worker``. The first line names the job, each further
one a file. It takes as much memory as a form needs and no more; a file that makes a parser abort
ends this process and no other.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from selfeval_assist import failures
from selfeval_assist.documents.child import forms_of
from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import content
from selfeval_assist.documents.readers.office import foreign
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.office.each import each_form
from selfeval_assist.office.pieces import Kind, Piece
from selfeval_assist.office.tasks import Job, Task, failed_pieces, task_of
from selfeval_assist.reports import Failed
from selfeval_assist.system import limit_memory, limit_seconds

MEMORY = 128 * 1024 * 1024
"""Bytes that a process may take beyond what it holds when all is loaded: half of what a file read
alone may take, because there are as many of these as processors."""
SECONDS = 20
"""Seconds of a processor that one file may take; the parent looks at the clock besides."""


def main() -> None:
    """Answer every file on the standard input."""
    lines = iter(sys.stdin)
    job = Job(*json.loads(next(lines)))
    # Parsers may print; the answers have a channel of their own.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    task = task_of(job)
    limit_memory(MEMORY)
    out.write("{}\n")
    out.flush()
    for line in lines:
        limit_seconds(SECONDS)
        out.write(json.dumps(answer(json.loads(line), job, task), ensure_ascii=True) + "\n")
        out.flush()


def answer(request: dict[str, Any], job: Job, task: Task) -> dict[str, Any]:
    """Return the pieces of a file; or that it has to be converted first.

    Args:
        request: ``path`` what the file is called, ``from`` where its bytes are, ``whole`` whether
            it was converted already.
        job: what is done with each form.
        task: the same, made.
    """
    path, place = Path(request["path"]), Path(request["from"])
    if not request["whole"] and _is_foreign(place):
        # LibreOffice needs more memory than this process may take.
        return {"foreign": True}

    def forms(file: Path) -> tuple[SelfEvaluation, ...]:
        with reading(file.name):
            return forms_of(content(place), file)

    pieces: list[Piece] = []
    for each in each_form(path, task, forms):
        pieces += failed_pieces(job, each) if isinstance(each, Failed) else [each]
    pieces += (Piece(Kind.REPORT, str(file or "")) for file in failures.taken())
    return {"pieces": pieces}


def _is_foreign(place: Path) -> bool:
    """Return whether a file has to be converted; what cannot be opened says so later."""
    try:
        with reading(place.name):
            return foreign(content(place)) is not None
    except DocumentError:
        return False


if __name__ == "__main__":
    main()

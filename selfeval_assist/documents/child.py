"""The child process of a batch: reads one file after the other and answers in lines of JSON.

Started by ``batch`` as ``python -m selfeval_assist.documents.child``. It takes as much memory as a
form needs and no more; a file that makes a parser abort ends this process and no other.
"""

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path

from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import content, parse
from selfeval_assist.documents.readers.kinds import Kind, kind_of
from selfeval_assist.documents.readers.office import foreign
from selfeval_assist.documents.readers.pdf_check import bounded
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.system import limit_memory

MEMORY = 300 * 1024 * 1024
"""Bytes that a child may take beyond what it holds when its parsers are loaded."""

_READERS = ("docx", "html", "pdf", "xls", "xlsx", "xml2003")


def _load_readers() -> None:
    """Load the readers before the limit is set, so that it counts only what files need.

    One that lacks its library on this computer says so of its files alone.
    """
    for name in _READERS:
        with contextlib.suppress(ImportError):
            importlib.import_module(f"selfeval_assist.documents.readers.{name}")


_load_readers()


def forms_of(data: bytes, path: Path) -> tuple[SelfEvaluation, ...]:
    """Return the forms in the bytes of a file, read in this process whatever they are.

    Raises:
        DocumentError: the file cannot be read.
    """
    with reading(path.name):
        if kind_of(data) is Kind.PDF:
            bounded(data, path.name)
        return parse(data, path)


def answer(path: Path) -> dict[str, object]:
    """Return the forms of a file, or what is wrong with it, as plain data.

    A file that has to be converted first is only said to be one: LibreOffice needs more memory than
    this process may take, and has an end of its own.
    """
    try:
        with reading(path.name):
            data = content(path)
            if foreign(data):
                return {"foreign": True}
            return {"forms": [form.model_dump(mode="json") for form in forms_of(data, path)]}
    except DocumentError as error:
        parts = ("file", "problem", "advice", "place")
        return {"error": [getattr(error, part) for part in parts]}


def main() -> None:
    """Answer every path on the standard input."""
    limit_memory(MEMORY)
    # Parsers may print; the answers have a channel of their own.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        out.write(json.dumps(answer(Path(json.loads(line))), ensure_ascii=True) + "\n")
        out.flush()


if __name__ == "__main__":
    main()

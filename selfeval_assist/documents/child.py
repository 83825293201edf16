"""The child process of a batch: reads one file after the other and answers in lines of JSON.

Started by ``batch`` as ``python -m selfeval_assist.documents.child``. It takes as much memory as a
form needs and no more; a file that makes a parser abort ends this process and no other.
"""

import json
import os
import sys
from pathlib import Path

from selfeval_assist.documents.edge import reading
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.opening import content, parse

# Loaded before the limit is set, so that it counts only what files need.
from selfeval_assist.documents.readers import (
    docx,  # noqa: F401
    html,  # noqa: F401
    pdf,  # noqa: F401
    xls,  # noqa: F401
    xlsx,  # noqa: F401
    xml2003,  # noqa: F401
)
from selfeval_assist.documents.readers.kinds import Kind, kind_of
from selfeval_assist.documents.readers.office import foreign
from selfeval_assist.documents.readers.pdf_check import bounded
from selfeval_assist.system import limit_memory

MEMORY = 300 * 1024 * 1024
"""Bytes that a child may take beyond what it holds when its parsers are loaded."""


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
            if kind_of(data) is Kind.PDF:
                bounded(data, path.name)
            return {"forms": [form.model_dump(mode="json") for form in parse(data, path)]}
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

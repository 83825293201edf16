"""Files to forms and back. Nothing in a file is trusted; everything printed in it is kept."""

from selfeval_assist.documents.batch import Outcome, read_all
from selfeval_assist.documents.doubts import Doubt, Original, doubts
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.json_file import read_json, write_json
from selfeval_assist.documents.read import read
from selfeval_assist.documents.readers.text import read_text
from selfeval_assist.documents.writers.xlsx import write_xlsx

__all__ = [
    "DocumentError",
    "Doubt",
    "Original",
    "Outcome",
    "doubts",
    "read",
    "read_all",
    "read_json",
    "read_text",
    "write_json",
    "write_xlsx",
]

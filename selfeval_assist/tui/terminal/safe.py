"""Text that did not pass through the form's models, made safe to show."""

from selfeval_assist.form.text import clean


def safe(text: object) -> str:
    """Return text without the characters that could drive a terminal or hide something.

    Cells are clean already; file names, what a server says and what a model sends are not.
    """
    return str(clean(str(text)))

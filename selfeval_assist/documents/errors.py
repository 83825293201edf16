"""What a person is told when a file cannot be read or written."""

import re

from selfeval_assist.form.text import clean


def printable(name: str) -> str:
    """Return the name of a file as a text can hold it.

    On Linux a name can be any bytes; one in GBK, from an archive packed on Windows, comes as a
    string with half characters that nothing can print or keep.
    """
    if name.isprintable():
        return name
    # Half a character that stands for no byte is one in a name on Windows.
    halves = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", name)
    data = halves.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


class DocumentError(Exception):
    """A file that cannot be read or written, said so that a clerk can act on it.

    Attributes:
        file: the name of the file.
        place: sheet, cell, line or field; empty when the whole file is meant.
        problem: what is wrong.
        advice: what to do about it.
    """

    def __init__(self, file: str, problem: str, advice: str = "", place: str = "") -> None:
        self.file = printable(file)
        self.place = str(clean(place))
        self.problem = str(clean(problem)).rstrip("。")
        self.advice = str(clean(advice)).rstrip("。")
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"文件“{self.file}”" + (f"（{self.place}）" if self.place else "")
        end = "" if self.problem.endswith(("？", "！")) else "。"
        return f"{where}：{self.problem}{end}" + (f"{self.advice}。" if self.advice else "")

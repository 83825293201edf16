"""What a person is told when a file cannot be read or written."""

from selfeval_assist.form.text import clean
from selfeval_assist.system import from_disk


class DocumentError(Exception):
    """A file that cannot be read or written, said so that a clerk can act on it.

    Attributes:
        file: the name of the file.
        place: sheet, cell, line or field; empty when the whole file is meant.
        problem: what is wrong.
        advice: what to do about it.
    """

    def __init__(self, file: str, problem: str, advice: str = "", place: str = "") -> None:
        self.file = from_disk(file)
        self.place = str(clean(place))
        self.problem = str(clean(problem)).rstrip("。")
        self.advice = str(clean(advice)).rstrip("。")
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"文件“{self.file}”" + (f"（{self.place}）" if self.place else "")
        end = "" if self.problem.endswith(("？", "！")) else "。"
        return f"{where}：{self.problem}{end}" + (f"{self.advice}。" if self.advice else "")

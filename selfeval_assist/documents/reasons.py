"""The reasons of all rows as one text, for forms without a column for them, there and back.

Each begins with the name of its row, so that a reader of the file, and this program, can tell whose
it is: ``培训人次：受疫情影响，两期改到次年。``
"""

import re
from collections.abc import Sequence

from selfeval_assist.form import Deviation, Indicator
from selfeval_assist.form.text import essence, squeeze

_NUMBER = re.compile(r"^\s*[(（]?\d{1,2}[)）.、．](?!\d)\s*")
_ITEM = re.compile(r"(?<=[；;。])(?=\s*[(（]?\d{1,2}[)）.、．](?!\d))")
"""Where a numbered item begins behind another one: ``；2.``."""
_PLACE = re.compile(r"(?:第|序号|指标)(\d{1,3})[行项条]?(?:指标)?")
_SHORTEST = 4
"""Letters of the piece of a name by which a line is known to be of its row."""


def gathered(rows: Sequence[Indicator]) -> str:
    """Return the reasons of rows, each on its own line behind the row's name."""
    return "\n".join(
        f"{_flat(row.name)}：{_flat(row.deviation.text)}"
        for row in rows
        if row.deviation.text.strip()
    )


def spread(text: str, rows: Sequence[Indicator]) -> tuple[list[Indicator], str]:
    """Return the rows with the reasons that a text gives them, and what is left of the text.

    Args:
        text: lines that begin with the name of a row, as ``gathered`` makes them, or with a piece
            of it that no other row has.
        rows: the rows; one that has a reason keeps it.
    """
    found, rest = list(rows), []
    for line in _items(text, rows):
        item = _NUMBER.sub("", line)
        name, _, reason = item.partition("：")
        same = _called(name, found)
        if not (reason.strip() and name.strip() and same):
            same, reason = _beginning_with(item, found), item
        if same and not found[same[0]].deviation.text:
            told = Deviation(text=reason.strip() if item == line else reason.strip("；; \n"))
            found[same[0]] = found[same[0]].model_copy(update={"deviation": told})
        else:
            rest.append(line)
    return found, "\n".join(rest).strip()


def _items(text: str, rows: Sequence[Indicator]) -> list[str]:
    """Return the lines of a text; one whose numbered items name rows is parted into these."""
    found: list[str] = []
    for line in text.split("\n"):
        parts = [part for part in _ITEM.split(line) if part.strip()]
        names = [_NUMBER.sub("", part).partition("：")[0] for part in parts]
        found += parts if any(_called(name, rows) for name in names) else [line]
    return found


def _called(name: str, rows: Sequence[Indicator]) -> list[int]:
    """Return the rows that a name calls, by theirs or by their number: 第3行, 序号3."""
    if match := _PLACE.fullmatch(squeeze(name)):
        return [at for at in (int(match[1]) - 1,) if 0 <= at < len(rows)]
    return [
        at for at, row in enumerate(rows) if name.strip() and squeeze(row.name) == squeeze(name)
    ]


def _beginning_with(line: str, rows: Sequence[Indicator]) -> list[int]:
    """Return the row whose name holds the first letters of a line, where only one does.

    ``励志奖学金2名学生取消资格`` of 国家励志奖学金获奖人数.
    """
    said, names = essence(line), [essence(row.name) for row in rows]
    for length in range(min(len(said), max(map(len, names), default=0)), _SHORTEST - 1, -1):
        holding = [at for at, name in enumerate(names) if said[:length] in name]
        if holding:
            return holding if len(holding) == 1 else []
    return []


def _flat(text: str) -> str:
    """Return a text on one line."""
    return "".join(part.strip() for part in text.split("\n"))

"""The form as it will look when printed, drawn with lines: the table in characters."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.documents.writers.layout import Box, Table, lay_out
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.layouts import Layout
from selfeval_assist.tui.state.scored import usable_policy

_LEFT = {"text", "note"}
_UP, _DOWN, _WEST, _EAST = 1, 2, 4, 8
_LINES = {
    0: " ", 3: "│", 12: "─", 10: "┌", 6: "┐", 9: "└", 5: "┘", 11: "├", 7: "┤", 14: "┬", 13: "┴",
    15: "┼", 1: "│", 2: "│", 4: "─", 8: "─",
}  # fmt: skip
"""The character for each set of arms that meet at a point."""

_LONG_REASON, _WIDE_REASON = 40, 30


def printed(form: SelfEvaluation, layout: Layout | None = None) -> str:
    """Return the printed table of a form as lines of text of equal width.

    Args:
        form: the form; its policy says where the reason for the budget's deviation stands.
        layout: the printed form; None takes that of the form's policy and place.
    """
    policy = usable_policy(form)[0].policy
    layout = layout or layout_of(form, policy.id)
    laid = lay_out(form, layout, policy.texts.budget_deviation)
    widths = [laid.layout.widths[name].screen for name in laid.columns]
    long = any(len(row.deviation.text) > _LONG_REASON for row in form.indicators)
    if long and "deviation" in laid.columns:
        widths[laid.columns.index("deviation")] = _WIDE_REASON
    wrapped = {
        number: _wrapped(box.text, _inner(box.left, box.right, widths))
        for number, box in enumerate(laid.boxes)
    }
    heights = _heights(laid, wrapped)
    return "\n".join(_drawn(laid, wrapped, widths, heights))


def _inner(first: int, last: int, sizes: Sequence[int]) -> int:
    """Return the room inside cells that are joined: the lines between them count too."""
    return sum(sizes[first : last + 1]) + last - first


def _wrapped(text: str, width: int) -> list[str]:
    console = Console(width=width, force_terminal=False)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in Text(paragraph).wrap(console, width) or [Text()]:
            lines += chop_cells(line.plain.rstrip(), width) or [""]
    return lines


def _heights(laid: Table, wrapped: dict[int, list[str]]) -> list[int]:
    """Return how many lines each row takes, so that every text has room."""
    heights = [1] * laid.rows
    by_span = sorted(enumerate(laid.boxes), key=lambda pair: pair[1].bottom - pair[1].top)
    for number, box in by_span:
        lacking = len(wrapped[number]) - _inner(box.top, box.bottom, heights)
        if lacking > 0:
            heights[box.bottom] += lacking
    return heights


def _drawn(
    laid: Table, wrapped: dict[int, list[str]], widths: Sequence[int], heights: Sequence[int]
) -> Iterator[str]:
    """Yield the lines of the picture."""
    rows, columns = _edges(heights), _edges(widths)
    arms: dict[tuple[int, int], int] = {}
    letters: dict[tuple[int, int], str] = {}
    for number, box in enumerate(laid.boxes):
        top, bottom = rows[box.top], rows[box.bottom + 1]
        left, right = columns[box.left], columns[box.right + 1]
        if box.style not in {"title", "year", "note"}:
            _frame(arms, top, left, bottom, right)
        _write(letters, box, wrapped[number], (top, left, bottom, right))
    for y in range(rows[-1] + 1):
        line, x = "", 0
        while x <= columns[-1]:
            letter = letters.get((y, x)) or _LINES[arms.get((y, x), 0)]
            line += letter
            x += max(cell_len(letter), 1)
        yield line


def _edges(sizes: Sequence[int]) -> list[int]:
    """Return where the line before each cell runs, and the one behind the last."""
    edges = [0]
    for size in sizes:
        edges.append(edges[-1] + size + 1)
    return edges


def _frame(arms: dict[tuple[int, int], int], top: int, left: int, bottom: int, right: int) -> None:
    for y in (top, bottom):
        for x in range(left, right + 1):
            way = (_WEST if x > left else 0) | (_EAST if x < right else 0)
            arms[y, x] = arms.get((y, x), 0) | way
    for x in (left, right):
        for y in range(top, bottom + 1):
            way = (_UP if y > top else 0) | (_DOWN if y < bottom else 0)
            arms[y, x] = arms.get((y, x), 0) | way


def _write(
    letters: dict[tuple[int, int], str],
    box: Box,
    lines: Sequence[str],
    place: tuple[int, int, int, int],
) -> None:
    top, left, bottom, right = place
    first = top + 1 + max(0, (bottom - top - 1 - len(lines)) // 2)
    for offset, line in enumerate(lines):
        spare = right - left - 1 - cell_len(line)
        x = left + 1 + (0 if box.style in _LEFT else max(0, spare // 2))
        before = x
        for letter in line:
            if size := cell_len(letter):
                letters[first + offset, x] = letter
                before, x = x, x + size
            elif (first + offset, before) in letters:
                letters[first + offset, before] += letter

"""The formulas of a unit's blank: moved with the rows that are added, and worked out to compare."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import (
    coordinate_from_string,
    get_column_letter,
    range_boundaries,
)
from openpyxl.utils.exceptions import CellCoordinatesException

from selfeval_assist.form import Number

Look = Callable[[str], "Decimal | str | None"]
"""Returns what a cell holds by its coordinate: a number, words, or None for nothing."""
_COLUMN = re.compile(r"\$?[A-Za-z]{1,3}\$?")
_DEEP = 40
_WIDEST = 10_000
"""Cells of the widest range that is added up."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell of a blank whose formula stayed, although the form has a text for it.

    Attributes:
        cell: the cell, such as ``D6``.
        formula: its formula.
        result: what it comes to, or None where that cannot be told here.
        text: what the form has there.
    """

    cell: str
    formula: str
    result: Decimal | None
    text: str


def said(kept: Kept) -> str:
    """Return what to tell a person about a formula that stayed; nothing where it agrees."""
    place = f"模板的单元格 {kept.cell} 是公式“{kept.formula[:40]}”，没有改写"
    mine = Number(kept.text)
    if kept.result is None or mine.value is None:
        return f"{place}，其结果在此算不出来；表中的是“{kept.text}”，请打开文件核对。"
    result = kept.result * (100 if mine.unit == "%" else 1)
    # A rate is printed rounded; points and money are what they are, to the hundredth at least.
    last = _digits(mine.value) if mine.unit == "%" else min(_digits(mine.value), -2)
    if result.quantize(Decimal(1).scaleb(last), ROUND_HALF_UP) == mine.value:
        return ""
    found = format(result.normalize(), "f") + mine.unit
    return f"{place}，算得 {found}；表中的是“{kept.text}”，请核对。"


def _digits(value: Decimal) -> int:
    """Return the power of ten of the last printed digit of a number."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


class UnknownError(Exception):
    """A formula that this cannot work out; no statement about its value."""


def lowered(formula: str, source: int, sheet: str, *, here: bool) -> str:
    """Return a formula after a row was inserted below row ``source``.

    A range that ends in that row grows, so that a sum over the rows counts the new one.

    Args:
        formula: the formula with its ``=``.
        source: the number of the row, counted from 1.
        sheet: the name of the sheet with the new row.
        here: whether the formula stands in that sheet.
    """
    tokens = Tokenizer(formula)
    for token, mark, ref in _references(tokens, sheet, here):
        first, colon, last = ref.partition(":")
        end = _moved(last, source - 1, 1) if colon else ""
        token.value = mark + _moved(first, source, 1) + colon + end
    return _joined(tokens)


def raised(formula: str, gone: int, sheet: str, *, here: bool) -> str | None:
    """Return a formula after a row was taken out, or None where it needs a cell of that row.

    Args:
        formula: the formula with its ``=``.
        gone: the number of the row, counted from 1.
        sheet: the name of the sheet that has lost the row.
        here: whether the formula stands in that sheet.
    """
    tokens = Tokenizer(formula)
    for token, mark, ref in _references(tokens, sheet, here):
        first, colon, last = ref.partition(":")
        if _row(first) == gone == _row(last or first):
            return None
        end = _moved(last, gone - 1, -1) if colon else ""
        token.value = mark + _moved(first, gone, -1) + colon + end
    return _joined(tokens)


def _references(tokens: Tokenizer, sheet: str, here: bool) -> Iterator[tuple[Token, str, str]]:
    """Yield each reference to a sheet: its token, what stands before it, and the cells."""
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            name, mark, ref = token.value.rpartition("!")
            if (here and not mark) or name.strip("'") == sheet:
                yield token, name + mark, ref


def _joined(tokens: Tokenizer) -> str:
    return "=" + "".join(token.value for token in tokens.items)


def _row(cell: str) -> int:
    """Return the row of a cell, or 0 for a name or a whole column."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    return int(digits) if digits and _COLUMN.fullmatch(letters) else 0


def _moved(cell: str, above: int, by: int) -> str:
    """Return a cell some rows lower where it lies below a row; a name stays as it is."""
    row = _row(cell)
    return f"{cell.rstrip('0123456789')}{row + by}" if row > above else cell


def worked_out(formula: str, look: Look) -> Decimal | None:
    """Return the number that a formula comes to, or None where this cannot tell.

    Known are the four rules, ``%``, comparisons, SUM, MIN, MAX, ROUND, ABS, IF and IFERROR.
    """
    try:
        tokens = [t for t in Tokenizer(formula).items if t.type != Token.WSPACE]
        reader = _Reader(tokens, look)
        value = reader.comparison()
        return _number(value) if reader.at == len(tokens) else None
    except (UnknownError, DecimalException, RecursionError, ValueError, CellCoordinatesException):
        return None


Value = Any
"""A Decimal, a bool, words, None for an empty cell, or a list of them for a range."""


def _number(value: Value) -> Decimal:
    if value is None:
        return Decimal(0)
    if isinstance(value, Decimal):
        return value
    raise UnknownError


class _Reader:
    """Reads the tokens of one formula from left to right, each rank of signs by a method."""

    def __init__(self, tokens: list[Token], look: Look) -> None:
        self.tokens, self.look, self.at, self.depth = tokens, look, 0, 0

    def _next(self, kind: str, *values: str) -> str:
        """Return the value of the next token and pass it, or an empty string if it is another."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or token.type != kind or (values and token.value not in values):
            return ""
        self.at += 1
        value: str = token.value
        return value

    def comparison(self) -> Value:
        left = self._sum()
        if sign := self._next(Token.OP_IN, "=", "<>", "<", ">", "<=", ">="):
            one, other = _number(left), _number(self._sum())
            return {
                "=": one == other, "<>": one != other, "<": one < other,
                ">": one > other, "<=": one <= other, ">=": one >= other,
            }[sign]  # fmt: skip
        return left

    def _sum(self) -> Value:
        value = self._product()
        while sign := self._next(Token.OP_IN, "+", "-"):
            other = _number(self._product())
            value = _number(value) + (other if sign == "+" else -other)
        return value

    def _product(self) -> Value:
        value = self._signed()
        while sign := self._next(Token.OP_IN, "*", "/"):
            other = _number(self._signed())
            value = _number(value) * other if sign == "*" else _number(value) / other
        return value

    def _signed(self) -> Value:
        if sign := self._next(Token.OP_PRE):
            value = _number(self._signed())
            return -value if sign == "-" else value
        value = self._operand()
        while self._next(Token.OP_POST):
            value = _number(value) / 100
        return value

    def _operand(self) -> Value:
        self.depth += 1
        if self.depth > _DEEP or self.at >= len(self.tokens):
            raise UnknownError
        token = self.tokens[self.at]
        self.at += 1
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self.comparison()
            self._close(Token.PAREN)
        elif token.type == Token.FUNC and token.subtype == Token.OPEN:
            value = self._called(token.value.upper().rstrip("("))
        elif token.subtype == Token.NUMBER:
            value = Decimal(token.value)
        elif token.subtype == Token.RANGE:
            ref = token.value.replace("$", "")
            value = list(self._cells(ref)) if ":" in ref else self._cell(ref)
        else:
            raise UnknownError
        self.depth -= 1
        return value

    def _close(self, kind: str) -> None:
        if self._next(kind) not in (")",):
            raise UnknownError

    def _called(self, name: str) -> Value:
        parts: list[Value] = []
        while True:
            try:
                parts.append(self.comparison())
            except DecimalException:  # a division by nothing: IF(E6=0,0,F6/E6) does not ask for it
                parts.append(DecimalException)
                self._skip()
            if not self._next(Token.SEP):
                break
        self._close(Token.FUNC)
        return _apply(name, parts)

    def _skip(self) -> None:
        """Pass the rest of an argument that could not be worked out."""
        deep = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if deep == 0 and (token.type == Token.SEP or token.subtype == Token.CLOSE):
                return
            deep += (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
            self.at += 1

    def _cell(self, ref: str) -> Value:
        coordinate_from_string(ref)  # raises for a name or another sheet
        return self.look(ref)

    def _cells(self, ref: str) -> Iterator[Value]:
        bounds = [each for each in range_boundaries(ref) if each is not None]
        if len(bounds) < 4:  # whole rows or columns
            raise UnknownError
        left, top, right, bottom = bounds
        if (right - left + 1) * (bottom - top + 1) > _WIDEST:
            raise UnknownError
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.look(f"{get_column_letter(column)}{row}")


def _apply(name: str, parts: list[Value]) -> Value:
    if name == "IF" and len(parts) in (2, 3) and isinstance(parts[0], bool):
        return parts[1] if parts[0] else parts[2] if len(parts) == 3 else False
    if name == "IFERROR" and len(parts) == 2:
        return parts[1] if parts[0] is DecimalException else parts[0]
    if name == "ROUND" and len(parts) == 2:
        step = Decimal(1).scaleb(-int(_number(parts[1])))
        return _number(parts[0]).quantize(step, rounding=ROUND_HALF_UP)
    if name == "ABS" and len(parts) == 1:
        return abs(_number(parts[0]))
    numbers = list(_numbers(parts))
    if name == "SUM":
        return sum(numbers, Decimal(0))
    if name in ("MIN", "MAX"):
        return (min if name == "MIN" else max)(numbers, default=Decimal(0))
    raise UnknownError


def _numbers(parts: list[Value]) -> Iterator[Decimal]:
    """Yield the numbers among arguments; words and empty cells of a range do not count."""
    for part in parts:
        if isinstance(part, list):
            yield from (each for each in part if isinstance(each, Decimal))
        else:
            yield _number(part)

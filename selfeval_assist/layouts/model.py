"""A printed form as data: what stands where, under which words, and how wide it is.

Places are named by the columns of the indicator table, because all blocks share its grid: the cells
above it end where one of its columns does.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from selfeval_assist.data_file import EDGE, IDENTIFIER, LAST

Standing = Literal["V", "M", "P"]
"""Verified in a printed source, from memory, or a product choice."""
ColumnName = Literal[
    "side", "level1", "level2", "name", "nature", "initial_target", "target", "unit", "actual",
    "weight", "score", "deviation", "remark",
]  # fmt: skip
MoneyName = Literal["initial", "adjusted", "executed", "weight", "rate", "score", "deviation"]
Edge = Annotated[str, Field(pattern=EDGE)]
"""A column at which cells end: ``name`` with it, ``<name`` just before it."""


class Part(BaseModel):
    """Base of a layout's parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Match(Part):
    """Forms that are printed so when nobody chose a layout."""

    programmes: tuple[str, ...] = ()
    """Words in the title or the project's name, such as ``衔接资金``: they count first."""
    policies: tuple[str, ...] = ()
    """Ids of scoring policies."""
    places: tuple[str, ...] = ()
    """Provinces, cities or counties, such as ``云南省``."""
    titles: tuple[str, ...] = ()
    """Words in the title, where policy and place tell nothing."""
    money_unit: str = ""
    """The unit of the money, for a form of no known place."""
    first_group: str = ""
    """The canonical name of the group that the indicators begin with."""


class Pair(Part):
    """A label and its value, in two cells that stand beside each other.

    Attributes:
        label: the printed words.
        field: the path of the value: one of the form, ``texts.`` with the name of a further text,
            ``reasons`` for the reasons of all rows, or several paths with spaces between; empty
            where the form has none.
        text: what is printed in place of a value.
        label_to: where the label ends; it begins behind the pair before it.
        to: where the value ends; empty for the last column.
    """

    label: str = Field(min_length=1)
    field: str = ""
    text: str = ""
    label_to: Edge = "level1"
    to: Annotated[str, Field(pattern=LAST)] = ""


class Line(Part):
    """One row of pairs.

    Attributes:
        pairs: its labels and values, left to right.
        when: ``filled`` leaves the row out where no value stands in it.
        loose: the row is a line of text outside the frame: ``填报人：…  联系电话：…``.
    """

    pairs: tuple[Pair, ...] = Field(min_length=1)
    when: Literal["always", "filled"] = "always"
    loose: bool = False


class MoneyColumn(Part):
    """A column of the funds block; it begins behind the one before it and ends at ``to``."""

    field: MoneyName
    heading: str = Field(min_length=1)
    to: Edge


class Funds(Part):
    """The funds block. ``{money_unit}`` in the side label is 元 or 万元.

    ``names`` is the heading above the names of the lines; ``points`` are those of the execution
    where a heading prints them instead of a column.
    """

    side: str
    names: str = ""
    names_to: Edge = "level2"
    of_which: str = "其中："
    points: str = ""
    columns: tuple[MoneyColumn, ...] = Field(min_length=1)


class Goal(Part):
    """The goal block: texts under their headings, each beside its heading, or none at all.

    ``halves`` are where the first text ends, without and with reasons in the rows: these make the
    last column a wide one, and the two texts should be about equally wide.
    """

    style: Literal["under", "beside", "none"] = "under"
    side: str = ""
    planned: str = ""
    actual: str = ""
    halves: tuple[Edge, Edge] = ("<target", "target")


class Column(Part):
    """A column of the indicator table.

    Attributes:
        field: what stands in it; empty for a column that the form has no field for.
        heading: its printed words.
        when: ``split`` prints it for forms with a sign or unit of their own, ``reason`` where the
            budget's reason needs a column.
    """

    field: ColumnName
    heading: str = ""
    when: Literal["always", "split", "reason"] = "always"


class Indicators(Part):
    """The indicator table.

    Attributes:
        side: the label down its left side.
        columns: the columns, left to right, without that of the side.
        groups: the order of the first-level groups; empty keeps that of the form.
        total: the label of the row of the total.
    """

    side: str
    columns: tuple[Column, ...]
    groups: tuple[str, ...] = ()
    total: str = "总分"


class Width(Part):
    """How wide a column is: in digits of a sheet, at least and at most, and on the screen.

    ``grows`` is its part of what a narrow table leaves free of the page.
    """

    least: float = Field(gt=0)
    most: float = Field(gt=0)
    screen: int = Field(gt=0)
    grows: float = Field(0, ge=0)


class Page(Part):
    """The paper: A4, upright or across; ``auto`` turns it for a wide table."""

    turned: Literal["auto", "always", "never"] = "auto"


class Known(Part):
    """More words under which a field is printed in forms of this kind, for reading only.

    A heading of the indicators that is mapped to ``other`` is known and has no field in the form.
    """

    head: dict[str, str] = Field(default_factory=dict)
    funds: dict[str, str] = Field(default_factory=dict)
    goal: dict[str, str] = Field(default_factory=dict)
    indicators: dict[str, str] = Field(default_factory=dict)


class Layout(Part):
    """One printed form.

    Attributes:
        title: the printed title, perhaps with ``{year}``; empty prints that of the form.
        year: the line of the year, with ``{year}``; empty where the title holds it.
        head: rows above the funds.
        middle: rows between goal and indicators.
        foot: rows below the total.
    """

    id: str = Field(pattern=IDENTIFIER)
    name: str = Field(min_length=1)
    source: str = Field(min_length=1)
    standing: Standing
    based_on: str = ""
    match: Match = Match()
    title: str = ""
    year: str = ""
    head: tuple[Line, ...]
    funds: Funds
    goal: Goal
    middle: tuple[Line, ...] = ()
    indicators: Indicators
    foot: tuple[Line, ...] = ()
    widths: dict[ColumnName, Width]
    page: Page = Page()
    known: Known = Known()

    @model_validator(mode="after")
    def _places_exist(self) -> "Layout":
        """Refuse a place that is no column of this form: a cell would have none to end at."""
        fields = [column.field for column in self.indicators.columns]
        if "name" not in fields:
            raise ValueError("indicators.columns 里没有三级指标（name）")
        known = {"side", *fields}
        edges = {column.to for column in self.funds.columns} | {self.funds.names_to}
        for pair in self.pairs:
            edges |= {pair.label_to, pair.to or "side"}
        if self.goal.style == "under":
            edges |= set(self.goal.halves)
        if strange := sorted(edge for edge in edges if edge.removeprefix("<") not in known):
            raise ValueError(f"没有名为“{strange[0]}”的栏目")
        if bare := sorted(known - set(self.widths)):
            raise ValueError(f"widths 里没有“{bare[0]}”")
        head, foot = ([line.loose for line in lines] for lines in (self.head, self.foot))
        if head != sorted(head, reverse=True) or foot != sorted(foot):
            raise ValueError("没有框线的行（loose）不能在表格中间")
        if any(line.loose for line in self.middle):
            raise ValueError("没有框线的行（loose）不能在表格中间")
        return self

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows of labels and values."""
        return (*self.head, *self.middle, *self.foot)

    @property
    def pairs(self) -> Iterator[Pair]:
        """All labels with their values."""
        return (pair for line in self.lines for pair in line.pairs)

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of the further texts that are printed, in their order."""
        found = (path for pair in self.pairs for path in pair.field.split())
        return tuple(p.removeprefix("texts.") for p in found if p.startswith("texts."))

    def prints(self, path: str) -> bool:
        """Whether the form has a cell for a field; of rows and fund lines the column counts."""
        block, *rest = path.split(".")
        if block in ("funds", "indicators") and len(rest) > 1:
            return rest[-1] == "name" or f"{block}.{rest[-1]}" in self.fields
        return path in self.fields if block in ("goal", "people", "texts") else True

    @cached_property
    def fields(self) -> frozenset[str]:
        """The paths that the form prints; of rows and fund lines without their number."""
        found = {path for pair in self.pairs for path in pair.field.split()}
        found |= {f"funds.{column.field}" for column in self.funds.columns}
        found |= {f"indicators.{column.field}" for column in self.indicators.columns}
        if self.goal.style != "none":
            found |= {"goal.planned", "goal.actual"}
        return frozenset(found)

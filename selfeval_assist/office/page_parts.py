"""What a printed page of tables is made of; elements are built, never pasted together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from lxml.html import HtmlElement, tostring
from lxml.html.builder import (
    CAPTION,
    CLASS,
    META,
    TABLE,
    TBODY,
    TD,
    TH,
    THEAD,
    TR,
    E,
    P,
)

from selfeval_assist.reports.as_html import html_frame

MOST = 500
"""Rows of a table that the page shows at all; the tables beside it have every one."""
_FIRST = 10
"""Rows of a ranked table that stand open."""
_STYLE = """
@page { size: A4; margin: 15mm }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  color: #1a1a1a; max-width: 62rem; margin: 1.5rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid }
p { margin: .3rem 0 } .scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .92em; margin: .4rem 0 }
caption { text-align: left; color: #444; padding-bottom: .3rem }
th, td { border: 1px solid #8a8a8a; padding: .3rem .5rem; text-align: left; vertical-align: top }
th { background: #eee; white-space: nowrap } td.n, th.n { text-align: right; white-space: nowrap }
thead { display: table-header-group } tr { break-inside: avoid }
td { overflow-wrap: anywhere; min-width: 2.5em }
.key { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; padding: 0; list-style: none }
.key li { border: 1px solid #8a8a8a; padding: .4rem .9rem }
.key b { display: block; font-size: 1.4em }
svg { width: 100%; height: auto; max-width: 46rem; font-size: 13px; break-inside: avoid }
svg .axis { stroke: #1a1a1a } svg .grid { stroke: #c8c8c8 } svg .bar { fill: #5a5a5a }
svg .form { fill: #fff; fill-opacity: .75; stroke: #1a1a1a; stroke-width: 1.3 }
svg.bar { width: 7rem; height: .7rem } summary { cursor: pointer; color: #234 }
@media print { body { margin: 0; max-width: none; font-size: 11pt } }
@media (max-width: 40rem) { body { padding: 0 .6rem; font-size: 14px } svg.bar { width: 3.5rem } }
"""
Cell: TypeAlias = str | int | HtmlElement
Row = tuple[Cell, ...]


def document(title: str, body: Sequence[HtmlElement]) -> str:
    """Return a page in UTF-8 that asks for nothing from anywhere."""
    rule = {"http-equiv": "Content-Security-Policy"}
    closed = META(rule, content="default-src 'none'; style-src 'unsafe-inline'")
    head, tail = html_frame(title, _STYLE, closed)
    return "".join((head, *(tostring(each, encoding="unicode") for each in body), tail))


def ranked(
    caption: str, heads: Sequence[str], rows: Sequence[Row], every: int = 0
) -> Iterator[HtmlElement]:
    """Yield a table with its first rows open and the others folded."""
    if not rows:
        yield P("没有。")
        return
    yield table(caption, heads, rows[:_FIRST])
    more = rows[_FIRST:MOST]
    if more:
        left = (every or len(rows)) - _FIRST - len(more)
        words = f"其余 {len(more)} 行" + (f"（另有 {left} 行，见表格文件）" if left > 0 else "")
        yield E.details(E.summary(words), table("", heads, more))


def table(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> HtmlElement:
    """Return a table; a column of figures stands at its right edge."""
    lines = list(rows)
    right = {place for place, each in enumerate(lines[0] if lines else ()) if _is_figure(each)}

    def cells(make: Callable[..., HtmlElement], row: Row) -> Iterator[HtmlElement]:
        for place, each in enumerate(row):
            kind = (CLASS("n"),) if place in right else ()
            yield make(str(each) if isinstance(each, int) else each, *kind)

    parts = [CAPTION(caption)] if caption else []
    return E.div(
        TABLE(
            *parts,
            THEAD(TR(*cells(TH, tuple(heads)))),
            TBODY(*(TR(*cells(TD, line)) for line in lines)),
        ),
        # What is wider than its window is moved by keys only when it can have the focus.
        {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption or heads[0]},
    )


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int) or (
        isinstance(cell, str) and cell.removesuffix("%").replace(".", "", 1).isdigit()
    )

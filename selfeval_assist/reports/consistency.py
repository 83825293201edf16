"""The consistency table goal – completion – indicators as a page to print: HTML and Word."""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement
from lxml.html.builder import TABLE, TBODY, TD, TH, THEAD, TR, P

from selfeval_assist.checks import Link, State
from selfeval_assist.form import SelfEvaluation

TITLE = "目标—完成情况—指标 对照表"
COLUMNS = ("预期目标", "实际完成情况", "对应指标", "结论", "说明")
_FONT = "宋体"
_WIDTHS = (3500, 4000, 3200, 1200, 2860)
"""Widths of the columns in twentieths of a point."""
_MISSED = "指标未达成"
"""What stands beside an element that is answered and whose row did not reach its target."""
_NOTE = "有矛盾、未回应的各项提请核实；程序只比较文字与表中数值，不判断实际是否做到。"


def table_rows(form: SelfEvaluation, links: Sequence[Link]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the table, one row an element, as plain text."""
    for link in links:
        named = (f"第{row + 1}行 {form.indicators[row].name.strip()}" for row in link.rows)
        yield (
            link.element,
            link.sentence or "（没有对应的话）",
            "；".join(named) or "（没有指标衡量）",
            f"{link.state.value}，{_MISSED}" if link.missed else link.state.value,
            f"{link.reason}；{link.opinion}" if link.opinion else link.reason,
        )


def counted(links: Sequence[Link]) -> str:
    """Return how many elements are in each state, in words."""
    states = [link.state for link in links]
    return "，".join(f"{state.value} {states.count(state)} 项" for state in State)


def head(form: SelfEvaluation) -> str:
    """Return the line that says of which form a table is."""
    year = f"{form.year} 年度" if form.year else ""
    return " ".join(filter(None, (form.unit, form.project, year)))


def consistency_docx(form: SelfEvaluation, links: Sequence[Link]) -> bytes:
    """Return the table as a Word document on A4 across; its headings stand on every page."""
    from selfeval_assist.documents.writers import docx_parts as parts  # only this page needs it

    plain = parts.fonts(_FONT, 10.5)
    lines = (COLUMNS, *table_rows(form, links))
    blocks = (
        parts.paragraph(TITLE, parts.fonts(_FONT, 16, bold=True), "center"),
        parts.paragraph(head(form), plain, "center"),
        parts.filled(_WIDTHS, lines, 10.5, _FONT),
        parts.paragraph(f"{counted(links)}。{_NOTE}", plain),
    )
    sides = dict.fromkeys(("left", "right", "top", "bottom"), 18.0)
    return parts.on_a4(blocks, sides, across=True)


def consistency_parts(form: SelfEvaluation, links: Sequence[Link]) -> Iterator[HtmlElement]:
    """Yield the table and what it comes to, as parts of an HTML document."""
    lines = (TR(*map(TD, line)) for line in table_rows(form, links))
    yield TABLE(THEAD(TR(*map(TH, COLUMNS))), TBODY(*lines))
    yield P(f"{counted(links)}。{_NOTE}")

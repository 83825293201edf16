"""Write a form as Markdown: a document to read and to compare, not a form to hand in."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from selfeval_assist.documents.edge import write
from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.form import FundLine, Indicator, Measure, Number, SelfEvaluation
from selfeval_assist.layouts import Layout
from selfeval_assist.layouts.model import Column, MoneyColumn

# What means something to some reader of Markdown: its own marks, HTML and entities, mathematics,
# and what the usual extensions turn into links without any mark.
_MARKS = re.compile(r"[\\`*_{}\[\]()<>#+\-!|&~$^=@]|(?<=[A-Za-z]):(?=//)|(?<=[Ww]{3})\.")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s|$)")
PARTS = (
    ("category", "原因类别"),
    ("cause", "原因"),
    ("effect", "影响"),
    ("measure", "改进措施"),
    ("owner", "责任人"),
    ("deadline", "完成时限"),
)
NOTHING, BLANK = "*（无）*", "&nbsp;"
"""What stands for no text, and for a blank line in one."""
FUNDS, GOAL, INDICATORS, DEVIATIONS, NOTES = (
    "项目资金", "年度总体目标", "绩效指标", "偏差原因分析及改进措施", "注",
)  # fmt: skip
BLOCKS = (GOAL, INDICATORS, DEVIATIONS, NOTES)
BUDGET, TOTAL, NUMBER = "预算执行", "年度资金总额", "序号"
VALUES = re.compile(r"年度指标值 .*，实际完成值 .*。")
"""The line that repeats a row's values above its deviation."""
_CELLS = (str, Number, Measure)
_OPTIONAL = ("nature", "unit")


def write_md(
    form: SelfEvaluation,
    path: Path,
    *,
    layout: Layout | None = None,
    line: str = "",
    label: Mapping[str, str] | None = None,
) -> None:
    """Write a form as .md; an existing file is replaced in one step.

    Every text of the form is escaped, so that none of it is markup.

    Args:
        form: the form.
        path: the file to write.
        layout: whose headings are used; None takes that of the form's policy and place. What it
            has no column for is printed all the same.
        line: a line below the title, such as the label of texts made by a model.
        label: the same for programs, by the keys of GB 45438-2025; it stands above the title.

    Raises:
        DocumentError: the file cannot be written.
    """
    above = f"---\nAIGC: {json.dumps(dict(label), ensure_ascii=False)}\n---\n\n" if label else ""
    text = above + "\n\n".join(_sections(form, layout or layout_of(form), line)) + "\n"
    # A lone half of a character cannot be encoded; the question mark shows where it stood.
    data = text.encode("utf-8", errors="replace")
    write(path, data)


def escape(text: str) -> str:
    """Return a text as Markdown shows it literally; line breaks are left to the caller."""
    marked = (_MARKS.sub(lambda found: f"\\{found[0]}", line) for line in text.split("\n"))
    return "\n".join(_NUMBERED.sub(r"\1\\\2", line) for line in marked)


def _sections(form: SelfEvaluation, layout: Layout, line: str) -> Iterator[str]:
    yield f"# {_inline(form.title)}"
    if line:
        yield f"> {_inline(line)}"
    yield "\n".join(_items(_head(form)))
    yield f"## {FUNDS}（{form.money_unit}）"
    lines = (form.funds.total, *form.funds.sources)
    money = _columns(layout.funds.columns, FundLine, lines)
    yield _table(
        ["资金", *money.values()],
        [
            [each.name or TOTAL * (each is lines[0]), *(str(getattr(each, key)) for key in money)]
            for each in lines
        ],
    )
    yield f"## {GOAL}"
    goal = layout.goal
    yield f"**{_inline(goal.planned) or '预期目标'}**\n\n{_prose(form.goal.planned)}"
    yield f"**{_inline(goal.actual) or '实际完成情况'}**\n\n{_prose(form.goal.actual)}"
    for name, text in form.texts.items():
        yield f"## {_inline(name)}\n\n{_prose(text)}"
    yield f"## {INDICATORS}"
    columns = _columns(layout.indicators.columns, Indicator, form.indicators)
    yield _table(
        [NUMBER, *columns.values()],
        [
            [str(number), *(str(getattr(row, key)) for key in columns)]
            for number, row in enumerate(form.indicators, 1)
        ],
    )
    yield f"**总分**：{_inline(form.total.raw) or NOTHING}" + (
        f"　**评价等级**：{_inline(form.grade)}" if form.grade else ""
    )
    yield f"## {DEVIATIONS}"
    yield "\n\n".join(_deviations(form)) or NOTHING
    if form.notes:
        yield f"## {NOTES}\n\n{_prose(form.notes)}"
    people = (
        ("项目负责人", form.people.manager),
        ("填报人", form.people.filler),
        ("联系电话", form.people.phone),
    )
    if any(text for _, text in people):
        yield "\n".join(_items(people))


def _head(form: SelfEvaluation) -> Iterator[tuple[str, str]]:
    yield "年度", "" if form.year is None else str(form.year)
    yield "项目名称", form.project
    yield "主管部门", form.department
    yield "实施单位", form.unit


def _columns(
    printed: Iterable[Column | MoneyColumn], kind: type[BaseModel], rows: Sequence[BaseModel]
) -> dict[str, str]:
    """Return the columns by field: those that a layout prints, then others that hold something."""
    own: dict[str, str] = {each.field: "".join(each.heading.split()) for each in printed}
    cells = {
        key: str(info.title)
        for key, info in kind.model_fields.items()
        if info.annotation in _CELLS and (key != "name" or key in own)
    }
    held = {key for key in cells if any(str(getattr(row, key)).strip() for row in rows)}
    shown = [key for key in own if key in held or (key in cells and key not in _OPTIONAL)]
    return {key: own.get(key, cells[key]) for key in [*shown, *(k for k in cells if k in held)]}


def _items(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield f"- **{name}**：{_inline(text) or NOTHING}"


def _deviations(form: SelfEvaluation) -> Iterator[str]:
    budget = form.funds.deviation
    if budget.text or budget.cause:
        yield f"### {BUDGET}\n\n{_deviation(budget)}"
    for number, row in enumerate(form.indicators, 1):
        if row.deviation.text or row.deviation.cause:
            yield f"### 第{number}行　{_inline(row.name)}\n\n{_values(row)}\n\n" + _deviation(
                row.deviation
            )


def _values(row: Indicator) -> str:
    target, actual = _inline(row.target.raw), _inline(row.actual.raw)
    return f"年度指标值 {target or NOTHING}，实际完成值 {actual or NOTHING}。"


def _deviation(deviation: object) -> str:
    parts = [(title, getattr(deviation, key)) for key, title in PARTS]
    stated = "\n".join(_items((title, text) for title, text in parts if text))
    text = str(getattr(deviation, "text", ""))
    return "\n\n".join(part for part in (_prose(text) if text else "", stated) if part)


def _inline(text: str) -> str:
    """Return a text on one line."""
    return escape(" ".join(text.split()))


def _prose(text: str) -> str:
    """Return a text as paragraphs, one a line; a blank line among them is kept."""
    if not text.strip():
        return NOTHING
    lines = (escape(line.strip(" \t")) for line in text.split("\n"))
    return "\n\n".join(line or BLANK for line in lines)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a line break inside a cell is the only markup in it."""
    lines = [headings, ["---"] * len(headings)]
    lines += [
        ["<br>".join(escape(part.strip()) for part in cell.split("\n")) for cell in row]
        for row in rows
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)

"""What stands around the results: proof, and what only a person can say."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.listing import listed
from selfeval_assist.drafting.composer.phrases import request, unmeasured
from selfeval_assist.drafting.composer.shortfalls import explained_by, is_short, stated
from selfeval_assist.drafting.composer.typed import disputed, of_another_year
from selfeval_assist.facts import FactTable
from selfeval_assist.facts.doubts import counted_otherwise
from selfeval_assist.facts.funds import at_other_scale
from selfeval_assist.facts.undone import undone
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.form.vocabulary import EXECUTION_ROWS
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.values import WORDS
from selfeval_assist.scoring import RowScore, ScoreSheet

_PROOF, _OPEN, _UNNAMED, _ASKED, _POINTLESS, _LAST = 5, 15, 40, 58, 71, 98
_PROOFS, _NAMED, _QUOTED = 4, 3, 15
_WHOLE = frozenset(
    {"项目总成本", "总成本", "项目成本", "经费支出", "项目支出", "项目总支出", "资金支出"}
)


def proof(table: FactTable) -> Iterator[Part]:
    """Yield the documents that support the results."""
    ids = [fact.id for fact in table if fact.id.startswith("evidence.")]
    if ids:
        named = "、".join(f"<{each}>" for each in ids[:_PROOFS])
        more = "等" if len(ids) > _PROOFS else ""
        yield whole("佐证材料", (0, f"佐证材料有{named}{more}"), (_PROOF, ""))


def asked(form: SelfEvaluation, sheet: ScoreSheet, table: FactTable) -> Iterator[Part]:
    """Yield the questions that no cell answers: what was done, results, and a rate that differs."""
    goal, done = (essence(strip_tags(text)) for text in (form.goal.planned, form.goal.actual))
    if goal and goal == done:
        yield question("本年度实际做了什么（已填的完成情况与预期目标相同）", "本年度实际做了什么")
    if year := of_another_year(form.goal.actual, form.year):
        yield question(f"完成情况写的是{year}年，应是哪一年", "完成情况的年度")
    for clause in disputed(table):
        yield question(f"“{clause[-_QUOTED:]}”与指标表不一致，以哪个为准", "完成情况是否有误")
    yield from _asked_of_rows(form, sheet, table)
    if whole_rows := in_time_all_the_same(form, sheet, table):
        late = quoted(table, [r.index for r in sheet.rows if _work_undone(form, r, table)][:1])
        said = f"{quoted(table, whole_rows)}填的是{table[f'row.{whole_rows[0]}.actual'].value}"
        yield question(f"{said}，而{late}没有完成，以哪个为准", "按期完成率以哪个为准")
    if at_other_scale(form):
        money = form.funds.total
        told = f"全年执行数{money.executed.raw}为全年预算数{money.adjusted.raw}的许多倍"
        yield question(f"{told}，请核实金额单位", "全年执行数的金额单位")
    if text := _other_rate(form, table):
        yield question(text, "执行率以哪个数为准")
    for index in range(len(form.indicators)):
        if text := _other_money(table, index):
            yield question(text, "与资金表不一致的数以哪个为准")


# 项目按期完成率, 工程完成及时率; not 采购计划完成率, which is of a part
_ALL_WORK = re.compile(
    r"(?:(?:年度|本年|总体|整体|项目|工程|建设|工作|任务|计划|目标)*)(?:按[期时]|及时|如期)?"
    r"(?:完成|完工|竣工)(?:及时)?(?:率|比例)"
)


def in_time_all_the_same(
    form: SelfEvaluation, sheet: ScoreSheet, table: FactTable
) -> tuple[int, ...]:
    """Return the rows that say that all work is done where a row says that some is not."""
    if not any(_work_undone(form, row, table) for row in sheet.rows):
        return ()
    return tuple(
        at
        for at, row in enumerate(form.indicators)
        if _ALL_WORK.fullmatch(essence(row.name))
        and f"row.{at}.actual" in table
        and table[f"row.{at}.actual"].value == "100%"
    )


def _work_undone(form: SelfEvaluation, row: RowScore, table: FactTable) -> bool:
    """Return whether a row of what was to be made, or of when, fell short."""
    return is_short(row, table) and form.indicators[row.index].kind in {"数量指标", "时效指标"}


def _asked_of_rows(form: SelfEvaluation, sheet: ScoreSheet, table: FactTable) -> Iterator[Part]:
    """Yield the questions about reasons and results that are blank or no measure."""
    if short := [row.index for row in sheet.rows if _unexplained(row, sheet, table)]:
        # the texts of the rows ask for the same
        places = "、".join(str(row + 1) for row in short)
        full, brief = (request(f"{of}的偏差原因") for of in (quoted(table, short), f"第{places}行"))
        costs = (0, full), (_OPEN, brief), (_UNNAMED, request("偏差原因")), (_POINTLESS, "")
        yield whole("待填", *costs)
    results = [(at, row, table.facts.get(f"row.{at}.actual"))
               for at, row in enumerate(form.indicators)]  # fmt: skip
    blank = [at for at, row, fact in results if fact is None and row.name.strip()]
    wordy = [at for at, row, fact in results if fact and unmeasured(form, fact) and not undone(row)]
    yield from untold_asked(form, table, blank, "actual")
    yield from unmeasured_asked(table, wordy, "actual")


def _unexplained(row: RowScore, sheet: ScoreSheet, table: FactTable) -> bool:
    """Return whether a row that fell short has no reason, in its own cell or elsewhere."""
    form = table.form
    if form is None or not is_short(row, table) or repeats_money(form, row.index):
        return False
    return not stated(table, row.index) and explained_by(sheet, table, row.index) is None


_TITLES = {"target": "年度指标值", "actual": "实际完成值"}


def untold_asked(
    form: SelfEvaluation, table: FactTable, rows: Sequence[int], role: str
) -> Iterator[Part]:
    """Yield the questions about values that are blank, and about those that cannot be told."""
    cells = {row: getattr(form.indicators[row], role) for row in rows}
    title, blank = _TITLES[role], [row for row, cell in cells.items() if cell.blank]
    if blank:
        yield question(f"{quoted(table, blank)}的{title}", f"空白的{title}")
    filled = {row: cell for row, cell in cells.items() if row not in blank}
    if filled:
        said = dict.fromkeys(
            f"“{named(table, row)}”{_beside(form, row, role)}表中填的是“{_in_brief(cell.raw)}”"
            for row, cell in filled.items()
        )
        told, more = "、".join([*said][:_NAMED]), "等" if len(said) > _NAMED else ""
        worded = all(cell.value.kind in WORDS for cell in filled.values())
        yield question(f"{told}{more}，{_ASKS[role, worded]}应是多少", f"无法核对的{title}")


def _beside(form: SelfEvaluation, row: int, role: str) -> str:
    """Return the target of a result that counts something else: 人次 beside 人; else ""."""
    own = form.indicators[row]
    other = role == "actual" and counted_otherwise(own)
    return f"目标是“{own.target.raw.strip()}”，" if other else ""


def _in_brief(raw: str) -> str:
    """Return what a cell says, of a long one its first clauses or as much as has room."""
    text = raw.strip()
    if len(text) <= _LONGEST_CELL:
        return text
    ends = [mark.start() for mark in re.finditer("[，,；;。（(](?!\\d)", text[:_LONGEST_CELL])]
    return f"{text[: ends[-1] if ends and ends[-1] else _LONGEST_CELL]}…"


_ASKS = {
    ("target", True): f"没有写成数值，{_TITLES['target']}",
    ("target", False): f"无法核对，{_TITLES['target']}",
    ("actual", True): "没有写成数值，",
    ("actual", False): "",
}
_LONGEST_CELL = 24
_UNMEASURED = {
    "target": ("可以衡量的年度指标值", "可以衡量的年度指标值"),
    "actual": ("实际完成多少（表中填的是文字）", "填成文字的实际完成值"),
}
"""What is asked of a value in words that measures nothing, at length and in short."""


def unmeasured_asked(table: FactTable, rows: Sequence[int], role: str) -> Iterator[Part]:
    """Yield the questions about values that are no measure of what their names ask for.

    A percentage is one, but of what is open: 解决看病难问题 with 95%.
    """
    shares = [row for row in rows if table[f"row.{row}.{role}"].kind == "rate"]
    words = [row for row in rows if row not in shares]
    full, short = _UNMEASURED[role]
    if words:
        yield question(f"{quoted(table, words)}{full}", short)
    if shares:
        yield question(f"{quoted(table, shares)}的百分比指的是什么", "百分比指的是什么")


def named(table: FactTable, row: int) -> str:
    """Return how a request calls a row; in it quotes are inner ones."""
    fact = table.facts.get(f"row.{row}.name")
    own = fact.value if fact else table.form.indicators[row].name.strip() if table.form else ""
    inner = own[1:-1]
    wrapped = own.startswith("“") and own.endswith("”") and "”" not in inner
    return (inner if wrapped else own).translate(_INNER)


_INNER = str.maketrans("“”", "‘’")


def quoted(table: FactTable, rows: Sequence[int]) -> str:
    """Return the names of some rows as a request lists them."""
    names = [f"“{name}”" for name in dict.fromkeys(named(table, row) for row in rows)]
    return listed(names) if len(names) <= _NAMED else f"{'、'.join(names[:_NAMED])}等指标"


def _other_rate(form: SelfEvaluation, table: FactTable) -> str:
    """Return the question about a printed rate that is not the one of the amounts; or ""."""
    printed = form.funds.total.rate
    if "funds.printed_rate" not in table or "funds.rate" not in table or printed.value is None:
        return ""
    own = Decimal(table["funds.rate"].value.rstrip("%"))
    if abs(own - printed.value) <= Decimal(1).scaleb(-max(printed.decimals, 0)):
        return ""  # cut off or rounded otherwise
    written = table["funds.printed_rate"].value
    return f"预算执行率以哪个为准：表中填{written}，按执行数和全年预算数计算为{own}%"


def repeats_money(form: SelfEvaluation, row: int) -> bool:
    """Return whether a row repeats the execution rate, which the sentence about money tells."""
    return essence(form.indicators[row].name) in EXECUTION_ROWS


def _other_money(table: FactTable, row: int) -> str:
    """Return the question about a row that repeats the project's money with another figure."""
    form, own = table.form, f"row.{row}.actual"
    if form is None or own not in table:
        return ""
    of = "rate" if repeats_money(form, row) else "executed" if _whole_cost(form, row) else ""
    whole_ = table.facts.get(f"funds.{of}")
    value = form.indicators[row].actual.value
    if not of or whole_ is None or value.magnitude is None:
        return ""
    amounts = [each for each in mentions(whole_.value) if each.value.magnitude is not None]
    if not amounts or (value.unit[-1:] == "元") != (of == "executed"):
        return ""
    told = amounts[0].value.magnitude or Decimal(0)
    if abs(told - value.magnitude) <= max(told, Decimal(1)) / 1000:
        return ""
    told_ = f"“{named(table, row)}”为{table[own].value}，资金表{whole_.label}为{whole_.value}"
    return f"{told_}，以哪个为准"


def _whole_cost(form: SelfEvaluation, row: int) -> bool:
    """Return whether a row is the cost of the whole project: its name, or 项目总成本."""
    own = form.indicators[row]
    name = essence(own.name)
    return own.kind == "成本指标" and (name in _WHOLE or name == essence(form.project))


def question(full: str, short: str = "") -> Part:
    """Return a request to the person as a part of its own."""
    steps = [(0, request(full)), *([(_ASKED, request(short))] if short else []), (_LAST, "")]
    return whole("待填", *steps)

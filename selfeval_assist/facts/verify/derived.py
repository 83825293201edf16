"""What follows from the facts by plain arithmetic, so that a person may write it as well.

The composer never says these things; a clerk does: 完成率140%, 达标率72.73%, 扣分指标3项.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.verify.equivalents import magnitude
from selfeval_assist.facts.verify.quantities import narrowed
from selfeval_assist.facts.verify.scores import levels, points
from selfeval_assist.facts.verify.worked import AMOUNT, first_number, money, share
from selfeval_assist.scoring.arithmetic import plain, rounded

_APART = ("偏差率", "偏离度", "偏差", "偏差度", "偏离率")
_SOURCE = re.compile(r"funds\.source\.(\d+)\.(initial|adjusted|executed)")


def derived(table: FactTable) -> Iterator[Fact]:
    """Yield further facts that the facts of a table imply; nothing that needs another source."""
    yield from _counts(table)
    yield from _rows(table)
    yield from _sources(table)
    yield from points(table)
    yield from levels(table)
    yield from _rest(table)


def _counts(table: FactTable) -> Iterator[Fact]:
    for fact in table:
        name = fact.id.rsplit(".", 1)[-1]
        if fact.kind == "count" and name in lexicon.COUNTED_AS and not fact.subjects:
            yield replace(
                fact, id=f"{fact.id}.said", wordings=(*fact.wordings, *lexicon.COUNTED_AS[name])
            )
    if "rows.total" in table and "rows.met" in table:
        met, total = (first_number(table[f"rows.{name}"]) for name in ("met", "total"))
        if met and total and met < total:
            rates = ("达标率", "指标达标率", "指标完成率", "目标实现率", "目标完成率", "完成率")
            yield share("rows.met.share", "达标率", met, total, table["rows.met"].sources, rates)
    unmet = [table[f"rows.{name}"] for name in ("missed", "late") if f"rows.{name}" in table]
    if len(unmet) == 2:
        count = sum((first_number(fact) or Decimal(0) for fact in unmet), Decimal(0))
        sources = tuple(source for fact in unmet for source in fact.sources)
        words = (*lexicon.COUNTED_AS["missed"], *lexicon.NOT_REACHED)
        yield Fact("rows.unmet", "未完成的指标", f"{plain(count)}项", "count", sources, "", words)
    lost = [fact for fact in table if fact.row is not None and fact.id.endswith(".lost")]
    full = [
        fact
        for fact in table
        if fact.row is not None
        and fact.id.endswith(".score")
        and f"row.{fact.row}.lost" not in table
    ]
    for name, label, facts in (
        ("lost", "扣分的指标", lost),
        ("full", "得满分的指标", full),
    ):
        if facts:
            sources = tuple(source for fact in facts for source in fact.sources)
            words = ("扣分", "失分", "扣") if name == "lost" else ("满分", "得满分")
            yield Fact(
                f"rows.{name}",
                label,
                f"{len(facts)}项",
                "count",
                sources,
                "",
                words,
                variants=(f"{len(facts)}个", f"{len(facts)}条"),
            )


def _rows(table: FactTable) -> Iterator[Fact]:
    """Yield the completion of rows above their target, and 完成 as a word for a share of counts."""
    for fact in table:
        if fact.row is None or not fact.id.endswith(".actual"):
            continue
        target = table.facts.get(f"row.{fact.row}.target")
        t = None if target is None else magnitude(narrowed(target.value))
        a = magnitude(narrowed(fact.value))
        if target is not None and fact.kind == "date":
            yield from _months(fact, target)
        if target is None or not t or a is None or not _unit(fact, target):
            continue
        if a != t and not fact.value.endswith("%"):
            short = share(f"row.{fact.row}.apart", "偏差率", abs(a - t), t, fact.sources, _APART)
            words = (lexicon.SHORT if a < t else lexicon.LONG) + _APART
            yield replace(short, row=fact.row, subjects=fact.subjects, wordings=words)
        ceiling = target.value.startswith(("不超过", "低于"))
        words = lexicon.COMPLETION
        if not fact.value.endswith("%") and a != t:
            words = (*words, "完成", "实际完成", "仅完成", "已完成", "只完成")
        if not ceiling:
            more = share(f"row.{fact.row}.share", "完成比例", a, t, fact.sources, words)
            yield replace(more, row=fact.row, subjects=fact.subjects)
            times = f"{plain(rounded(a / t, 2))}倍"
            yield replace(
                more, id=f"row.{fact.row}.times", value=times, work="", kind="quantity",
                row=fact.row, subjects=fact.subjects,
            )  # fmt: skip


_MONTH = re.compile(r"(\d{4})年(\d{1,2})月(?!\d)")


def _months(fact: Fact, target: Fact) -> Iterator[Fact]:
    """Yield by how many months a date was kept ahead or missed, where both name only a month."""
    due, done = _MONTH.match(target.value), _MONTH.match(fact.value)
    if due is None or done is None:
        return
    apart = (int(done[1]) - int(due[1])) * 12 + int(done[2]) - int(due[2])
    if apart:
        words = lexicon.LATE if apart > 0 else lexicon.EARLY
        yield replace(
            fact, id=f"row.{fact.row}.months", label="与计划相差的月数", value=f"{abs(apart)}个月",
            kind="quantity", wordings=words, variants=(), bare=False,
        )  # fmt: skip


def _unit(fact: Fact, target: Fact) -> bool:
    """Whether two values count in one unit, as far as both name one."""
    one, other = (
        re.sub(r"[\d.,万亿]|^\D+(?=\d)|以[上下内]$", "", narrowed(each.value))
        for each in (fact, target)
    )
    return one == other or not one or not other


def _sources(table: FactTable) -> Iterator[Fact]:
    """Yield rate and rest of each source of money; a single source speaks for the project."""
    lines: dict[str, dict[str, Fact]] = {}
    for fact in table:
        if match := _SOURCE.fullmatch(fact.id):
            lines.setdefault(match[1], {})[match[2]] = fact
    for number, line in lines.items():
        yield from _line(f"funds.source.{number}", line)
    spent = {
        number: line for number, line in lines.items() if {"adjusted", "executed"} <= line.keys()
    }
    if len(spent) != 1 and len(lines) != 1:
        return
    ((number, line),) = (spent if len(spent) == 1 else lines).items()
    whole = table.facts.get("funds.executed")
    if whole is None or money(whole) == 0:
        for fact in (*line.values(), *_line("funds.only", line)):
            fact_id = f"funds.only.{fact.id.rsplit('.', 1)[-1]}"
            yield replace(fact, id=fact_id, subjects=())


def _line(prefix: str, line: dict[str, Fact]) -> Iterator[Fact]:
    if len(line) == 1:
        (only,) = line.values()
        yield replace(only, id=f"{prefix}.only", bare=True)
    initial, adjusted, executed = (line.get(c) for c in ("initial", "adjusted", "executed"))
    if initial and adjusted:
        yield from _moved(prefix, initial, adjusted)
    if adjusted is None or executed is None:
        return
    budget, spent = money(adjusted), money(executed)
    unit = AMOUNT.fullmatch(adjusted.value)
    if not budget or spent is None or unit is None:
        return
    sources = (*adjusted.sources, *executed.sources)
    rate = share(f"{prefix}.rate", "执行率", spent, budget, sources, lexicon.RATE)
    yield replace(rate, subjects=adjusted.subjects)
    if spent < budget:
        rest = f"{budget - spent:f}{unit[2]}"
        words = lexicon.UNSPENT
        yield replace(
            adjusted, id=f"{prefix}.unspent", label="未执行金额", value=rest, wordings=words
        )


def _moved(prefix: str, initial: Fact, adjusted: Fact) -> Iterator[Fact]:
    """Yield by how much a source of money was cut or raised in the year."""
    first, now, unit = money(initial), money(adjusted), AMOUNT.fullmatch(adjusted.value)
    if first is None or now is None or unit is None or first == now:
        return
    words = lexicon.CUT if now < first else lexicon.RAISED
    change = f"{abs(first - now):f}{unit[2]}"
    yield replace(
        adjusted, id=f"{prefix}.change", label="核减金额" if now < first else "追加金额",
        value=change, wordings=words, direction="down" if now < first else "up",
    )  # fmt: skip


def _rest(table: FactTable) -> Iterator[Fact]:
    """Yield the money left, or spent beyond the budget, as a share of the budget."""
    if "funds.adjusted" not in table:
        return
    rate = first_number(table["funds.rate"]) if "funds.rate" in table else None
    if rate is not None and rate < 100:
        less = ("比目标少", "比目标低", "相差", "差距", "低于目标", "少", "低", "差")
        short = f"{plain(100 - rate)}个百分点"
        yield replace(
            table["funds.rate"], id="funds.short", label="与全额执行的差距", value=short,
            kind="quantity", work="", wordings=less,
        )  # fmt: skip
    base = money(table["funds.adjusted"])
    for name, words in (
        ("unspent", (*lexicon.UNSPENT_SHARE, *lexicon.UNSPENT)),
        ("over", lexicon.OVER),
    ):
        fact = table.facts.get(f"funds.{name}")
        part = None if fact is None else money(fact)
        if fact is not None and part and base:
            yield share(f"funds.{name}.share", "占全年预算的比例", part, base, fact.sources, words)

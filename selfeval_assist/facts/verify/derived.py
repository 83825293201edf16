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
from selfeval_assist.scoring.arithmetic import plain, rounded

_SOURCE = re.compile(r"funds\.source\.(\d+)\.(initial|adjusted|executed)")
_AMOUNT = re.compile(r"([\d.]+)(万?元)")


def derived(table: FactTable) -> Iterator[Fact]:
    """Yield further facts that the facts of a table imply; nothing that needs another source."""
    yield from _counts(table)
    yield from _rows(table)
    yield from _sources(table)
    yield from _points(table)


def _counts(table: FactTable) -> Iterator[Fact]:
    for fact in table:
        name = fact.id.rsplit(".", 1)[-1]
        if fact.kind == "count" and name in lexicon.COUNTED_AS and not fact.subjects:
            yield replace(
                fact, id=f"{fact.id}.said", wordings=(*fact.wordings, *lexicon.COUNTED_AS[name])
            )
    if "rows.total" in table and "rows.met" in table:
        met, total = (_number(table[f"rows.{name}"]) for name in ("met", "total"))
        if met and total and met < total:
            rates = ("达标率", "指标达标率", "指标完成率", "目标实现率", "目标完成率", "完成率")
            yield _share("rows.met.share", "达标率", met, total, table["rows.met"].sources, rates)
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
        ceiling = target.value.startswith(("不超过", "低于"))
        words = lexicon.COMPLETION
        if not fact.value.endswith("%") and a != t:
            words = (*words, "完成", "实际完成", "仅完成", "已完成", "只完成")
        if not ceiling:
            more = _share(f"row.{fact.row}.share", "完成比例", a, t, fact.sources, words)
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
    if len(lines) == 1:
        (line,) = lines.values()
        for column, fact in line.items():
            whole = table.facts.get(f"funds.{column}")
            if whole is None or _money(whole) == 0:
                yield replace(fact, id=f"funds.only.{column}", subjects=())


def _line(prefix: str, line: dict[str, Fact]) -> Iterator[Fact]:
    adjusted, executed = line.get("adjusted"), line.get("executed")
    if adjusted is None or executed is None:
        return
    budget, spent = _money(adjusted), _money(executed)
    unit = _AMOUNT.fullmatch(adjusted.value)
    if not budget or spent is None or unit is None:
        return
    sources = (*adjusted.sources, *executed.sources)
    rate = _share(f"{prefix}.rate", "执行率", spent, budget, sources, lexicon.RATE)
    yield replace(rate, subjects=adjusted.subjects)
    if spent < budget:
        rest = f"{budget - spent:f}{unit[2]}"
        words = lexicon.UNSPENT
        yield replace(
            adjusted, id=f"{prefix}.unspent", label="未执行金额", value=rest, wordings=words
        )


def _points(table: FactTable) -> Iterator[Fact]:
    """Yield what the execution may score and lost, and what the whole form lost."""
    weights = [fact for fact in table if re.fullmatch(r"level\.\d+\.weight", fact.id)]
    known = [value for fact in weights if (value := _number(fact)) is not None]
    hundred = Decimal(100)
    if "score.execution" in table and known and len(known) == len(weights):
        score = table["score.execution"]
        weight, got = hundred - sum(known), _number(score)
        if 0 < weight <= 20:
            words = ("预算执行率分值", "预算执行", "预算执行率")
            most = _shown(weight)
            yield replace(score, id="score.execution.weight", value=most, wordings=words)
            if got is not None and got < weight:
                less = _shown(weight - got)
                yield replace(score, id="score.execution.lost", value=less, wordings=lexicon.LOST)
    if "score.total" in table:
        total = table["score.total"]
        yield replace(total, id="score.full", value="100分", wordings=("满分", "总分值"))
        got = _number(total)
        if got is not None and got < hundred:
            less = _shown(hundred - got)
            yield replace(total, id="score.total.lost", value=less, wordings=lexicon.TOTAL_LOST)


def _shown(points: Decimal) -> str:
    return f"{plain(points)}分"


def _share(
    fact_id: str,
    label: str,
    top: Decimal,
    base: Decimal,
    sources: tuple[str, ...],
    words: tuple[str, ...],
) -> Fact:
    value = plain(rounded(top / base * 100, 2))
    work = f"{top:f} ÷ {base:f} × 100% ≈ {value}%"
    return Fact(fact_id, label, f"{value}%", "rate", sources, work, words)


def _number(fact: Fact) -> Decimal | None:
    match = re.match(r"[\d.]+", fact.value)
    return None if match is None else Decimal(match[0])


def _money(fact: Fact) -> Decimal | None:
    match = _AMOUNT.fullmatch(fact.value)
    return None if match is None else Decimal(match[1])

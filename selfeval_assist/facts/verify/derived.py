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

_APART = ("偏差率", "偏离度", "偏差", "偏差度", "偏离率")
_SOURCE = re.compile(r"funds\.source\.(\d+)\.(initial|adjusted|executed)")
_AMOUNT = re.compile(r"([\d.]+)(万?元)")


def derived(table: FactTable) -> Iterator[Fact]:
    """Yield further facts that the facts of a table imply; nothing that needs another source."""
    yield from _counts(table)
    yield from _rows(table)
    yield from _sources(table)
    yield from _points(table)
    yield from _levels(table)
    yield from _rest(table)


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
    unmet = [table[f"rows.{name}"] for name in ("missed", "late") if f"rows.{name}" in table]
    if len(unmet) == 2:
        count = sum((_number(fact) or Decimal(0) for fact in unmet), Decimal(0))
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
            short = _share(f"row.{fact.row}.apart", "偏差率", abs(a - t), t, fact.sources, _APART)
            words = (lexicon.SHORT if a < t else lexicon.LONG) + _APART
            yield replace(short, row=fact.row, subjects=fact.subjects, wordings=words)
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
    spent = {
        number: line for number, line in lines.items() if {"adjusted", "executed"} <= line.keys()
    }
    if len(spent) != 1 and len(lines) != 1:
        return
    ((number, line),) = (spent if len(spent) == 1 else lines).items()
    whole = table.facts.get("funds.executed")
    if whole is None or _money(whole) == 0:
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


def _moved(prefix: str, initial: Fact, adjusted: Fact) -> Iterator[Fact]:
    """Yield by how much a source of money was cut or raised in the year."""
    first, now, unit = _money(initial), _money(adjusted), _AMOUNT.fullmatch(adjusted.value)
    if first is None or now is None or unit is None or first == now:
        return
    words = lexicon.CUT if now < first else lexicon.RAISED
    change = f"{abs(first - now):f}{unit[2]}"
    yield replace(
        adjusted, id=f"{prefix}.change", label="核减金额" if now < first else "追加金额",
        value=change, wordings=words, direction="down" if now < first else "up",
    )  # fmt: skip


def _points(table: FactTable) -> Iterator[Fact]:
    """Yield what the execution may score and lost, and what the whole form lost."""
    weights = [fact for fact in table if re.fullmatch(r"level\.\d+\.weight", fact.id)]
    known = [value for fact in weights if (value := _number(fact)) is not None]
    hundred = Decimal(100)
    if "score.execution" in table and known and len(known) == len(weights):
        score = table["score.execution"]
        weight, got = hundred - sum(known), _number(score)
        if 0 < weight <= 20:
            words = ("预算执行率分值", "预算执行", "预算执行率", "满分")
            most = _shown(weight)
            yield replace(score, id="score.execution.weight", value=most, wordings=words)
            if got is not None and got < weight:
                less = _shown(weight - got)
                yield replace(score, id="score.execution.lost", value=less, wordings=lexicon.LOST)
    scored = [fact for fact in table if re.fullmatch(r"level\.\d+\.score", fact.id)]
    reached = [value for fact in scored if (value := _number(fact)) is not None]
    if scored and len(reached) == len(scored) == len(known):
        gained, full = sum(reached, Decimal(0)), sum(known, Decimal(0))
        sources = tuple(source for fact in scored for source in fact.sources)
        for name, points, called in (
            ("score", gained, lexicon.INDICATORS),
            ("weight", full, lexicon.INDICATORS),
            ("lost", full - gained, lexicon.TOTAL_LOST),
        ):
            fact_id, label = f"score.indicators.{name}", "绩效指标合计"
            yield Fact(fact_id, label, _shown(points), "points", sources, "", called)
        if full:
            rate = ("绩效指标得分率", "指标得分率")
            yield _share("score.indicators.rate", "得分率", gained, full, sources, rate)
    if "score.total" in table:
        total = table["score.total"]
        yield replace(total, id="score.full", value="100分", wordings=("满分", "总分值"))
        got = _number(total)
        if got is not None and got < hundred:
            less = _shown(hundred - got)
            yield replace(total, id="score.total.lost", value=less, wordings=lexicon.TOTAL_LOST)


def _levels(table: FactTable) -> Iterator[Fact]:
    """Yield what rows, second-level groups and first levels may score, scored and lost."""
    scored: dict[str, dict[str, Fact]] = {}
    for fact in table:
        prefix, _, name = fact.id.rpartition(".")
        if fact.kind == "points" and name in {"weight", "score"}:
            scored.setdefault(prefix, {})[name] = fact
    for prefix, pair in scored.items():
        if len(pair) < 2 or not prefix.startswith(("row.", "level.")):
            continue
        weight, score = _number(pair["weight"]), _number(pair["score"])
        if not weight or score is None:
            continue
        sources = (*pair["weight"].sources, *pair["score"].sources)
        rate = _share(f"{prefix}.rate", "得分率", score, weight, sources, lexicon.SCORE_RATE)
        yield replace(rate, row=pair["score"].row, subjects=pair["score"].subjects)
        if score < weight and prefix.startswith("level."):
            lost = replace(pair["score"], id=f"{prefix}.lost", label="扣分合计")
            yield replace(lost, value=_shown(weight - score), wordings=lexicon.LOST)
    for fact in table:
        if fact.id.startswith("kind.") and fact.id.endswith(".total"):
            yield from _kind(fact, scored)


def _kind(total: Fact, scored: dict[str, dict[str, Fact]]) -> Iterator[Fact]:
    """Yield the sum of weights and scores of a second-level group."""
    rows = dict.fromkeys(source.split(".")[1] for source in total.sources)
    label = total.label.removesuffix("项数")
    for name, words in (("weight", lexicon.WEIGHT), ("score", lexicon.SCORE)):
        facts = [scored.get(f"row.{row}", {}).get(name) for row in rows]
        values = [_number(fact) for fact in facts if fact is not None]
        known = [value for value in values if value is not None]
        if len(known) == len(rows):
            prefix = total.id.removesuffix(".total")
            yield Fact(
                f"{prefix}.{name}", f"{label}项数", _shown(sum(known, Decimal(0))), "points",
                total.sources, "", (*words, "共", "合计"),
            )  # fmt: skip


def _rest(table: FactTable) -> Iterator[Fact]:
    """Yield the money left, or spent beyond the budget, as a share of the budget."""
    if "funds.adjusted" not in table:
        return
    base = _money(table["funds.adjusted"])
    for name, words in (
        ("unspent", (*lexicon.UNSPENT_SHARE, *lexicon.UNSPENT)),
        ("over", lexicon.OVER),
    ):
        fact = table.facts.get(f"funds.{name}")
        part = None if fact is None else _money(fact)
        if fact is not None and part and base:
            yield _share(f"funds.{name}.share", "占全年预算的比例", part, base, fact.sources, words)


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

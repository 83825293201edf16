"""Facts of the funds block: amounts in the form's unit and in 万元, changes, rates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval_assist.facts.model import Direction, Fact
from selfeval_assist.facts.spelling import subjects_of
from selfeval_assist.form import FundLine, MoneyUnit, SelfEvaluation
from selfeval_assist.form.fund_lines import sources_of
from selfeval_assist.form.money import convert, in_unit, in_yuan
from selfeval_assist.prose.words import holds
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain, rounded

_COLUMNS = (
    ("initial", "年初预算数"),
    ("adjusted", "全年预算数"),
    ("executed", "全年执行数"),
)
_TOTAL = "funds.total"
_SIGNS: dict[MoneyUnit, str] = {"元": "元", "万元": "万"}
"""What stands behind each amount of a sum."""


_SMALL = Decimal(100)
"""元 under which an amount in 万元 would be hardly more than zeros: 0.00014万元."""


def fund_facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield the facts of the total line, of its sources, and of what changed.

    A form that counts in 元 is told in 万元 as well, all its amounts or none.
    """
    wan = _told_in_wan(form)
    yield from (fact for fact in _facts(form, sheet) if wan or not fact.id.endswith(".wan"))


def _told_in_wan(form: SelfEvaluation) -> bool:
    """Return whether all amounts of a form in 元 are large enough to be told in 万元."""
    lines = (form.funds.total, *form.funds.sources)
    cells = [
        [in_yuan(getattr(line, column), form.money_unit) for column, _ in _COLUMNS]
        for line in lines
    ]
    total = [amount for amount in cells[0] if amount is not None]
    apart: list[Decimal | None] = [one - other for one in total for other in total if one > other]
    amounts = [amount for line in (*cells, apart) for amount in line if amount]
    return bool(amounts) and max(amounts) >= 10_000 and min(amounts) >= _SMALL


def _facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    unit, found = form.money_unit, _whole(form)
    for column, label in _COLUMNS:
        if column in found:
            money = _money(f"funds.{column}", label, (found[column].path,))
            yield from _amount(money, found[column].amount, unit)
    if "initial" not in found and "adjusted" in found:
        # what a goal can say of its money where no opening budget is printed
        plan = _money("funds.plan", "全年预算数", (found["adjusted"].path,))
        yield from _amount(plan, found["adjusted"].amount, unit)
    carried = _carried(form) if found.get("adjusted", _NONE).path.startswith(_TOTAL) else []
    yield from _change(form, found, carried)
    yield from _execution(form, found, unit, sheet)
    for index, line in enumerate(form.funds.sources):
        yield from _source(index, line, unit)


def budget_sign(form: SelfEvaluation) -> int:
    """Return 1 for a budget raised in the year, -1 for one cut, 0 for neither."""
    found = _whole(form)
    if not {"initial", "adjusted"} <= found.keys():
        return 0
    initial, adjusted = found["initial"].amount, found["adjusted"].amount
    initial += sum((each.amount for each in _carried(form)), Decimal(0))
    return (adjusted > initial) - (adjusted < initial)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An amount of the whole project, in the form's unit, with the cell that holds it."""

    amount: Decimal
    path: str


def _whole(form: SelfEvaluation) -> dict[str, _Whole]:
    """Return the amounts of the project by column.

    A total line that lacks one, or holds nothing but zeros, takes it from the source that has a
    full-year budget, where one alone has.
    """
    unit, total = form.money_unit, form.funds.total
    found = dict[str, _Whole]()
    for column, _ in _COLUMNS:
        amount = in_unit(getattr(total, column), unit)
        if amount is not None:
            found[column] = _Whole(amount, f"{_TOTAL}.{column}")
    lines = [at for at, line in enumerate(form.funds.sources) if in_unit(line.adjusted, unit)]
    empty = not any(each.amount for each in found.values())
    if len(lines) == 1:
        for column, _ in _COLUMNS:
            amount = in_unit(getattr(form.funds.sources[lines[0]], column), unit)
            if amount and (empty or column not in found):
                found[column] = _Whole(amount, f"funds.sources.{lines[0]}.{column}")
    if at_other_scale(form):
        found.pop("executed", None)
    return found


def at_other_scale(form: SelfEvaluation) -> bool:
    """Return whether the money spent is so far above the budget that its unit is in question."""
    total, unit = form.funds.total, form.money_unit
    spent, budget = in_unit(total.executed, unit), in_unit(total.adjusted, unit)
    return bool(spent and budget and spent >= budget * _TOO_MUCH)


_TOO_MUCH = 10
"""Times the budget that nobody spends."""


_NONE = _Whole(Decimal(0), "")


def _carried(form: SelfEvaluation) -> list[_Whole]:
    """Return what was left of last year and came in after the opening budget: no addition."""
    lines = (
        (f"funds.sources.{at}.adjusted", in_unit(line.adjusted, form.money_unit))
        for at, line, _ in sources_of(form)
        if holds(line.name, _LEFT_OVER) and not in_unit(line.initial, form.money_unit)
    )
    return [_Whole(amount, path) for path, amount in lines if amount is not None and amount > 0]


_LEFT_OVER = ("结转", "结余")


def _adds_up(form: SelfEvaluation, found: Mapping[str, _Whole]) -> bool:
    """Return whether the sources make up both the opening and the full-year budget."""
    lines = [line for _, line, part in sources_of(form) if not part]
    sums = {
        column: sum((in_unit(getattr(line, column), form.money_unit) or 0 for line in lines), 0)
        for column in ("initial", "adjusted")
    }
    return all(total == found[column].amount for column, total in sums.items())


def _source(index: int, line: FundLine, unit: MoneyUnit) -> Iterator[Fact]:
    subjects = subjects_of(line.name.removeprefix("其中").lstrip(":： "))
    for column, label in _COLUMNS if subjects else ():
        amount = in_unit(getattr(line, column), unit)
        if amount:
            source = (f"funds.sources.{index}.{column}",)
            fact = _money(f"funds.source.{index}.{column}", label, source)
            yield from _amount(replace(fact, subjects=subjects), amount, unit)


def _amount(
    fact: Fact, amount: Decimal, unit: MoneyUnit, less: tuple[Decimal, ...] | None = None
) -> Iterator[Fact]:
    """Yield an amount in the form's unit, and in 万元 where the form counts in 元.

    The 万元 rendering is exact, never rounded: 14692992元 is 1469.2992万元. A sum is shown in the
    unit of its amount: 1.8万元 is 36.8万 − 35万.

    Args:
        fact: the amount as a fact without its value.
        amount: the amount.
        unit: the form's unit.
        less: the amounts whose difference it is, or None where it stands in a cell.
    """
    own = f"{plain(amount)}{unit}"
    yield replace(fact, value=own, work=_difference(less, unit, unit) if less else "")
    if unit == "元":
        wan = f"{plain(convert(amount, '元', '万元'))}万元"
        work = _difference(less, unit, "万元") if less else f"{own} ÷ 10000"
        yield replace(fact, id=f"{fact.id}.wan", value=wan, work=work)


def _difference(less: tuple[Decimal, ...], unit: MoneyUnit, shown: MoneyUnit) -> str:
    """Return the difference of amounts as a sum in another unit: ``36.8万 − 35万``."""
    return " − ".join(f"{plain(convert(each, unit, shown))}{_SIGNS[shown]}" for each in less)


def _money(fact_id: str, label: str, sources: tuple[str, ...]) -> Fact:
    return Fact(fact_id, label, "", "amount", sources)


def _change(
    form: SelfEvaluation, found: Mapping[str, _Whole], carried: Sequence[_Whole]
) -> Iterator[Fact]:
    """Yield by how much the budget was cut or raised in the year, and what was carried over."""
    if not {"initial", "adjusted"} <= found.keys():
        return
    initial, adjusted, unit = found["initial"].amount, found["adjusted"].amount, form.money_unit
    over = sum((each.amount for each in carried), Decimal(0))
    if initial == adjusted:
        return
    where = tuple(each.path for each in carried)
    if over and not _adds_up(form, found):
        return  # whether it was in the opening budget, the lines do not say
    if over:
        yield from _amount(_money("funds.carried", "上年结转资金", where), over, unit)
    if initial + over == adjusted:
        return
    down = adjusted < initial + over
    direction: Direction = "down" if down else "up"
    parts = [initial, over] if over else [initial]
    less = (sum(parts, Decimal(0)), adjusted) if down else (adjusted, *parts)
    apart = abs(adjusted - initial - over)
    sources = (found["initial"].path, found["adjusted"].path, *where)
    label = "核减金额" if down else "追加金额"
    fact = replace(_money("funds.change", label, sources), direction=direction)
    yield from _amount(fact, apart, unit, less)
    share = rounded(apart / initial * 100, 2) if initial > 0 else Decimal(0)
    if share > 0:
        percent = f"{plain(share)}%"
        yield Fact(
            "funds.change_percent",
            "核减幅度" if down else "追加幅度",
            percent,
            "rate",
            sources,
            f"{plain(apart)} ÷ {plain(initial)} × 100% ≈ {percent}",
            direction,
        )


def _printed(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield the rate that the form prints, where it is not the one worked out.

    A text may say what the form says; that both differ is a finding of the checks.
    """
    printed, exact = form.funds.total.rate.value, sheet.execution.rate
    if printed is None or printed == 0 or (exact is not None and printed == rounded(exact, 2)):
        return
    value, source = f"{plain(printed)}%", (f"{_TOTAL}.rate",)
    yield Fact("funds.printed_rate", "填写的执行率", value, "rate", source)


def _execution(
    form: SelfEvaluation, found: Mapping[str, _Whole], unit: MoneyUnit, sheet: ScoreSheet
) -> Iterator[Fact]:
    """Yield the execution rates, half-up at two decimals, and the money not spent."""
    executed = found.get("executed")
    for name, label, rate, base in (
        ("rate", "执行率", sheet.execution.rate, "adjusted"),
        (
            "initial_rate",
            "按年初预算计算的执行率",
            sheet.execution.initial_rate,
            "initial",
        ),
    ):
        if executed is None or not (base in found and found[base].amount):
            continue
        spent, budget = executed.amount, found[base].amount
        exact = spent / budget * 100
        # a total line of zeros is scored by its sources: that rate is of another sum
        if rate is not None and rounded(rate, 2) != rounded(exact, 2):
            continue
        work = f"{plain(spent)} ÷ {plain(budget)} × 100% ≈ {percent(exact)}"
        sources = (executed.path, found[base].path)
        yield Fact(f"funds.{name}", label, percent(exact), "rate", sources, work)
    yield from _printed(form, sheet)
    if executed is not None and "adjusted" in found:
        yield from _distance(found["adjusted"], executed, unit)


def percent(rate: Decimal) -> str:
    """Return a rate with two decimals, the whole as 100%."""
    return "100%" if rate == 100 else f"{rounded(rate, 2)}%"


def _distance(adjusted: _Whole, executed: _Whole, unit: MoneyUnit) -> Iterator[Fact]:
    """Yield the money left of the full-year budget, or spent beyond it."""
    if executed.amount == adjusted.amount:
        return
    high, low = max(adjusted.amount, executed.amount), min(adjusted.amount, executed.amount)
    sources = (adjusted.path, executed.path)
    if executed.amount > adjusted.amount:
        fact = _money("funds.over", "超出预算的金额", sources)
    else:
        fact = _money("funds.unspent", "未执行金额", sources)
    yield from _amount(fact, high - low, unit, (high, low))

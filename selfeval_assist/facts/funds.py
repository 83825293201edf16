"""Facts of the funds block: amounts in the form's unit and in 万元, changes, rates."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Direction, Fact
from selfeval_assist.facts.spelling import subjects_of
from selfeval_assist.form import FundLine, MoneyUnit, SelfEvaluation
from selfeval_assist.form.money import convert, in_unit, in_yuan
from selfeval_assist.scoring import ScoreSheet
from selfeval_assist.scoring.arithmetic import plain, rounded

_COLUMNS = (
    ("initial", "年初预算数", lexicon.INITIAL),
    ("adjusted", "全年预算数", lexicon.ADJUSTED),
    ("executed", "全年执行数", lexicon.EXECUTED),
)
_TOTAL = "funds.total"


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
        [in_yuan(getattr(line, column), form.money_unit) for column, *_ in _COLUMNS]
        for line in lines
    ]
    total = [amount for amount in cells[0] if amount is not None]
    apart: list[Decimal | None] = [one - other for one in total for other in total if one > other]
    amounts = [amount for line in (*cells, apart) for amount in line if amount]
    return bool(amounts) and max(amounts) >= 10_000 and min(amounts) >= _SMALL


def _facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    unit = form.money_unit
    amounts: dict[str, Decimal] = {}
    for column, label, wordings in _COLUMNS:
        amount = in_unit(getattr(form.funds.total, column), unit)
        if amount is not None:
            amounts[column] = amount
            source = (f"{_TOTAL}.{column}",)
            yield from _amount(_money(f"funds.{column}", label, source, wordings), amount, unit)
    yield from _change(amounts, unit)
    yield from _execution(form, amounts, unit, sheet)
    for index, line in enumerate(form.funds.sources):
        yield from _source(index, line, unit)


def budget_sign(form: SelfEvaluation) -> int:
    """Return 1 for a budget raised in the year, -1 for one cut, 0 for neither."""
    total, unit = form.funds.total, form.money_unit
    initial, adjusted = in_unit(total.initial, unit), in_unit(total.adjusted, unit)
    if initial is None or adjusted is None:
        return 0
    return (adjusted > initial) - (adjusted < initial)


def _source(index: int, line: FundLine, unit: MoneyUnit) -> Iterator[Fact]:
    subjects = subjects_of(line.name.removeprefix("其中").lstrip(":： "))
    for column, label, wordings in _COLUMNS if subjects else ():
        amount = in_unit(getattr(line, column), unit)
        if amount:
            source = (f"funds.sources.{index}.{column}",)
            fact = _money(f"funds.source.{index}.{column}", label, source, wordings)
            yield from _amount(replace(fact, subjects=subjects), amount, unit)


def _amount(fact: Fact, amount: Decimal, unit: MoneyUnit) -> Iterator[Fact]:
    """Yield an amount in the form's unit, and in 万元 where the form counts in 元.

    The 万元 rendering is exact, never rounded: 14692992元 is 1469.2992万元.

    Args:
        fact: the amount as a fact without its value; ``work`` is the sum that gives it, if any.
        amount: the amount.
        unit: the form's unit.
    """
    own, work = f"{plain(amount)}{unit}", fact.work
    yield replace(fact, value=own, work=f"{work} = {own}" if work else "")
    if unit == "元":
        wan = f"{plain(convert(amount, '元', '万元'))}万元"
        first = f"{work} = {own}" if work else own
        yield replace(fact, id=f"{fact.id}.wan", value=wan, work=f"{first} ÷ 10000 = {wan}")


def _money(
    fact_id: str, label: str, sources: tuple[str, ...], wordings: tuple[str, ...], work: str = ""
) -> Fact:
    return Fact(fact_id, label, "", "amount", sources, work, wordings)


def _change(amounts: dict[str, Decimal], unit: MoneyUnit) -> Iterator[Fact]:
    """Yield by how much the budget was cut or raised in the year, as amount and percent."""
    if not {"initial", "adjusted"} <= amounts.keys():
        return
    initial, adjusted = amounts["initial"], amounts["adjusted"]
    if initial == adjusted:
        return
    down = adjusted < initial
    direction: Direction = "down" if down else "up"
    wordings = (lexicon.CUT if down else lexicon.RAISED) + lexicon.CHANGE
    high, low = max(initial, adjusted), min(initial, adjusted)
    sources = (f"{_TOTAL}.initial", f"{_TOTAL}.adjusted")
    work = f"{plain(high)}{unit} − {plain(low)}{unit}"
    label = "核减金额" if down else "追加金额"
    fact = replace(_money("funds.change", label, sources, wordings, work), direction=direction)
    yield from _amount(fact, high - low, unit)
    share = rounded((high - low) / initial * 100, 2) if initial > 0 else Decimal(0)
    if share > 0:
        percent = f"{plain(share)}%"
        yield Fact(
            "funds.change_percent",
            "核减幅度" if down else "追加幅度",
            percent,
            "rate",
            sources,
            f"{plain(high - low)} ÷ {plain(initial)} × 100% ≈ {percent}",
            wordings,
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
    yield Fact("funds.printed_rate", "填写的执行率", value, "rate", source, "", lexicon.RATE)


def _execution(
    form: SelfEvaluation, amounts: dict[str, Decimal], unit: MoneyUnit, sheet: ScoreSheet
) -> Iterator[Fact]:
    """Yield the execution rates, half-up at two decimals, and the money not spent."""
    executed = amounts.get("executed")
    for name, label, rate, base, wordings in (
        ("rate", "执行率", sheet.execution.rate, "adjusted", lexicon.RATE),
        (
            "initial_rate",
            "按年初预算计算的执行率",
            sheet.execution.initial_rate,
            "initial",
            lexicon.INITIAL_RATE,
        ),
    ):
        if rate is None or executed is None or not amounts.get(base):
            continue  # a total line of zeros is scored by its sources: the sum is not this line's
        value = f"{rounded(rate, 2)}%"
        work = f"{plain(executed)} ÷ {plain(amounts[base])} × 100% ≈ {value}"
        sources = (f"{_TOTAL}.executed", f"{_TOTAL}.{base}")
        yield Fact(f"funds.{name}", label, value, "rate", sources, work, wordings)
    yield from _printed(form, sheet)
    if executed is not None and executed != amounts.get("adjusted", executed):
        yield from _distance(amounts["adjusted"], executed, unit)


def _distance(adjusted: Decimal, executed: Decimal, unit: MoneyUnit) -> Iterator[Fact]:
    """Yield the money left of the full-year budget, or spent beyond it."""
    high, low = max(adjusted, executed), min(adjusted, executed)
    work = f"{plain(high)}{unit} − {plain(low)}{unit}"
    sources = (f"{_TOTAL}.adjusted", f"{_TOTAL}.executed")
    if executed > adjusted:
        fact = _money("funds.over", "超出预算的金额", sources, lexicon.OVER, work)
    else:
        fact = _money("funds.unspent", "未执行金额", sources, lexicon.UNSPENT, work)
    yield from _amount(fact, high - low, unit)

"""Facts of the funds block: amounts in the form's unit and in 万元, changes, rates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
    unit, found = form.money_unit, _whole(form)
    for column, label, wordings in _COLUMNS:
        if column in found:
            money = _money(f"funds.{column}", label, (found[column].path,), wordings)
            yield from _amount(money, found[column].amount, unit)
    if "initial" not in found and "adjusted" in found:
        # what a goal can say of its money where no opening budget is printed
        plan = _money("funds.plan", "全年预算数", (found["adjusted"].path,), lexicon.ADJUSTED)
        yield from _amount(plan, found["adjusted"].amount, unit)
    yield from _change(found, unit)
    yield from _execution(form, found, unit, sheet)
    for index, line in enumerate(form.funds.sources):
        yield from _source(index, line, unit)


def budget_sign(form: SelfEvaluation) -> int:
    """Return 1 for a budget raised in the year, -1 for one cut, 0 for neither."""
    found = _whole(form)
    if not {"initial", "adjusted"} <= found.keys():
        return 0
    initial, adjusted = found["initial"].amount, found["adjusted"].amount
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
    for column, *_ in _COLUMNS:
        amount = in_unit(getattr(total, column), unit)
        if amount is not None:
            found[column] = _Whole(amount, f"{_TOTAL}.{column}")
    lines = [at for at, line in enumerate(form.funds.sources) if in_unit(line.adjusted, unit)]
    empty = not any(each.amount for each in found.values())
    if len(lines) == 1:
        for column, *_ in _COLUMNS:
            amount = in_unit(getattr(form.funds.sources[lines[0]], column), unit)
            if amount and (empty or column not in found):
                found[column] = _Whole(amount, f"funds.sources.{lines[0]}.{column}")
    return found


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


def _change(found: Mapping[str, _Whole], unit: MoneyUnit) -> Iterator[Fact]:
    """Yield by how much the budget was cut or raised in the year, as amount and percent."""
    if not {"initial", "adjusted"} <= found.keys():
        return
    initial, adjusted = found["initial"].amount, found["adjusted"].amount
    if initial == adjusted:
        return
    down = adjusted < initial
    direction: Direction = "down" if down else "up"
    wordings = (lexicon.CUT if down else lexicon.RAISED) + lexicon.CHANGE
    high, low = max(initial, adjusted), min(initial, adjusted)
    sources = (found["initial"].path, found["adjusted"].path)
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
    form: SelfEvaluation, found: Mapping[str, _Whole], unit: MoneyUnit, sheet: ScoreSheet
) -> Iterator[Fact]:
    """Yield the execution rates, half-up at two decimals, and the money not spent."""
    executed = found.get("executed")
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
        if executed is None or not (base in found and found[base].amount):
            continue
        spent, budget = executed.amount, found[base].amount
        exact = spent / budget * 100
        # a total line of zeros is scored by its sources: that rate is of another sum
        if rate is not None and rounded(rate, 2) != rounded(exact, 2):
            continue
        work = f"{plain(spent)} ÷ {plain(budget)} × 100% ≈ {percent(exact)}"
        sources = (executed.path, found[base].path)
        yield Fact(f"funds.{name}", label, percent(exact), "rate", sources, work, wordings)
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
    work = f"{plain(high)}{unit} − {plain(low)}{unit}"
    sources = (adjusted.path, executed.path)
    if executed.amount > adjusted.amount:
        fact = _money("funds.over", "超出预算的金额", sources, lexicon.OVER, work)
    else:
        fact = _money("funds.unspent", "未执行金额", sources, lexicon.UNSPENT, work)
    yield from _amount(fact, high - low, unit)

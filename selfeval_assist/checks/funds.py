"""Rules on the funds block that follow from its own figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.words import whole_department
from selfeval_assist.form import FundLine, Number
from selfeval_assist.form.fund_lines import slipped
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose.words import combined
from selfeval_assist.scoring.arithmetic import capped, plain, rounded
from selfeval_assist.scoring.score import MOST_FOR_EXECUTION

_ZERO, _ALL = Decimal(0), Decimal(100)
_HALF_CENT = Decimal("0.005")
_COLUMNS = {"initial": "年初预算数", "adjusted": "全年预算数", "executed": "全年执行数"}
_RATIO_UP_TO = Decimal("1.5")
# 结转下年资金, 财政收回
_CARRIED = combined(
    ("", "其中", "其中:"), ("结转", "年末结转"), ("", "下年"), ("", "数", "资金", "金额")
)


@rule(
    "FUND001",
    "资金明细合计与总额不符",
    severity=Severity.ERROR,
    message="{column}：资金明细合计 {sum}{money}，年度资金总额 {total}{money}，"
    "相差 {gap}{money}{blank}，提请核实。",
    basis=PUBLISHED,
)
def sources_add_up(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    各资金来源行逐栏相加，应等于“年度资金总额”（误差不超过 0.005）。整栏都没填的不算；基本支出、
    项目支出、结转、收回等不是资金来源，不参与合计；先按来源、再按用途把同一笔钱列两遍的，各遍都等于
    总额即可；中央、省、市、县等细分行不会重复计算；三栏都是去掉同一行就等于总额、该行各栏又不大于上
    一行的，是上一行的其中，不提。
    为什么：总额与明细对不上，执行率和得分就没有可靠的基础，审核时最先退回。
    反例：年度资金总额 0，当年财政拨款 90。
    正例：年度资金总额 120，当年财政拨款 100，上年结转资金 20，其他资金 0。
    怎么改：对照预算批复和决算，先确认明细，再改总额。
    """
    form, unit = subject.form, subject.form.money_unit
    sources = subject.sources
    if _holds_a_part(subject):
        return
    for column, title in _COLUMNS.items():
        total = in_unit(getattr(form.funds.total, column), unit)
        amounts = [
            (amount, nested)
            for _, line, nested in sources
            if (amount := in_unit(getattr(line, column), unit)) is not None
        ]
        if total is not None and amounts and not _adds_up(amounts, total):
            top = sum((amount for amount, nested in amounts if not nested), _ZERO)
            where, blank = _left_blank(subject, column)
            facts = {"column": title, "sum": top, "total": total, "gap": abs(top - total)}
            yield Hit(where or f"funds.total.{column}", {**facts, "blank": blank})


def _holds_a_part(subject: Subject) -> bool:
    """Return whether all columns add up without one line, which is then a part of the one before.

    区级财政资金 780, 一般债券资金 400 below it: a form that lost 其中 on its way.
    """
    form, unit = subject.form, subject.form.money_unit
    lines = [line for _, line, nested in subject.sources if not nested]
    columns = [
        (total, [in_unit(getattr(line, column), unit) or _ZERO for line in lines])
        for column in _COLUMNS
        if (total := in_unit(getattr(form.funds.total, column), unit)) is not None
    ]
    return len(columns) == len(_COLUMNS) and any(
        all(
            0 < own[at] <= own[at - 1] and abs(sum(own) - own[at] - total) <= _HALF_CENT
            for total, own in columns
        )
        for at in range(1, len(lines))
    )


def _left_blank(subject: Subject, column: str) -> tuple[str, str]:
    """Return the one cell of a column that a source leaves blank which fills others, and a note."""
    blank = [
        (f"funds.sources.{index}.{column}", f"（“{squeeze(line.name)}”空白）")
        for index, line, _ in subject.sources
        if getattr(line, column).blank and any(not getattr(line, each).blank for each in _COLUMNS)
    ]
    return blank[0] if len(blank) == 1 else ("", "")


def _adds_up(amounts: Sequence[tuple[Decimal, bool]], total: Decimal) -> bool:
    """Return whether sources, each with whether it is a part of another, give the total."""
    lines = [amount for amount, nested in amounts if not nested]
    whole = sum((amount for amount, _ in amounts), _ZERO)
    near = min(abs(whole - total), abs(sum(lines, _ZERO) - total))
    return near <= _HALF_CENT or _twice(lines, total)


def _twice(amounts: list[Decimal], total: Decimal) -> bool:
    """Return whether lines give the total twice: by source, and then by what it is spent on."""
    sums = [sum(amounts[:at], _ZERO) for at in range(1, len(amounts))]
    return total > 0 and any(
        abs(part - total) <= _HALF_CENT and abs(sum(amounts, _ZERO) - 2 * total) <= _HALF_CENT
        for part in sums
    )


@rule(
    "FUND002",
    "执行率与金额不符",
    severity=Severity.ERROR,
    message="{line}执行率 {printed}，按 {executed}{money} ÷ {budget}{money} "
    "计算应为 {expected}，提请核实。",
    basis=PUBLISHED,
)
def rate_follows_amounts(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    执行率 = 全年执行数 ÷ 全年预算数 × 100%，四舍五入到表中写出的小数位数，应与表中数字一致；各资金
    来源印有执行率的，逐行核对。没有花完而取整到 100% 的，写出两位小数。
    为什么：执行率直接决定得分；0.01 的差别也会被认为数据不实。
    反例：执行 215,457.6 元，预算 250,000 元，写 86.19%（应为 86.18%）。
    正例：执行 65.07 万元，预算 65.66 万元，写 99%（99.10% 四舍五入到整数）。
    怎么改：按金额重算；不要截断，也不要向上取整。
    """
    form = subject.form
    initial = subject.policy.execution.denominator == "initial"
    for path, line in _lines(subject):
        budget = in_unit(line.initial if initial else line.adjusted, form.money_unit)
        executed = in_unit(line.executed, form.money_unit)
        if budget is None or executed is None or budget <= 0 or slipped(budget, executed):
            continue  # the last is FUND010
        if path != "funds.total" and line.rate.raw == form.funds.total.rate.raw:
            continue  # said of the total
        if expected := _other_rate(line.rate, executed / budget * 100):
            facts = {
                "line": "表中" if path == "funds.total" else f"“{squeeze(line.name)}”",
                "printed": line.rate.raw.strip(),
                "expected": expected,
                "executed": executed,
                "budget": budget,
            }
            yield Hit(f"{path}.rate", facts)


def _other_rate(cell: Number, rate: Decimal) -> str:
    """Return the rate that should be printed in a cell, or an empty string where it is."""
    if cell.value is None:
        return ""
    whole = Decimal(1) if _as_ratio(cell, rate) else _ALL
    exact = rate * whole / _ALL
    expected = rounded(exact, cell.decimals)
    if expected == cell.value:
        return ""
    # 99.99% is not all of it, however few decimals the form prints.
    return f"{rounded(exact, 2) if expected == whole != exact else expected}{cell.unit}"


def _as_ratio(cell: Number, rate: Decimal) -> bool:
    """Return whether a rate without a percent sign is meant as a share of 1 (``0.86``, ``1``)."""
    value = cell.value or _ZERO
    return not cell.unit and value <= _RATIO_UP_TO and rate > _RATIO_UP_TO * 2


@rule(
    "FUND003",
    "预算执行得分与执行率不符",
    severity=Severity.ERROR,
    message="预算执行得分 {claimed}{from_total}，按执行率 {rate}%、分值 {weight}{why} 计算应为 "
    "{expected}，提请核实。",
    basis=PUBLISHED,
)
def execution_points(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预算执行得分 = 分值 × 实际执行率（评分办法规定分档的按档次），不低于 0、不超过分值；误差不超过
    评分办法规定的范围。没有印分值、得分的表，总分恰为各行满分加“分值 × 表中执行率”的，也照此核对，
    并写明是由总分推得；印的是全表分值（如 100）的，按评分办法的分值计算，并写明。
    为什么：执行率按线性计分，凑整或按错误的执行率计分都会影响总分和等级。
    反例：执行率 99.10%，分值 10，得 9 分（应为 9.91 分）。
    正例：执行率 86.18%，分值 10，得 8.62 分。
    怎么改：先核对执行率，再用分值乘以执行率。
    """
    line, rules = subject.form.funds.total, subject.policy.execution
    weight, claimed = line.weight.value, line.score.value
    from_total = ""
    if line.weight.blank and line.score.blank:
        weight, claimed = _inside_total(subject)
        from_total = "（表中没有印，由总分减去各行满分推得）"
    money = subject.money
    rate = money.initial_rate if rules.denominator == "initial" else money.rate
    if weight is None or claimed is None or rate is None or slipped(money.adjusted, money.executed):
        return
    why = ""
    if weight > MOST_FOR_EXECUTION:
        why = f"（评分办法所定；表中写的 {plain(weight)} 不是预算执行一项的分值）"
        weight = rules.weight  # the points of the whole form stand in the cell: WGT001
    # Linear points are compared unrounded, so that the tolerance covers the rounding once.
    in_bands = subject.sheet.execution.points if rules.formula == "bands" else None
    expected = capped(weight * rate / 100, weight) if in_bands is None else in_bands
    if abs(claimed - expected) > rules.tolerance:
        facts = {
            "claimed": claimed,
            "from_total": from_total,
            "weight": weight,
            "why": why,
            "rate": rounded(rate, 2),
            "expected": rounded(expected, 2),
        }
        yield Hit("funds.total.score", facts)


def _inside_total(subject: Subject) -> tuple[Decimal | None, Decimal | None]:
    """Return weight and points of the execution that a total holds in which nothing else is told.

    That is so where no row has points, and what full marks of the rows leave of the total is just
    the weight times the printed rate.
    """
    form, weight = subject.form, subject.policy.execution.weight
    rate, total = form.funds.total.rate, form.total.value
    told = any(not row.data.weight.blank or not row.data.score.blank for row in subject.rows)
    if told or not subject.rows or total is None or rate.value is None or rate.unit != "%":
        return None, None
    left = total - (100 - weight)
    return (weight, left) if left == weight * rate.value / 100 else (None, None)


@rule(
    "FUND004",
    "执行数超过预算或得分超过分值",
    severity=Severity.ERROR,
    message="{place}为 {value}，超过{limit_name} {limit}，提请核实。",
    basis=PUBLISHED,
)
def within_budget(subject: Subject) -> Iterator[Hit]:
    """检查什么：全年执行数不应大于全年预算数；预算执行得分不应大于分值，也不应小于 0。
    为什么：超预算支出要有追加手续；漏记追加预算会使执行率超过 100%。
    反例：全年预算数 329.77 万元，全年执行数 338.31 万元。
    正例：年中追加 8.54 万元并计入全年预算数，执行数 338.31 万元。
    怎么改：核对是否漏填追加、结转资金，或执行数误含其他项目支出。
    """
    unit = subject.form.money_unit
    for path, line in _lines(subject):
        budget, executed = in_unit(line.adjusted, unit), in_unit(line.executed, unit)
        # A line without a budget is FUND005.
        if budget and executed is not None and executed - budget > _HALF_CENT:
            facts = {"value": executed, "limit": budget, "limit_name": "全年预算数"}
            yield Hit(f"{path}.executed", facts)
            if path == "funds.total":
                # The source lines would only say the same again.
                break
    total = subject.form.funds.total
    weight, score = total.weight.value, total.score.value
    if weight is not None and score is not None and not _ZERO <= score <= weight:
        facts = {"value": score, "limit": weight, "limit_name": "分值"}
        yield Hit("funds.total.score", facts)


@rule(
    "FUND005",
    "没有预算却有执行数",
    severity=Severity.ERROR,
    message="{place}没有填写或为 0，而全年执行数为 {executed}{money}，提请核实。",
    basis=PUBLISHED,
)
def budget_present(subject: Subject) -> Iterator[Hit]:
    """检查什么：有全年执行数的行，应当有大于 0 的全年预算数。
    为什么：没有预算数就无法计算执行率，也说明资金来源没有填全。
    反例：全年预算数 0，全年执行数 50。
    正例：全年预算数 60，全年执行数 50。
    怎么改：补填全年预算数；年中下达的资金计入全年预算数。
    """
    unit = subject.form.money_unit
    for path, line in _lines(subject):
        budget, executed = in_unit(line.adjusted, unit), in_unit(line.executed, unit)
        # A layout with one budget column only leaves the other blank.
        missing = line.adjusted.blank and not in_unit(line.initial, unit)
        if executed and executed > 0 and (budget == 0 or missing):
            yield Hit(f"{path}.adjusted", {"executed": executed})


def _lines(subject: Subject) -> Iterator[tuple[str, FundLine]]:
    yield "funds.total", subject.form.funds.total
    for index, line, _ in subject.sources:
        yield f"funds.sources.{index}", line


@rule(
    "FUND009",
    "资金明细没有填执行数",
    severity=Severity.WARNING,
    message="年度资金总额的全年执行数为 {executed}{money}，而{lines}没有填写执行数，提请补填。",
    basis=PRODUCT,
)
def sources_executed(subject: Subject) -> Iterator[Hit]:
    """检查什么：总额填了全年执行数时，有预算的资金来源行也应填执行数。一张表只提示一次。
    为什么：看不出各来源资金分别执行了多少，总额就无法核对。
    反例：年度资金总额执行 14,376,992 元，当年财政拨款的执行数空白。
    正例：当年财政拨款执行 14,376,992 元，上年结转、其他资金填 0。
    怎么改：按支付凭证分来源补填；没有发生的填 0。
    """
    unit = subject.form.money_unit
    executed = in_unit(subject.form.funds.total.executed, unit)
    if executed is None or whole_department(subject.form):
        return  # a form of a whole department splits its income, not what was spent
    sources = [(line, nested) for _, line, nested in subject.sources if not nested]
    known = [amount for line, _ in sources if (amount := in_unit(line.executed, unit)) is not None]
    if known and abs(sum(known, _ZERO) - executed) <= _HALF_CENT:
        return
    blank = [
        squeeze(line.name)
        for line, _ in sources
        if line.executed.blank and (in_unit(line.adjusted, unit) or in_unit(line.initial, unit))
    ]
    if blank:
        yield Hit("funds.sources", {"executed": executed, "lines": blank})


@rule(
    "FUND013",
    "结转与收回之和不等于结余",
    severity=Severity.ERROR,
    message="{lines}合计 {sum}{money}，而全年预算数减全年执行数为 {left}{money}，"
    "相差 {gap}{money}，提请核实。",
    basis=PUBLISHED,
)
def leftover_accounted(subject: Subject) -> Iterator[Hit]:
    """检查什么：表中印有结转数、财政收回数时，两者之和应等于全年预算数减全年执行数。
    为什么：没用完的钱要么结转，要么收回；两者都写 0，说明漏填。
    反例：预算 2960，执行 2798.30，结转 0，收回 0。
    正例：预算 2960，执行 2798.30，结转 100，收回 61.70。
    怎么改：按年末结转通知和收回文件补填。
    """
    unit, money = subject.form.money_unit, subject.money
    lines, carried = [], []
    for line in subject.form.funds.sources:
        name = squeeze(line.name)
        if name not in _CARRIED and "收回" not in name:
            continue
        cells = (line.executed, line.adjusted, line.initial)
        amount = next((a for cell in cells if (a := in_unit(cell, unit)) is not None), None)
        if amount is None:
            return
        lines.append(squeeze(line.name))
        carried.append(amount)
    if not lines or money.adjusted is None or money.executed is None:
        return
    left, total = money.adjusted - money.executed, sum(carried, _ZERO)
    if abs(left - total) > _HALF_CENT:
        facts = {"lines": lines, "sum": total, "left": left, "gap": abs(left - total)}
        yield Hit("funds.sources", facts)

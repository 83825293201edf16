"""The rule that holds the cause of a deviation against the money and against other rows."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import quantities
from selfeval_assist.form import FundLine, Kind
from selfeval_assist.form.money import in_unit
from selfeval_assist.form.text import squeeze
from selfeval_assist.prose.clauses import clauses
from selfeval_assist.prose.likeness import pairs
from selfeval_assist.prose.units import measure_words, same_unit
from selfeval_assist.prose.words import holds
from selfeval_assist.scoring.arithmetic import plain, rounded
from selfeval_assist.scoring.direction import magnitudes
from selfeval_assist.scoring.score import execution_rate

_ALL, _MUCH_LEFT = Decimal(100), Decimal(90)
# 资金不足, 经费紧张; not 解决资金不足
_TOO_LITTLE = re.compile(r"(?<!解决)(?<!缓解)(?:资金|经费)(?:不足|紧张|短缺|不够|有缺口|缺口)")
# 中央资金未及时下达, 资金没有到位
_NOT_COME = re.compile(
    r"(?P<of>[\u4e00-\u9fff]{0,4})(?:补助|配套|专项)?(?:资金|经费|补助|拨款)"
    r"[^，。；]{0,4}(?:(?:未|没有|没)[^，。；]{0,4}(?:到位|下达|拨付)|不到位)"
)
_MONEY = ("资金", "经费", "补助")
# 消防验收未通过, 验收未合格
_REJECTED = re.compile(
    r"([\u4e00-\u9fff]{0,2}(?:验收|检测|检验|评审|审查))(?:均|都)?未(?:能|获)?(?:通过|合格)"
)
# 全年闭馆, 全年均停业
_CLOSED = re.compile(r"全年(?:都|均|一直|持续)?(闭馆|停业|停运|停课|关闭|停止开放|未开放|未运行)")


@rule(
    "DEV009",
    "原因与资金或其他行不一致",
    severity=Severity.WARNING,
    message="{place}写“{quote}”，而{against}，提请核实。",
    basis=REVIEWERS,
    standing="P",
)
def cause_against_the_form(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    偏差原因写资金不足，而全年预算数还有一成以上没有执行；写资金没有到位、没有下达，而该项资金已全部
    执行，或指标里资金及时到位率为 100%；
    写验收未通过、全年闭馆，而另一行验收通过率为 100%、写了开放天数；
    两行说的是同一笔差额（差 2 台套），写的原因却没有一处相同。
    为什么：原因要与表中的数字对得上；对不上，改进措施也就落不到实处。
    反例：原因写“因资金不足，2 台套未采购”，资金栏执行率 70%。
    正例：原因写“供货延迟，2 台套次年 3 月安装”，余款结转。
    怎么改：核实真正的原因；两行说同一件事的，写成同一个原因。
    """
    told = [row for row in subject.rows if row.explained and (row.lost or row.missed)]
    for row in told:
        for quote, against in (
            *_against_money(subject, _reason(row)),
            *_against_rows(subject, row),
        ):
            yield Hit(f"{row.path}.deviation.text", {"quote": quote, "against": against})
    for row in told:
        for other in told:
            if row.index < other.index and (quote := _other_cause(row, other)):
                why = f"第{other.index + 1}行说的是同一笔差额，写“{_reason(other)}”，原因不同"
                yield Hit(f"{row.path}.deviation.text", {"quote": quote, "against": why})


def _reason(row: Row) -> str:
    return row.data.deviation.text.strip() or row.data.deviation.cause.strip()


def _against_money(subject: Subject, text: str) -> Iterator[tuple[str, str]]:
    """Yield what a cause says of the money, and what the form says of it."""
    money = subject.money
    rate, unit = money.rate, subject.form.money_unit
    if (found := _TOO_LITTLE.search(text)) and rate is not None and rate <= _MUCH_LEFT:
        left = (money.adjusted or Decimal(0)) - (money.executed or Decimal(0))
        yield found[0], f"资金栏还有 {left:,f}{unit}没有执行（执行率 {plain(rounded(rate, 2))}%）"
    if (found := _NOT_COME.search(text)) is None:
        return
    for line in _lines_of(subject, found["of"]):
        if execution_rate(line, unit) == _ALL and in_unit(line.executed, unit):
            yield found[0], f"资金栏“{squeeze(line.name)}”已全部执行"
            return
    for row in subject.rows:
        in_time = "及时" in row.name and holds(row.name, _MONEY)
        if in_time and row.actual.number == _ALL and not row.missed:
            yield found[0], f"第{row.index + 1}行“{row.name}”为 {row.data.actual.raw.strip()}"
            return


def _lines_of(subject: Subject, name: str) -> list[FundLine]:
    """Return the fund lines of the source that a cause names; the total where it names none."""
    lines = [line for _, line, _ in subject.sources if name]
    of = next((name[at:] for at in range(len(name) - 1) if _named(lines, name[at:])), "")
    return _named(lines, of) if of else [subject.form.funds.total]


def _named(lines: list[FundLine], name: str) -> list[FundLine]:
    return [line for line in lines if name in line.name]


def _against_rows(subject: Subject, row: Row) -> Iterator[tuple[str, str]]:
    """Yield what a cause says of an acceptance or a closure, and which row says otherwise."""
    text = _reason(row)
    for pattern, tells in ((_REJECTED, _passed), (_CLOSED, _was_open)):
        found = pattern.search(text)
        for other in subject.rows if found else ():
            if found and other is not row and tells(other, found[1]):
                value = other.data.actual.raw.strip()
                yield found[0], f"第{other.index + 1}行“{other.name}”为 {value}"
                break


def _passed(row: Row, what: str) -> bool:
    """Return whether all that was to be accepted was: 消防验收通过率 100%."""
    rate = what in row.name and holds(row.name, ("通过率", "合格率"))
    return rate and row.actual.kind is Kind.RATIO and row.actual.number == _ALL


def _was_open(row: Row, _: str) -> bool:
    """Return whether a row counts on how many days or how often a place was open."""
    often = row.actual.kind is Kind.DURATION or row.actual.unit.endswith(("场", "次"))
    return (
        often
        and bool(row.actual.number)
        and holds(row.name, ("开放", "开馆", "营业", "运行", "运营"))
    )


def _other_cause(row: Row, other: Row) -> str:
    """Return the cause of a row where another row gives another one for what is missing of it."""
    gap = _gap(row)
    if gap is None or not all(_tells(_reason(each), gap) for each in (row, other)):
        return ""
    mine, its = _besides(_reason(row), gap), _besides(_reason(other), gap)
    return _reason(row) if mine and its and not pairs(mine) & pairs(its) else ""


_Gap = tuple[Decimal, str]


def _gap(row: Row) -> _Gap | None:
    """Return what a row is short of, with its unit; None for a rate or an amount of money."""
    if not (row.target.numeric and row.actual.numeric) or row.target.unit in {"", "%", "元"}:
        return None
    wanted, reached = magnitudes(row.target, row.actual)
    return (wanted - reached, row.target.unit) if wanted > reached else None


def _tells(text: str, gap: _Gap) -> bool:
    return any(
        value.magnitude == gap[0]
        and (same_unit(value.unit, gap[1]) or measure_words(value.unit, gap[1]))
        for value in (each.value for each in quantities(text))
    )


def _besides(text: str, gap: _Gap) -> str:
    """Return the clauses of a cause that do not tell the gap itself."""
    parts = (text[span.start : span.end] for span in clauses(text))
    return "，".join(part for part in parts if not _tells(part, gap))

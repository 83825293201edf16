"""Rules on cells in which no value can be read."""

import unicodedata
from collections.abc import Iterator

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form import Kind, Number, SelfEvaluation
from selfeval_assist.form.damage import mended
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.prose.words import has_han
from selfeval_assist.scoring import Basis

_SHOWN = 40
"""Characters of a cell that a message shows; where more stand, they are no value."""
_AMOUNTS = ("initial", "adjusted", "executed", "weight", "rate", "score")


@rule(
    "VAL001",
    "指标值读不出数值",
    severity=Severity.WARNING,
    message="{place}“{printed}”读不出数值{why}，计分时没有用它，提请对照原件核实{offer}。",
    basis=PRODUCT,
)
def value_readable(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    年度指标值、实际完成值里有数字，却读不出是多少：字母 O、l 混在数字里，几个单元格粘在一起，
    末尾多出问号，或者一格写了几个数。看起来像录入或扫描差错的要核实，其余只作提示。
    为什么：读不出的值不能参与计分；系统不猜，也不自行改动原文。
    反例：目标“第O份”“21182118100%”，完成值“95%?”。
    正例：目标“≥95%”，完成值“95%”。
    怎么改：对照原件重新录入；系统提出的写法只供参考，由填报人确认。一格写了几个数的，拆成几行指标。
    """
    for row in subject.rows:
        first = row.data.initial_target.value
        cells = (("initial_target", first), ("target", row.target), ("actual", row.actual))
        for name, value in cells:
            # Equal words are taken as they stand; a number that cannot be read is no word.
            told = row.score.basis is Basis.TAKEN or row.target.words == row.actual.words
            worded = told and not value.damage and has_han(value.words)
            if value.kind is Kind.UNPARSED and not worded:
                offer = mended(value.words)
                if parse_value(offer).kind in {Kind.UNPARSED, Kind.BLANK}:
                    offer = ""
                yield Hit(
                    f"{row.path}.{name}",
                    _facts(value.words, value.damage, offer),
                    None if value.damage else Severity.INFO,
                )


@rule(
    "VAL002",
    "金额、分值或得分读不出数值",
    severity=Severity.WARNING,
    message="{place}“{printed}”读不出数值{why}，计算时没有用它，提请对照原件核实{offer}。",
    basis=PRODUCT,
)
def number_readable(subject: Subject) -> Iterator[Hit]:
    """检查什么：预算数、执行数、执行率、分值、得分、总分里填了内容，却不是一个数。
    为什么：读不出的数不能参与合计和计分；系统不猜，也不自行改动原文。
    反例：分值“IO”，得分“202010100.00%10”。
    正例：分值“10”，得分“9.98”。
    怎么改：对照原件重新录入；系统提出的写法只供参考，由填报人确认。不适用的填“—”。
    """
    for path, cell in _numbers(subject.form):
        if cell.value is None and not cell.blank:
            printed = " ".join(unicodedata.normalize("NFKC", cell.root).split())
            if Number(printed).blank:
                continue  # a stroke or dash of full width
            offer = mended(printed)
            known = Number(offer).value is not None
            yield Hit(path, _facts(printed, cell.damage, offer if known else ""))


def _facts(printed: str, damaged: tuple[str, ...], offer: str) -> dict[str, object]:
    return {
        "printed": printed if len(printed) <= _SHOWN else f"{printed[:_SHOWN]}…",
        "why": f"（{'；'.join(damaged)}）" if damaged else "",
        "offer": f"，是否为“{offer}”" if offer else "",
    }


def _numbers(form: SelfEvaluation) -> Iterator[tuple[str, Number]]:
    """Yield every cell of the form that must hold one number, with its path."""
    for name in _AMOUNTS:
        yield f"funds.total.{name}", getattr(form.funds.total, name)
    for index, line in enumerate(form.funds.sources):
        for name in _AMOUNTS:
            yield f"funds.sources.{index}.{name}", getattr(line, name)
    for index, row in enumerate(form.indicators):
        yield f"indicators.{index}.weight", row.weight
        yield f"indicators.{index}.evidence.survey_size", row.evidence.survey_size
        yield f"indicators.{index}.score", row.score
    yield "total", form.total
    yield "full", form.full

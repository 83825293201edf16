"""The composer's further texts: conclusion, problems and measures."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.fitting import Part, fit, whole
from selfeval_assist.drafting.composer.money import budget_parts
from selfeval_assist.drafting.composer.phrases import request
from selfeval_assist.drafting.composer.shortfalls import shortfalls
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.facts import FactTable
from selfeval_assist.scoring import ScoreSheet

_DETAIL, _LAST = 20, 99


def conclusion(table: FactTable, limit: int) -> list[SentencePlan]:
    """Return what was reached on the whole: points, grade, counts, and the money."""
    parts: list[Part] = []
    if "score.total" in table:
        grade = "，评价等级为<score.grade>" if "score.grade" in table else ""
        parts.append(whole("总分", (0, f"自评总分<score.total>{grade}"), (_LAST, "")))
    if "rows.met" in table:
        text = "三级指标共<rows.total>，达到年度指标值的<rows.met>"
        missed = "，未达到年度指标值的<rows.missed>" if "rows.missed" in table else ""
        late = "，未按期完成的<rows.late>" if "rows.late" in table else ""
        parts.append(whole("指标", (0, f"{text}{missed}{late}"), (_DETAIL, text), (_LAST, "")))
    return fit(table, [*parts, *budget_parts(table)], limit)


def problems(
    sheet: ScoreSheet, table: FactTable, rows: tuple[int, ...], limit: int
) -> list[SentencePlan]:
    """Return what fell short, and why as persons stated it."""
    return fit(table, [*shortfalls(sheet, table), *_stated(table, rows, "cause", "原因")], limit)


def measures(table: FactTable, rows: tuple[int, ...], limit: int) -> list[SentencePlan]:
    """Return what is to be done about every row that departs from its target."""
    return fit(table, list(_stated(table, rows, "measure", "改进措施")), limit)


def _stated(table: FactTable, rows: tuple[int, ...], role: str, label: str) -> Iterator[Part]:
    """Yield what a person stated about each row, and ask for what nobody did."""
    for row in rows:
        own, name = f"row.{row}", f"<row.{row}.name>"
        if f"{own}.name" not in table:
            continue
        if f"{own}.{role}" in table:
            text = f"{name}的{label}：<{own}.{role}>"
            yield whole(label, (0, text), (_LAST, ""), cause=table[f"{own}.{role}"].value)
        elif f"{own}.text" not in table:
            asked = request(f"{table[f'{own}.name'].value}的{label}")
            yield whole("待填", (0, asked), (_LAST, ""))

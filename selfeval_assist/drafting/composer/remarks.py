"""What stands around the results: counts, proof, where reasons stand, and what is still asked."""

from collections.abc import Iterator

from selfeval_assist.drafting.composer.fitting import Part, whole
from selfeval_assist.drafting.composer.levels import PROOF
from selfeval_assist.drafting.composer.phrases import name_of, request, some, unmeasured
from selfeval_assist.drafting.composer.shortfalls import SHORT
from selfeval_assist.facts import FactTable
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.scoring import ScoreSheet

_COUNTED_FROM = 6
"""Rows from which on a count helps the reader."""

_PROOFS = 4
_LESS, _POINTED, _ASKED, _OPEN, _POINTLESS, _LAST = 15, 25, 58, 49, 71, 98


def counted(form: SelfEvaluation, table: FactTable, *, kept: bool) -> Iterator[Part]:
    """Yield how many rows there are and how many reach their target.

    ``kept`` makes it one of the last things to go, for a text that tells no rows.
    """
    if "rows.met" not in table or (table["rows.total"].value == "1项"):
        return
    if len(form.indicators) < _COUNTED_FROM and not kept:
        return
    text = "三级指标共<rows.total>，达到年度指标值的<rows.met>"
    cost = _LAST - 1 if kept else _LESS
    if "rows.words" not in table:
        yield whole("指标完成统计", (0, text), (cost, ""))
        return
    judged = all(
        f"row.{at}.actual" in table and table[f"row.{at}.actual"].kind == "words"
        for at in _uncompared(table)
    )
    rest = "为定性指标" if judged else "无法按数值比较"
    # What fell short is told after this sentence, so the others are not yet all the rest.
    others = "另有" if "rows.missed" in table or "rows.late" in table else "其余"
    full = f"{text}，{others}<rows.words>{rest}"
    yield whole("指标完成统计", (0, full), (_LESS, text), (cost, ""))


def proof(table: FactTable) -> Iterator[Part]:
    """Yield the documents that support the results."""
    ids = [fact.id for fact in table if fact.id.startswith("evidence.")]
    if ids:
        named = "、".join(f"<{each}>" for each in ids[:_PROOFS])
        more = "等" if len(ids) > _PROOFS else ""
        yield whole("佐证材料", (0, f"佐证材料有{named}{more}"), (PROOF, ""))


def explained(form: SelfEvaluation, sheet: ScoreSheet, table: FactTable) -> Iterator[Part]:
    """Yield where the reasons for missed and late rows stand, and ask for those not given."""
    rows = [
        row.index
        for row in sheet.rows
        if row.verdict in SHORT and f"row.{row.index}.verdict" in table
    ]
    places: dict[str, list[str]] = {}
    for row in rows:
        places.setdefault(_place(form, table, row), []).append(name_of(table, row, "actual"))
    unexplained = places.pop("", [])
    for place, names in places.items():
        subject = f"{some(names)}的" if unexplained or len(places) > 1 else ""
        text = f"{subject}偏差原因和改进措施见{place}"
        yield whole("偏差说明的位置", (0, text), (_POINTED, ""))
    if unexplained:
        asked = request(f"{some(unexplained)}的偏差原因和改进措施")
        # The texts of the rows ask for the same.
        yield whole("待填", (0, asked), (_OPEN, request("偏差原因和改进措施")), (_POINTLESS, ""))


def _place(form: SelfEvaluation, table: FactTable, row: int) -> str:
    """Return where the reason for a row stands; empty when none is given."""
    if form.indicators[row].deviation.stated:
        return "指标表相应栏"
    return "表下的说明" if f"row.{row}.text" in table else ""


def asked(form: SelfEvaluation, table: FactTable) -> Iterator[Part]:
    """Yield requests for rows without an actual value, and for figures where words stand."""
    blank, wordy = [], []
    for index, row in enumerate(form.indicators):
        fact_id = f"row.{index}.actual"
        if fact_id in table and unmeasured(form, table[fact_id]):
            wordy.append(name_of(table, index, "actual"))
        elif fact_id not in table and row.name.strip():
            blank.append(row.name.strip())
    if blank:
        yield _request(f"{some(blank)}的实际完成值", "空白的实际完成值")
    if wordy:
        yield _request(f"{some(wordy)}实际测得的数值", "填成文字的实际完成值")


def _request(full: str, short: str) -> Part:
    texts = (request(full), request(short), "")
    return whole("待填", *zip((0, _ASKED, _LAST), texts, strict=True))


def _uncompared(table: FactTable) -> Iterator[int]:
    for source in table["rows.words"].sources:
        if source.endswith(".target"):
            yield int(source.split(".")[1])

"""How many targets were reached, and what fell short: how far, and why as a person stated it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from selfeval_assist.drafting.composer.fitting import Part, whole, yielding
from selfeval_assist.drafting.composer.money import at_odds
from selfeval_assist.drafting.composer.phrases import Phrase, alone, name_of
from selfeval_assist.facts import FactTable, render
from selfeval_assist.facts.calling import whole_of
from selfeval_assist.facts.lexicon import same_change
from selfeval_assist.facts.names import grows, named
from selfeval_assist.facts.pointers import referred
from selfeval_assist.facts.rows import CEILINGS, told_of
from selfeval_assist.facts.spelling import told_name
from selfeval_assist.facts.totals import fell_short, tallied
from selfeval_assist.prose.causes import tells_measure
from selfeval_assist.scoring import ScoreSheet, Verdict
from selfeval_assist.scoring.direction import comparator_of
from selfeval_assist.scoring.sheet import RowScore

_COSTS = (0, 47, 50, 55, 65)
"""What is lost with reasons, shares, all but the worst rows, and all but their names."""
_FEW, _COUNTED, _LAST = 5, 75, 99
_MORE, _BEYOND = ("比目标高", "比目标多"), "超出目标上限"
_WORST = 2
_LONGEST_CAUSE = 60
"""Characters of a stated cause that is told beside its figures; a longer one is pointed to."""


def reached(table: FactTable) -> str:
    """Return how many targets were reached; "" where that cannot be said of every row."""
    if "tally.total" not in table or table["tally.total"].value == "1项":
        return ""
    if "tally.verdict" in table:
        return "三级指标<tally.total>全部<tally.verdict>"
    some = "tally.reached" in table or "tally.short" in table
    return _counted(table, ()) if some else ""


def shortfalls(
    sheet: ScoreSheet, table: FactTable, *, brief: bool = False, point: bool = True
) -> Iterator[Part]:
    """Yield how many targets were reached and every row that was missed or late, in one part.

    Args:
        sheet: the score sheet.
        table: the facts.
        brief: the text has so few characters that the counts go before the rows do.
        point: whether reasons that cannot be told here are pointed to.
    """
    rows = _short(sheet, table)
    if not rows or "tally.short" not in table:
        if text := reached(table):
            counts = whole("指标完成统计", (0, text), (_LAST - 1, ""))
            yield yielding(counts) if brief else counts
        return
    counted, *others = _texts(sheet, table, rows, point=point)
    texts = _texts(sheet, table, rows, counts=False) if brief else [counted, *others]
    costs = dict(zip(reversed(texts), reversed(_COSTS[: len(texts)]), strict=True))
    steps = sorted((cost, text) for text, cost in costs.items())
    if brief:
        steps = [(0, counted), *((max(cost, _FEW), text) for cost, text in steps)]
    yield whole("未达到目标的指标", *steps, (_COUNTED, _counted(table, ())), (_LAST, ""))


def _texts(
    sheet: ScoreSheet, table: FactTable, rows: list[RowScore], *, counts: bool = True,
    point: bool = True,
) -> list[str]:  # fmt: skip
    """Return how rows that fell short can be told, from the fullest to the shortest."""
    told = _told(sheet, table, rows, point=point)
    if table["tally.total"].value == "1项":
        own = f"row.{rows[0].index}.verdict"
        judged = f"<{own}>" if own in table else verdict_words(rows[0])
        return ["，".join(filter(None, (each[0].text, judged))) for each in told]
    if not counts:
        told = tuple(_all_judged(table, rows, each) for each in told)
    worst = [told[2][place] for place in _worst(rows)]
    names = [Phrase(f"<row.{row.index}.name>", 1) for row in rows]
    listed = _counted if counts else _listed
    texts = [*(listed(table, each) for each in (*told, worst)), _counted(table, names)]
    texts[3] += "；其余见指标表" if len(worst) < len(rows) else ""
    return texts


def _told(
    sheet: ScoreSheet, table: FactTable, rows: list[RowScore], *, point: bool
) -> tuple[list[Phrase], ...]:
    """Return what is said of each row: with its reason or where that stands, without, in brief."""
    at = [row.index for row in rows]
    why = reasons(table, at)
    full, plain, short = (
        [_row(sheet, table, row, at, full=full, why=tells) for row in rows]
        for full, tells in ((True, why), (True, {}), (False, {}))
    )
    elsewhere = point and not why and any(_pointed(table, each) for each in at)
    return [*full, *([Phrase("原因见指标表相应栏", 0)] if elsewhere else [])], plain, short


def _all_judged(table: FactTable, rows: list[RowScore], told: list[Phrase]) -> list[Phrase]:
    own = [_judged(table, row, of) for row, of in zip(rows, told, strict=False)]
    return [*own, *told[len(rows) :]]


def _judged(table: FactTable, row: RowScore, told: Phrase) -> Phrase:
    """Return a row without counts before it: what is above a ceiling says that it is too much."""
    gap = f"row.{row.index}.gap"
    if gap not in table or apart(table, row.index) not in _MORE:
        return told
    return Phrase(f"{told.text}，{verdict_words(row)}", told.facts)


def _short(sheet: ScoreSheet, table: FactTable) -> list[RowScore]:
    """Return the rows that count, fell short, and have a result that can be told."""
    counted = set(tallied(table.form, sheet)) if table.form else set()
    rows = (row for row in sheet.rows if row.index in counted and is_short(row, table))
    return [row for row in rows if f"row.{row.index}.actual" in table]


def is_short(row: RowScore, table: FactTable) -> bool:
    """Return whether a text has to tell that a row did not do what was planned."""
    return table.form is not None and fell_short(table.form, row) and told_of(row, table)


def _counted(table: FactTable, told: Sequence[Phrase]) -> str:
    """Return the counts with the rows that fell short behind them."""
    kinds = {
        "reached": "达到年度指标值的{}", "lost": "自评扣分的{}",
        "open": "另有{}未能按数值核对", "short": "未达到的{}",
    }  # fmt: skip
    said = (
        words.format(f"<tally.{kind}>") for kind, words in kinds.items() if f"tally.{kind}" in table
    )
    rows = _listed(table, told)
    return f"三级指标共<tally.total>，{'，'.join(said)}{'：' if rows else ''}{rows}"


def _listed(table: FactTable, told: Sequence[Phrase]) -> str:
    """Return what is said of rows, the same once."""
    once = {render(phrase.text, table): phrase.text for phrase in reversed(told)}
    return "；".join(reversed(once.values()))


def _worst(rows: Sequence[RowScore]) -> list[int]:
    """Return the places of the rows that lose most points, in form order."""

    def left(at: int) -> Decimal:
        row = rows[at]
        points = row.claimed if row.claimed is not None else row.points
        return Decimal(0) if points is None or row.weight is None else points - row.weight

    return sorted(sorted(range(len(rows)), key=left)[:_WORST])


def _row(
    sheet: ScoreSheet, table: FactTable, score: RowScore, before: Collection[int], *,
    full: bool, why: Mapping[int, str],
) -> Phrase:  # fmt: skip
    """Return what is said of a row that fell short; a part of one told before it follows 其中."""
    late = score.verdict is Verdict.LATE
    base = _late(table, score.index) if late else missed(table, score.index, full=full)
    if full and (
        parts := [in_brackets(table, at) for at in short_parts(sheet, table, score.index)]
    ):
        facts = base.facts + sum(each.facts for each in parts)
        base = Phrase(f"{base.text}，其中{'、'.join(each.text for each in parts)}", facts)
    whole_row = whole_of(table.form.indicators, score.index) if table.form else None
    if whole_row is not None and whole_row in before:
        base = Phrase(f"其中{base.text}", base.facts)
    reason = why.get(score.index, "")
    return Phrase(f"{base.text}，{reason}", base.facts + reason.count("<")) if reason else base


def short_parts(sheet: ScoreSheet, table: FactTable, row: int) -> list[int]:
    """Return the 其中 rows of a row that fell short and are not counted themselves."""
    if table.form is None:
        return []
    rows, counted = table.form.indicators, set(tallied(table.form, sheet))
    return [
        each.index
        for each in sheet.rows
        if each.index not in counted
        and whole_of(rows, each.index) == row
        and is_short(each, table)
        and f"row.{each.index}.actual" in table
    ]


def explained(table: FactTable, row: int) -> bool:
    """Return whether a person stated why a row is off its target, or what is done about it."""
    return any(f"row.{row}.{each}" in table for each in ("cause", "text", "measure"))


def explained_by(sheet: ScoreSheet, table: FactTable, row: int) -> int | None:
    """Return the row of which an unexplained row is a part, where it owes the reason of both.

    Or that to which the row points: 同序号2.
    """
    if table.form and (other := referred(table.form, row)) is not None and explained(table, other):
        return other
    whole = whole_of(table.form.indicators, row) if table.form else None
    if whole is None or explained(table, row):
        return None
    owes = explained(table, whole) or is_short(sheet.rows[whole], table)
    return whole if owes and f"row.{whole}.name" in table else None


def verdict_words(score: RowScore) -> str:
    """Return what is said of a row that fell short, where no fact of its own tells it; or ""."""
    return {Verdict.MISSED: "未达到目标", Verdict.LATE: "未按期完成"}.get(score.verdict, "")


def in_brackets(table: FactTable, row: int, judged: str = "") -> Phrase:
    """Return a part with how far it is from its target: 男生58人（比目标少2人）.

    Args:
        table: the facts.
        row: the row of the part.
        judged: what the text has not said of it yet: 男生58人（未达到目标，比目标少2人）.
    """
    base, far = alone(table, row, "actual"), f"row.{row}.gap" in table
    gap = f"{apart(table, row)}<row.{row}.gap>" if far else ""
    said = "，".join(each for each in (judged, gap) if each)
    bracket = f"（{said}）" if said else ""
    return Phrase(f"{base.text}{bracket}", base.facts + far, base.row, base.whole)


def reasons(table: FactTable, rows: Sequence[int]) -> dict[int, str]:
    """Return why rows fell short in the words of persons; nothing where one does not fit here.

    A sentence that gave some of them only would read as if the others had none.
    """
    found = {row: _cause(table, row) for row in rows if stated(table, row)}
    if not all(found.values()):
        return {}
    return {row: f"{led(table, own)}<{own}>" for row, own in found.items()}


def _cause(table: FactTable, row: int) -> str:
    """Return the fact that tells in few words why a row fell short, or ""."""
    told = (f"row.{row}.{each}" for each in ("cause", "why", "text"))
    return next(
        (
            each
            for each in told
            if each in table
            and len(table[each].value) <= _LONGEST_CAUSE
            and (each.endswith("cause") or not tells_measure(table[each].value))
        ),
        "",
    )


def stated(table: FactTable, row: int) -> bool:
    """Return whether a person stated why a row fell short, and the funds do not contradict it."""
    told = [f"row.{row}.{each}" for each in ("cause", "text") if f"row.{row}.{each}" in table]
    return bool(told) and not any(at_odds(table, table[each].value) for each in told)


def _pointed(table: FactTable, row: int) -> bool:
    """Return whether the reason of a row stands in the table itself."""
    told = (table.facts.get(f"row.{row}.{each}") for each in ("cause", "text"))
    own = any(each and each.sources[0].startswith("indicators") for each in told)
    return own and stated(table, row)


def led(table: FactTable, cause: str) -> str:
    """Return the words before a stated cause, a fact; none where its own words say that it is one.

    Several causes in one text speak for themselves, and so does one that tells the change itself:
    7月按某号文追加13万元. A text of a cell for reasons and measures may be a measure: 加快进度.
    """
    text, change = table[cause].value, table.facts.get("funds.change")
    if not cause.endswith(".cause") and tells_measure(text):
        return ""
    own = text.startswith(("因", "由于", "原因", "主要", "受", "系", "鉴于")) or "原因" in text[:12]
    tells = change is not None and any(
        each in text for each in (change.value, *change.variants) if cause.startswith("funds.")
    )
    return "" if own or tells or "；" in text else "主要原因是"


def missed(table: FactTable, row: int, *, full: bool) -> Phrase:
    """Return a row that missed its target: 甲546人次，为目标的91%, or how far it is from it."""
    own, gap = f"row.{row}", f"row.{row}.gap"
    base = alone(table, row, "actual")
    if gap not in table:
        name = name_of(table, row, "actual")
        target = f"目标为<{own}.target>，" if f"{own}.target" in table else ""
        return Phrase(f"{name}{target}实际为<{own}.actual>", 2 if target else 1)
    if full and tells_share(table, row):
        return Phrase(f"{base.text}，为目标的<{own}.completion>", base.facts + 1)
    return Phrase(f"{base.text}，{apart(table, row)}<{gap}>", base.facts + 1)


def tells_share(table: FactTable, row: int) -> bool:
    """Return whether the share reached says more than the gap: not of rates and of ceilings."""
    own = f"row.{row}"
    if f"{own}.completion" not in table or f"{own}.gap" not in table:
        return False
    gap = table[f"{own}.gap"]
    nothing = table[f"{own}.completion"].value == "0%"
    return not (nothing or gap.value.endswith("分点") or gap.label.startswith("超出"))


def apart(table: FactTable, row: int) -> str:
    """Return the words before the gap of a row: 比目标少, or for a rate 比目标低."""
    gap = table[f"row.{row}.gap"]
    more = gap.label.startswith("超出")
    # 下降2.5个百分点 is more of a fall, and no higher
    level = not same_change(table[f"row.{row}.actual"].value) and not (
        table.form and grows(named(told_name(table.form.indicators[row])))
    )
    if gap.value.endswith("分点") and level:
        return _MORE[0] if more else "比目标低"
    ceiling = table.form is not None and comparator_of(table.form.indicators[row]) in CEILINGS
    return _BEYOND if more and ceiling else _MORE[1] if more else "比目标少"


def _late(table: FactTable, row: int) -> Phrase:
    """Return the phrase of a row that was finished after its date."""
    own, name = f"row.{row}", name_of(table, row, "actual")
    if f"{own}.late" in table:
        base = alone(table, row, "actual")
        return Phrase(f"{base.text}，比计划晚<{own}.late>", base.facts + 1)
    return Phrase(f"{name}目标为<{own}.target>，实际为<{own}.actual>", 2)

"""Facts of the whole form: names, the year, counts of rows by verdict, points by level."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.facts.calling import whole_of
from selfeval_assist.facts.doubts import doubted
from selfeval_assist.facts.levels import VERDICTS, common_verdict, count
from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.spelling import stated
from selfeval_assist.facts.undone import undone
from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.form.text import essence
from selfeval_assist.scoring import RowScore, ScoreSheet, Verdict
from selfeval_assist.scoring.arithmetic import plain


def head_facts(form: SelfEvaluation) -> Iterator[Fact]:
    """Yield the names and the year."""
    for name, label in (("project", "项目名称"), ("department", "主管部门"), ("unit", "实施单位")):
        if value := stated(getattr(form, name)):
            yield Fact(f"form.{name}", label, value, "name", (name,))
    if work := _work(form):
        yield Fact("form.work", "项目名称所说的事", work, "name", ("project",))
    if form.year is not None:
        year = f"{form.year}年"
        yield Fact("form.year", "年度", year, "date", ("year",), variants=(f"{year}度",))


# What is spent and not carried out: 专项资金, 运行经费. What is left has to be a doing.
_SPENT = re.compile(
    r"(?:(?:专项|补助)?资金|(?:专项)?经费|费用?|补[助贴](?:经费)?|支出|绩效|款项?)$"
)
_CODE = re.compile(r"^(?:[A-Za-z0-9]+[-—_－]+|(?:19|20)\d{2}年度?)+")
_DOING = re.compile(
    r"(?:部署|接入|更换|建设|购置|采购|安装|改造|维修|修复|培训|发放|举办|种植|检查|整治|清理|治理|养护|资助|救助|维护|"
    r"运维|印制|编制|走访|慰问|结算|服务|管理|保障|推进|宣传|评审|监测|修缮|租赁|运行|供养|接种|防治|处置|研究|调查)$"
)


def _work(form: SelfEvaluation) -> str:
    """Return a project's name without codes and year; of spent money what is done with it.

    市民中心运行维护 for 市民中心运行维护费; "" where the name of money says no doing.
    """
    name = _CODE.sub("", stated(form.project))
    rest = _SPENT.sub("", name)
    return name if rest == name else rest if _DOING.search(rest) else ""


def spent(form: SelfEvaluation) -> bool:
    """Return whether a project's name is that of money, which nobody carries out."""
    return _SPENT.search(stated(form.project)) is not None


def count_facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield how many rows there are, and how many by verdict."""
    rows = [row for row in sheet.rows if form.indicators[row.index].name.strip()]
    counted = {
        "total": ("指标总数", rows),
        "words": ("定性或待核的指标", [row for row in rows if row.verdict is Verdict.UNKNOWN]),
        **{
            name: (f"{said}指标", [row for row in rows if row.verdict in wanted])
            for name, (said, wanted) in VERDICTS.items()
        },
    }
    yield from (count(f"rows.{name}", *told) for name, told in counted.items() if told[1])


def tallied(form: SelfEvaluation, sheet: ScoreSheet) -> tuple[int, ...]:
    """Return the rows of which a text says how many reached their target.

    These are all rows with points, and those with a name and a target, whatever can be read of
    them. A 其中 row without points of its own is told with the row that it is a part of.
    """
    rows = form.indicators
    return tuple(
        row.index
        for row in sheet.rows
        if not _belongs(form, row.index)
        and (row.weight or (rows[row.index].name.strip() and not rows[row.index].target.blank))
    )


def _belongs(form: SelfEvaluation, index: int) -> bool:
    """Return whether a row without points of its own is a part of another."""
    own = form.indicators[index]
    return own.weight.blank and own.score.blank and whole_of(form.indicators, index) is not None


SHORT = frozenset({Verdict.MISSED, Verdict.LATE})
"""The verdicts of a row that did not do what was planned."""


def fell_short(form: SelfEvaluation, row: RowScore) -> bool:
    """Return whether a row did not do what was planned, by its verdict or its own words."""
    own = form.indicators[row.index]
    return undone(own) or (row.verdict in SHORT and not doubted(own))


def standings(form: SelfEvaluation, sheet: ScoreSheet) -> dict[str, list[RowScore]]:
    """Return the rows that are counted by how they stand: reached, short, lost, open."""
    sorts: dict[str, list[RowScore]] = {}
    for at in tallied(form, sheet):
        row = sheet.rows[at]
        sorts.setdefault(_stands(form.indicators[at], row, form), []).append(row)
    return sorts


def tally_facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield how many rows reached their target, fell short, lost points, or cannot be judged.

    Words reach it by the self-evaluation's own judgement (all points, or the tier 达成), unless
    they say that the work is not done.
    """
    sorts = standings(form, sheet)
    rows = [sheet.rows[at] for at in tallied(form, sheet)]
    for name, label in _TALLIES:
        if own := rows if name == "total" else sorts.get(name):
            yield count(f"tally.{name}", label, own)
    # 全部 is not said beside a row that fell short by values nobody can vouch for
    if rows and sorts.keys() == {"reached"} and not any(row.verdict in SHORT for row in sheet.rows):
        yield common_verdict("tally.verdict", "指标完成判定", rows)


_TALLIES = (
    ("total", "指标总数"),
    ("reached", "达到年度指标值的指标"),
    ("short", "未达到年度指标值的指标"),
    ("lost", "自评扣分的指标"),
    ("open", "未能按数值核对的指标"),
)


def _stands(own: Indicator, row: RowScore, form: SelfEvaluation) -> str:
    """Return how a row stands to its target: reached, short, lost (points), or open."""
    if fell_short(form, row):
        return "short"
    if own.actual.blank or doubted(own):
        return "open"
    if row.verdict in VERDICTS["met"][1] or _judged_full(own, row):
        return "reached"
    points = row.claimed if row.claimed is not None else row.points
    return "lost" if points is not None and row.weight and points < row.weight else "open"


def _judged_full(row: Indicator, score: RowScore) -> bool:
    """Return whether words say what was asked for, or were judged to be all of it."""
    if score.verdict is not Verdict.UNKNOWN or row.actual.blank:
        return False
    if essence(row.actual.raw) == essence(row.target.raw):
        return True
    points = score.claimed if score.claimed is not None else score.points
    return points == score.weight if points is not None and score.weight else score.tier == 1


def evidence_facts(form: SelfEvaluation) -> Iterator[Fact]:
    """Yield the documents that support the values, each once with all the rows that name it."""
    holders: dict[str, list[str]] = {}
    for index, row in enumerate(form.indicators):
        if row.name.strip() and (document := stated(row.evidence.document)):
            holders.setdefault(document, []).append(f"indicators.{index}.evidence.document")
    for number, (document, sources) in enumerate(holders.items()):
        yield Fact(f"evidence.{number}", "佐证材料", document, "words", tuple(sources))


def score_facts(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[Fact]:
    """Yield the total, the grade and the points by first level, as the form claims them."""
    execution = sheet.execution.claimed
    if execution is not None:
        yield Fact(
            "score.execution",
            "预算执行率得分",
            f"{plain(execution)}分",
            "points",
            ("funds.total.score",),
        )
    if sheet.claimed is not None:
        total = f"{plain(sheet.claimed)}分"
        yield Fact("score.total", "总分", total, "points", ("total",))
    if sheet.grade:
        grade = f"“{stated(sheet.grade)}”"
        yield Fact("score.grade", "评价等级", grade, "words", ("grade",))
    levels: dict[str, list[RowScore]] = {}
    for row in sheet.rows:
        levels.setdefault(form.indicators[row.index].group, []).append(row)
    for number, (level, rows) in enumerate(levels.items()):
        own = [row for row in rows if not _part(form.indicators[row.index])]
        if level and own:
            complete = not any(
                _open(form.indicators[row.index]) or row.weight is None for row in own
            )
            yield from _level(number, level, own, complete=complete)


def _open(row: Indicator) -> bool:
    """Return whether a row still lacks its target or what was reached."""
    return row.target.blank or row.actual.blank


def _part(row: Indicator) -> bool:
    """Return whether a row belongs to another one and has no points of its own."""
    return row.parent is not None and row.weight.blank and row.score.blank


def _level(number: int, level: str, rows: list[RowScore], *, complete: bool) -> Iterator[Fact]:
    """Yield the sums of a level; that of the scores only where every row is filled in."""
    subjects = (level, level.removesuffix("指标"))
    for name, label, values, cell in (
        ("weight", "分值合计", [row.weight for row in rows], "weight"),
        ("score", "得分合计", [row.claimed for row in rows], "score"),
    ):
        known = [value for value in values if value is not None]
        if len(known) == len(values) and (complete or name == "weight"):
            total = plain(sum(known, Decimal(0)))
            work = " + ".join(map(plain, known)) + f" = {total}"
            sources = tuple(f"indicators.{row.index}.{cell}" for row in rows)
            fact_id = f"level.{number}.{name}"
            yield Fact(fact_id, label, f"{total}分", "points", sources, work, subjects=subjects)

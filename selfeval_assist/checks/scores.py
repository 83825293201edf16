"""Rules on scores, the total and the grade."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PUBLISHED, REVIEWERS
from selfeval_assist.checks.columns import column, own_rule, points_by
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.returned import reviewed
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.weights import readings, weighted_rows
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Comparator, Kind
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import EXECUTION_ROWS
from selfeval_assist.scoring import Basis, RowScore, Verdict
from selfeval_assist.scoring.arithmetic import has_cents, plain, rounded
from selfeval_assist.scoring.score import grade_of

_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_POINTS_OF_GROUP = re.compile(r"\((\d{1,2})分\)")
_HALF_A_TENTH = Decimal("0.05")
_GRADES = {"优": "优", "优秀": "优", "良": "良", "良好": "良", "中": "中", "差": "差"}


@rule(
    "SCR001",
    "得分超出分值范围",
    severity=Severity.ERROR,
    message="{place}{whose}为 {score}，应在 0 到 {weight} 之间，提请核实。",
    basis=PUBLISHED,
    supersedes=("SCR002", "SCR003", "SCR006"),
)
def within_weight(subject: Subject) -> Iterator[Hit]:
    """检查什么：每一行得分不大于分值，也不小于 0；另有复核得分的，复核得分也一样。
    为什么：超过分值的得分会抬高总分，系统也不会接受。
    反例：分值 10，得分 12。
    正例：分值 10，得分 10。
    怎么改：超额完成也只得满分；核对是否填错行。
    """
    for row in subject.rows:
        weight, where = row.score.weight, f"{row.path}.score"
        given = next((each for each in subject.form.returned if each.where == where), None)
        for whose, score in (("", row.score.claimed), ("（复核）", reviewed(given))):
            if score is not None and (score < 0 or (weight is not None and score > weight)):
                yield Hit(where, {"score": score, "weight": weight or _ZERO, "whose": whose})


@rule(
    "SCR002",
    "得分与计算结果不符",
    severity=Severity.ERROR,
    message="{place}为 {claimed}，{told}，提请核实。",
    basis=PUBLISHED,
)
def score_follows_values(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    可以按数值计算的行，表中得分应与评分办法算出的得分一致（误差不超过评分办法规定的范围；全表
    得分都只写到一位小数的，按一位小数比较）。比公式算出的低、从严自评的列为提醒。定性指标、方向不明的
    指标不在此列；逾期的扣分各地没有统一公式，也不在此列。评分标准一栏或备注写明怎样扣分的，按它计算；
    算不出来的照实说明。
    为什么：定量指标按完成比例计分，得分要能从目标值和完成值推算出来。
    反例：目标 8755 人，完成 8676 人，分值 15，得 13 分（应为 14.86 分）。
    正例：目标 ≥180 人，完成 164 人，分值 8，得 7.29 分。
    怎么改：按公式重算；另有扣分依据的，在偏差原因中写明。
    """
    tolerance = subject.policy.indicators.tolerance
    if _most_decimals(subject) == 1:
        tolerance = max(tolerance, _HALF_A_TENTH)
    rules = column(subject.form, "评分标准")
    for row in subject.rows:
        score = row.score
        if score.basis is not Basis.COMPUTED or not row.decided:
            continue
        if score.verdict is Verdict.LATE or score.claimed is None or score.points is None:
            continue
        told, expected = _expected(row, score.points, rules.get(row.index, ""))
        if abs(score.claimed - expected) > tolerance:
            facts = {"claimed": score.claimed, "expected": expected, "told": told}
            stricter = score.claimed < expected or told.endswith(_BY_HAND)
            yield Hit(f"{row.path}.score", facts, Severity.WARNING if stricter else None)


_BY_HAND = "程序不能据此计算"


def _expected(row: Row, points: Decimal, printed: str) -> tuple[str, Decimal]:
    """Return how the points of a row are found, in words, and how many they are."""
    rule = own_rule(row, printed) if row.missed else ""
    if not rule:
        return f"按评分办法计算为 {row.score.work}", points
    own = points_by(rule, row)
    result = _BY_HAND if own is None else f"据此应为 {plain(rounded(own, 2))}"
    return f"这一行的评分标准写“{rule}”，{result}", points if own is None else own


def _most_decimals(subject: Subject) -> int:
    """Return the most decimals that any score of the form is printed with."""
    scores = [row.data.score for row in subject.rows]
    return max((cell.decimals for cell in (*scores, subject.form.funds.total.score)), default=0)


@rule(
    "SCR003",
    "定性得分与完成程度不符",
    severity=Severity.ERROR,
    message="{place}为 {score}（分值 {weight}），而完成情况“{actual}”属于{tier}档，"
    "该档得分为 {low}–{high}，提请核实。",
    basis=PUBLISHED,
    supersedes=("SCR006",),
)
def score_within_tier(subject: Subject) -> Iterator[Hit]:
    """检查什么：定性指标写明达成、部分达成、未达成的，得分应落在评分办法规定的档次内。
    为什么：三档各有得分区间（通用为 100–80%、80–60%、60–0%），跨档就是结论与得分矛盾。
    反例：完成值“部分达成”，分值 10，得 10 分。
    正例：完成值“部分达成”，分值 10，得 7 分，并说明没有达成的部分。
    怎么改：先核实完成程度，再在相应档次内打分。
    """
    tiers = subject.policy.tiers
    bounds = {
        1: ("“达成”", tiers.reached, _HUNDRED),
        2: ("“部分达成”", tiers.partly, tiers.reached),
        3: ("“未达成”", _ZERO, tiers.partly),
    }
    for row in subject.rows:
        weight, score, tier = row.score.weight, row.score.claimed, row.score.tier
        if tier is None or not weight or score is None or row.target.numeric:
            continue
        name, low, high = bounds[tier]
        low, high = weight * low / 100, weight * high / 100
        if not low <= score <= high:
            facts = {
                "score": score,
                "weight": weight,
                "actual": row.data.actual.raw.strip(),
                "tier": name,
                "low": plain(low),
                "high": plain(high),
            }
            yield Hit(f"{row.path}.score", facts)


@rule(
    "SCR004",
    "总分或等级与各项得分不符",
    severity=Severity.ERROR,
    message="{place}为 {printed}，按{by}应为 {expected}{hint}，提请核实。",
    basis=PUBLISHED,
)
def total_and_grade(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    总分应等于预算执行得分与各指标得分之和，不超过评分办法按执行率规定的上限；评价等级应与总分所在
    区间一致。只在每一行得分都读得出来时核对总分。各行相加超过 100 的（分值或某行得分另有错误），印
    100 不算错，印别的数照样核对。
    为什么：总分错一分，等级可能就错一档。
    反例：各项得分相加 93，总分写 94；或总分 83.44，等级写“优”。
    正例：总分 98.62，等级“优”。
    怎么改：重新相加；等级按评分办法的界限填写。
    """
    form, sheet = subject.form, subject.sheet
    total = form.total.value
    if total is None:
        return
    expected = _sum_of_scores(subject)
    capped = sheet.cap is not None and any(each > sheet.cap for each in expected)
    # The points of rows that make more than 100 are wrong themselves: WGT001 or SCR001.
    right = {min(each, sheet.most) for each in expected}
    expected = {each if each > _HUNDRED else min(each, sheet.most) for each in expected}
    if expected and all(abs(total - each) > _tolerance(subject) for each in expected | right):
        by = "各项得分相加并按执行率封顶" if capped else "各项得分相加"
        facts = {
            "printed": total,
            "by": by,
            "expected": plain(max(expected)),
            "hint": _wrong_row(subject, total),
        }
        yield Hit("total", facts)
    grade = _GRADES.get(sheet.grade)
    earned = grade_of(total, subject.policy)
    if grade and grade != earned:
        where = "grade" if form.grade.strip() else "total"
        facts = {
            "printed": sheet.grade,
            "by": f"总分 {plain(total)} ",
            "expected": earned,
            "hint": "",
        }
        yield Hit(where, facts)


def _wrong_row(subject: Subject, total: Decimal) -> str:
    """Return that the total is right and which points are not, where the computed total is it."""
    sheet = subject.sheet
    above = {row: over for row in subject.rows if (over := _over_weight(row)) > 0}
    if above and total in {each - sum(above.values()) for each in _sum_of_scores(subject)}:
        return f"；{rows_named(row.index for row in above)}的得分不超过分值时，合计与总分一致"
    if sheet.undecided or rounded(sheet.total, 2) != total:
        return ""
    wrong = [
        f"第{row.index + 1}行得分应为 {plain(points)}"
        for row in subject.rows
        if (points := row.score.points) is not None and row.score.claimed != points
    ]
    return f"；但总分与按完成值核算的一致，要改的可能是{'、'.join(wrong)}" if wrong else ""


def _over_weight(row: Row) -> Decimal:
    """Return by how many points a score lies above its weight; 0 where it does not."""
    claimed, weight = row.score.claimed, row.score.weight
    return _ZERO if claimed is None or weight is None else max(claimed - weight, _ZERO)


def _tolerance(subject: Subject) -> Decimal:
    """Return by how much a total may differ from the sum of the printed scores.

    It may be that of scores before they were rounded; where none was, there is one right total.
    """
    usual, execution = subject.policy.indicators.tolerance, subject.sheet.execution
    rate = execution.rate
    share = None if rate is None else execution.weight * rate / 100
    exact = all(row.score.exact for row in subject.rows) and (share is None or has_cents(share))
    return _ZERO if exact else usual


def _sum_of_scores(subject: Subject) -> set[Decimal]:
    """Return the sums that the printed scores may mean; empty when one cannot be read."""
    rows = weighted_rows(subject)
    scores = [s for row in rows if (s := row.score.claimed) is not None]
    if not rows or len(scores) < len(rows):
        return set()
    sums = readings(rows, scores)
    execution = subject.form.funds.total.score.value
    weights = [row.score.weight or _ZERO for row in rows]
    alone = _HUNDRED in readings(rows, weights)
    if execution is None:
        # Unscored execution is SCR009, unless the rows carry all the points themselves.
        return sums if alone else set()
    with_execution = {each + execution for each in sums}
    return with_execution | sums if alone else with_execution


@rule(
    "SCR005",
    "全部满分",
    severity=Severity.WARNING,
    message="总分 100，{count} 个指标全部满分，提请逐项核实完成值的依据。",
    basis=REVIEWERS,
)
def all_full(subject: Subject) -> Iterator[Hit]:
    """检查什么：总分 100，且没有任何一行失分。
    为什么：满分可以是真的，但审核时会重点抽查；每一行都应有佐证。
    反例：27 个指标全部满分，完成值照抄目标值，没有佐证材料。
    正例：全部满分，每行完成值为实测数，并注明验收报告、台账、问卷。
    怎么改：逐行核对完成值，补充佐证材料；确有偏差的如实填写。
    """
    rows = [row for row in subject.rows if row.score.claimed is not None]
    if rows and subject.form.total.value == _HUNDRED and not any(row.lost for row in rows):
        yield Hit("total", {"count": len(rows)})


@rule(
    "SCR006",
    "完成情况与得分方向相反",
    severity=Severity.ERROR,
    message="{place}为 {claimed}（分值 {weight}），而目标 {target}、完成 {actual}："
    "{why}，提请核实。",
    basis=PUBLISHED,
    supersedes=("SCR002",),
)
def score_against_verdict(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    没有达到目标，或完成值写明没有开展、没有完成、还在进行，却得满分（各行没有分值的，看全组是否得满分）；
    或者达到了目标却失分又没有写原因。按指标自己的方向判断：≥ 看是否不足，
    ≤ 看是否超出，日期看是否逾期；执行率一行按资金栏看。没有符号、两个方向都说得通的指标不判断。
    为什么：得分要反映完成情况，二者矛盾说明其中一个不实。
    反例：目标 ≥4754 人，完成 4604 人，分值 5，得 5 分。
    正例：目标 ≥4754 人，完成 4604 人，得 4.84 分，并说明原因。
    怎么改：核对完成值；未达目标的按比例计分，达到目标而扣分的写明扣分理由。
    """
    yield from _full_groups(subject)
    for row in subject.rows:
        score = row.score
        if not score.weight:
            continue
        why = _why_against(row) or _rate_missed(subject, row)
        if not why:
            continue
        facts = {
            "claimed": score.claimed,
            "weight": score.weight,
            "target": row.data.target.raw.strip(),
            "actual": row.data.actual.raw.strip(),
            "expected": score.points,
            "why": why,
        }
        yield Hit(f"{row.path}.score", facts)


def _full_groups(subject: Subject) -> Iterator[Hit]:
    """Yield missed rows of a group without points of rows, whose scores make all that it prints.

    产出指标（40分）, with rows that have 40 points together.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in subject.rows:
        groups[squeeze(row.data.level1)].append(row)
    for name, rows in groups.items():
        match = _POINTS_OF_GROUP.search(name)
        scores = [row.score.claimed for row in rows if not row.part]
        if match is None or None in scores or any(row.score.weight for row in rows):
            continue
        if sum(filter(None, scores)) < Decimal(match[1]):
            continue
        for row in rows:
            if row.missed:
                facts = {
                    "claimed": row.score.claimed,
                    "weight": f"全组 {match[1]}",
                    "target": row.data.target.raw.strip(),
                    "actual": row.data.actual.raw.strip(),
                    "why": "没有达到目标，而这一组得了满分",
                }
                yield Hit(f"{row.path}.score", facts)


def _why_against(row: Row) -> str:
    """Return how the points of a row contradict its values, or an empty string."""
    if row.score.basis is not Basis.COMPUTED:
        return f"{row.not_done}，却得满分" if row.not_done and row.full else ""
    if row.missed and row.full and _below_full(row.score):
        late = row.score.verdict is Verdict.LATE
        return "按期限已逾期，却得满分" if late else "未达到目标，却得满分"
    if row.below_formula and not row.explained:
        return "已达到目标，却有失分"
    return ""


def _rate_missed(subject: Subject, row: Row) -> str:
    """Return that the money contradicts a row on the execution rate that has full marks."""
    if row.score.basis is not Basis.COMPUTED:
        return ""
    rate, target = subject.money.rate, row.target
    if not row.full or rate is None or row.name not in EXECUTION_ROWS:
        return ""
    if target.kind is not Kind.RATIO or row.comparator in {Comparator.LE, Comparator.LT}:
        return ""
    short = target.number is not None and rounded(rate, 2) < target.number
    return (
        f"按资金栏计算的执行率 {plain(rounded(rate, 2))}% 没有达到目标，却得满分" if short else ""
    )


def _below_full(score: RowScore) -> bool:
    """Return whether the policy gives less than all points: 99.99 of 100 are rounded to all."""
    return score.points is None or score.weight is None or score.points < score.weight


@rule(
    "SCR009",
    "没有填写得分",
    severity=Severity.ERROR,
    message="{place}没有填写，而分值 {weight} 和{known}已有，提请补填。",
    basis=PUBLISHED,
)
def score_present(subject: Subject) -> Iterator[Hit]:
    """检查什么：有分值、有完成值的指标行应填得分；资金栏有分值、能算出执行率时应填预算执行得分。
    为什么：少一个得分，总分就无法核对。
    反例：执行率 102.59%，分值 10，得分空白。
    正例：执行率 95.00%，分值 10，得分 9.50。
    怎么改：按评分办法计算后补填。
    """
    total = subject.form.funds.total
    if total.weight.value and total.score.blank and subject.money.rate is not None:
        yield Hit("funds.total.score", {"weight": total.weight.value, "known": "执行率"})
    for row in subject.rows:
        data = row.data
        if row.score.weight and data.score.blank and not data.actual.blank:
            yield Hit(f"{row.path}.score", {"weight": row.score.weight, "known": "完成值"})

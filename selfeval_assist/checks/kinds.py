"""Rules on actual values of another kind or unit than their targets."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.targets import graded
from selfeval_assist.checks.view import Row
from selfeval_assist.checks.words import quantities
from selfeval_assist.form import Kind
from selfeval_assist.form.text import essence
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.prose.units import differ_in_frequency, measure_words, same_unit
from selfeval_assist.prose.values import WORDS
from selfeval_assist.prose.words import has_digit, holds
from selfeval_assist.scoring import Basis
from selfeval_assist.scoring.arithmetic import plain
from selfeval_assist.scoring.direction import answers, slipped_share

_ALL = Decimal(100)
_IN_WORDS = WORDS | {Kind.UNPARSED}
_SHOWN = 40
"""Characters of a cell that a message shows."""
# A rate whose target is all of something, unless its name says that more can be done.
_NO_SHARE = (
    "增长率", "完成率", "执行率", "收益率", "回报率", "入学率", "利用率", "使用率",
)  # fmt: skip
_AT_MOST_ALL = (
    "合格率", "覆盖率", "满意度", "满意率", "通过率", "知晓率", "及时率", "准确率", "达标率",
    "成活率", "保存率", "保有率", "普及率", "参与率", "发放率",
)  # fmt: skip


@rule(
    "ACT004",
    "完成值读不出数值",
    severity=Severity.WARNING,
    message="{place}写作“{actual}”，读不出{wanted}，而年度指标值为“{target}”，"
    "得分无法据此核算，提请核实并填写{wanted}。",
    basis=PUBLISHED,
    supersedes=("VAL001",),
)
def words_for_number(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    年度指标值是数值或日期，而完成值里读不出来，不论写的是已完成、达标、见附件还是别的文字。按期
    完成（对期限）、没有发生（对“不超过”）除外。写明没有达到却得满分的列为错误。
    为什么：用词语回答数值，无法计算完成比例，也看不出得分的依据。
    反例：目标“757万平方米”，完成值“好”；目标“≥30台”，完成值“未达标”。
    正例：目标“757万平方米”，完成值“757万平方米”。
    怎么改：填写同一单位的实测数；没有统计的写明到哪一步，并相应扣分。
    """
    for row in subject.rows:
        if row.score.basis is Basis.COMPUTED or not _unanswered(row):
            continue
        facts = {
            "target": row.data.target.raw.strip(),
            "actual": row.data.actual.raw.strip(),
            "wanted": "日期" if row.target.kind is Kind.DATE else "数值",
        }
        yield Hit(f"{row.path}.actual", facts)


def _unanswered(row: Row) -> bool:
    """Return whether nothing like the target, a number or a date, can be read in an actual value.

    What looks damaged is VAL001.
    """
    if not row.target.numeric and row.target.kind is not Kind.DATE:
        return False
    if row.actual.kind is Kind.UNPARSED:
        return not row.actual.damage
    return row.actual.kind in WORDS and not answers(row.target, row.actual, row.comparator)


@rule(
    "VAL003",
    "含有数字的指标值按文字判断",
    severity=Severity.WARNING,
    message="{place}“{printed}”里有数字，但读不出一个可以比较的数值，只能按文字判断，提请核实。",
    basis=PRODUCT,
    supersedes=("VAL001",),
)
def digits_as_words(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    年度指标值里有数字，却读不出一个数值、范围或日期，这一行只能按文字判断。分等级写明标准的目标、
    像是录入差错的值（VAL001）除外；目标是文字而完成值里有数的，写得比要求的多，不提。
    为什么：写了数字，是要按数字衡量的；按文字判断，少完成了也看不出来。
    反例：目标“举办3期，每期不少于40人”，完成值“举办2期”。
    正例：分成两行：培训期数 ≥3期；每期人数 ≥40人。
    怎么改：一格只写一个数值和单位；写了几个数的，拆成几行指标。
    """
    for row in subject.rows:
        words = row.target.words
        if _judged_in_words(row) and row.target.kind in _IN_WORDS and has_digit(words):
            printed = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            yield Hit(f"{row.path}.target", {"printed": printed})


def _judged_in_words(row: Row) -> bool:
    """Return whether a target in words is read right; against a number it is ACT004.

    A result that repeats the whole target says as much as can be said: 每月15日前; so does one that
    counts all that the target does: 出台2项, for 制定2项制度.
    """
    if essence(row.target.words) == essence(row.actual.words) or _all_counted(row):
        return False
    return not (row.target.damage or row.actual.damage or graded(row.target.words))


def _all_counted(row: Row) -> bool:
    """Return whether a result tells each count of a target in words, or a higher one."""
    told = [each.value for each in quantities(row.data.actual.raw)]
    asked = [each.value for each in quantities(row.data.target.raw)]
    return bool(asked) and all(
        any(
            (each.magnitude or 0) >= wanted.magnitude and same_unit(each.unit, wanted.unit)
            for each in told
        )
        for wanted in asked
        if wanted.magnitude is not None
    )


@rule(
    "ACT006",
    "完成值的单位或范围不对",
    severity=Severity.ERROR,
    message="{place}为“{actual}”，{why}，提请核实。",
    basis=PRODUCT,
)
def unit_of_actual(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    完成值与目标值单位不同；或合格率、覆盖率、满意度等超过 100%（其他目标为 100% 的比率超过时
    列为提醒）。同一个单位的不同写法（公里与 km、28 个与 28 处）不算，能换算的（吨与公斤）先换算；
    只是量词（台与套）、频次（每月 1 次与 12 次）或人与人次不同的列为提醒；
    一处用 %、一处用 ‰，数字却相近的列为错误，得分不据此核算；
    目标以 % 计而完成值写 0.986 的，或者只有这一行没写 % 的，也提醒。
    为什么：单位不同的两个数不能相比；这些比率不可能超过 100%。
    反例：目标“≥5 台”，完成值“5 米”；满意度 103%。
    正例：目标“≥5 台”，完成值“6 台”；满意度 93.5%。
    怎么改：核对是否填错行、填错单位，或分母取错。
    """
    signed = any(row.target.unit == row.actual.unit == "%" for row in subject.rows)
    for row in subject.rows:
        if row.target.numeric and row.actual.numeric:
            asked = _wrong_unit(row) or _beyond_all(row) or _bare_share(row)
            why, severity = asked or _bare_beside(row, signed=signed) or ("", None)
            if why:
                facts = {"actual": row.data.actual.raw.strip(), "why": why}
                yield Hit(f"{row.path}.actual", facts, severity)


_Told = tuple[str, Severity | None] | None


def _wrong_unit(row: Row) -> _Told:
    """Return what is wrong with units that cannot be compared, and how bad that is."""
    units = row.target.unit, row.actual.unit
    if slipped_share(row.data):
        return f"与目标值“{row.data.target.raw.strip()}”一处用 %、一处用 ‰，按千分数相差十倍", None
    if row.visits:
        why = f"目标值“{row.data.target.raw.strip()}”的单位与它不同，人与人次不能相比，请统一口径"
        return why, Severity.WARNING
    if not all(units) or same_unit(*units):
        return None
    near = measure_words(*units) or differ_in_frequency(*units)
    why = f"目标值“{row.data.target.raw.strip()}”的单位与它不同"
    return why, Severity.WARNING if near else None


def _beyond_all(row: Row) -> _Told:
    """Return what is wrong with a rate above 100%, and how bad that is."""
    number = row.actual.number
    shares = "%" in (row.target.unit, row.actual.unit)
    # A satisfaction without a unit is in percent or in points of 100.
    bare = row.data.group == SATISFACTION and {row.target.unit, row.actual.unit} <= {"", "分"}
    if not (shares or bare) or number is None or number <= _ALL:
        return None
    if holds(row.name, _AT_MOST_ALL):
        return "这类比率不会超过 100%", None
    share = row.name.endswith("率") and not row.name.endswith(_NO_SHARE)
    if row.target.number == _ALL and share:
        return "超过 100%，请说明分子、分母各是什么", Severity.WARNING
    return None


def _bare_share(row: Row) -> _Told:
    """Return what is wrong with 0.986 beside 98%: it is a percentage or a share of one."""
    wanted, reached = row.target.number, row.actual.number
    if row.target.unit != "%" or row.actual.unit or wanted is None or reached is None:
        return None
    if 0 < reached <= 1 < wanted and row.actual.multiplier == 1:
        why = f"没有写单位，而目标以 % 计，是 {reached}% 还是 {plain(reached * 100)}%"
        return why, Severity.WARNING
    return None


def _bare_beside(row: Row, *, signed: bool) -> _Told:
    """Return that a percentage lacks its sign, which other rows of the form have."""
    bare = row.target.unit == "%" and not row.actual.unit and not row.data.unit.strip()
    if signed and bare and (row.actual.number or 0) > 1:
        return "没有写单位，而目标和其他各行都以 % 计", Severity.WARNING
    return None


@rule(
    "ACT013",
    "完成值与目标值不是一类",
    severity=Severity.ERROR,
    message="{place}“{actual}”是{actual_kind}，而年度指标值“{target}”是{target_kind}，提请核实。",
    basis=PUBLISHED,
    supersedes=("ACT006", "ACT009", "DEV001", "TGT003", "IND010"),
)
def wrong_kind(subject: Subject) -> Iterator[Hit]:
    """检查什么：目标是日期而完成值是比率或数量，或者反过来；目标是数量而完成值是百分比。
    为什么：不同类的值不能相比，得分也就没有依据。
    反例：目标“2023 年 6 月底前”，完成值“100%”。
    正例：目标“2023 年 6 月底前”，完成值“2023 年 5 月 18 日”。
    怎么改：按目标值的类别填写；指标名称与目标值不配的，下年度修改指标。
    """
    for row in subject.rows:
        target, actual = _kind(row, target=True), _kind(row, target=False)
        if row.data.group == SATISFACTION and _copied_count(row, subject.rows):
            target, actual = "另一行的数量", "满意程度"
        if target and actual and target != actual:
            facts = {
                "target": row.data.target.raw.strip(),
                "actual": row.data.actual.raw.strip(),
                "target_kind": target,
                "actual_kind": actual,
            }
            yield Hit(f"{row.path}.actual", facts)


def _copied_count(row: Row, rows: tuple[Row, ...]) -> bool:
    """Return whether a satisfaction row repeats name and bare target of a row that counts."""
    if not row.target.numeric or row.target.unit or not row.name:
        return False
    return any(
        other.name == row.name
        and other.target == row.target
        and other.data.group != SATISFACTION
        and other.actual != row.actual
        for other in rows
    )


def _kind(row: Row, *, target: bool) -> str:
    """Return what a value is in Chinese, or nothing where it could be several things."""
    value = row.target if target else row.actual
    if value.kind is Kind.DATE:
        return "日期"
    if value.kind is Kind.RATIO:
        return "比率"
    if value.unit == "分":
        return ""  # a satisfaction may be given in points out of 100
    if value.numeric and value.unit:
        # 元/人 and 天 are quantities too; a bare number may be a percent or a year.
        return "数量"
    return ""

"""Rules on how the indicators are arranged: levels, groups, repetitions and names."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rapidfuzz import fuzz, process

from selfeval_assist.checks.basis import CENTRAL_2020, PRODUCT, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.same_object import thing
from selfeval_assist.checks.view import Row, own_groups
from selfeval_assist.checks.weights import groups_missing, points_missing
from selfeval_assist.checks.words import set_from_above, whole_department
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Kind
from selfeval_assist.form.grammar import parse_value
from selfeval_assist.form.text import essence
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT, SATISFACTION
from selfeval_assist.prose.units import known
from selfeval_assist.prose.words import holds

# 对控制项目成本的影响 under 生态效益; 能耗节约率 under 社会效益
_MISPLACED = (
    ("生态效益指标", ("成本", "费用", "经济", "收入"), "经济效益或成本"),
    ("社会效益指标", ("能耗", "节能", "减排", "污染", "绿化"), "生态效益"),
    ("经济效益指标", ("满意",), "满意度"),
)
_KINDS = ("数量指标", "质量指标", "时效指标", "成本指标")
_NEAR = 90
_NEAR_WITH_SAME_VALUES = 80
_LONG_ENOUGH = 6
# The first four digits decide: "2024年A0012345" without a dash is read once, not from each digit.
_REMARK = re.compile(r"\([^()]*\)$")
_CODE = re.compile(r"^(?>[\w\[\]【】]*?\d{4})[\w\[\]【】]*[-—_:：]")


@rule(
    "IND008",
    "二级指标缺失或放错位置",
    severity=Severity.WARNING,
    message="{place}：{why}，提请核实。",
    basis=CENTRAL_2020,
)
def level2_known(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    二级指标空白，或不在规定的名称之内，一张表提示一次；能耗放在社会效益、成本控制放在生态效益等明显
    放错的逐行提示。全表都没有二级指标时只提示一次；表样自有一套一级指标或二级指标的（决策、过程、产出
    数量，部门整体支出表），评分办法的分法没有来源可据的，不提名称。
    为什么：二级指标决定分值和赋分办法。
    反例：生态效益指标：对控制基建项目成本的影响。
    正例：经济效益指标：节约基建成本 ≥5%。
    怎么改：按表样选用二级指标名称，把指标放到相应位置。
    """
    rows = tuple(row for row in subject.rows if row.name)
    if rows and not any(row.data.level2.strip() for row in rows):
        if any(row.data.group for row in rows) and not own_groups(rows):
            why = "没有分列数量、质量、时效、成本等二级指标，请按批复的目标申报表逐项列出"
            yield Hit("indicators", {"why": why})
        return
    for row, (kind, words, better) in product(rows, _MISPLACED):
        if row.data.kind == kind and holds(row.name, words):
            yield Hit(f"{row.path}.level2", {"why": f"列在{kind}下，更像{better}"})
    if odd := _of_no_list(subject, rows):
        yield _all_at_once(odd)


def _of_no_list(subject: Subject, rows: tuple[Row, ...]) -> list[Row]:
    """Return the rows without a second level, or with one that no list holds but the form's own."""
    here = [row for row in rows if row.data.group not in {"", SATISFACTION} and not row.data.kind]
    own = own_groups(rows) or whole_department(subject.form) or len(here) * 2 > len(rows)
    asked = not own and subject.policy.weights.standing == "V"
    return [row for row in here if asked or not row.data.level2.strip()]


def _all_at_once(odd: list[Row]) -> Hit:
    """Return what is wrong with the second levels of rows, in one finding."""
    names = dict.fromkeys(row.data.level2.strip() for row in odd)
    said = [f"“{name}”不是规定的二级指标名称" if name else "没有填二级指标" for name in names]
    lines = "" if len(odd) == 1 else f"{rows_named(row.index for row in odd)}"
    where = f"{odd[0].path}.level2" if len(odd) == 1 else "indicators"
    return Hit(where, {"why": f"{lines}{'，'.join(said)}"})


@rule(
    "IND010",
    "指标重复",
    severity=Severity.WARNING,
    message="{place}与第{other}行“{other_name}”相同或十分相近，提请核实是否重复计分。",
    basis=REVIEWERS,
)
def repeated_indicator(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    不同二级指标下出现名称相同、互相包含或十分相近的指标；或者名称只是省略了几个字，目标值和完成值
    也相同的；或者整行重复（名称、目标值、完成值都相同，名称只是换了说法的也算：护理床购置数）。
    为什么：同一件事在产出和效益、时效和满意度里各算一次，就重复得分。
    反例：时效：故障处理响应及时性；满意度：投诉发生故障处理响应及时性。
    正例：时效：故障 2 小时内响应率；满意度：用户满意度。
    怎么改：保留一处，另一处换成不同的内容。
    """
    rows = [row for row in subject.rows if len(row.name) >= _LONG_ENOUGH and not row.part]
    names = [row.name for row in rows]
    every = "\n".join(names)
    inside = {name for name in names if every.count(name) > 1}
    counted = [*map(_counted, rows)]
    for place, row in enumerate(rows):
        alike = _alike(row, rows, names[:place])
        alike.update(_same_count(counted[place], counted[:place]))
        if inside:
            alike.update(_within(row.name, names[:place]))
        others = (rows[index] for index in sorted(alike))
        if other := next((each for each in others if _twice(row, each)), None):
            yield Hit(f"{row.path}.name", {"other": other.index + 1, "other_name": other.name})


def _counted(row: Row) -> object:
    """Return what a row counts with its values, or None."""
    return (thing(row), row.target, row.actual) if thing(row)[0] else None


def _same_count(one: object, others: Sequence[object]) -> Iterator[int]:
    """Yield the first place of what is counted with its values among earlier rows."""
    if one is not None and one in others:
        yield others.index(one)


def _twice(row: Row, other: Row) -> bool:
    """Return whether rows with like names count one thing twice, or one is a copy of the other."""
    ends = {row.name[-1:], other.name[-1:]}
    if "率" in ends and ends & {"数", "量"}:
        return False  # 服务人数 and 服务率 are two indicators
    values = (row.target, row.actual) == (other.target, other.actual)
    same = values and (row.data.name == other.data.name or _one_thing(row, other))
    return _kind(row) != _kind(other) or (same and not row.data.target.blank)


def _one_thing(row: Row, other: Row) -> bool:
    """Return whether two names count one thing: 购置护理床数量, 护理床购置数."""
    return thing(row)[0] != "" and thing(row) == thing(other)


def _alike(row: Row, others: list[Row], names: list[str]) -> set[int]:
    """Return the places of names that are nearly, or in short, the name of a row."""
    cutoff = _NEAR_WITH_SAME_VALUES
    near = process.extract(row.name, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    return {
        index for _, likeness, index in near if likeness >= _NEAR or _abridged(row, others[index])
    }


def _abridged(row: Row, other: Row) -> bool:
    """Return whether one name is the other with words left out, and both values are the same."""
    if (row.target, row.actual) != (other.target, other.actual):
        return False
    short, long = sorted((row.name, other.name), key=len)
    rest = iter(long)
    return all(letter in rest for letter in short)


def _kind(row: Row) -> str:
    return row.data.kind or row.data.group


def _within(name: str, others: list[str]) -> Iterator[int]:
    """Yield the places of names that hold a name or stand inside it."""
    for index, other in enumerate(others):
        if other in name or name in other:
            yield index


@rule(
    "IND011",
    "缺少一级指标",
    severity=Severity.ERROR,
    message="表中没有{missing}，提请核实。",
    basis=CENTRAL_2020,
)
def groups_present(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    至少要有一行指标；产出指标、效益指标一组都不能少；评分办法设有满意度指标的，没有一行问满意度的列为
    提醒；没有时效、成本等二级指标的列为建议。表中不分一级指标，或没有总分时，不判断少了产出、效益；
    分值还差多少的，由 WGT001 一并写明缺哪一组。部门整体支出表、转移支付表和自有一套一级指标的不看
    满意度。
    为什么：只有产出没有效益，看不出钱花得值不值；满意度、时效、成本各说明一个方面。
    反例：只设产出 90 分，没有效益指标。
    正例：产出 50 分，效益 30 分，满意度 10 分。
    怎么改：按批复的目标申报表补齐；申报时就没有的，下年度补设。
    """
    if not subject.rows:
        # A page may end before its table: that is for a person to look at, not an error for sure.
        yield Hit("indicators", {"missing": "一行指标"}, severity=Severity.WARNING)
    groups = {row.data.group for row in subject.rows} - {""}
    if not groups:
        return
    for group in (OUTPUT, BENEFIT):
        if subject.form.total.value is not None and group not in groups:
            yield Hit("indicators", {"missing": group})
    own = own_groups(subject.rows) or whole_department(subject.form)
    if not (own or set_from_above(subject.form) or points_missing(subject)):
        yield from _absent(subject, groups)


def _absent(subject: Subject, groups: set[str]) -> Iterator[Hit]:
    """Yield what else the policy, or its printed form, wants and no row measures."""
    asked = any("满意" in row.name + row.data.level2 for row in subject.rows)
    if not asked and SATISFACTION in groups_missing(subject):
        yield Hit("indicators", {"missing": SATISFACTION}, Severity.WARNING)
    kinds = {row.data.kind for row in subject.rows if row.data.group == OUTPUT}
    cost = COST in groups or COST in subject.policy.weights.groups
    wanted = [kind for kind in _KINDS[: -1 if cost else None] if kind not in kinds]
    if "" not in kinds and OUTPUT in groups and wanted:
        yield Hit("indicators", {"missing": "、".join(wanted)}, Severity.INFO)


@rule(
    "IND013",
    "指标名称是一个数值",
    severity=Severity.ERROR,
    message="{place}写作“{name}”，是一个数值，看不出考核什么，提请写明指标名称。",
    basis=PRODUCT,
    standing="P",
    supersedes=("IND004",),
)
def named_by_a_value(subject: Subject) -> Iterator[Hit]:
    """检查什么：三级指标一栏写的只是数量、金额、比率或日期，没有名称。
    为什么：没有名称，就不知道这个数是什么的数。
    反例：成本指标：100万，目标 100万。
    正例：成本指标：设备采购成本，目标 ≤100万元。
    怎么改：写明考核的内容，数值填在年度指标值一栏；错了列的移回原处。
    """
    for row in subject.rows:
        # A bracket behind a name, with a day or a number, makes no value of it.
        meant = parse_value(_REMARK.sub("", row.name))
        counted = meant.numeric and (not meant.unit or known(meant.unit))
        if meant.kind is Kind.DATE or counted:
            yield Hit(f"{row.path}.name", {"name": row.name})


@rule(
    "IND012",
    "指标名称就是项目名称",
    severity=Severity.WARNING,
    message="{place}与项目名称相同，看不出考核什么，建议写明具体内容和标准。",
    basis=PRODUCT,
)
def named_like_the_project(subject: Subject) -> Iterator[Hit]:
    """检查什么：三级指标名称与项目名称完全相同。
    为什么：拿项目名称当指标，等于没有说明考核哪一方面。
    反例：质量指标：某某系统整合项目，目标“完成”。
    正例：质量指标：系统初验合格率 ≥98%。
    怎么改：写明考核的内容，如验收合格率、验收日期。
    """
    project = essence(_CODE.sub("", subject.form.project))
    if not project:
        return
    for row in subject.rows:
        # A cost row may be called after what it pays for.
        if row.name and "成本" not in row.data.kind and essence(row.name) == project:
            yield Hit(f"{row.path}.name")

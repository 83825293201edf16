"""Rules on target values."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import CENTRAL_2020, PRODUCT, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row, equal
from selfeval_assist.checks.words import printed, quantities, set_from_above
from selfeval_assist.form import Comparator, Kind
from selfeval_assist.form.vocabulary import BENEFIT
from selfeval_assist.prose.values import WORDS
from selfeval_assist.prose.words import has_digit, has_han, holds
from selfeval_assist.scoring import Basis

# 及时完成, 按期, 时限内: a deadline that no day says.
_PROMPT = ("及时", "按时", "按期", "如期", "准时", "时限", "时间内", "当年")
# 优≥90、良80—90、中…; 达成/部分达成; A级, and what a standard grades: Ⅳ类水质, 等保三级, 二星
_GRADED = re.compile(
    r"优.{0,16}良.{0,16}[中差一]|达成.{0,12}部分达成|[一二三四五六]级|[ABCD甲乙丙]级|一[档等]"
    r"|(?<![A-Z])[IVX]{1,4}类|[一二三四五]星"
)
# 从格式、更新等方面评估; 纵向比较; 已用数÷申请数. No gap is longer than thirty characters.
_METHOD = re.compile(
    r"评估|衡量|考核|计算|公式|方面|比较|对比|对照|参照|反映|如.{2,30}等|情况$|[÷×]|通过.{1,30}?(?:看|判断|了解)"
)
# 计算方式：…*100%; 已使用接口数/申请接口数
_FORMULA = re.compile(r"计算方[式法]|公式|÷|[*×]\s?100\s?%|[\u4e00-\u9fff]{4}/[\u4e00-\u9fff]{4}")
# 不发生重大事故, 无: none of it
_NEVER = re.compile(r"[不未无零杜][绝]?(?:发生|出现)|[无零]$")
# 日产日清, 月结月清, 随报随修: the same time twice
_EACH_TIME = re.compile(r"(?P<time>[日月周季年天随即])[\u4e00-\u9fff](?P=time)[\u4e00-\u9fff]")
_MANAGED = ("投入", "过程", "管理", "决策")
# 村庄建设数量, 活动开展场次: what is made or held, unless it is to be kept down
_MADE = (
    "建设", "新建", "开展", "培训", "购置", "采购", "举办", "发放", "改造", "维修", "完成", "种植",
)  # fmt: skip
_KEPT_DOWN = ("控制", "限", "压", "减", "降", "超", "未", "不", "事故", "投诉")
# 春节前完成走访慰问, 6月底前到位; not 提前, 目前
_DEADLINE = re.compile(r"(?<![提目以之])前[\u4e00-\u9fff]|[年月]底|\d[日号月]")
_LONG_NAME = 30
# 补助标准, 成本降低率
_SUBSIDY = (
    "补助", "补贴", "配套", "自筹", "标准", "工资", "待遇", "救助", "奖", "节约", "降低", "下降",
    "压减", "减少", "收益", "收入",
)  # fmt: skip
# 合格率; not 效率, 功率, 频率
_NO_RATE = ("效率", "功率", "频率", "速率")
# 运行稳定性, 服务能力
_QUALITIES = ("性", "能力", "水平")
# A name that says what is measured tells of what the percentage is.
_MEASURED = (
    *"率比度占数量额值幅感", "覆盖", "完成", "增长", "增加", "增速", "满意", "达标", "合格", "知晓",
    "普及", "升本", "降本", "升低本", "降低本",
)  # fmt: skip
_HOLLOW_FROM = Decimal(80)


def graded(text: str) -> bool:
    """Return whether a target in words gives the grades by which it is judged."""
    return _GRADED.search(printed(text)) is not None


@rule(
    "TGT001",
    "目标值没有量化",
    severity=Severity.WARNING,
    message="{place}为“{target}”，没有数值，也没有分级标准，请说明如何衡量。",
    basis=CENTRAL_2020 + "；审核机构的公开工作要点（实务资料）",
)
def target_is_vague(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    年度指标值只有文字（提高、明显、有效、稳定、符合规定等），没有数值，又没有分级标准。时效指标
    的“及时”由 TGT003 提示。是非题（是否公开：是）和资金管理一类的行不在此列，“日产日清”是时限，
    “不发生”就是 0；“较上年提高”而完成值写了两年的数、“健全”而完成值写了出台几项制度的，已经量了；
    转移支付的指标由上级统一设定，也不提。
    为什么：没有尺度就无法判断是否达成，得分全凭印象。
    反例：系统管理能力：提高。
    正例：系统月均故障时长：≤2 小时。
    怎么改：换成数量、比率、期限；只能定性的，写明优、良、中、差各是什么情形。
    """
    for row in () if set_from_above(subject.form) else subject.rows:
        if row.target.kind is not Kind.QUALITATIVE or _measured(row):
            continue
        timely = row.data.kind == "时效指标" and holds(row.target.words, _PROMPT)
        if _yes_or_no(row) or _EACH_TIME.search(row.target.words):
            continue
        if not timely and not graded(row.target.words) and has_han(row.target.words):
            yield Hit(f"{row.path}.target", {"target": row.data.target.raw.strip()})


def _measured(row: Row) -> bool:
    """Return whether words mean none at all, or are answered with what was counted."""
    told = row.actual.kind in WORDS | {Kind.UNPARSED} and not row.actual.damage
    counted = told and quantities(row.data.actual.raw)
    return bool(counted) or _NEVER.match(row.target.words) is not None


def _yes_or_no(row: Row) -> bool:
    """Return whether a target answers with yes what its name asks: 合规性, 是否公开.

    Rows on how the money was managed stand in no group of results; they are judged so too.
    """
    words = row.target.words
    asked = row.name.partition("是否")[2]
    if asked:
        return words in {"是", "否"} or words in asked
    stem = row.name.removesuffix("性")
    managed = holds(row.data.level1, _MANAGED)
    return managed or (stem != row.name and not row.data.group and stem.endswith(words[-2:]))


@rule(
    "TGT002",
    "目标值是一段说明",
    severity=Severity.ERROR,
    message="{place}是一段说明（{length} 字），不是目标值，请改为数值、期限或分级标准。",
    basis=PRODUCT,
    supersedes=("VAL003",),
)
def target_is_prose(subject: Subject) -> Iterator[Hit]:
    """检查什么：年度指标值是超过 15 字的说明或衡量方法，里面没有可以比较的数值。
    为什么：衡量方法不是目标值，完成值无法与它比较。
    反例：从开放数据格式、数据集更新、数据准确程度等方面评估。
    正例：开放数据格式合规率 ≥98%。
    怎么改：把方法移到指标说明，目标值只写要达到的数。
    """
    for row in subject.rows:
        if row.target.kind is not Kind.NARRATIVE:
            continue
        text = printed(row.data.target.root)
        method = _METHOD.search(text) and not _counts(text)
        if not _GRADED.search(text) and (method or not has_digit(text)):
            yield Hit(f"{row.path}.target", {"length": len(text), "target": text})


def _counts(text: str) -> bool:
    """Return whether prose names how many things are to be made: 制定2项制度."""
    return any(
        each.value.kind is Kind.COUNT and each.value.unit not in {"", "分"}
        for each in quantities(text)
    )


@rule(
    "TGT003",
    "目标值不完整",
    severity=Severity.WARNING,
    message="{place}为“{target}”，{why}，提请补充。",
    basis=REVIEWERS,
)
def target_is_bare(subject: Subject) -> Iterator[Hit]:
    """检查什么：目标值只有一个光秃秃的数（没有符号、单位和度量单位栏，名称里也没有）；时效目标只写年份或“及时”。
    为什么：不知道方向、单位和期限，就不能判断是否完成。
    反例：数量：52；时效：2021 年；时效：及时。
    正例：数量：≥52 人；时效：2021 年 10 月 31 日前。
    怎么改：补上符号、单位或具体日期。
    """
    for row in subject.rows:
        if why := _no_deadline(row) or _bare_number(row):
            yield Hit(f"{row.path}.target", {"target": row.data.target.raw.strip(), "why": why})


def _no_deadline(row: Row) -> str:
    """Return what a target about time lacks, or an empty string."""
    if row.data.kind != "时效指标":
        return ""
    if _prompt(row):
        return "" if _DEADLINE.search(row.name) else "没有写明期限"
    year = row.target.kind is Kind.DATE and row.target.precision == "year"
    return "只有年份，没有具体日期" if year else ""


def _prompt(row: Row) -> bool:
    """Return whether a target only says that something is done in time."""
    words = printed(row.data.target.root)
    return row.target.kind is Kind.QUALITATIVE and holds(words, _PROMPT)


def _bare_number(row: Row) -> str:
    """Return what a target that is only a number lacks, or an empty string."""
    target, data = row.target, row.data
    signed = row.comparator is not Comparator.NONE or data.nature.strip()
    measured = target.unit or data.unit.strip() or target.multiplier != 1
    # That none was to happen needs neither: 事故 0.
    bare = target.numeric and target.number and not signed and not measured
    return "没有符号，也没有单位" if bare else ""


@rule(
    "TGT004",
    "指标名称与目标值不配",
    severity=Severity.WARNING,
    message="{place}为“{target}”，与名称“{name}”不配：{why}。",
    basis=PRODUCT,
)
def name_and_value(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    名称以“率”结尾而目标值不是百分比；时效目标写“按时”而完成值是百分比；或名称以“性”“能力”“水平”结尾而目标值是百分比；目标是文字而
    完成值是百分比的同样提示。
    为什么：名称说的和目标值量的不是一回事，完成值就说不清含义。
    反例：采购及时性：=100%。
    正例：采购及时率：≥95%。
    怎么改：改名称，或改目标值的单位。
    """
    for row in subject.rows:
        if why := _does_not_fit(row):
            in_words = row.target.kind is Kind.QUALITATIVE
            cell = row.data.actual if in_words else row.data.target
            facts = {"target": cell.raw.strip(), "name": row.name, "why": why}
            yield Hit(f"{row.path}.{'actual' if in_words else 'target'}", facts)


def _does_not_fit(row: Row) -> str:
    """Return why a value is not one of what the name says, or an empty string."""
    target = row.target
    if row.name.endswith("率") and not row.name.endswith(_NO_RATE):
        # 5例/十万人 and 2.9/十万 are rates too.
        counted = target.numeric and target.unit not in {"", "%"} and "/" not in target.unit
        return "比率应当用百分比衡量" if counted or target.kind is Kind.DATE else ""
    if row.data.kind == "时效指标" and _prompt(row) and row.actual.kind is Kind.RATIO:
        return "要求的是期限，请填写完成的日期"
    if row.name.endswith(_QUALITIES) and Kind.RATIO in (target.kind, row.actual.kind):
        return "性质、能力不能直接用百分比衡量，可改为相应的比率"
    return ""


@rule(
    "TGT005",
    "效益的百分比没有出处",
    severity=Severity.WARNING,
    message="{place}为“{target}”，从名称“{name}”看不出是什么的百分比，请说明计算方法和数据来源。",
    basis=REVIEWERS,
)
def hollow_percentage(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    效益指标的目标值是 80% 以上的百分比，而名称里没有率、比例、程度等衡量的东西，也没有填写佐证
    材料。名称以“性”“能力”“水平”结尾的由 TGT004 提示。
    为什么：不知道分子、分母的百分比无法核实，看着具体，其实是空的。
    反例：促进教育事业健康发展：≥95%。
    正例：受资助学生毕业率：≥95%。
    怎么改：把名称改为具体的比率，写明分子、分母和数据从哪里来。
    """
    for row in subject.rows:
        target = row.target
        if row.data.group != BENEFIT or target.kind is not Kind.RATIO or target.number is None:
            continue
        if target.number < _HOLLOW_FROM or row.comparator in {Comparator.LE, Comparator.LT}:
            continue
        named = holds(row.name, _MEASURED) or row.name.endswith(_QUALITIES)
        if row.name and not named and not row.data.evidence.document.strip():
            yield Hit(
                f"{row.path}.target", {"target": row.data.target.raw.strip(), "name": row.name}
            )


@rule(
    "TGT006",
    "成本目标方向相反",
    severity=Severity.ERROR,
    message="{place}为“{target}”，成本越高越算完成，请改为“≤”。",
    basis=REVIEWERS,
)
def cost_target_rewards_spending(subject: Subject) -> Iterator[Hit]:
    """检查什么：成本指标的目标值用了 ≥ 或 >。补助、工资等标准和节约、降低一类的指标除外。
    为什么：成本应当控制在限额以内；写“≥”等于鼓励多花钱。
    反例：设备采购成本 ≥100 万元。
    正例：设备采购成本 ≤100 万元。
    怎么改：把符号改为“≤”，并写明限额。
    """
    for row in subject.rows:
        if "成本" not in row.data.kind or holds(row.name, _SUBSIDY):
            continue
        if row.target.kind is not Kind.AMOUNT and "成本" not in row.name:
            continue
        if row.target.numeric and row.comparator in {Comparator.GE, Comparator.GT}:
            yield Hit(f"{row.path}.target", {"target": row.data.target.raw.strip()})


@rule(
    "TGT007",
    "指标名称里写了公式或说明",
    severity=Severity.INFO,
    message="{place}共 {length} 字，含有说明或计算公式，建议名称只写考核什么，公式写在指标说明里。",
    basis=PRODUCT,
)
def formula_in_name(subject: Subject) -> Iterator[Hit]:
    """检查什么：三级指标名称超过 30 字，或含有计算公式。
    为什么：名称过长，看不出考核的是什么，常常一行塞了两件事。
    反例：……调用情况，共享服务利用率计算方式：已使用接口数/申请接口数*100%。
    正例：共享服务利用率。
    怎么改：名称留一个短语，计算方法移到备注。
    """
    for row in subject.rows:
        if len(row.name) > _LONG_NAME or _FORMULA.search(row.name):
            yield Hit(f"{row.path}.name", {"length": len(row.name)})


@rule(
    "TGT008",
    "目标值的符号不合适",
    severity=Severity.WARNING,
    message="{place}为“{target}”，{why}，提请核实。",
    basis=PRODUCT,
)
def doubtful_sign(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    目标写“>”而完成值恰好相等；两个方向都说得通的指标（控制数、成本等）没有符号，完成值与目标不同而得满分（名称说明越少越好的只作建议）；或数量指标写“≤”，
    做得越少越算完成。
    为什么：“>”不含相等，恰好相等严格说没有达到；没有方向，多做少做都算完成。
    反例：目标“>95%”，完成值“95%”；新建点位“≤4 处”。
    正例：目标“≥95%”；新建点位“≥4 处”。
    怎么改：改用“≥”“≤”，或换成比率。
    """
    for row in subject.rows:
        if why := _why_doubtful(row):
            facts = {"target": row.data.target.raw.strip(), "why": why}
            yield Hit(f"{row.path}.target", facts)
        elif why := _counted_as_limit(row):
            facts = {"target": row.data.target.raw.strip(), "why": why}
            yield Hit(f"{row.path}.target", facts, Severity.INFO)


def _why_doubtful(row: Row) -> str:
    """Return what is doubtful about the sign of a target, or an empty string."""
    target, actual = row.target, row.data.actual.raw.strip()
    if target.comparator in {Comparator.GT, Comparator.LT} and equal(target, row.actual):
        return f"不含相等，而完成值“{actual}”恰好相等"
    if _open_way(row) and row.comparator is Comparator.NONE:
        return f"没有写明方向（≥ 或 ≤），完成值“{actual}”是否达到看不出来，却得满分"
    if row.data.kind == "数量指标" and row.comparator in {Comparator.LE, Comparator.LT}:
        done = target.numeric and holds(row.name, _MADE) and not holds(row.name, _KEPT_DOWN)
        return "做得越少越算完成，数量指标一般写作“≥”" if done else ""
    return ""


def _open_way(row: Row) -> bool:
    """Return whether a row got full marks although its values are good in one direction only."""
    either = not row.decided and row.target.upper is None and row.score.basis is Basis.COMPUTED
    return either and row.full and not equal(row.target, row.actual)


def _counted_as_limit(row: Row) -> str:
    """Return how a name without a sign was read that is good when less, or an empty string."""
    if not _open_way(row):
        return ""
    return f"没有写明方向，按“不超过”计分，建议写成“≤{row.data.target.raw.strip()}”"

"""Rules on what the indicators measure."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import CENTRAL_2021, PRODUCT, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row, bare_name
from selfeval_assist.checks.words import set_from_above
from selfeval_assist.form import Kind
from selfeval_assist.form.money import convert
from selfeval_assist.form.vocabulary import BENEFIT, COST, SATISFACTION
from selfeval_assist.prose.words import combined, holds

_MONEY_COSTS = frozenset({"成本指标", "经济成本指标"})
_OTHER_COSTS = frozenset({"社会成本指标", "生态环境成本指标"})
_UNIT_COST = ("成本", "标准", "单价")
# 生均补助标准达标率: how many kept to it, not what one costs
_SHARE = ("达标率", "合格率", "符合率", "覆盖率", "到位率", "完成率", "发放率")
# 护理床采购单价, 差旅费, 补助标准
_COST_NAME = (
    "成本", "费", "价", "补助", "补贴", "标准", "预算", "投入", "投资", "支出", "金额", "工资",
    "薪", "款", "节约", "控制", "资金", "采购",
)  # fmt: skip
# 资金使用合规度, 专款专用率
_COMPLIANCE = (
    "合规", "合法", "规范", "专款专用", "到位率", "执行率", "支付率", "完成率", "及时",
)  # fmt: skip
# 群众满意度, 投诉率, 获得感
_SATISFACTION = (
    "满意", "认可", "认同", "赞", "信任", "表扬", "支持率", "好评", "评价", "评议", "测评", "评分",
    "口碑", "反馈", "支持度", "拥护", "获得感", "幸福感", "感受",
)  # fmt: skip
_COMPLAINTS = ("投诉率", "投诉数", "投诉次数", "投诉件数", "投诉量")
# 系统稳定运行, 处理及时率
_ELSEWHERE = (
    "运行", "及时", "完成", "稳定", "建设", "质量", "安全", "故障", "处理", "数量", "覆盖", "效率",
    "响应", "执行", "合格", "验收", "使用率", "利用率", "增长", "发放", "拨付", "资金", "可持续",
    "影响", "按时", "按期", "开展",
)  # fmt: skip
_MEASURES = ("率", "数", "量", "时间", "时长", "时限")
# 资金拨付金额, 支付率
_PAYMENT = (
    *(a + b for a in ("资金", "经费", "款", "款项") for b in ("支付", "拨付", "到位", "支出")),
    "支付率", "支付金额", "拨付率", "拨付金额",
)  # fmt: skip
# 器材更新费用, 项目支出; not 贷款余额, 产值, 招商引资额, which a project may be there to raise
_SPENT = ("费", "经费", "支出", "成本", "价款", "采购金额", "采购额", "投资额", "预算")
# 专款专用率, 预算执行进度率
_OUTPUTS = frozenset({"数量指标", "质量指标", "时效指标"})
_MANAGEMENT = (
    "专款专用",
    *(
        f"{a}{b}{c}"
        for a in ("资金", "经费")
        for b in ("", "使用", "支出")
        for c in ("合规", "合法", "规范")
    ),
    *combined(("资金", "经费"), ("", "足额", "及时"), ("到位", "拨付"), ("率", "及时率", "及时性")),
    *(
        a + b + c
        for a in ("预算", "资金", "经费")
        for b in ("执行", "支付", "支出")
        for c in ("率", "进度率")
    ),
)


@rule(
    "IND001",
    "数量指标不是数量",
    severity=Severity.WARNING,
    message="{place}列在数量指标下，却是{what}，建议改为产品或服务的数量。",
    basis=REVIEWERS,
)
def output_is_counted(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    数量指标是比率、期限，是资金支付、拨付情况，或以本项目花了多少钱为目标，而不是产品和服务的数量。
    转移支付的自评表，指标由上级统一设定，填报单位改不了，不提。
    为什么：数量指标要说明做了多少；比率看不出规模，审核时可能不得分。
    反例：数量指标：运维工单处理率 =100%。
    正例：数量指标：处理运维工单 ≥3000 件。
    怎么改：改为件数、台数、人次等；比率移到质量或时效指标。
    """
    for row in () if set_from_above(subject.form) else subject.rows:
        if row.data.kind != "数量指标" or not row.name:
            continue
        if holds(row.name, _PAYMENT):
            yield Hit(f"{row.path}.name", {"what": "资金支付或拨付情况"})
        elif row.target.kind is Kind.AMOUNT and holds(row.name, _SPENT):
            yield Hit(f"{row.path}.name", {"what": "金额"})
        elif row.target.kind is Kind.RATIO or row.name.endswith("率"):
            yield Hit(f"{row.path}.name", {"what": "比率"})
        elif row.target.kind is Kind.DATE and row.actual.kind is Kind.DATE:
            yield Hit(f"{row.path}.name", {"what": "完成期限（应列为时效指标）"})


@rule(
    "IND002",
    "资金管理要求当作绩效指标",
    severity=Severity.WARNING,
    message="{place}是资金管理要求，列在“{kind}”下不能反映产出或效果，提请核实。",
    basis=REVIEWERS,
    supersedes=("IND001",),
)
def management_item(subject: Subject) -> Iterator[Hit]:
    """检查什么：专款专用率、资金合规性、预算执行率等列在产出、成本或效益指标下。
    为什么：这些是管理要求；预算执行率已经单独计分，再列一次就重复计分。
    反例：数量指标：专款专用率 =100%，5 分。
    正例：数量指标：建成接口 ≥12 个。
    怎么改：下一年度换成项目产出；资金管理情况写在说明中。
    """
    for row in subject.rows:
        placed = row.data.kind in _MONEY_COSTS | _OUTPUTS or row.data.group == BENEFIT
        if placed and holds(row.name, _MANAGEMENT):
            yield Hit(f"{row.path}.name", {"kind": row.data.kind or row.data.group})


@rule(
    "IND004",
    "缺少真正的成本指标",
    severity=Severity.WARNING,
    message="{why}，提请核实是否应设成本指标（如总成本、单位成本）。",
    basis=CENTRAL_2021 + "；界定项目类型的关键词为产品选择",
    supersedes=("IND002",),
)
def cost_indicator(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    工程、购置、运维类项目（或预算超过评分办法规定金额的项目）没有成本指标；或成本指标衡量的
    不是金额、单价，而是合规度、达标率等。节约率、控制率一类说的是花费多少，不在此列。
    为什么：这类项目首先要看花钱是否合算。
    反例：1438 万元的系统建设项目没有成本指标；成本指标：资金使用合规度 =100%。
    正例：成本指标：单个系统年运维成本 ≤85 万元。
    怎么改：补设总成本或单位成本；合规情况移到资金管理说明。
    """
    costs = [row for row in subject.rows if row.data.group == COST or row.data.kind in _MONEY_COSTS]
    if not costs and (why := _cost_expected(subject)):
        yield Hit("indicators", {"why": why})
    project = bare_name(subject.form.project)
    for row in costs:
        # Costs to society and nature are not counted in money.
        if row.data.kind not in _OTHER_COSTS and row.name != project and _costs_nothing(row):
            why = f"成本指标“{row.name}”衡量的不是金额或单位成本"
            yield Hit(f"{row.path}.name", {"why": why})


def _costs_nothing(row: Row) -> bool:
    """Return whether a cost row measures neither money nor what one thing costs."""
    kinds = (row.target.kind, row.actual.kind)
    if Kind.AMOUNT in kinds or not row.name:
        return False
    if row.name.endswith(_SHARE) and Kind.RATIO in kinds:
        return True
    odd = holds(row.name, _COMPLIANCE) or not holds(row.name, _COST_NAME)
    return odd and not holds(row.name, _UNIT_COST)


def _cost_expected(subject: Subject) -> str:
    """Return why the project should have a cost indicator, or an empty string."""
    form, costs = subject.form, subject.policy.costs
    if not any(row.data.level2.strip() for row in subject.rows):
        return ""  # rows that are not told apart may hold one
    word = next((word for word in costs.project_words if word in form.project), "")
    if word:
        return f"项目名称含“{word}”，而表中没有成本指标"
    budget = subject.money.adjusted
    if costs.amount is None or budget is None:
        return ""
    large = convert(budget, form.money_unit, "元") >= costs.amount
    return "项目金额较大，而表中没有成本指标" if large else ""


@rule(
    "IND006",
    "满意度指标不是满意度",
    severity=Severity.ERROR,
    message="{place}列在满意度指标下，衡量的却不是满意程度，提请核实。",
    basis=PRODUCT,
    supersedes=("IND010",),
)
def satisfaction_is_asked(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    满意度指标的名称说的是运行、及时、完成等，或者照抄别的一级指标下的名称，与服务对象是否满意无关。
    为什么：满意度要向服务对象调查；系统运行正常属于质量，处理及时属于时效。
    反例：满意度指标：系统稳定运行 =100%。
    正例：满意度指标：窗口用户满意度 ≥90%（问卷 200 份）。
    怎么改：改为服务对象满意度，并开展调查；原指标移到质量或时效。
    """
    counted = {
        row.name
        for row in subject.rows
        if row.data.group not in {"", SATISFACTION} and not holds(row.name, _SATISFACTION)
    } - {""}
    for row in subject.rows:
        if row.data.group != SATISFACTION and row.data.kind != "服务对象满意度指标":
            continue
        if _measures_another(row.name) or row.name in counted:
            yield Hit(f"{row.path}.name")


def _measures_another(name: str) -> bool:
    """Return whether a name measures something that nobody is asked about."""
    asked = holds(name, _SATISFACTION) or name.endswith(_COMPLAINTS)
    return not asked and (holds(name, _ELSEWHERE) or name.endswith(_MEASURES))

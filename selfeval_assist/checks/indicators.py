"""Rules on what the indicators are."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from selfeval_assist.checks.basis import CENTRAL_2020, CENTRAL_2021, PRODUCT, REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.view import Row, bare_name
from selfeval_assist.form import Kind
from selfeval_assist.form.money import convert
from selfeval_assist.form.text import essence
from selfeval_assist.form.vocabulary import BENEFIT, COST, OUTPUT, SATISFACTION

_MONEY_COSTS = frozenset({"成本指标", "经济成本指标"})
_OTHER_COSTS = frozenset({"社会成本指标", "生态环境成本指标"})
# 补助标准达标率 is about a unit cost although it is printed as a rate.
_UNIT_COST = re.compile(r"成本|标准|单价")
_COST_NAME = re.compile(
    r"成本|费|价|补助|补贴|标准|预算|投入|投资|支出|金额|经费|工资|薪|款|节约|控制|资金|采购"
)
_COMPLIANCE = re.compile(r"合规|合法|规范|专款专用|到位率|执行率|支付率|完成率|及时")
_SATISFACTION = re.compile(
    r"满意|认可|好评|评价|评议|测评|评分|口碑|反馈|支持度|拥护|获得感|幸福感|感受|投诉(?:率|数|次数|件数|量)$"
)
_ELSEWHERE = re.compile(
    r"运行|及时|完成|稳定|建设|质量|安全|故障|处理|数量|覆盖|效率|响应|执行|合格|验收|使用率|利用率|"
    r"增长|发放|拨付|资金|可持续|影响"
)
_PAYMENT = re.compile(r"(?:资金|经费|款项?)(?:支付|拨付|到位|支出)|支付(?:率|金额)|拨付(?:率|金额)")
_MANAGEMENT = re.compile(
    r"专款专用|资金(?:使用)?(?:合规|合法|规范)|(?:预算|资金|经费)(?:执行|支付|支出)(?:进度)?率"
)
_MISPLACED = (
    ("生态效益指标", re.compile(r"成本|费用|经济|收入"), "经济效益或成本"),
    ("社会效益指标", re.compile(r"能耗|节能|减排|污染|绿化"), "生态效益"),
    ("经济效益指标", re.compile(r"满意"), "满意度"),
)
_NEAR = 90
_LONG_ENOUGH = 6
_CODE = re.compile(r"^[\w\[\]【】]*\d{4,}[\w\[\]【】]*[-—_:：]")


@rule(
    "IND001",
    "数量指标不是数量",
    severity=Severity.WARNING,
    message="{place}列在数量指标下，却是{what}，建议改为产品或服务的数量。",
    basis=REVIEWERS,
    standing="V",
)
def output_is_counted(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    数量指标是比率，或是资金支付、拨付情况，而不是产品和服务的数量。
    ## 为什么
    数量指标要说明做了多少；比率看不出规模，审核时可能不得分。
    ## 反例
    数量指标：运维工单处理率 =100%。
    ## 正例
    数量指标：处理运维工单 ≥3000 件。
    ## 怎么改
    改为件数、台数、人次等；比率移到质量或时效指标。
    """
    for row in subject.rows:
        if row.data.kind != "数量指标" or not row.name:
            continue
        if _PAYMENT.search(row.name):
            yield Hit(f"{row.path}.name", {"what": "资金支付或拨付情况"})
        elif row.target.kind is Kind.RATIO or row.name.endswith("率"):
            yield Hit(f"{row.path}.name", {"what": "比率"})


@rule(
    "IND002",
    "资金管理要求当作绩效指标",
    severity=Severity.WARNING,
    message="{place}是资金管理要求，列在“{kind}”下不能反映产出或效果，提请核实。",
    basis=REVIEWERS,
    standing="V",
    supersedes=("IND001",),
)
def management_item(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    专款专用率、资金合规性、预算执行率等列在数量、成本或效益指标下。
    ## 为什么
    这些是管理要求；预算执行率已经单独计分，再列一次就重复计分。
    ## 反例
    数量指标：专款专用率 =100%，5 分。
    ## 正例
    数量指标：建成接口 ≥12 个。
    ## 怎么改
    下一年度换成项目产出；资金管理情况写在说明中。
    """
    for row in subject.rows:
        placed = row.data.kind in _MONEY_COSTS | {"数量指标"} or row.data.group == BENEFIT
        if placed and _MANAGEMENT.search(row.name):
            yield Hit(f"{row.path}.name", {"kind": row.data.kind or row.data.group})


@rule(
    "IND004",
    "缺少真正的成本指标",
    severity=Severity.WARNING,
    message="{why}，提请核实是否应设成本指标（如总成本、单位成本）。",
    basis=CENTRAL_2021 + "；界定项目类型的关键词为产品选择",
    standing="M",
    supersedes=("IND002",),
)
def cost_indicator(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    工程、购置、运维类项目（或预算超过评分办法规定金额的项目）没有成本指标；或成本指标衡量的
    不是金额、单价，而是合规度等。
    ## 为什么
    这类项目首先要看花钱是否合算。
    ## 反例
    1438 万元的系统建设项目没有成本指标；成本指标：资金使用合规度 =100%。
    ## 正例
    成本指标：单个系统年运维成本 ≤85 万元。
    ## 怎么改
    补设总成本或单位成本；合规情况移到资金管理说明。
    """
    costs = [row for row in subject.rows if row.data.group == COST or row.data.kind in _MONEY_COSTS]
    if not costs and (why := _cost_expected(subject)):
        yield Hit("indicators", {"why": why})
    project = bare_name(subject.form.project)
    for row in costs:
        # Costs to society and nature are not counted in money.
        if row.data.kind in _OTHER_COSTS or not row.name or row.name == project:
            continue
        if Kind.AMOUNT in (row.target.kind, row.actual.kind) or _UNIT_COST.search(row.name):
            continue
        if _COMPLIANCE.search(row.name) or not _COST_NAME.search(row.name):
            why = f"成本指标“{row.name}”衡量的不是金额或单位成本"
            yield Hit(f"{row.path}.name", {"why": why})


def _cost_expected(subject: Subject) -> str:
    """Return why the project should have a cost indicator, or an empty string."""
    form, costs = subject.form, subject.policy.costs
    if not subject.rows:
        return ""
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
    standing="P",
)
def satisfaction_is_asked(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    满意度指标的名称说的是运行、及时、完成等，与服务对象是否满意无关。
    ## 为什么
    满意度要向服务对象调查；系统运行正常属于质量，处理及时属于时效。
    ## 反例
    满意度指标：系统稳定运行 =100%。
    ## 正例
    满意度指标：窗口用户满意度 ≥90%（问卷 200 份）。
    ## 怎么改
    改为服务对象满意度，并开展调查；原指标移到质量或时效。
    """
    for row in subject.rows:
        if row.data.group != SATISFACTION and row.data.kind != "服务对象满意度指标":
            continue
        if _ELSEWHERE.search(row.name) and not _SATISFACTION.search(row.name):
            yield Hit(f"{row.path}.name")


@rule(
    "IND008",
    "二级指标缺失或放错位置",
    severity=Severity.WARNING,
    message="{place}：{why}，提请核实。",
    basis=CENTRAL_2020,
    standing="M",
)
def level2_known(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    二级指标空白，或不在规定的名称之内；能耗放在社会效益、成本控制放在生态效益等明显放错的。
    全表都没有二级指标时只提示一次。
    ## 为什么
    二级指标决定分值和赋分办法。
    ## 反例
    生态效益指标：对控制基建项目成本的影响。
    ## 正例
    经济效益指标：节约基建成本 ≥5%。
    ## 怎么改
    按表样选用二级指标名称，把指标放到相应位置。
    """
    rows = [row for row in subject.rows if row.name]
    if rows and not any(row.data.level2.strip() for row in rows):
        yield Hit("indicators", {"why": "各行都没有二级指标"})
        return
    for row in rows:
        level2 = row.data.level2.strip()
        if not row.data.kind:
            if row.data.group and row.data.group != SATISFACTION:
                why = f"“{level2}”不是规定的二级指标名称" if level2 else "没有填二级指标"
                yield Hit(f"{row.path}.level2", {"why": why})
            continue
        for kind, pattern, better in _MISPLACED:
            if row.data.kind == kind and pattern.search(row.name):
                yield Hit(f"{row.path}.level2", {"why": f"列在{kind}下，更像{better}"})


@rule(
    "IND010",
    "指标重复",
    severity=Severity.WARNING,
    message="{place}与第 {other} 行“{other_name}”相同或十分相近，提请核实是否重复计分。",
    basis=REVIEWERS,
    standing="V",
)
def repeated_indicator(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    不同二级指标下出现名称相同、互相包含或十分相近的指标。
    ## 为什么
    同一件事在产出和效益、时效和满意度里各算一次，就重复得分。
    ## 反例
    时效：故障处理响应及时性；满意度：投诉发生故障处理响应及时性。
    ## 正例
    时效：故障 2 小时内响应率；满意度：用户满意度。
    ## 怎么改
    保留一处，另一处换成不同的内容。
    """
    rows = [row for row in subject.rows if len(row.name) >= _LONG_ENOUGH and not row.part]
    names = [row.name for row in rows]
    every = "\n".join(names)
    inside = {name for name in names if every.count(name) > 1}
    for place, row in enumerate(rows):
        near = process.extract(
            row.name, names[:place], scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None
        )
        alike = {index for _, _, index in near}
        if inside:
            alike.update(_within(row.name, names[:place]))
        for other in (rows[index] for index in sorted(alike)):
            if _kind(row) != _kind(other):
                yield Hit(f"{row.path}.name", {"other": other.index + 1, "other_name": other.name})
                break


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
    standing="M",
)
def groups_present(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    产出指标、效益指标一组都不能少。表中不分一级指标，或只读到部分内容（没有总分）时不判断。
    ## 为什么
    只有产出没有效益，看不出钱花得值不值。
    ## 反例
    只设产出 90 分，没有效益指标。
    ## 正例
    产出 50 分，效益 30 分，满意度 10 分。
    ## 怎么改
    按批复的目标申报表补齐；申报时就没有的，下年度补设。
    """
    if subject.form.total.value is None:
        return
    groups = {row.data.group for row in subject.rows} - {""}
    if not groups:
        return
    for group in (OUTPUT, BENEFIT):
        if group not in groups:
            yield Hit("indicators", {"missing": group})


@rule(
    "IND012",
    "指标名称就是项目名称",
    severity=Severity.WARNING,
    message="{place}与项目名称相同，看不出考核什么，建议写明具体内容和标准。",
    basis=PRODUCT,
    standing="P",
)
def named_like_the_project(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    三级指标名称与项目名称完全相同。
    ## 为什么
    拿项目名称当指标，等于没有说明考核哪一方面。
    ## 反例
    质量指标：某某系统整合项目，目标“完成”。
    ## 正例
    质量指标：系统初验合格率 ≥98%。
    ## 怎么改
    写明考核的内容，如验收合格率、验收日期。
    """
    project = essence(_CODE.sub("", subject.form.project))
    if not project:
        return
    for row in subject.rows:
        # A cost row may be called after what it pays for.
        if row.name and "成本" not in row.data.kind and essence(row.name) == project:
            yield Hit(f"{row.path}.name")

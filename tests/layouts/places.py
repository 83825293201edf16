"""The words and columns with which different places print the same form."""

from dataclasses import dataclass, replace

Columns = tuple[tuple[str, str, int], ...]
"""(field, heading, width in grid columns)"""


@dataclass(frozen=True)
class Layout:
    """The words and columns of one place."""

    name: str
    title: str
    year: str
    funds_side: str
    funds: Columns
    goal: tuple[str, str, str]
    side: str
    indicators: Columns
    total: str
    worth: str = ""
    of_which: str = "其中："
    department: tuple[str, str] = ("主管部门", "实施单位")
    checkboxes: bool = False
    goal_beside: bool = False
    split: bool = False
    two_rows: bool = False
    cost_first: bool = False
    foot: tuple[tuple[str, str], ...] = ()


LEVELS: Columns = (("level1", "一级指标", 1), ("level2", "二级指标", 1), ("name", "三级指标", 2))
_TAIL: Columns = (("weight", "分值", 1), ("score", "得分", 1))
_WHY = (("deviation.text", "偏差原因分析及改进措施", 2),)
_VALUES: Columns = (("target", "年度指标值", 1), ("actual", "实际完成值", 1))
SPLIT: Columns = (("nature", "指标性质", 1), ("target", "指标值", 1), ("unit", "度量单位", 1))
_MONEY: Columns = (
    ("initial", "年初预算数", 2), ("adjusted", "全年预算数（A）", 1),
    ("executed", "全年执行数（B）", 1), ("weight", "分值", 1),
    ("rate", "执行率（B/A）", 2), ("score", "得分", 1),
)  # fmt: skip

CENTRAL = Layout(
    "central 2020", "项目支出绩效自评表", "（{}年度）", "项目资金（万元）", _MONEY,
    ("年度总体目标", "预期目标", "实际完成情况"), "绩效指标",
    (*LEVELS, *_VALUES, *_TAIL, *_WHY), "总分",
)  # fmt: skip
LAYOUTS = (
    CENTRAL,
    replace(
        CENTRAL, name="Shanghai", title="财政项目支出绩效自评表", funds_side="项目资金\n(元)",
        goal=("年度\n总体\n目标", "预算目标", "实际完成情况"), side="绩\n效\n指\n标",
        funds=tuple((key, heading.split("（")[0], width) for key, heading, width in _MONEY),
    ),
    replace(
        CENTRAL, name="cost first 2021", cost_first=True, year="{}年度",
        indicators=(*LEVELS, ("target", "年度指标值(A)", 1), ("actual", "全年实际值(B)", 1),
                    *_TAIL, ("deviation.text", "未完成原因分析及拟采取的改进措施", 2)),
        foot=(("注：得分一档最高不能超过该指标分值上限。", ""),),
    ),
    Layout(
        "Sichuan", "部门预算项目支出绩效自评表（{}年度）", "", "预算执行情况（10分）（单位：万元）",
        (("initial", "年初预算", 2), ("adjusted", "调整后预算数", 1), ("executed", "预算执行数", 1),
         ("rate", "预算执行率", 1), ("weight", "权重", 1), ("score", "得分", 1),
         ("reason", "原因", 2)),
        ("项目基本情况", "项目年度目标", "年度目标完成情况"), "绩效指标（90分）",
        (*LEVELS, *SPLIT, ("actual", "完成值", 1), ("weight", "权重", 1), ("score", "得分", 1),
         ("deviation.text", "未完成原因分析", 2)),
        "合计", goal_beside=True, split=True,
        foot=(("评价结论", "达到预期"), ("存在问题", "无"), ("改进措施", "无"),
              ("项目负责人：张三", "财务负责人：李四")),
    ),
    Layout(
        "Hubei", "{}年度项目自评表", "", "预算执行情况（万元）（20分）",
        (("adjusted", "预算数（A）", 2), ("executed", "执行数（B）", 1),
         ("rate", "执行率（B/A）", 1), ("score", "得分（20分*执行率）", 2)),
        ("年度绩效目标", "年初设定目标", "年度完成情况"), "年度绩效指标（80分）",
        (*LEVELS, ("target", "年初目标值（A）", 1), ("actual", "实际完成值（B）", 1),
         ("score", "得分", 1)),
        "总分", worth="20", department=("主管部门", "项目实施单位"), checkboxes=True,
        foot=(("偏差大或目标未完成原因分析", "无"), ("改进措施及结果应用方案", "继续加强管理")),
    ),
    replace(
        CENTRAL, name="Yunnan", title="项目支出绩效自评表（部门）", split=True, two_rows=True,
        year="（{}年度） 单位：万元", funds_side="项目资金（万元）",
        indicators=(*LEVELS, *SPLIT, ("actual", "实际完成值", 1), *_TAIL, *_WHY),
    ),
    replace(
        CENTRAL, name="poverty alleviation", title="扶贫项目资金绩效目标自评表",
        year="（{} 年度）",
        funds=(("adjusted", "全年预算数(A)", 2), ("executed", "全年执行数(B)", 1),
               ("weight", "分值", 1), ("rate", "执行率(B/A)", 1), ("score", "得分", 1)),
        goal=("年度总体目标", "年初设定目标", "全年实际完成情况"),
        indicators=(*LEVELS, ("weight", "分值", 1), ("target", "年度指标值", 1),
                    ("actual", "全年实际值", 1), ("score", "得分", 1),
                    ("deviation.text", "未完成原因和改进措施", 2)),
    ),
    replace(
        CENTRAL, name="flat list", title="项目支出绩效自评表", side="绩效指标",
        goal=("总体目标", "年度目标", "完成情况"), total="自评总分",
        indicators=(("name", "指标名称", 3), ("target", "目标值", 1), ("actual", "完成值", 1),
                    ("weight", "权重", 1), ("score", "自评得分", 1),
                    ("deviation.text", "偏差原因", 2)),
    ),
    replace(
        CENTRAL, name="two levels, other words", title="{}年度财政支出项目绩效自评表", year="",
        funds_side="资金情况\n（万元）", department=("主管部门及代码", "项目承担单位"),
        funds=(("initial", "年初预算", 2), ("adjusted", "调整后预算", 1),
               ("executed", "实际支出数", 1), ("weight", "标准分", 1),
               ("rate", "执行进度", 2), ("score", "自评得分", 1)),
        goal=("年度绩效目标", "年初绩效目标", "目标实际完成情况"), total="合计",
        indicators=(("level1", "一级指标", 1), ("name", "指标内容", 2), ("target", "计划值", 1),
                    ("actual", "完成情况", 1), ("weight", "指标分值", 1), ("score", "自评分", 1),
                    ("deviation.text", "偏差原因及改进措施", 2)),
    ),
)  # fmt: skip

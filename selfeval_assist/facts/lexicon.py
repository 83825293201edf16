"""The words with which a sentence may introduce a value.

A value is believed only with the right words before it: a swapped budget and expenditure is as
wrong as a mistyped digit. Each tuple belongs to one role; a word may serve several roles.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

BUDGET = ("预算", "项目预算", "安排预算", "预算数", "预算安排")
"""Words for a budget that do not say which; they introduce the opening and the adjusted one."""
INITIAL = (
    "年初预算数", "年初预算", "年初批复预算", "年初批复", "年初安排", "年初安排预算", "预算由",
    "批复预算", *BUDGET,
)  # fmt: skip
ADJUSTED = (
    "全年预算数", "全年预算", "调整后预算", "调整后预算数", "调整后全年预算", "预算调整为",
    "调整为", "调整至", "调减至", "核减至", "压减至", "调增至", "追加至", "调减后为", "调整后为",
    "全年预算数为", *BUDGET,
)  # fmt: skip
EXECUTED = (
    "全年执行数", "全年执行", "全年支出", "全年实际支出", "全年实际执行", "实际支出", "实际执行",
    "支出", "执行", "执行数", "支付", "拨付", "已执行", "项目支出", "支出金额", "使用资金",
)  # fmt: skip
RATE = (
    "预算执行率", "执行率", "全年预算执行率", "占全年预算的", "占预算的", "完成预算的",
    "占全年预算数的", "占调整后预算的",
)  # fmt: skip
INITIAL_RATE = (
    "相当于年初预算的", "占年初预算的", "为年初预算的", "年初预算执行率",
    "按年初预算计算的执行率", "按年初预算计算为",
)  # fmt: skip
UNSPENT = (
    "未执行", "未支出", "未使用", "尚未执行", "尚未支出", "结余", "剩余", "未执行金额",
    "未执行资金", "未使用资金", "未执行数", "节约",
)  # fmt: skip
CUT = (
    "核减", "调减", "调整减少", "减少", "压减", "追减", "降幅", "减幅", "下降", "下调", "减调",
    "降低", "压减一般性支出", "调减后", "减少了", "核减了", "调减了", "压减了",
)  # fmt: skip
RAISED = ("追加", "调增", "调整增加", "增加", "增幅", "上升", "上调", "增调")
CHANGE = ("调整幅度", "变动幅度", "调整金额")

TARGET = (
    "目标为", "年度指标值为", "指标值为", "目标值为", "计划为", "要求为", "年度指标值",
    "年度目标值", "年度目标", "目标值", "指标值", "计划值", "目标", "计划", "要求", "应达到",
    "应完成", "指标要求", "上限", "标准", "绩效目标", "年初目标", "控制在", "目标任务", "要求的",
)  # fmt: skip
ACTUAL = (
    "实际完成值", "实际完成率", "实际完成", "实际达到", "实际实现", "实际于", "实际为", "实际",
    "完成", "达到", "实现", "均达到", "均完成", "均为", "均在", "自评为", "均自评为", "评价为",
    "填报为", "均填报为", "推迟至", "推迟到", "压缩到", "压缩至", "缩短到", "缩短至", "控制在",
    "保持在", "保持",
)  # fmt: skip
GOAL = (
    "达到", "完成", "实现", "均达到", "均完成", "均为", "均要求", "控制在", "要求", "目标",
    "目标为", "目标值", "均", "年度指标值", "年度目标", "保持在",
)  # fmt: skip
SHORT = (
    "比年度指标值少", "比目标少", "比目标低", "比年度指标值低", "相差", "差距", "少完成", "短缺",
    "缺口", "节约", "节省",
)  # fmt: skip
LONG = (
    "比年度指标值多", "比目标多", "比目标高", "比年度指标值高", "超出", "高出", "多完成",
    "超过目标", "超出目标", "相差", "差距", "超目标",
)  # fmt: skip
COMPLETION = (
    "完成比例", "完成率", "完成程度", "相当于目标的", "为目标的", "相当于年度指标值的",
    "达到目标的", "完成目标的", "完成年度目标的", "完成指标值的", "完成年度指标值的",
)  # fmt: skip
OVERSHOOT = (
    "超出", "超出目标", "高出", "高出目标", "超过目标", "超目标", "超额", "超出比例", "超出幅度",
    "偏离",
)  # fmt: skip
LATE = ("逾期", "晚于计划", "延后", "推迟", "比计划晚", "比计划推迟", "迟于计划")
WEIGHT = ("分值",)
SCORE = ("自评得分", "得分", "自评", "得")
LOST = ("扣分", "扣", "失分", "扣减")
SURVEY = ("回收有效问卷", "有效问卷", "回收问卷", "问卷", "样本", "调查样本")
SURVEY_DATE = ("调查时间", "调查于", "问卷调查于", "调查日期")
COUNT = ("等", "共", "共计", "合计", "其余", "其中", "上述")
ROWS = (
    "三级指标共", "三级指标", "绩效指标共", "绩效指标", "定量指标", "可比指标", "定性指标",
    "其余", "另有", "达到年度指标值的", "超过年度指标值的", "未达到年度指标值的", "未按期完成的",
)  # fmt: skip
TOTAL = ("自评总分", "总分", "总得分", "自评得分合计", "自评")
GRADE = ("评价等级", "等级", "自评等级", "等次")
EVIDENCE = ("佐证材料", "依据", "佐证", "见")

_ALL: tuple[tuple[str, ...], ...] = (
    INITIAL, ADJUSTED, EXECUTED, RATE, INITIAL_RATE, UNSPENT, CUT, RAISED, CHANGE, TARGET, ACTUAL,
    GOAL, SHORT, LONG, COMPLETION, OVERSHOOT, LATE, WEIGHT, SCORE, LOST, SURVEY, SURVEY_DATE,
    COUNT, ROWS, TOTAL, GRADE,
)  # fmt: skip
WORDS = frozenset(word for words in _ALL for word in words)
DISTANCE = frozenset((*SHORT, *LONG, *OVERSHOOT, *LATE))
"""Words for how far a result is from its target."""
UP, DOWN = frozenset(RAISED), frozenset(CUT)


@lru_cache(maxsize=512)
def pattern(words: frozenset[str]) -> "re.Pattern[str]":
    """Return a pattern that finds the longest of several words at each place."""
    if not words:
        return re.compile(r"(?!)")
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))


def role_words(extra: Iterable[str] = ()) -> "re.Pattern[str]":
    """Return the pattern of all role words, with further wordings of particular facts."""
    return pattern(WORDS.union(extra))

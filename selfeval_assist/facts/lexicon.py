"""The words with which a sentence may introduce a value.

A value is believed only with the right words before it: a swapped budget and expenditure is as
wrong as a mistyped digit. Each tuple belongs to one role; a word may serve several roles.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

BUDGET = (
    "预算", "项目预算", "安排预算", "预算数", "预算安排", "安排资金", "下达资金", "到位资金",
    "下达", "安排", "总投资", "项目总投资", "投资总额",
)  # fmt: skip
"""Words for a budget that do not say which; they introduce the opening and the adjusted one."""
_ENDS = (
    "目标", "目标值", "年度目标", "年度目标值", "年度指标值", "指标值", "计划", "计划数", "计划值",
    "预期", "预期目标", "要求", "年初目标", "既定目标", "目标任务", "控制数", "上限", "标准",
)  # fmt: skip


def _joined(verbs: str, ends: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{verb}{end}" for verb in verbs.split() for end in ends)


ABOVE_GOAL = _joined("高于 超出 超过 高出 多于 大于 优于 超", _ENDS)
BELOW_GOAL = _joined("低于 少于 小于 不及 短于 未达 未达到", _ENDS)
"""A comparison with the target in one word; what follows is the distance, or the target itself."""
INITIAL = (
    "年初预算数", "年初预算", "年初批复预算", "年初批复", "年初安排", "年初安排预算", "预算由",
    "批复预算", "年初", "年初的", "年初数", "财政批复", *BUDGET,
)  # fmt: skip
ADJUSTED = (
    "全年预算数", "全年预算", "调整后预算", "调整后预算数", "调整后全年预算", "预算调整为",
    "调整为", "调整至", "调减至", "核减至", "压减至", "调增至", "追加至", "调减后为", "调整后为",
    *_joined("压减 核减 调减 追减 压缩 追加 调增 减少 增加", ("到", "至", "为")),
    "降至", "减至", "增至", "降到", "减到", "增到", "全年预算数为", "可用预算", "年末预算", *BUDGET,
)  # fmt: skip
EXECUTED = (
    "全年执行数", "全年执行", "全年支出", "全年实际支出", "全年实际执行", "实际支出", "实际执行",
    "支出", "执行", "执行数", "支付", "拨付", "已执行", "项目支出", "支出金额", "使用资金",
    "实际使用", "使用", "实际支付", "预算执行", "累计支出", "累计执行", "累计支付", "实支",
    "共支出", "已支出",
    "资金支出", "支出数", "决算", "结算", "实付",
    "实际用款", "用款", "用掉", "实际结算", "兑付", "投入", "资金执行", "决算数", "花费",
    "全年使用", "全年累计支出",
)  # fmt: skip
RATE = (
    "预算执行率", "执行率", "全年预算执行率", "占全年预算的", "占预算的", "完成预算的",
    "占全年预算数的", "占调整后预算的", "预算执行", "支付比例", "支出比例",
    "执行", "支付", "支出", "实际执行",
    *(
        f"{what}{done}{measure}"
        for what in ("", "预算", "资金", "项目", "项目资金", "财政资金", "专项资金", "经费")
        for done in ("执行", "支出", "支付", "使用", "拨付", "完成")
        for measure in ("率", "进度")
        if done != "完成" or what in {"资金", "经费"}
    ),
)  # fmt: skip
INITIAL_RATE = (
    "相当于年初预算的", "占年初预算的", "为年初预算的", "年初预算执行率",
    "按年初预算计算的执行率", "按年初预算计算为", "占年初批复预算的", "按年初预算计算",
    "按年初预算算", "达到年初预算的", "完成年初预算的", "是年初预算的",
)  # fmt: skip
OVER = (
    "超支", "超出", "超",
    *_joined("超 超出 超过 高于 超支", ("预算", "预算数", "全年预算", "全年预算数", "年度预算")),
)  # fmt: skip
UNSPENT = (
    "未执行", "未支出", "未使用", "尚未执行", "尚未支出", "结余", "剩余", "未执行金额",
    "未执行资金",
    "未使用资金", "未执行数", "节约", "结转", "结余结转", "结转结余", "结余资金", "剩余资金",
    "结转资金",
    "尚余", "仅余", "余", "节余", "节省", "尚有", "未用", "余额", "沉淀", "未付", "少支出",
    "少执行", "还剩", "仅剩", "剩", "还差", "尚差",
    *_joined("未 尚未 未完成 尚未完成", ("支付", "支出", "执行", "使用", "拨付")),
)  # fmt: skip
CUT = (
    "核减", "调减", "调整减少", "减少", "压减", "追减", "降幅", "减幅", "下降", "下调", "减调",
    "降低", "压减一般性支出", "调减后", "减少了", "核减了", "调减了", "压减了", "压缩", "收回",
    "调减率",
    "调减比例", "压减率", "减少率",
    *_joined("核减 调减 压减 减少 追减 压缩 收回", ("预算", "资金", "经费", "项目预算")),
)  # fmt: skip
RAISED = (
    "追加", "调增", "调整增加", "增加", "增幅", "上升", "上调", "增调", "增长", "调增率", "增加了",
    "追加了",
    *_joined("追加 调增 增加", ("预算", "资金", "经费", "项目预算")),
)  # fmt: skip
CHANGE = ("调整幅度", "变动幅度", "调整金额", "调整率", "调整比例", "占年初预算的")

TARGET = (
    "目标为", "年度指标值为", "指标值为", "目标值为", "计划为", "要求为", "年度指标值",
    "年度目标值", "年度目标", "目标值", "指标值", "计划值", "目标", "计划", "要求", "应达到",
    "应完成", "指标要求", "上限", "标准", "绩效目标", "年初目标", "控制在", "目标任务", "要求的",
    "目标的", "计划的", "任务的", "任务", "控制数", "预期", "预期值", "预期目标", "原定", "原计划",
    "约定", "设定", "规定",
    "任务数", "计划数", "任务量",
)  # fmt: skip
ACTUAL = (
    "实际完成值", "实际完成率", "实际完成", "实际达到", "实际实现", "实际于", "实际为", "实际",
    "完成", "达到", "实现", "均", "均达到", "均完成", "均为", "均在", "自评为", "均自评为",
    "评价为",
    "填报为", "均填报为", "推迟至", "推迟到", "控制在", "保持在", "保持", "维持在", "实得", "均达",
    "稳定在", "累计完成", "累计", "共完成", "共计完成", "已完成", "仅完成", "只完成", "完成了",
    *_joined("压 压缩 缩短 缩 降 降低 下降 减少 增 增加 提升 提高 升 延迟", ("至", "到", "为")),
)  # fmt: skip
GOAL = (
    "达到", "完成", "实现", "均达到", "均完成", "均为", "均要求", "控制在", "要求", "目标",
    "目标为", "目标值", "均", "年度指标值", "年度目标", "保持在", "均达", "稳定在", "维持在",
    *_joined("压 压缩 缩短 降 降低 提升 提高 增加", ("至", "到")),
)  # fmt: skip
SHORT = (
    "比年度指标值少", "比目标少", "比目标低", "比年度指标值低", "相差", "差距", "少完成", "短缺",
    "缺口", "节约", "节省", "差", "少", "低", "还差", "尚差", "欠缺", "缺", *BELOW_GOAL,
)  # fmt: skip
LONG = (
    "比年度指标值多", "比目标多", "比目标高", "比年度指标值高", "超出", "高出", "多完成",
    "超过目标", "超出目标", "相差", "差距", "超", "多", "高", "超额", "超额完成", *ABOVE_GOAL,
)  # fmt: skip
COMPLETION = (
    "完成比例", "完成率", "完成程度", "相当于目标的", "为目标的", "相当于年度指标值的",
    "完成比率", "完成度", "完成进度", "目标完成率", "指标完成率", "任务完成率", "年度完成率",
    "实现率", "目标的", "计划的", "任务的",
    *_joined("达到 完成 实现 达 占 为 是 相当于", tuple(f"{end}的" for end in _ENDS)),
)  # fmt: skip
OVERSHOOT = (
    "超出", "超出目标", "高出", "高出目标", "超过目标", "超目标", "超额", "超出比例", "超出幅度",
    "偏离", "超", "超额完成", "超目标值", "偏离度", "超幅", "偏差率", "多", "高", *ABOVE_GOAL,
)  # fmt: skip
LATE = (
    "逾期", "晚于计划", "比计划晚", "延后", "推迟", "比计划推迟", "迟于计划", "滞后", "延迟",
    "延期",
    "拖期", "超期", "晚", "推迟了", "晚了", "超过计划", "超过计划时间",
)  # fmt: skip
# 计划 belongs to 比计划提前, which is one wording.
EARLY = ("提前", "早于计划", "比计划提前", "计划", "早", "提前了")
WEIGHT = ("分值", "满分", "分值合计")
SCORE = ("自评得分", "得分", "自评", "得", "各得", "均得", "实得", "评分", "自评分", "得分合计")
LOST = (
    "扣分", "扣", "失分", "扣减", "扣除", "扣掉", "失", "共扣", "合计扣", "累计扣",
    "比目标少", "少", "低",
)  # fmt: skip
SURVEY = ("回收有效问卷", "有效问卷", "回收问卷", "问卷", "样本", "调查样本")
SURVEY_DATE = ("调查时间", "调查于", "问卷调查于", "调查日期")
COUNT = ("等", "共", "共计", "合计", "其余", "其中", "上述", "累计")
ROWS = (
    "三级指标共", "三级指标", "绩效指标共", "绩效指标", "定量指标", "可比指标", "定性指标",
    "其余", "另有", "达到年度指标值的", "超过年度指标值的", "未达到年度指标值的", "未按期完成的",
)  # fmt: skip
TOTAL = (
    "自评总分", "总分", "总得分", "自评得分合计", "自评", "合计", "综合得分", "自评得分",
    "自评结果", "得分", "得分合计",
    "共计", "总计", "合计得分", "最终得分", "综合评分", "得", "总评", "总评分",
)  # fmt: skip
SCORE_RATE = ("得分率", "得分比例", "得分比率")
UNSPENT_SHARE = ("结余率", "未执行比例", "结余比例", "未执行率", "结转率", "结余结转率")
INDICATORS = ("绩效指标得分", "绩效指标", "绩效指标部分得分", "绩效指标共得")
TOTAL_LOST = ("扣分", "共扣", "合计扣", "累计扣", "总计扣", "共扣分", "扣")
OF_ALL = frozenset((
    "自评总分", "总分", "总得分", "自评得分合计", "合计", "综合得分", "自评结果", "合计得分",
    *INDICATORS, "最终得分", "综合评分", "总评", "总评分", "共扣", "合计扣", "累计扣",
    "总计扣", "共扣分", "满分", "总分值", "总计",
))  # fmt: skip
"""Words for points of the whole form even where an indicator was named before."""
GRADE = ("评价等级", "等级", "自评等级", "等次", "评价结果", "自评结果")
COUNTED_AS = {
    "met": (
        "达标", "达到目标", "完成", "已完成", "实现目标", "达标的", "完成的", "达到目标的", "有",
    ),
    "exceeded": ("超额完成", "超额", "超额完成的", "超目标", "其中"),
    "missed": (
        "未达标", "未完成", "未达到目标", "未达标的", "未完成的", "未达到", "未达成",
        "未达到目标的", "未达",
        "另有", "还有",
    ),
    "late": ("逾期", "未按期", "延期", "逾期的", "滞后", "延迟", "未按时", "另有", "还有"),
}  # fmt: skip
"""More words with which a text may introduce how many rows stand so to their targets."""
NOT_REACHED = ("未完成", "未达到", "未达标", "未达成", "未达到目标")

RISE = ("提升", "提高", "增长", "增加", "上升", "上涨", "增收", "升", "增")
FALL = (
    "下降", "降低", "减少", "压减", "压缩", "压降", "缩短", "节约", "节省", "降", "减",
)  # fmt: skip
"""Verbs of a change of which a cell gives the size: 提升10% is no 10%."""
_CHANGE_WORDS = "|".join(sorted((*RISE, *FALL), key=len, reverse=True))
CHANGE_WORD = re.compile(_CHANGE_WORDS)
# 提升10%, 较上年增长≥10%, 同比下降不少于5%; 提升至95% is a level.
_CHANGED = re.compile(
    rf"(?:同比|环比|年均|[较比][\u4e00-\u9fff]{{1,6}}?)?(?:{_CHANGE_WORDS})了?"
    r"(?=\s*(?:[><=≥≤\d约]|不[低少小超高大多]|至[少多]|超过|高于|大于))"
)


def change_before(text: str) -> str:
    """Return the words with which a value in one width begins as a change, "" for a level."""
    match = _CHANGED.match(text)
    return match[0] if match else ""


def same_change(value: str) -> tuple[str, ...]:
    """Return the verbs that say the same direction as a value that is a change; else none."""
    verb = CHANGE_WORD.search(change_before(value))
    return () if verb is None else RISE if verb[0] in RISE else FALL


_ALL: tuple[tuple[str, ...], ...] = (
    INITIAL, ADJUSTED, EXECUTED, RATE, INITIAL_RATE, UNSPENT, CUT, RAISED, CHANGE, TARGET, ACTUAL,
    GOAL, SHORT, LONG, COMPLETION, OVERSHOOT, LATE, WEIGHT, SCORE, LOST, SURVEY, SURVEY_DATE,
    COUNT, ROWS, TOTAL, GRADE, OVER, EARLY, TOTAL_LOST, BUDGET, NOT_REACHED,
    SCORE_RATE, UNSPENT_SHARE, INDICATORS,
)  # fmt: skip
BESIDE = frozenset({"占", "余", "使用", "安排", "下达", "任务", "预期", "早", "晚", "失"})
"""Words that say what a value is only right before it; elsewhere they are ordinary words."""
_PLAIN = frozenset({"多", "高", "少", "低", "差", "超", "缺"})
# Comparisons that roles.py reads together with what they compare.
WORDS = frozenset(word for words in _ALL for word in words) - BESIDE - _PLAIN
DISTANCE = frozenset((*SHORT, *LONG, *OVERSHOOT, *LATE))
"""Words for how far a result is from its target."""
UP, DOWN = frozenset(RAISED), frozenset(CUT)


@lru_cache(maxsize=512)
def pattern(words: frozenset[str]) -> "re.Pattern[str]":
    """Return a pattern that finds the longest of several words at each place."""
    if not words:
        return re.compile(r"(?!)")
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))


ROLES = pattern(WORDS)
"""Finds the longest role word at each place."""


def roles_in(text: str, extra: frozenset[str] = frozenset()) -> "Iterator[re.Match[str]]":
    """Yield the role words of a text, the longest at each place.

    Args:
        text: the text.
        extra: further wordings, of particular facts. They have a small pattern of their own: one
            with all words would have to be made anew for every set of facts.
    """
    patterns = [ROLES, pattern(extra - WORDS)] if extra - WORDS else [ROLES]
    at = 0
    while found := [match for each in patterns if (match := each.search(text, at))]:
        best = min(found, key=lambda match: (match.start(), -match.end()))
        yield best
        at = best.end()

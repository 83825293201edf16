"""The printed words by which the parts of a form are known, in their many spellings.

Every table maps a field to a pattern over the squeezed text of a cell (one width, no spaces)
without numbering (``一、``) and without a bracketed remark such as ``(A)`` or ``(100字以内)``. The
order of a table is the order of trial.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from selfeval_assist.form import Measure, Number
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import level1_of
from selfeval_assist.layouts.words import Block
from selfeval_assist.layouts.words import words as layout_words

_REMARK = re.compile(r"^[一二三四五六七八九十]{1,3}、|[(\[【〔][^()\[\]【】]*[)\]】〕]|[*★☆]")
_SECTION = re.compile(r"\(?[一二三四五六七八九十]{1,2}(?:、|\)、?)[^:。;,]{2,16}(?:\([^()]*\))?:?")
_VERTICAL = "绩效指标"


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Fields and their spellings: those of the layouts, then a pattern with a group for each field.

    Compared by identity, so that answers can be kept.
    """

    block: Block
    pattern: "re.Pattern[str]"


def _words(block: Block, **patterns: str) -> Words:
    named = (f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
    return Words(block, re.compile("|".join(named)))


HEAD = _words(
    "head",
    project=r"(?!.*(?:部门|单位|指标|任务|机构|企业|科目)).{1,10}名称",
    ministry=r"(?:中央|国家|上级|省|自治区).{0,4}主管(?:部门|单位)(?:名称)?",
    department=r".{0,6}主管(?:部门|单位)(?:名称)?(?:及代码)?|归口部门|(?:预算)?部门(?:\(单位\))?名称",
    unit=r"(?:项目)?(?:具体)?(?:实施|承担|执行|使用)单位(?:名称)?(?:及代码)?"
    r"|(?:预算|项目|资金使用)单位(?:名称)?|实施部门",
    reporter=r"(?:项目)?(?:具体)?(?:申报|填报)单位(?:名称)?(?:及代码)?|单位名称",
    manager=r"(?:项目)?(?:负责人|联系人)(?:姓名)?",
    filler=r"填(?:报|表)人(?:员)?(?:姓名)?|经办人",
    phone=r"(?:联系|办公)?(?:电话|手机)(?:号码)?|联系方式",
    grade=r"(?:自评|评价|绩效)?(?:结果)?(?:等级|等次)|(?:自评|评价)(?:结论)?等级",
    year=r"(?:预算|自评|评价|所属|项目|绩效|实施)?(?:年度|年份)",
    full=r"(?:项目)?总分(?:值)?",
    total=r"(?:项目)?(?:绩效)?(?:自评|自我评价|评价|综合)(?:得分|评分|总分|分)(?:合计)?"
    r"|(?:项目)?(?:绩效)?(?:自评|自我评价|评价|综合)?总(?:得|评)分(?:值)?",
)
"""Labels of the head and the foot, each followed by its value.

``full`` is the total, or the full marks where both stand; ``reporter`` is who carries the project
out, where nobody else is named.
"""

FIGURES = frozenset({"year", "full", "total"})
"""Those of them that a figure follows. In a table they are headings or values, so that they do not
make a row one of the head."""

FUNDS = _words(
    "funds",
    deviation=r".*(?:原因|偏差|情况说明).*|备注|说明",
    initial=r"(?:年|期)初(?:批复)?(?:预算)?(?:数|金额|安排数|资金)?|年初预算.*|批复预算数?"
    r"|预算批复(?:数|金额)|批复(?:数|金额)",
    executed=r"(?:全年|年度|预算|实际|累计)*(?:执行|支出|支付|使用)(?:数|金额|数额|资金)"
    r"|(?:全年|年度|实际|累计)+(?:执行|支出|支付|使用)(?:额|总额)?|全年(?:实际)?执行.*|预算执行.*数|决算数",
    adjusted=r"(?:全年|年度|调整后?(?:的)?|全年调整|变更后)预算(?:数|金额)?|预算(?:数|金额|安排数)"
    r"|全年(?:调整)?预算.*|调整后?.*预算.*|预算调整后?数",
    rate=r"(?:预算|资金)?(?:执行|支出|支付|使用)(?:率|进度|比例)|预算完成率",
    weight=r"分值|权重|权重分|标准分",
    score=r"得分|自评得分|自评分|评分",
)
"""Columns of the funds block."""

_REVIEWER = r"(?:复核|审核|核定|复评|评审|抽查)"

INDICATORS = _words(
    "indicators",
    review_actual=_REVIEWER + r"(?:后)?(?:的)?(?:指标)?(?:实际)?(?:完成)?(?:值|情况)",
    review_score=_REVIEWER + r"(?:后)?(?:的)?(?:得分|评分|分数?|分值)",
    review_note=_REVIEWER + r"(?:意见|说明|备注|结论)|(?:扣分|退回)(?:原因|理由|说明|意见)",
    review_other=_REVIEWER + r".*(?:偏差|差异).*",
    level1=r"一级(?:指标|目标)?(?:名称)?",
    level2=r"二级(?:指标|目标)?(?:名称)?",
    adjusted=r"年中(?:指标|目标)值|(?:年中)?(?:调整|变更|修改)后?的?(?:年度)?(?:指标|目标)值",
    other_target=r"上年.*值",
    other=r"(?:指标)?完成(?:率|比例|程度)|得分系数|是否核心(?:指标)?|指标(?:解释|说明|来源|类型)"
    r"|完成情况说明|.*(?:佐证|数据来源).*|评分标准|评价标准|序号",
    name=r"三级(?:指标|目标)?(?:名称)?|四级指标|指标名称|指标内容|具体指标|绩效指标名称",
    measure=r"(?!.*(?:原因|偏差)).{0,4}(?:改进|整改|纠偏)措施.{0,6}",
    deviation=r".*(?:偏差|原因|改进措施).*|未完成.*(?:说明|分析)",
    nature=r"指标(?:性质|方向)|性质|方向|(?:运算|计算|比较)?符号|运算符",
    unit=r"(?:度量|计量|指标)?单位",
    actual=r"(?:全年|年度|实际|自评)?(?:实际)?完成(?:指标)?(?:值|数|情况|结果)|实际(?:值|完成)"
    r"|全年(?:完成|实际)值|完成.*值|指标完成(?:值|情况)|(?:年|期)末(?:实际)?值",
    target=r"(?:年度|年初|全年|预期|计划|绩效|设定|指标)*(?:指标|目标)值|年(?:初|度)(?:设定)?值"
    r"|(?:年度|计划)目标|目标值.*|计划(?:完成)?值|预期值",
    weight=r"(?:指标)?(?:分值|权重)(?:分值|分)?|标准分|满分",
    score=r"(?:指标|自评)?(?:得分|评分)|自评分|实际得分",
    remark=r"备注|说明",
)
"""Columns of the indicator table."""

GOAL = _words(
    "goal",
    planned=r"(?:年度|年初|项目|全年|绩效|总体|设定|预期|预算|预定|计划)+目标(?:设定)?(?:\d|[一二三四五])?"
    r"|目标(?:内容|设定)"
    r"|年初设定.*目标.*",
    actual=r"(?:年度|全年|总体)?(?:绩效)?(?:目标)?(?:全年|自评)?(?:实际)?完成情况(?:说明)?|目标实际完成.*"
    r"|.*目标.*完成情况|实际完成",
)
"""Headings of the two goal texts."""

SIDE = re.compile(
    r"(?:(?:年度|项目)?(?:总体|绩效){0,2}目标|绩效指标)(?:\d{1,2}|[一二三四五])?(?:\d+分)?"
    r"|(?:年度|项目)?(?:总体|绩效)?目标完成情况"
    r"|(?:项目)?(?:支出)?(?:资金|预算)(?:执行)?(?:情况)?(?:万元|元)?|预算执行(?:情况)?"
    r"|项目资金|年度(?:绩效)?指标|指标"
)
"""Labels that run down the left side of a block and carry no value."""

TOTAL = re.compile(
    r"(?:自评|评价|绩效自评)?总(?:得)?分(?:值)?|合计(?:得分)?|总计|得分合计|自评得分合计"
)
"""First cell of the row of the total."""

FUND_TOTAL = re.compile(
    r"(?:年度|项目|全年|本年|财政)*(?:资金|预算|支出)*(?:申请)?(?:总额|合计|总计|总预算|总资金)|合计|总计"
)
"""Name of the line of all money."""

NOTES_START = re.compile(r"\s*(?:备?注|(?:填[表报])?说明)\s*[:：]\s*")
"""Start of the remark below the table."""

NOTES = re.compile(r"\s*(?:备?注|(?:填[表报])?说明)\s*[:：]?\s*")
"""Label of the remark when its text stands beside it."""

REPORT = re.compile(
    r"(?:项目)?(?:评价|自评)(?:结论|结果)|(?:存在|主要)?(?:的)?(?:主要)?问题(?:及原因(?:分析)?)?"
    r"|(?:下一步)?改进措施(?:及.*)?|项目实施内容及过程概述|(?:偏差|未完成).*原因(?:分析)?"
    r"|其他需要说明的问题|(?:财务)负责人"
)
"""Rows of text that some places have below the table and the form has no field for."""

BUDGET_REASON = re.compile(
    r".{0,6}(?:预算|资金|经费|执行率|支出|结余|结转).{0,10}(?:原因|理由|依据)(?:(?:分析|说明)?及.{0,8}|分析|说明)?"
    r"|(?:预算|资金|经费)(?:情况)?(?:说明|分析)"
    r"|.{0,6}(?:预算|资金|经费|支出|执行)(?:数|率)?(?:情况)?"
    r"(?:调[整增减]|追加|变[动化]|偏差|差异|执行|支[出付]|偏低|结[余转]){1,2}(?:情况)?(?:说明|分析)(?:及.{0,8})?"
)
"""Label of the reason why the budget was changed or not all spent: 预算调整说明, 资金结余原因."""

PAGE = re.compile(
    r"[\[【]?(?:打印(?:本页|此页|文章)?|关闭(?:本页|窗口|此页)?|分享到?:?|收藏(?:本页)?|返回(?:顶部|首页|列表))[\]】]?"
    r"|[\[【]?(?:扫一扫|扫码|上一[篇条]|下一[篇条]|版权所有|网站(?:地图|标识码)|联系我们|关于我们"
    r"|主办单位|承办单位|技术支持|责任编辑|浏览(?:次数|量)|相关(?:链接|附件|文章)|当前位置"
    r"|.{0,10}ICP备|.{0,6}公网安备|Copyright|©).{0,80}",
    re.IGNORECASE,
)
"""Lines of a saved web page that stand around a form and are no part of it."""

TITLE = re.compile(
    r".{0,80}绩效目标(?:申报|批复|审核|备案|公开|填报)?表(?:\(.*\)|\d{4}年度?)?"
    r"|.{0,80}自(?:我)?评(?:价|估)?(?:复核|审核)?(?:情况|报告|结果|汇总|评分)?(?:表|报告表)(?:\d+)?(?:\(.*\)|\d{4}年度?)?"
)
YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?!\s*\d{1,2}\s*月)")
"""The year in a title; a whole date, such as that of filling in, is none."""
MONEY_UNIT = re.compile(r"(?:[(,、](?:金额)?(?:单位:?)?|(?:金额)?单位:)(?:人民币)?(万元|元)")
PLACEHOLDER = re.compile(r"(?:指标\d+[::]?|[.…]+|\*+|(?:具体)?指标\s*)?")
OF_WHICH = re.compile(r"(?:(?<!\s)\s+)?其\s*中\s*[:：]?\s*")


_LABEL = 16
"""Characters of the longest label that only its colon shows to be one."""


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """Return the text of a cell as a label: one width, no spaces, no remark in brackets."""
    squeezed = squeeze(text)
    if len(squeezed) > 60:
        return ""
    return (_REMARK.sub("", squeezed) or squeezed).rstrip(":;,、。")


@lru_cache(maxsize=16384)
def meaning(text: str, words: Words) -> str:
    """Return the field that a label means in a table of words, or an empty string."""
    plain = label(text)
    if found := printed(words.block).get(plain):
        return found
    match = words.pattern.fullmatch(plain)
    return (match and match.lastgroup) or ""


@cache
def printed(block: Block) -> Mapping[str, str]:
    """Return what the labels of a block mean in the layouts, each as ``label`` makes it."""
    return {label(text): field for text, field in layout_words(block).items()}


@lru_cache(maxsize=8192)
def is_title(text: str) -> bool:
    """Whether a cell is the title of a form."""
    squeezed = squeeze(text)
    return len(squeezed) <= 90 and TITLE.fullmatch(squeezed) is not None


@lru_cache(maxsize=8192)
def is_side(text: str) -> bool:
    """Whether a cell is a label down the side of a block."""
    return SIDE.fullmatch(label(text)) is not None


@lru_cache(maxsize=8192)
def is_total(text: str) -> bool:
    """Whether a cell begins the row of the total.

    A vertical label that runs over a page leaves a part of itself in that cell.
    """
    words = [word for word in text.split() if word not in _VERTICAL]
    return TOTAL.fullmatch(label("".join(words))) is not None


@lru_cache(maxsize=8192)
def is_foot(text: str) -> bool:
    """Whether a cell begins what stands below the table."""
    return is_report(text) or NOTES_START.match(text) is not None


def is_report(text: str) -> bool:
    """Whether a cell is the label of a text of its own, such as 评价结论."""
    plain = label(text)
    known = plain in printed("texts") or REPORT.fullmatch(plain) is not None
    return known or is_budget_reason(text)


def is_budget_reason(text: str) -> bool:
    """Whether a cell is the label of the reason for the budget, such as 预算调整说明."""
    return BUDGET_REASON.fullmatch(label(text)) is not None


@lru_cache(maxsize=8192)
def is_short(text: str) -> bool:
    """Whether a cell can be a heading: a few words, neither a figure nor a clause."""
    squeezed, found = squeeze(text), number(text)
    figure = found.looks_numeric or found.blank
    return len(squeezed) <= _LABEL and not (figure or set(squeezed) & set("。;,"))


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether a cell names what stands beside it, also something that a form has no field for.

    A short text that ends in a colon is one, whatever it says: ``财务负责人：``.
    """
    short = len(squeeze(text)) <= _LABEL
    plain = label(text)
    colon = short and squeeze(text).endswith(":")
    return bool(colon or meaning(text, HEAD) or plain in printed("fixed") or is_report(text))


@lru_cache(maxsize=8192)
def is_section(text: str) -> bool:
    """Whether a cell is the heading of a part, such as 二、资金情况, and nothing that is read."""
    known = any(meaning(text, words) for words in (HEAD, GOAL)) or is_side(text) or is_title(text)
    return bool(_SECTION.fullmatch(squeeze(text))) and not (
        known or level1_of(text) or is_report(text)
    )


def is_page(text: str) -> bool:
    """Whether a cell is a line of the web page around a form."""
    return PAGE.fullmatch(squeeze(text)) is not None


@lru_cache(maxsize=8192)
def is_placeholder(text: str) -> bool:
    """Whether a cell only keeps a place for a name, such as ``指标1`` or ``……``."""
    return PLACEHOLDER.fullmatch(squeeze(text)) is not None


@lru_cache(maxsize=16384)
def number(text: str) -> Number:
    """Return the text of a cell as a number; the same few stand in most cells."""
    return Number(text)


@lru_cache(maxsize=16384)
def measure(text: str) -> Measure:
    """Return the text of a cell as a target or actual value; the same few stand in many forms."""
    return Measure(text)


@lru_cache(maxsize=16384)
def is_points(text: str) -> bool:
    """Whether a cell holds points: one number without a percent sign."""
    found = number(text)
    return found.looks_numeric and found.unit in ("", "分")


@lru_cache(maxsize=16384)
def is_dash(text: str) -> bool:
    """Whether a cell is empty or holds only a dash or stroke."""
    return number(text).blank

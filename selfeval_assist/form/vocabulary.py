"""The closed vocabulary of a form: indicator levels, their spellings and the money units."""

import re
from dataclasses import dataclass
from functools import lru_cache

from selfeval_assist.form.text import essence, squeeze
from selfeval_assist.prose.words import combined


@dataclass(frozen=True, slots=True)
class Level2:
    """A second-level indicator name and the first-level group it belongs to."""

    name: str
    level1: str


COST, OUTPUT, BENEFIT, SATISFACTION = "成本指标", "产出指标", "效益指标", "满意度指标"
LEVEL1 = (COST, OUTPUT, BENEFIT, SATISFACTION)
"""First-level names of 财预〔2020〕10号 appendix 1 and 财预〔2021〕101号."""

LEVEL2 = {
    level.name: level
    for level in (
        Level2("数量指标", OUTPUT),
        Level2("质量指标", OUTPUT),
        Level2("时效指标", OUTPUT),
        Level2("成本指标", OUTPUT),
        Level2("经济成本指标", COST),
        Level2("社会成本指标", COST),
        Level2("生态环境成本指标", COST),
        Level2("经济效益指标", BENEFIT),
        Level2("社会效益指标", BENEFIT),
        Level2("生态效益指标", BENEFIT),
        Level2("可持续影响指标", BENEFIT),
        Level2("服务对象满意度指标", SATISFACTION),
    )
}
"""Second-level names with their first level, as printed in the central form."""

# 预算执行率, 资金支付进度率, 部门预算完成率; not 政府采购执行率, which is of a part
EXECUTION_ROWS = combined(
    ("", "项目", "部门", "全年", "年度"),
    ("预算", "资金", "经费", "预算资金"),
    ("执行", "支付", "完成", "支出"),
    ("率", "进度率", "完成率"),
)
"""The names of indicators that repeat the execution rate of the funds block."""

_LONGEST = 40
"""Characters from which on a text is no label."""
_ALIASES = {
    "满意度": SATISFACTION,
    "服务对象满意": "服务对象满意度指标",
    "服务对象满意度": "服务对象满意度指标",
    "社会公众或服务对象满意度": "服务对象满意度指标",
    "可持续": "可持续影响指标",
    "可持续影响": "可持续影响指标",
    "可持续发展": "可持续影响指标",
    "生态环境效益": "生态效益指标",
    "环境效益": "生态效益指标",
    "生态成本": "生态环境成本指标",
    "环境成本": "生态环境成本指标",
}


_BY_STEM = {name.removesuffix("指标"): name for name in (*LEVEL1, *LEVEL2)} | _ALIASES
_LEVEL1_BY_STEM = {stem: name for stem, name in _BY_STEM.items() if name in LEVEL1}
_LEVEL2_BY_STEM = {stem: name for stem, name in _BY_STEM.items() if name in LEVEL2}
_LABEL = re.compile(
    r"(?:\(?\d{1,2}(?:\.\d{1,2})*[).、:]?|\(?[一二三四五六七八九十]{1,3}[).、:]|\(?[A-Za-z][).、])?"
    rf"(?P<stem>{'|'.join(_BY_STEM)})等?(?:指标|目标)?(?:\([^()]{{1,8}}\))?等?:?"
)
"""A label with what places print around it: ``一、``, ``(1)``, ``(50分)``, ``(核心)``, ``等``."""


@lru_cache(maxsize=8192)
def _stem(text: str) -> str:
    match = _LABEL.fullmatch(squeeze(text)) if len(text) < _LONGEST else None
    return match["stem"] if match else ""


@lru_cache(maxsize=8192)
def level1_of(text: str) -> str:
    """Return the canonical first-level name that a printed label means, or an empty string.

    ``产出指标(50分)``, ``一、产出指标`` and ``产出`` all mean ``产出指标``. ``成本指标`` can also
    be a second-level name; the caller decides by the place where it stands.
    """
    return _LEVEL1_BY_STEM.get(_stem(text), "")


@lru_cache(maxsize=8192)
def level2_of(text: str) -> str:
    """Return the canonical second-level name that a printed label means, or an empty string."""
    return _LEVEL2_BY_STEM.get(_stem(text), "")


def parent_level(level2: str) -> str:
    """Return the first-level name to which a second-level name belongs, or an empty string."""
    known = LEVEL2.get(level2_of(level2))
    return known.level1 if known else ""


FUND_SOURCES = (
    "当年财政拨款",
    "上年结转资金",
    "其他资金",
)
"""Source lines of the central form; other places use their own names."""


_WHOLE = ("部门整体", "单位整体")


def is_whole(text: str) -> bool:
    """Return whether a title or a project's name says that a form is on a whole department."""
    plain = essence(text)
    return any(word in plain for word in _WHOLE)

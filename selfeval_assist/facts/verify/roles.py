"""Which role the words around a value give it: target, actual, budget, gap."""

import re
from collections.abc import Sequence

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.verify.scan import Hit, clause_start

MORE, LESS, LATER, EARLIER = "比目标多", "比目标少", "比计划晚", "比计划提前"
REACHED, DUE = "实际值", "应达值"
"""The two values of a pair such as 28台/20台."""
_GOAL = (
    r"(?:年度目标|年度指标值|目标任务|目标值|指标值|目标|计划|要求|上限|下限|标准|时限|期限|控制线)"
)
_BEHIND = re.compile(rf"的({_GOAL})|({_GOAL})(?![为是值数]?\d)")
_BUDGET_BEHIND = re.compile(r"的(年初预算数?|全年预算数?)|的?((?:年初|全年|项目)?预算)(?=[中内里])")
# 70万元结转下年: what became of money, where no other amount follows that it is said of.
_MONEY_BEHIND = re.compile(
    r"(?<=元)(?:被|已|已被)?(压减|核减|调减|追减|追加|调增|结转|未执行|未支出|未支付|未使用)"
    r"(?![^，；。\d]{0,6}\d[\d,.]*[万亿]?元|[后至到])"
)
_SPENDING = re.compile(r"[多少](?:支出?|执行|使?用|花)了?$")
_NOT_YET = re.compile(r"(?:未能?达到?|没有?达到|不及|未到)$")
_GAP_BEHIND = re.compile(r"的(?:差距|缺口|距离)")
# 比95%的目标低, 比目标多接入: the comparison ends in its direction, a verb at most between.
_COMPARED = re.compile(
    r"(?:比|较|与)[^，；。]*?(?<![减不至最提])(多|少|高|低|晚|迟|短缺|超出)(?:了|出)?[\u4e00-\u9fff]{0,2}$"
)
# 较目标8755人减少79人: more or less than the target, not than a year before.
_AGAINST = re.compile(
    rf"(?:比|较|与|同)[^，；。]*?{_GOAL}[^，；。]*?(减少|降低|下降|偏低|缩短|压缩|少|低|增加|提高|提升"
    r"|上升|增长|偏高|多|高|延后|推迟|滞后|延迟|晚|提前|早)(?:了)?$"
)
_BESIDE = re.compile(rf"(高于|超过|多于|低于|少于|不足|晚于|超)[^，；。]*\d[^，；。]*{_GOAL}$")
_CLOSE = re.compile(r"(?<![减不至最提更增缺升降偏误温])(多|少|高|低|超|差|缺)(?:了|出|完成)?$")
_WAYS = {
    "多": MORE, "高": MORE, "超出": MORE, "超": MORE, "高于": MORE, "超过": MORE, "多于": MORE,
    "少": LESS, "差": LESS, "缺": LESS, "低": LESS, "短缺": LESS, "低于": LESS, "少于": LESS,
    "不足": LESS,
    "晚": LATER, "迟": LATER, "晚于": LATER, "延后": LATER, "推迟": LATER, "滞后": LATER,
    "延迟": LATER, "提前": EARLIER, "早": EARLIER, "减少": LESS, "降低": LESS, "下降": LESS,
    "偏低": LESS, "缩短": LESS, "压缩": LESS, "增加": MORE, "提高": MORE, "提升": MORE,
    "上升": MORE, "增长": MORE, "偏高": MORE,
}  # fmt: skip
_AFTERWARDS = re.compile(
    r"(?:调整|调减|核减|压减|追加|调增|追减|削减|核增|减少|增加)[^，；。]*\d[^，；。]*后(?:预算)?为?$"
)
_VERBS = frozenset({"达到", "完成", "实现", "保持在", "保持", "实际为", "实际达到"})
# 目标20次的5.65倍, 占预算150万元的83.5%: a share of what stands before it.
_SHARE = re.compile(
    rf"({_GOAL}|(?:年初|全年|调整后)?(?:批复)?预算数?|总投资|拨款)[^，；。\d]{{0,3}}\d[^，；。]*的$"
)
_OF_MONEY = {
    (False, LESS): "未执行", (False, MORE): "超支", (True, LESS): "核减", (True, MORE): "追加",
}  # fmt: skip
_SHARE_OF = re.compile(r"占((?:年初|全年|调整后)?(?:批复)?预算数?)(?:的)?(?:比例|比重)?为?$")
_BESIDE_WORDS = tuple(sorted(lexicon.BESIDE, key=len, reverse=True))
_FROM = re.compile(r"由$")


def role_of(
    masked: str, start: int, end: int, clause: int, near: int, roles: Sequence[Hit], *, close: bool
) -> str:
    """Return the wording that says what a value is, or "".

    Args:
        masked: the text with names masked.
        start: where the value begins, its bound excluded.
        end: where it ends, unit included.
        clause: where its clause begins.
        near: where the value before it in the clause ends, or the clause begins.
        roles: the introducing words of the text, in order.
        close: whether a name stands between ``near`` and the value.
    """
    if behind := _BEHIND.match(masked, end):
        return "计划" if "计划" in {behind[1], behind[2]} else "目标"
    if _GAP_BEHIND.match(masked, end):
        return "差距"
    if behind := _BUDGET_BEHIND.match(masked, end):
        return behind[1] or behind[2]
    before = masked[clause:start]
    beside = next(
        (hit.text for hit in reversed(roles) if hit.end == start and hit.start >= near), ""
    )
    if beside in lexicon.DISTANCE:
        return beside
    if match := _SHARE.search(before):
        budget = "占年初预算的" if match[1].startswith("年初预") else "占预算的"
        money = match[1].endswith(("预算", "预算数", "投资", "拨款"))
        return budget if money else "相当于目标的"
    if masked.endswith("满分", near, start):
        return "满分"
    if money := _MONEY_BEHIND.match(masked, end):
        return money[1]
    if _NOT_YET.search(before):
        return "低于目标"
    if masked.startswith("%", end - 1) and (match := _SHARE_OF.search(before)):
        return "占年初预算的" if match[1].startswith("年初") else "占预算的"
    if pair := _pair(masked, start, end):
        return pair
    if _AFTERWARDS.search(before):
        return "调整后预算"
    for pattern in (_AGAINST, _COMPARED, _BESIDE, _CLOSE):
        if match := pattern.search(before):
            way = _WAYS[match[1]]
            if "年初" in match[0] and _SPENDING.search(before):
                return "比年初少支出"  # no fact: the difference of two amounts
            return _OF_MONEY.get(("年初" in match[0], way), way) if "预算" in match[0] else way
    if _FROM.search(before):
        return "年初预算"
    within = [hit for hit in roles if near <= hit.start and hit.end <= start]
    if len(within) > 1 and within[-1].text in _VERBS and within[-2].end == within[-1].start:
        within.pop()  # 执行率达到: the verb only joins the label to its value
    word = within[-1].text if within else ""
    if not within or within[-1].end != start:
        right = next((w for w in _BESIDE_WORDS if masked.endswith(w, near, start)), "")
        word = right or word
    if masked.startswith("→", end) and word in lexicon.EXECUTED:
        return "全年预算"  # 预算执行：500万元→430万元
    if not word and not close:
        word = next(
            (hit.text for hit in reversed(roles) if clause <= hit.start and hit.end <= start), ""
        )
    return word


def _pair(masked: str, start: int, end: int) -> str:
    """Return the role of a value in a pair such as 28台/20台: reached, and to be reached."""
    if _UPPER.match(masked, end):
        return REACHED
    return DUE if _LOWER.search(masked, max(0, start - 16), start) else ""


_UPPER = re.compile(r"\s*[/÷]\s*\d")
_LOWER = re.compile(r"\d[\d,.]*[^\W\d]{0,3}\s*[/÷]\s*$")


def changes_so(fact: Fact, masked: str, at: int) -> bool:
    """Whether a value that is a change stands behind a verb of its direction: 提升10%.

    Args:
        fact: the fact; one that is no change may stand behind any verb.
        masked: the text with names masked.
        at: where the number begins.
    """
    verbs = lexicon.same_change(fact.value)
    if not verbs:
        return True
    said = lexicon.CHANGE_WORD.findall(masked[clause_start(masked, at) : at])
    return bool(said) and said[-1] in verbs

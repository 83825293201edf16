"""Whether a text that is asked for a reason gives one."""

import re

from selfeval_assist.prose import words

# A text that talks about the reason, and puts it off (原因待查) or gives it (原因（目标偏低）：…).
_ABOUT = ("原因", "缘由", "成因")
_GIVEN = re.compile(r"原因[^，。；：:]{0,16}[：:是为系]\s*\w")
# 见上, 同上行, 详见附件2, 见自评报告: the reason stands elsewhere, if anywhere.
_ELSEWHERE = re.compile(
    r"(?:原因)?(?:详|请|参|参照)?(?:见|同|如)"
    r"(?:[上下前左]|第?\d+|[行条项格页]|附件|附表|附|表|备注|报告|自评|说明|文件|述|面|所|情况|原因)+"
)
NOTHING = words.combined(
    ("", "暂", "均", "都"),
    ("无", "没有", "不存在", "不适用", "未填", "略"),
    ("", "偏差", "差异", "原因", "情况", "说明", "明显偏差"),
)
"""What says that there is no reason to give: 无, 无偏差, 均没有差异."""
_RESULT = ("verdict", "column.actual", "generic", "group")


def says_no_more(text: str, *senses: str) -> bool:
    """Return whether a text has no letter outside words of some senses: 超额完成 of verdicts."""
    rest = words.without(text, [tag for tag in words.tags(text) if tag.has(*senses)])
    return not any(map(str.isalnum, rest))


def gives_reason(text: str) -> bool:
    """Return whether the text of a cell for reasons states one, rather than that one is awaited.

    One that points elsewhere (见上), says that there is none (无偏差) or only repeats a result
    (超额完成) gives none. Words without any causal word are a reason there (部分家长常年在外务工);
    words about the reason itself are none unless a causal word leads to it (原因是…).
    """
    said = "".join(char for char in text if char.isalnum())
    if said in NOTHING or _ELSEWHERE.fullmatch(said) or says_no_more(text, *_RESULT):
        return False
    if not words.holds(text, _ABOUT):
        return True
    return _GIVEN.search(text) is not None or any(tag.has("reason") for tag in words.tags(text))

"""The one sentence of a typed goal that says what the project is for."""

import re

from selfeval_assist.facts.spelling import stated
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.prose.width import narrowed
from selfeval_assist.prose.words import holds

_SHORTEST, _LONGEST = 6, 60
_ENDS = str.maketrans(dict.fromkeys("。！；;", "\n"))
_RESTATED = 6
"""Characters besides the project's name up to which a sentence only says the name again."""
# Background and legal basis explain why a project exists, not what it does this year.
_BACKGROUND = (
    "为了", "为适应", "为贯彻", "为落实", "为深入", "根据", "按照", "依据", "随着", "依照", "遵照",
    "鉴于", "无",
)  # fmt: skip
# Words that a goal may not live on; a sentence with them is no purpose to repeat.
EMPTY_WORDS = (
    "进一步", "切实", "着力", "大力", "不断", "显著", "全面加强", "全面提升", "全面推进",
    "全面提高", "扎实", "深入推进", "深入开展", "深入贯彻", "统筹推进", "统筹兼顾", "夯实", "有力",
)  # fmt: skip
_UNFIT = (*EMPTY_WORDS, "因", "由于", "待填")
_YEAR = re.compile(r"^(?:(?:19|20)\d{2}年(?:度|内)?|本年度|本年|年内|全年|目标\d*[:：])[，,]?")


# What a clause does with which it begins: 建设数据中台, 将…整合为…, 让企业群众少跑腿
_DOES = re.compile(
    r"^(?:将|对|让|为.{2,20}提供|建设|建成|建立|完成|开展|实施|购置|采购|改造|提供|维护|整合|新建|修缮|维修"
    r"|举办|组织|培训|发放|落实|解决|养护|资助|救助|补助|支持)"
)
_SERVES = re.compile(r"^(?:使|保障|确保|推进|完善|提升|实现)")
_SUMMARY, _ENOUGH = 120, 40
"""Characters of a goal told in a sentence or two, and from which on what is done suffices."""


def summary(planned: str) -> str:
    """Return a long typed goal in a few of its own clauses: what is done and for whom, or "".

    Clauses with figures, background, legal bases and empty words are left out; the others stay in
    their order and in the person's words.
    """
    clauses = [stated(clause) for clause in re.split(r"[，。；;\n]", strip_tags(planned))]
    fit = [
        each
        for each in clauses
        if not _figures(each) and not any(word in each for word in EMPTY_WORDS)
    ]
    chosen = [each for each in fit if _DOES.match(each)]
    if sum(map(len, chosen)) < _ENOUGH:
        chosen = [each for each in fit if _DOES.match(each) or _SERVES.match(each)]
    kept: list[str] = []
    for each in chosen:
        if sum(map(len, kept)) + len(kept) + len(each) <= _SUMMARY:
            kept.append(each)
    found = "，".join(kept)
    return found if len(found) >= _SHORTEST else ""


def _figures(text: str) -> bool:
    return bool(mentions(narrowed(text)))


def purpose(planned: str, project: str = "") -> str:
    """Return what a typed goal says the project is for, in the person's own words, or "".

    That is the first sentence, or what stands before its colon, if it is short, free of figures
    and neither background nor empty words. The year before it goes, because a text begins with it.

    Args:
        planned: the typed goal.
        project: the project's name; a sentence that only says it again is no purpose.
    """
    name = essence(project).removesuffix("项目")
    first = strip_tags(planned).strip().translate(_ENDS).partition("\n")[0]
    for part in dict.fromkeys((first, first.replace("：", ":").partition(":")[0])):
        text = stated(_YEAR.sub("", part.strip()))
        short = _SHORTEST <= len(text) <= _LONGEST
        if name and name in essence(text) and len(essence(text)) <= len(name) + _RESTATED:
            continue
        figures = mentions(narrowed(text))
        if short and not figures and not text.startswith(_BACKGROUND) and not holds(text, _UNFIT):
            return text
    return ""

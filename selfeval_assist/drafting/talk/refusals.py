"""What is never done, whoever asks: why not, and what to do instead."""

import re

from selfeval_assist.drafting.talk.edit import Edit, cell, names
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.drafting.talk.statements import CAUSE_EXAMPLE
from selfeval_assist.facts import Fact
from selfeval_assist.form import SelfEvaluation

CAUSE = (
    "原因只写您说明的事实，程序不代拟；“{about}”还看不出是什么时间、什么事、影响多少。"
    "请在“偏差问答”里逐项回答，或者连同出处告诉我，"
    f"例如：{CAUSE_EXAMPLE}"
)
_LAYOUT = (
    "句子写进表里时连成一段，不分点、不加标题。"
    "次序可以改，例如“把第3句放到最前面”；句子可以合并、拆开，例如“把第2句和第3句合并”“把第2句拆成两句”。"
)
_NEVER = frozenset({"figure", "cause", "layout"})
_FIGURES = frozenset({"amount", "rate", "points", "count", "quantity", "date"})
_CELLS = 3


def is_refused(wish: Wish, edit: Edit) -> bool:
    """Return whether a wish is for something that is never done to this text."""
    return wish.kind in _NEVER or (wish.kind == "claim" and bool(edit.bad))


def refuse(edit: Edit, wish: Wish, form: SelfEvaluation) -> Edit:
    """Tell why a wish is not granted: a figure, a claim, a cause, another arrangement."""
    if wish.kind == "figure":
        return edit.told(_figure(edit, wish, form))
    if wish.kind == "claim":
        count = len(edit.bad)
        return edit.told(
            f"表中有 {count} 项指标没有达到年度指标值或没有按期完成，正文不能写成全部完成。"
            "如果数据填错了，请先改表里的实际完成值，再说“重新起草”。"
        )
    return edit.told(_LAYOUT if wish.kind == "layout" else CAUSE.format(about=wish.about))


def _figure(edit: Edit, wish: Wish, form: SelfEvaluation) -> str:
    """Say where the figure comes from that is to be another."""
    named, _ = edit.numbered(wish.sentences)
    facts = [fact for plan in named.values() for fact in plan.slots.values()]
    if wish.about and not facts:
        facts = _meant(wish.about, edit)
    cells = dict.fromkeys(path for fact in facts for path in fact.sources)
    text = "数字只取自表中，对话里不能改。"
    if cells:
        shown = [cell(path, form) for path in list(cells)[:_CELLS]]
        text += f"这里的数来自：{'、'.join(shown)}。"
    return text + "如果表里填错了，请先核对佐证材料、改表里的这一格，再说“重新起草”。"


def _meant(about: str, edit: Edit) -> list[Fact]:
    """Return the facts of the form whose figure is meant, those of the text first."""
    figures = [
        fact
        for fact in edit.table
        if fact.kind in _FIGURES and fact.id.startswith(("row.", "funds."))
    ]
    told = [fact for fact in figures if fact.id in edit.stated]
    for facts in (told, figures):
        for fits in (_is, _holds, names):
            if found := [fact for fact in facts if fits(fact, about)]:
                return found
    return []


def _is(fact: Fact, about: str) -> bool:
    return about in (fact.value, fact.label)


def _holds(fact: Fact, about: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(about)}(?![\d.])", fact.value) is not None

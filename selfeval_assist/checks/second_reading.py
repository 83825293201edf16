"""A language model's second look at goal elements that the code found no answer for.

The model only adds: it may point at words of the completion text that answer an element. The state
that the code found stays, and a quote that does not stand in the text counts for nothing.
"""

from dataclasses import replace

from selfeval_assist.checks.ask import OPINION, Ask, AskError, opinions, quoted
from selfeval_assist.checks.consistency import Link, State
from selfeval_assist.checks.words import one_line
from selfeval_assist.form import SelfEvaluation

_SHORTEST = 4
_TASK = (
    "elements 是预期目标中还没有找到对应文字的各项，result 是实际完成情况。"
    "逐项看 result 里有没有哪句话说的就是这一项（意思相同、叫法不同也算）。"
    "有的，line 写该项的行号，quote 抄录 result 里的那句原文，field 写 result，missing 留空；"
    "没有的不要列出。"
)


def read_again(form: SelfEvaluation, links: tuple[Link, ...], ask: Ask) -> tuple[Link, ...]:
    """Return the links with what a model sees as the answer to unanswered elements.

    Args:
        form: the form.
        links: from ``consistency``.
        ask: the model; at most one question, with the goal elements and the completion text.

    Returns:
        The same links in the same states. Where the model quotes the completion text, the link's
        ``opinion`` says so; a model that fails or invents adds nothing.
    """
    result = form.goal.actual
    open_ones = {
        place: link
        for place, link in enumerate(links, start=1)
        if link.state is State.UNANSWERED and not link.sentence
    }
    if not open_ones or not result.strip():
        return links
    data = {
        "elements": [{"line": place, "text": link.element} for place, link in open_ones.items()],
        "result": result,
    }
    added = list(links)
    try:
        heard = tuple(opinions(ask, _TASK, data))
    except AskError:
        return links
    for opinion in heard:
        quote = quoted(opinion, one_line(result))
        if opinion.line in open_ones and opinion.field == "result" and len(quote) >= _SHORTEST:
            said = f"{OPINION}“{quote}”可能说的是这一项"
            added[opinion.line - 1] = replace(links[opinion.line - 1], opinion=said)
    return tuple(added)

"""What a person typed as goal and as completion, clause by clause, as a sentence can hold it."""

import re
from collections.abc import Iterator

from selfeval_assist.facts.model import Fact
from selfeval_assist.facts.spelling import stated
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, essence, strip_tags

# Words that a goal may not live on; a clause with them is left out where others say more.
EMPTY_WORDS = (
    "进一步", "切实", "着力", "大力", "不断", "显著", "全面加强", "全面提升", "全面推进",
    "全面提高", "扎实", "深入推进", "深入开展", "深入贯彻", "统筹推进", "统筹兼顾", "夯实", "有力",
)  # fmt: skip
_SHORTEST = 4
# Stops and commas; those in brackets divide nothing: 职工300人（一线150人，退休150人）.
_BRACKET = r"[（(][^（()）\n]*[)）]"
_ENDS = re.compile(rf"({_BRACKET})|[。！；;\n]|(?<!\d)\.(?!\d)")
_COMMA = re.compile(rf"({_BRACKET})|，|,(?!\d)")
# （年初绩效目标）: a note about the form, not about the work
_NOTE = re.compile(r"[（(][^（()）]*(?:目标|指标|同文|初始)[^（()）]*[)）]")
_HEAD = re.compile(
    r"^(?:(?:[(（]?[\d一二三四五六七八九十]{1,2}(?:[)）、]|[.．](?!\d))\s?)|(?:年度|总体|绩效|预期)*目标(?:\d*[:：]|\d+[、.．])|调整后[:：])+"
)
_YEAR = re.compile(r"^(?:(?:19|20)\d{2}年(?:度|内)?|本年度|本年|年内|全年)[，,]?")
_NOTHING = re.compile(r"^[无/—-]*$")


def typed_facts(form: SelfEvaluation) -> Iterator[Fact]:
    """Yield the clauses of the typed goal and of the typed completion, in the person's words.

    ``goal.1.0`` is the first clause of the goal's second sentence. Marks take their full width,
    notes about the form and numbers before a point go; a goal loses its year, because a text
    begins with it. A completion that repeats the goal says nothing of what was done.
    """
    goal, done = form.goal.planned, form.goal.actual
    yield from _clauses("goal", goal, "预期目标", "goal.planned")
    if essence(strip_tags(done)) != essence(strip_tags(goal)):
        yield from _clauses("done", done, "实际完成情况", "goal.actual")


def _clauses(name: str, text: str, label: str, path: str) -> Iterator[Fact]:
    sentences = (each for each in _split(_ENDS, strip_tags(text)) if PENDING_MARK not in each)
    once = {essence(each): each for each in sentences}  # what is typed twice is told once
    for number, sentence in enumerate(once.values()):
        plain = _HEAD.sub("", _NOTE.sub("", sentence).strip())
        plain = _YEAR.sub("", plain) if name == "goal" else plain
        for at, clause in enumerate(_parts(plain)):
            value = stated(clause)
            if sum(map(str.isalnum, value)) >= _SHORTEST and not _NOTHING.match(value):
                yield Fact(f"{name}.{number}.{at}", label, value, "words", (path,))


def _parts(sentence: str) -> list[str]:
    """Return the clauses of a sentence; what leads a list of clauses is one, but for 其中."""
    parts = [_HEAD.sub("", part.strip()) for part in _split(_COMMA, sentence)]
    head, colon, rest = parts[0].replace(":", "：").partition("：")
    leads = colon and len(parts) > 1 and len(head) >= _SHORTEST
    return [head, rest, *parts[1:]] if leads else parts


def _split(marks: "re.Pattern[str]", text: str) -> list[str]:
    """Return the pieces of a text between marks outside brackets."""
    found, begin = list[str](), 0
    for mark in marks.finditer(text):
        if not mark[1]:
            found.append(text[begin : mark.start()])
            begin = mark.end()
    return [*found, text[begin:]]

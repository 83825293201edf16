"""Verification of a template: slots exact, and nothing claimed outside them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.model import Fact, FactTable
from selfeval_assist.facts.slots import SLOT
from selfeval_assist.form.text import essence
from selfeval_assist.prose import clauses, words
from selfeval_assist.prose.likeness import covered
from selfeval_assist.prose.masks import MASK, Hit, mask, masking
from selfeval_assist.prose.mentions import mentions
from selfeval_assist.verify import ignored
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.reasons import reason_of

COPIED_RUN = 12
"""A run of so many characters from an example, outside slots and names, counts as copied."""
# 完成率达到<F2>: a slot right behind a wording
_SLOT_AHEAD = re.compile(r"[^，,；;。！？\n<]{0,6}<[A-Za-z]")
_DIGIT = re.compile(r"[\d%％‰①-⑳⑴-⒇㈠-㈩Ⅰ-Ⅻ]+")
"""Any digit of any script, or a percent sign: never allowed outside a slot."""
_CONNECTING, _ENOUGH = 8, 0.5
"""Letters of its own that a reason may have beside a slot with the stated one; its share of it."""
_TEXTLESS = frozenset({"name", "cause"})


def verify_template(
    template: str,
    slots: Mapping[str, Fact],
    *,
    examples: Iterable[str] = (),
    cause: str = "",
    table: FactTable | None = None,
    limit: int | None = None,
) -> tuple[Violation, ...]:
    """Return what is wrong with a slotted sentence; an empty tuple means it may be rendered.

    Args:
        template: the text with ``<F1>`` slots.
        slots: the facts it must state, each once, by slot name.
        examples: texts shown to the writer; a long run from them is copying.
        cause: what a person stated as the reason, when the sentence may hold it in words.
        table: the whole fact table, for what the slots alone do not show (missed rows, names).
        limit: the most characters the template may have.

    Returns:
        Violations in text order per test. Never raises.
    """
    if not template.strip():
        return (Violation("empty", "", -1, "没有写出任何文字。"),)
    names = words.longest_first(
        [name for fact in slots.values() for name in fact.subjects]
        + list(table.names if table else ())
    )
    masked, subjects = mask(_asked(template), names)
    spans = {match.start(): match for match in SLOT.finditer(masked)}
    plain = SLOT.sub(masking, masked)
    found = [
        *_slots(masked, slots),
        *_quantities(template, plain),
        *_pairs(masked, spans, subjects, slots),
        *_causes(template, masked, slots, cause),
        *_outside(plain),
        *_repeated(template),
        *_copied(plain, tuple(examples)),
    ]
    found += _words(masked, spans, slots, table)
    if limit is not None and len(template) > limit:
        found.append(Violation("length", "", -1, f"这句话超过 {limit} 字，请写短一些。"))
    asks = ignored.PENDING.search(template) or any(
        fact.kind in {"words", "name", "cause"} for fact in slots.values()
    )
    if not asks and not subjects and not plain.replace(MASK, "").strip(" 。，、；：\n"):
        found.append(Violation("empty", "", -1, "除数值外没有文字。"))
    return tuple(found)


def _asked(text: str) -> str:
    """Return text with requests to the person and level headings masked."""
    return _heading().sub(masking, ignored.PENDING.sub(masking, text))


@lru_cache(maxsize=1)
def _heading() -> "re.Pattern[str]":
    """Return a pattern of the level that a part of a sentence is about, such as 产出方面."""
    return re.compile(rf"(?:{words.alternatives('level')})(?:方面|目标)?(?=[，,：:])")


def _slots(masked: str, slots: Mapping[str, Fact]) -> list[Violation]:
    found, seen = [], set()
    for match in SLOT.finditer(masked):
        name = match[1]
        if name not in slots:
            message = f"{match[0]} 不是给出的编号。"
            found.append(Violation("slot_unknown", match[0], match.start(), message))
        elif name in seen:
            message = f"{match[0]} 只能用一次。"
            found.append(Violation("slot_repeated", match[0], match.start(), message))
        seen.add(name)
    for name, fact in slots.items():
        if name not in seen:
            message = f"缺少 <{name}>（{fact.title}）。"
            found.append(Violation("slot_missing", f"<{name}>", -1, message))
    return found


def _quantities(template: str, plain: str) -> list[Violation]:
    found = []
    for match in _DIGIT.finditer(plain):
        quote = template[match.start() : match.end()]
        message = f"“{quote}”是直接写出的数字，数字只能用编号表示。"
        found.append(Violation("digit", quote, match.start(), message))
    for each in mentions(plain):
        quote = template[each.start : each.end]
        if each.spoken:
            message = f"“{quote}”是编号之外的数量，表中没有这个数。"
            found.append(Violation("chinese_quantity", quote, each.start, message))
    return found


def _pairs(
    masked: str,
    spans: Mapping[int, "re.Match[str]"],
    subjects: list[Hit],
    slots: Mapping[str, Fact],
) -> Iterator[Violation]:
    """Check that each slot stands behind its own name and its own wording."""
    extra = frozenset(word for fact in slots.values() for word in (fact.label, *fact.wordings))
    roles = [Hit(m.start(), m.end(), m[0]) for m in lexicon.roles_in(masked, extra)]
    previous, named = 0, -1
    for at, match in spans.items():
        near = max(_begin(clauses.clauses(masked), at), previous)
        previous = match.end()
        if (fact := slots.get(match[1])) is None:
            continue
        alone = _names_itself(masked, match, fact, subjects)
        named = _row_named(fact, named, alone=alone)
        if alone:
            continue
        names = _from(_begin(clauses.sentences(masked), at), subjects, at)
        close = _from(near, names, at)
        said = _before(_from(_begin(clauses.clauses(masked), at), roles, at), at)
        own = _from(near, said, at)
        if fact.row != named:
            yield from _subject(fact, match, close or names[-1:])
        if own or not (fact.bare and close):
            yield from _role(fact, match, own or said)


def _before(hits: list[Hit], end: int) -> list[Hit]:
    return [hit for hit in hits if hit.end <= end]


def _row_named(fact: Fact, before: int, *, alone: bool) -> int:
    """Return the row whose name a slot holds, else that of the slots before: it needs no other."""
    return fact.row if (alone or fact.kind == "name") and fact.row is not None else before


def _names_itself(masked: str, slot: "re.Match[str]", fact: Fact, subjects: Iterable[Hit]) -> bool:
    """Return whether it is plain whose value a word or a day is without a name before it.

    Its own name follows it (显著提高就业率, 于7月完成验收), or words of a cell are a clause.
    """
    if fact.kind not in {"words", "date"}:
        return False
    if any(hit.start == slot.end() and hit.text in fact.subjects for hit in subjects):
        return True
    around = f"，{masked}，"[slot.start()], f"，{masked}，"[slot.end() + 1]
    return fact.kind == "words" and all(mark in _STOPS for mark in around)


_STOPS = frozenset("，；。：（")


def _from(start: int, hits: list[Hit], end: int) -> list[Hit]:
    return [hit for hit in hits if start <= hit.start < end]


def _subject(fact: Fact, slot: "re.Match[str]", names: list[Hit]) -> Iterator[Violation]:
    """Yield that a slot does not stand behind the name of its own row."""
    if fact.subjects and (not names or any(hit.text not in fact.subjects for hit in names)):
        own = "、".join(fact.subjects[:3])
        message = f"{slot[0]} 属于“{own}”，前面应写明这个名称，不能写在别的指标后面。"
        yield Violation("subject", slot[0], slot.start(), message)


def _role(fact: Fact, slot: "re.Match[str]", said: list[Hit]) -> Iterator[Violation]:
    """Yield that the words before a slot do not say what it is."""
    if not fact.wordings or fact.kind in _TEXTLESS:
        return
    if not said:
        options = "”“".join((fact.label, *fact.wordings[:3]))
        message = f"{slot[0]} 前面应写明它是什么，例如“{options}”。"
        yield Violation("label", slot[0], slot.start(), message)
    elif said[-1].text not in {fact.label, *fact.wordings}:
        word = said[-1]
        opposite = {"up": lexicon.DOWN, "down": lexicon.UP}.get(fact.direction, frozenset())
        rule = "direction" if word.text in opposite else "label"
        message = f"{slot[0]} 是{fact.title}，前面却写“{word.text}”。"
        yield Violation(rule, word.text, word.start, message)


def _begin(spans: Iterable[clauses.Span], at: int) -> int:
    """Return where the part of a text begins in which a place stands."""
    return next((span.start for span in spans if span.holds(at)), at)


def _words(
    masked: str,
    spans: Mapping[int, "re.Match[str]"],
    slots: Mapping[str, Fact],
    table: FactTable | None,
) -> Iterator[Violation]:
    """Check verdict words, claims of completeness and contrary directions outside the slots."""
    facts = list(slots.values())
    rest = _claiming(masked, facts) if spans else masked
    missed = table is not None and ("rows.missed" in table or "rows.late" in table)
    missed = missed or any(fact.value.startswith("未") for fact in facts if fact.kind == "verdict")
    for tag in words.tags(rest):
        if tag.has("verdict"):
            message = f"“{tag.text}”是完成与否的判断，只能用编号表示。"
            yield Violation("verdict_word", tag.text, tag.start, message)
        if missed and tag.has("group.all", "group.each"):
            message = f"有指标未达到指标值，不能写“{tag.text}”。"
            yield Violation("all_done", tag.text, tag.start, message)
    directions = {fact.direction for fact in facts} - {""}
    contrary = lexicon.UP if directions == {"down"} else lexicon.DOWN
    for match in words.pattern(contrary).finditer(rest) if len(directions) == 1 else ():
        message = f"预算的变化方向与“{match[0]}”相反。"
        yield Violation("direction", match[0], match.start(), message)


def _claiming(masked: str, facts: Iterable[Fact]) -> str:
    """Return a text without its slots and the wordings that introduce one: they claim nothing."""
    wordings = words.pattern(frozenset(w for f in facts for w in (f.label, *f.wordings)))

    def introducing(match: "re.Match[str]") -> str:
        return masking(match) if _SLOT_AHEAD.match(masked, match.end()) else match[0]

    return SLOT.sub(masking, wordings.sub(introducing, masked))


def _causes(template: str, masked: str, slots: Mapping[str, Fact], cause: str) -> list[Violation]:
    """Check that a causal word stands at a cause which a person stated."""
    typed = cause.strip(" 。；，\n")
    if len(typed) >= 2:
        masked = masked.replace(typed, MASK * len(typed))
    stated = [f"<{name}>" for name, fact in slots.items() if fact.kind == "cause"]
    return [
        Violation(
            "causal", tag.text, tag.start, f"“{tag.text}”引出了原因，但原因只能由填报人说明。"
        )
        for tag in words.tags(masked)
        if tag.has("reason") and not _stated(template, tag, typed, stated)
    ]


def _stated(template: str, tag: words.Tag, typed: str, slots: list[str]) -> bool:
    """Return whether the reason of a causal word is the stated one, in a slot or in its words."""
    span = reason_of(template, tag)
    reason = template[span.start : span.end]
    if any(slot in reason for slot in slots):
        for slot in slots:
            reason = reason.replace(slot, "")
        return len(reason) <= _CONNECTING or covered(reason, typed) >= _ENOUGH
    return bool(typed) and covered(reason, typed) >= _ENOUGH


def _outside(plain: str) -> list[Violation]:
    """Return document numbers and comparisons with other years, which no slot holds."""
    return [
        Violation(rule, match[0], match.start(), f"“{match[0]}”{message}")
        for rule, pattern, message in (
            ("document", ignored.DOCUMENT, "是表中没有的文号或编号，不能写在编号之外。"),
            ("direction", words.finder("trend"), "要和上年比较，表中没有上年数据。"),
        )
        for match in pattern.finditer(plain)
    ]


def _repeated(template: str) -> list[Violation]:
    found, seen = [], set()
    for span in clauses.sentences(template):
        sentence = template[span.start : span.end].rstrip("。！!？?").strip()
        kernel = essence(sentence)
        if len(kernel) >= 6 and kernel in seen:
            found.append(Violation("repeated", sentence, span.start, "同一句话写了两遍。"))
        seen.add(kernel)
    return found


def _copied(plain: str, examples: tuple[str, ...]) -> list[Violation]:
    if not examples:
        return []
    known = _runs(examples)
    for run in re.finditer(rf"[^{MASK}]{{{COPIED_RUN},}}", plain):
        text = run[0]
        for at in range(len(text) - COPIED_RUN + 1):
            piece = text[at : at + COPIED_RUN]
            if piece in known:
                message = "这段文字照抄了示例，请按本项目重写。"
                return [Violation("copied", piece, run.start() + at, message)]
    return []


@lru_cache(maxsize=32)
def _runs(examples: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        text[at : at + COPIED_RUN] for text in examples for at in range(len(text) - COPIED_RUN + 1)
    )

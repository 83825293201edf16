"""Why a sentence says what it says, from code; and why some wishes are never granted."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from selfeval_assist.checks import Finding, check
from selfeval_assist.drafting.talk.edit import Edit, cell, names
from selfeval_assist.drafting.talk.requests import Wish, sentence_numbers, term, words_in_quotes
from selfeval_assist.drafting.talk.stating import CAUSE, EXAMPLE
from selfeval_assist.facts import Fact, FactTable
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.prose.numerals import figures
from selfeval_assist.review import Basis, Origin, Proposal, Sentence
from selfeval_assist.scoring import ScoreSheet, Verdict

_ORIGINS = {
    Origin.COMPOSER: "程序按表中数据拟写",
    Origin.MODEL: "模型拟写，数值由程序填入并核对",
    Origin.PERSON: "本人改写",
}
_WORDS = 4
"""Characters in a row that a question and a sentence share when it is about that sentence."""
_MOST = 6
"""Sentences explained at once."""
_HELD = 5
"""Values of the form named that a text does not tell."""
_SHORT = re.compile(r"(?:没有?|未)(?:能|按期|按时)?(?:完成|达标|达到|达成)|扣分")
_ABSENT = re.compile(r"没有?[写提]|[写提]到?了?没|有没有|漏|多少|几")
_ASKING = re.compile(
    r"^(?:请问|为什么|为何|为啥|凭什么|怎么|有没有|没有?|不|写|提|说|到|的|这个?|那个?|数字?|是|会|要|第.{1,3}句)|"
    r"(?:为什么|为何|怎么|来|算|计算|得出|样|写|提|到|说|是|有|没有?|不够|不到|没达到|偏?[低高少多慢晚]|了|吗|呢|的|多少|几|哪里?|儿|从|在|"
    r"依据|根据|出处|什么|意思|这样|这么|这|句|[?？。])$"
)
_CELLS = 4
"""Cells named for one value; a count over many rows has its rows in the sum."""


def explain(
    said: str, proposal: Proposal, form: SelfEvaluation, sheet: ScoreSheet, table: FactTable
) -> str:
    """Return the answer to a question about a text, in Chinese, with one block for a sentence.

    Args:
        said: the question; a number (第2句) or a quotation says which sentence is meant.
        proposal: the text.
        form: the form as it is now.
        sheet: its score sheet.
        table: the facts, stored statements included.
    """
    chosen = _chosen(said, proposal, sheet, table)
    if chosen is None:
        return _unwritten(_asked_about(said), table)
    if not chosen:
        return f"正文共 {len(proposal.sentences)} 句，没有您说的这一句；可以用“第几句”指明。"
    findings = check(form)
    blocks = [
        "\n".join(_lines(at, proposal, form, sheet, table, findings)) for at in chosen[:_MOST]
    ]
    if len(chosen) > _MOST:
        blocks.append(f"其余 {len(chosen) - _MOST} 句可以用“第几句”单独问。")
    return "\n".join(blocks)


def _chosen(
    said: str, proposal: Proposal, sheet: ScoreSheet, table: FactTable
) -> tuple[int, ...] | None:
    """Return the sentences meant; None when what is asked about stands in none of them."""
    everything = tuple(range(len(proposal.sentences)))
    if numbers := sentence_numbers(said):
        places = (at - 1 if at > 0 else len(everything) + at for at in numbers)
        return tuple(at for at in places if at in everything)
    texts = [each.text for each in proposal.sentences]
    if words := words_in_quotes(said):
        return _holding(words, texts)
    found = _in_question(said, texts) or _figured(said, texts)
    return found or _fallen_short(said, proposal, sheet) or _about(said, texts, table)


def _about(said: str, texts: list[str], table: FactTable) -> tuple[int, ...] | None:
    """Return the texts that name what is asked about; all where it is nothing of the form."""
    about = _asked_about(said)
    if len(about) > 1:
        if found := _holding(about, texts):
            return found
        if any(names(fact, about) for fact in table):
            return None
    return None if about and _ABSENT.search(said) else tuple(range(len(texts)))


def _holding(words: str, texts: list[str]) -> tuple[int, ...]:
    return tuple(at for at, text in enumerate(texts) if words in text)


def _in_question(said: str, texts: list[str]) -> tuple[int, ...]:
    """Return the texts of which most stands in the question: 为什么写未达到年度指标值."""
    common = [_common(said, text) for text in texts]
    best = max(common, default=0)
    return tuple(at for at, each in enumerate(common) if each == best) if best >= _WORDS else ()


def _figured(said: str, texts: list[str]) -> tuple[int, ...]:
    """Return the sentences that hold a figure of the question, however it is written."""
    asked = set(map(Decimal, figures(said)))
    return tuple(at for at, text in enumerate(texts) if asked & set(map(Decimal, figures(text))))


def _fallen_short(said: str, proposal: Proposal, sheet: ScoreSheet) -> tuple[int, ...]:
    """Return the sentences about rows that were missed or late, when these are asked about."""
    bad = {row.index for row in sheet.rows if row.verdict in {Verdict.MISSED, Verdict.LATE}}
    if not _SHORT.search(said):
        return ()
    return tuple(
        at
        for at, sentence in enumerate(proposal.sentences)
        if any(basis.fact.startswith(f"row.{row}.") for basis in sentence.basis for row in bad)
    )


def _asked_about(said: str) -> str:
    """Return what a question is about, without the words of asking."""
    text, before = said.strip(), ""
    while text != before:
        before, text = text, _ASKING.sub("", text)
    return term(text)


def _unwritten(about: str, table: FactTable) -> str:
    """Say that a text tells nothing about something, and what the form holds about it."""
    found = [fact for fact in table if names(fact, about) and fact.kind != "name"]
    if not found:
        return f"正文和表里都没有“{about}”。要写进去，请直接告诉我事实和出处，例如：{EXAMPLE}"
    held = "；".join(f"{fact.title}“{fact.value.strip('“”')}”" for fact in found[:_HELD])
    return f"正文没有写“{about}”。表里有：{held}。要写进去，请说“补充{about}”。"


def _common(said: str, text: str) -> int:
    """Return the length of the longest run of characters that both hold."""
    return SequenceMatcher(None, said, text, autojunk=False).find_longest_match().size


def _lines(
    at: int,
    proposal: Proposal,
    form: SelfEvaluation,
    sheet: ScoreSheet,
    table: FactTable,
    findings: tuple[Finding, ...],
) -> Iterator[str]:
    sentence = proposal.sentences[at]
    how = _ORIGINS[sentence.origin]
    yield f"第 {at + 1} 句“{sentence.text}”（{how}）"
    if sentence.pending:
        yield "· 标“待填”的地方只有填报人知道：原因、措施和没有填的数据，程序不代写、不推测。"
    if not sentence.basis and not sentence.pending:
        yield "· 这一句没有引用数据，只说明内容写在哪里。"
    for basis in sentence.basis:
        yield _value(basis, form, table)
    rows = dict.fromkeys(row for basis in sentence.basis for row in _rows(basis))
    for row in rows:
        yield from _rule(row, form, sheet)
    yield from _found(sentence, findings)
    yield from (f"· 请核实：{violation}" for violation in sentence.violations)


def _found(sentence: Sentence, findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield what the rules found at the cells of a sentence, each rule once."""
    cells = {path.rpartition(".")[0] for basis in sentence.basis for path in basis.sources} - {""}
    near = [each for each in findings if not each.waived and each.where]
    near = [each for each in near if {each.where, each.where.rpartition(".")[0]} & cells]
    codes = Counter(each.code for each in near)
    for finding in {each.code: each for each in reversed(near)}.values():
        more = f"（同类共 {codes[finding.code]} 处）" if codes[finding.code] > 1 else ""
        yield f"· 核对规则 {finding.code}：{finding.message}{more}"


def _value(basis: Basis, form: SelfEvaluation, table: FactTable) -> str:
    """Return one value with the cells that it rests on, what they hold, and the sum."""
    cells = "、".join(cell(path, form) for path in basis.sources[:_CELLS])
    if len(basis.sources) > _CELLS:
        cells += f"等 {len(basis.sources)} 处"
    value = basis.value.strip("“”")
    text = f"· {basis.label}“{value}” ← {cells}"
    if basis.work:
        text += f"；算法：{basis.work}"
    if basis.fact not in table:
        return text + "；现在的表里已经没有这项数据，请重新起草。"
    now = table[basis.fact].value
    return text if now == basis.value else f"{text}；表已改动，现在是“{now}”，请重新起草。"


def _rows(basis: Basis) -> Iterator[int]:
    for path in basis.sources:
        parts = path.split(".")
        if parts[0] == "indicators" and basis.fact.endswith((".verdict", ".score", ".lost")):
            yield int(parts[1])


def _rule(row: int, form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[str]:
    """Yield by which rule a row was judged and scored."""
    score = sheet.rows[row]
    policy = policy_for(form)
    if score.verdict:
        compared = (
            f"实际完成值“{form.indicators[row].actual}”与年度指标值“{form.indicators[row].target}”"
        )
        yield f"· 完成判定由程序按指标方向比较{compared}得出：{score.verdict.value}"
    if score.work:
        source = policy.indicators.source
        yield f"· 得分规则：{policy.name}（{source}）；第{row + 1}行算式：{score.work}"


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
    named, _ = edit.meant(wish) if wish.placed else ({}, "")
    facts = [fact for plan in named.values() for fact in plan.slots.values()]
    facts = [fact for fact in facts if _is(fact, wish.about)] or facts
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

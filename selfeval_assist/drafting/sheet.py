"""The sheet: all that a model is told about one text of a form, with no digit of any value.

Values stand as references with their shape (``{r0.target}＝“不少于#台”``), texts that persons wrote
with a reference for each of their numbers, verdicts in words.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.texts import Material, Must, TextKind
from selfeval_assist.facts import Fact
from selfeval_assist.facts.references import DIGITS, Known, title_of
from selfeval_assist.scoring import RowScore, Verdict

# Angle brackets make tags and control tokens, braces references; a source keeps its length.
_MARKS = str.maketrans({"<": "＜", ">": "＞", "{": "｛", "}": "｝"})
_SPACES = re.compile(r"\s+")
_LONGEST_VALUE, _LONGEST_NAME, _LONGEST_SOURCE = 40, 60, 700
_ORDER = (
    "target", "plan", "actual", "gap", "completion", "overshoot", "below", "late", "early",
    "survey",
)  # fmt: skip
_VERDICTS = {
    Verdict.MET: "达到目标",
    Verdict.EXCEEDED: "超过目标",
    Verdict.MISSED: "未达到目标",
    Verdict.LATE: "未按期完成",
    Verdict.UNKNOWN: "未与目标比较",
}


@dataclass(frozen=True, eq=False)
class Part:
    """One text to be written: what it may use, must say, and how the composer says it.

    Attributes:
        kind: which text.
        row: the indicator row of a deviation, or None.
        known: what it may use.
        musts: what it has to say.
        plans: the composer's sentences.
        limit: the most characters that it may have.
    """

    kind: TextKind
    row: int | None
    known: Known
    musts: tuple[Must, ...]
    plans: tuple[SentencePlan, ...]
    limit: int
    material: Material

    @property
    def where(self) -> str:
        """The field path to which the text belongs."""
        return self.kind.where.format(row=self.row)

    @property
    def name(self) -> str:
        """How a reply names the part: ``r3``; empty for a text of the whole form."""
        return "" if self.row is None else f"r{self.row}"


def part_of(kind: TextKind, material: Material) -> Part:
    """Return one text of a form, ready to be written."""
    plans = kind.compose(material)
    known = kind.known(material)
    musts = kind.musts(material, known, plans)
    limit = kind.limits(material.policy)[1]
    return Part(kind, material.row, known, musts, tuple(plans), limit, material)


def sheet_of(parts: Sequence[Part]) -> str:
    """Return the sheet of one text, or of several rows' texts of the same kind."""
    first = parts[0]
    lines = [*_head(first), *_money(first.known)]
    if first.row is None:
        rows = _rows(first) if "r" in first.kind.uses else ()
        lines += [*rows, *_counts(first.known), *_sources(first.known)]
        return "\n".join([*lines, *_wanted(first)])
    for part in parts:
        lines += ["", f"段落 {part.name}", *_rows(part), *_sources(part.known), *_wanted(part)]
    return "\n".join(lines)


def sha256(sheet: str) -> str:
    """Return the hash by which a sheet is known."""
    return hashlib.sha256(sheet.encode()).hexdigest()


def as_data(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return text from a form as one line that holds no reference, tag or template."""
    return _SPACES.sub(" ", text.translate(_MARKS)).strip()[:longest]


def shape(fact: Fact) -> str:
    """Return how a value looks: its words, and one # for each of its numbers, in quotes."""
    text = DIGITS.sub("#", as_data(fact.value.strip("“”"), _LONGEST_VALUE))
    return f"“{text}”"


def _head(part: Part) -> Iterator[str]:
    form = part.material.form
    named = (("项目", title_of(form.project)), ("单位", form.unit), ("主管部门", form.department))
    head = [f"{label}：{as_data(text)}" for label, text in named if text.strip()]
    year = ["年度：{y.year}＝“#年”"] if "y.year" in part.known.values else []
    yield "；".join([*head, *year])


def _money(known: Known) -> Iterator[str]:
    facts = [
        f"{fact.label}{{{ref}}}＝{shape(fact)}"
        for ref, fact in known.values.items()
        if ref.startswith("f.")
    ]
    if facts:
        yield "资金：" + "，".join(facts)


def _rows(part: Part) -> Iterator[str]:
    """Yield the rows, each with its level, its name, its verdict and its references."""
    known, form, sheet = part.known, part.material.form, part.material.sheet
    rows = known.names if part.row is None else {part.row: known.names.get(part.row, "")}
    for row, name in rows.items():
        # of what reached its target the share says nothing
        plain = sheet.rows[row].verdict is Verdict.MET
        roles = [role for role in _ORDER if not (plain and role == "completion")]
        values = [ref for role in roles if (ref := f"r{row}.{role}") in known.values]
        told = "，".join(f"{{{ref}}}＝{shape(known.values[ref])}" for ref in values)
        level = form.indicators[row].kind or form.indicators[row].group
        verdict = "" if known.planned else f"：{_verdict(sheet.rows[row], known)}"
        yield f"r{row}〔{level or '其他指标'}〕{as_data(name)}{verdict}；{told or '没有填'}"


def _verdict(row: RowScore, known: Known) -> str:
    """Return a verdict in words; a ceiling that was kept is not exceeded."""
    if row.verdict is Verdict.EXCEEDED and f"row.{row.index}.below" in known.table:
        return "达到目标（控制在上限以内）"
    return _VERDICTS[row.verdict]


def _counts(known: Known) -> Iterator[str]:
    counts = [
        f"{as_data(fact.label)}{{{ref}}}＝{shape(fact)}"
        for ref, fact in known.values.items()
        if ref[0] in "np" and _counted(ref, known)
    ]
    if counts:
        yield "计数：" + "，".join(counts)


def _counted(ref: str, known: Known) -> bool:
    """Return whether a count is worth a line: of the whole form, or of a level of several rows."""
    level, _, role = ref.partition(".")
    if level in {"n", "p"}:
        return True
    total = known.values.get(f"{level}.total")
    return total is not None and total.value != "1项" and role in {"total", "met", "missed"}


def _sources(known: Known) -> Iterator[str]:
    for each in known.sources.values():
        about = "" if each.row is None else f"，r{each.row}"
        text = _SPACES.sub(" ", each.masked_as(_MARKS)).strip()
        yield f"{each.id}（{as_data(each.label)}{about}）：{text[:_LONGEST_SOURCE]}"


def _wanted(part: Part) -> Iterator[str]:
    if part.musts:
        yield "必须写到：" + "；".join(as_data(must.label, 80) for must in part.musts)
    yield f"全文不超过{_in_words(part.limit)}个字。"


_TENS = "零一二三四五六七八九"


def _in_words(number: int) -> str:
    """Return a length in Chinese numerals: a digit in a sheet would be one to copy."""
    hundreds, rest = divmod(number // 10 * 10, 100)
    tens = f"{_TENS[rest // 10]}十" if rest else ""
    if number >= 1000:
        thousands, hundreds = divmod(hundreds, 10)
        tens = (f"{_TENS[hundreds]}百" if hundreds else "") + tens
        return f"{_TENS[thousands]}千{tens}"
    return (f"{_TENS[hundreds]}百" if hundreds else "") + tens

"""The sheet: all that a model is told about one text of a form, with no digit of any value.

Values stand as references with their shape (``{r0.target}＝“不少于#台”``), texts that persons wrote
with a reference for each of their numbers, verdicts in words.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.shapes import (
    alike,
    as_data,
    asked,
    equals,
    shown,
    spoken,
    told,
)
from selfeval_assist.drafting.texts import Material, Must, TextKind
from selfeval_assist.facts.references import DIGITS, Known, title_of
from selfeval_assist.facts.rows import CEILINGS, KEPT
from selfeval_assist.form import Comparator
from selfeval_assist.scoring import Verdict
from selfeval_assist.scoring.direction import comparator_of

_ROLES = {
    "target": "目标",
    "plan": "不带界限的目标数",
    "actual": "实际完成值",
    "gap": "与目标相差多少",
    "completion": "完成目标的比例",
    "overshoot": "超出目标的比例",
    "below": "低于上限的比例",
    "late": "比计划晚的天数",
    "early": "比计划早的天数",
    "survey": "有效问卷份数",
}
_VERDICTS = {
    Verdict.MET: "达到目标",
    Verdict.EXCEEDED: "超过目标",
    Verdict.MISSED: "未达到目标",
    Verdict.LATE: "未按期完成",
    Verdict.UNKNOWN: "未与目标比较",
}
_UNCOMPARED = (
    "“未与目标比较”的，目标与实际不是可以相比的数，程序没有判定：只写实际值，不说达到没有。"
)
_UNSIGNED = "目标不带“不少于”“不超过”等字样、也没有注明上限的，表上没有写方向。"
_EMPTY = "：目标和实际都没有填，只写【待填】，不写达到没有"
_SAME = "“{甲}＝{乙}”是说两个值相同。"
_STATED = frozenset({"cause", "effect", "measure"})


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

    @cached_property
    def questions(self) -> dict[str, str]:
        """The open questions as the form prints them, by how they are put to a model."""
        words = (must.words for must in self.musts if must.words)
        return {asked(each, self.known): each for each in words}

    def restored(self, text: str) -> str:
        """Return a sentence of a model with its open questions as the form prints them."""
        for own, printed in self.questions.items():
            text = text.replace(own, printed)
        return text

    def hidden(self, text: str) -> str:
        """Return a sentence with its open questions as they are put to a model."""
        for own, printed in self.questions.items():
            text = text.replace(printed, own)
        return text

    def measured(self, must: Must) -> bool:
        """Return whether the row of a must has a target or a result that can be written."""
        roles = {ref.partition(".")[2] for ref in must.refs & self.known.values.keys()}
        return bool(roles & {"target", "plan", "actual", "gap"})

    def told(self, must: Must) -> str:
        """Return what has to be said as a model is told."""
        if must.row is not None:
            return f"r{must.row}{'的完成情况' if self.measured(must) else _EMPTY}"
        if must.refs:
            return f"{must.label}（{'或'.join(f'{{{ref}}}' for ref in sorted(must.refs))}）"
        return f"{must.source}的内容" if must.source else self.hidden(must.words)


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
    lines = [*_head(first), *_money(first.known), *_legend(parts)]
    if first.row is None:
        lines += [*_rows(first), *_alike(first), *_counts(first.known), *_sources(first.known)]
        return "\n".join([*lines, *_wanted(first), _length(parts)])
    for part in parts:
        lines += ["", f"段落 {part.name}", *_rows(part), *_sources(part.known), *_wanted(part)]
    return "\n".join([*lines, "", _length(parts)])


def sha256(sheet: str) -> str:
    """Return the hash by which a sheet is known."""
    return hashlib.sha256(sheet.encode()).hexdigest()


def _head(part: Part) -> Iterator[str]:
    form = part.material.form
    named = (("项目", form.project), ("单位", form.unit), ("主管部门", form.department))
    head = [f"{label}：{as_data(title_of(text))}" for label, text in named if text.strip()]
    year = ["年度：{y.year}＝“#年”"] if "y.year" in part.known.values else []
    yield "；".join([*head, *year])


def _money(known: Known) -> Iterator[str]:
    facts = [f"{f.label}{shown(ref, known)}" for ref, f in known.values.items() if ref[:2] == "f."]
    if facts:
        yield "资金：" + "，".join(facts)


def _named(part: Part) -> dict[int, str]:
    """Return the rows that a part tells of, with their names."""
    if part.row is not None:
        return {part.row: part.known.names.get(part.row, "")}
    return part.known.names if "r" in part.kind.uses else {}


def _roles(part: Part, row: int) -> list[str]:
    """Return which values of a row are shown; the share of a target that was reached is none."""
    plain = part.material.sheet.rows[row].verdict is Verdict.MET
    roles = [role for role in _ROLES if not (plain and role == "completion")]
    return [role for role in roles if f"r{row}.{role}" in part.known.values]


def _legend(parts: Sequence[Part]) -> Iterator[str]:
    """Yield what the words of the rows mean, of those that the sheet uses."""
    rows = [(part, row) for part in parts for row in _named(part)]
    used = {role for part, row in rows for role in _roles(part, row)}
    if used:
        meant = "，".join(f"{role} {words}" for role, words in _ROLES.items() if role in used)
        unsigned = any(_is_unsigned(part, row) for part, row in rows)
        yield f"指标的引用：{meant}。{_UNSIGNED if unsigned else ''}{_SAME}"
    verdicts = {part.material.sheet.rows[row].verdict for part, row in rows}
    if Verdict.UNKNOWN in verdicts and not parts[0].known.planned:
        yield _UNCOMPARED


def _is_unsigned(part: Part, row: int) -> bool:
    """Return whether a row has a number for a target, and nothing says which way it counts."""
    values = part.known.values
    target = values.get(f"r{row}.target")
    bare = target is not None and DIGITS.search(target.value) and f"r{row}.plan" not in values
    return bool(bare) and _sign(part, row) is Comparator.NONE


def _rows(part: Part) -> Iterator[str]:
    """Yield the rows, each with its level, its name, its verdict and its references."""
    known, form = part.known, part.material.form
    for row, name in _named(part).items():
        roles = _roles(part, row)
        values = [f"{shown(f'r{row}.{role}', known)}{_about(part, row, role)}" for role in roles]
        wanted = ("target",) if known.planned else ("target", "actual")
        empty = [f"{_ROLES[role]}没有填" for role in wanted if role not in roles]
        level = form.indicators[row].kind or form.indicators[row].group
        verdict = "" if known.planned else f"：{_verdict(part, row)}"
        told_ = "，".join((*values, *empty))
        yield f"r{row}〔{level or '其他指标'}〕{spoken(name)}{verdict}；{told_}"


def _about(part: Part, row: int, role: str) -> str:
    """Return what a target leaves unsaid: that it is a ceiling, or that it has no unit."""
    fact = part.known.values[f"r{row}.{role}"]
    if role != "target" or fact.kind == "words":
        return ""
    upper = f"r{row}.plan" not in part.known.values and _sign(part, row) in CEILINGS
    return "（没有写单位）" * fact.value[-1:].isdigit() + "（上限）" * upper


def _verdict(part: Part, row: int) -> str:
    """Return a verdict in words; a ceiling that was kept is not exceeded."""
    decided = part.known.table.facts.get(f"row.{row}.verdict")
    if decided is not None and decided.value == KEPT:
        return "达到目标（控制在上限以内）"
    return _VERDICTS[part.material.sheet.rows[row].verdict]


def _sign(part: Part, row: int) -> Comparator:
    return comparator_of(part.material.form.indicators[row])


def _alike(part: Part) -> Iterator[str]:
    """Yield the rows that have their target or their result in common."""
    for role in ("target",) if part.known.planned else ("target", "actual"):
        if "r" in part.kind.uses and (rows := alike(part.known, role)):
            yield f"{_ROLES[role]}相同的：{rows}"


def _counts(known: Known) -> Iterator[str]:
    more = {"n.words": "（未与目标比较的）"}
    if "n.exceeded" in known.values:
        more["n.met"] = "（含超过的，下同）"
    for title, first in (("计数", "n"), ("得分", "p")):
        counts = [
            f"{as_data(fact.label)}{more.get(ref, '')}{shown(ref, known)}"
            for ref, fact in known.values.items()
            if ref[0] == first and _counted(ref, known)
        ]
        if counts:
            yield f"{title}：" + "，".join(counts)


def _counted(ref: str, known: Known) -> bool:
    """Return whether a count is worth a line: of the form, or of a level of several rows in it."""
    level, _, role = ref.partition(".")
    if level in {"n", "p"}:
        return True
    total, whole = (known.values.get(f"{each}.total") for each in (level, "n"))
    if total is None or total.value in {"1项", whole.value if whole else ""}:
        return False
    return role in {"total", "met", "missed"}


def _sources(known: Known) -> Iterator[str]:
    """Yield the texts that persons wrote; one that stands in two places is given once."""
    heads: dict[str, list[str]] = {}
    lines: dict[str, str] = {}
    for each in known.sources.values():
        about = (
            f"，r{each.row}" if each.row is not None else "，资金" if each.kind in _STATED else ""
        )
        goal = "，只是目标" if each.kind == "goal" and not known.planned else ""
        heads.setdefault(each.text, []).append(f"{each.id}（{as_data(each.label)}{about}{goal}）")
        same = "，".join(equals(each, known))
        lines.setdefault(each.text, told(each) + (f"（{same}）" if same else ""))
    yield from (f"{'、'.join(heads[text])}：{line}" for text, line in lines.items())


def _wanted(part: Part) -> Iterator[str]:
    if part.musts:
        yield "必须写到：" + "；".join(map(part.told, part.musts))


def _length(parts: Sequence[Part]) -> str:
    whole = "每个段落" if parts[0].row is not None else "全文"
    return f"{whole}不超过{_in_words(parts[0].limit)}个字，标点在内；一个引用按八个字算。"


def _in_words(number: int) -> str:
    """Return a length in Chinese numerals, down to tens: a digit in a sheet would be copied."""
    digits = str(number // 10)
    places = zip(digits, "千百十"[-len(digits) :], strict=True)
    return "".join(
        "零一二三四五六七八九"[int(digit)] + place for digit, place in places if digit != "0"
    )

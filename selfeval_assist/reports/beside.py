"""Which of several documents a form is compared with: its declaration, or last year's form.

They belong together by the project's name and the year. A document of another project would make
findings out of nothing, so what only comes near is named and not used.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz

from selfeval_assist.form import Provenance, SelfEvaluation
from selfeval_assist.form.text import essence, fold, squeeze

Kind = Literal["declaration", "last_year"]
KINDS: dict[Kind, str] = {"declaration": "绩效目标申报表", "last_year": "上一年度的自评表"}
"""What a form is compared with, in words."""

# A project's code at the head or the end of its name, set apart by a bracket, a mark or a space:
# “310112240000-道路养护”, “[Y2024-001]道路养护”, “道路养护（51000024T001）”; not “110kV线路”.
_BODY = r"(?=(?:[A-Za-z_-]{0,60}\d){4})[0-9A-Za-z][0-9A-Za-z-]{4,60}[0-9A-Za-z]"
# A run of marks or of spaces counts from its first one, or each of them would be tried.
_APART = r"(?:(?<![-—_:·.、|/])[-—_:·.、|/]+|(?<!\s)\s)"
_CODE = re.compile(
    rf"^[\[(【〔]\s*{_BODY}\s*[\])】〕]|^{_BODY}\s*(?:[-—_:·.、|/]+|\s)"
    rf"|[\[(【〔]\s*{_BODY}\s*[\])】〕]$|{_APART}\s*{_BODY}$",
    re.ASCII,
)
_NAMED = 3
"""Other projects that a message names."""
_NEAR = 70
"""Percent of letters in common from which a name may be another spelling."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that forms may be compared with, and the file in which it stands."""

    path: Path
    form: SelfEvaluation


def project_key(name: str, year: int | None) -> str:
    """Return what is left of a project's name to be compared.

    Without its code, brackets, spaces and marks, and without the form's own year: the project
    “2024年道路养护” was “2023年道路养护” in the year before. Words in brackets stay, because
    “（一期）” and “（二期）” are two projects.
    """
    text = _CODE.sub("", fold(name))
    key = essence(text).casefold()
    return key.replace(f"{year}年度", "").replace(f"{year}年", "") if year else key


def beside(
    form: SelfEvaluation, path: Path, candidates: Sequence[Candidate], kind: Kind
) -> tuple[SelfEvaluation | None, str]:
    """Return the document that belongs to a form, or None and a Chinese clause that says why not.

    Args:
        form: the form that is checked.
        path: its file; the form itself is nothing to compare with.
        candidates: the documents that were given.
        kind: what they are taken for.
    """
    others = [each for each in candidates if not _itself(each, form, path)]
    key = project_key(form.project, form.year)
    fits = [each for each in others if key and _key(each) == key and _in_time(form, each, kind)]
    for better in (_same_year(form, kind), partial(_same_unit, form), _suits(kind)):
        fits = [each for each in fits if better(each)] or fits
    if not fits:
        return None, _nothing_fits(form, key, others, kind)
    if len({_contents(each.form) for each in fits}) > 1:
        files = "、".join(f"“{each.path.name}”" for each in fits)
        return None, f"相符的{KINDS[kind]}有 {len(fits)} 份（{files}），内容不同，请只留一份"
    return fits[0].form, ""


def _itself(each: Candidate, form: SelfEvaluation, path: Path) -> bool:
    return each.form == form and each.path.resolve() == path.resolve()


def _key(candidate: Candidate) -> str:
    return project_key(candidate.form.project, candidate.form.year)


def _wanted(form: SelfEvaluation, kind: Kind) -> int | None:
    """Return the year of the document that belongs to a form, where it is known."""
    if form.year is None:
        return None
    return form.year - 1 if kind == "last_year" else form.year


def _in_time(form: SelfEvaluation, each: Candidate, kind: Kind) -> bool:
    wanted = _wanted(form, kind)
    return wanted is None or each.form.year in (None, wanted)


def _same_year(form: SelfEvaluation, kind: Kind) -> Callable[[Candidate], bool]:
    wanted = _wanted(form, kind)
    return lambda each: each.form.year == wanted


def _same_unit(form: SelfEvaluation, each: Candidate) -> bool:
    return essence(each.form.unit) == essence(form.unit)


def _suits(kind: Kind) -> Callable[[Candidate], bool]:
    """Return the test for a document of a kind."""
    return lambda each: _is_plan(each.form) == (kind == "declaration")


def _is_plan(form: SelfEvaluation) -> bool:
    """Return whether a document is a declaration by its title, or because it holds no results."""
    return "申报" in squeeze(form.title) or all(row.actual.blank for row in form.indicators)


def _contents(form: SelfEvaluation) -> str:
    """Return a form without the place where it was read: two copies hold the same."""
    return form.model_copy(update={"provenance": Provenance()}).model_dump_json()


def _nothing_fits(form: SelfEvaluation, key: str, others: Sequence[Candidate], kind: Kind) -> str:
    said = f"没有与{_called(form)}相符的{KINDS[kind]}"
    names = list(dict.fromkeys(_called(each.form) for each in others))
    given = (
        f"（给出的是{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}）"
        if names
        else ""
    )
    near = max(others, key=lambda each: _likeness(key, _key(each)), default=None)
    if near is None or _likeness(key, _key(near)) < _NEAR:
        return said + given
    return f"{said}（是否是文件“{near.path.name}”中的{_called(near.form)}？）"


def _likeness(one: str, other: str) -> float:
    """Return how much alike two names are, in percent; one that holds the other is near."""
    if not one or not other:
        return 0
    held = one in other or other in one
    return max(fuzz.ratio(one, other), _NEAR if held else 0)


def _called(form: SelfEvaluation) -> str:
    year = f"{form.year}年度" if form.year else "没有写明年度的"
    return f"{year}“{' '.join(form.project.split()) or '（未填项目名称）'}”"

"""The judge of a sentence with references: the words around each are held against what it is."""

import re
from collections.abc import Iterable

from selfeval_assist.facts.references import REF, Known
from selfeval_assist.verify.beyond import reaching
from selfeval_assist.verify.called import misplaced
from selfeval_assist.verify.equal import unequal
from selfeval_assist.verify.judged_as import misjudged
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.own_words import unowned, unsure
from selfeval_assist.verify.retold import distorted, retold
from selfeval_assist.verify.said_as import misnamed
from selfeval_assist.verify.spots import OPEN, Said, blank
from selfeval_assist.verify.tenses import untimely
from selfeval_assist.verify.whereabouts import misspent

_MARKUP = re.compile(r"[<>#*`|\\]|\{|\}|```|https?:")
_STOPS = re.compile(r"[，。；、：]{2,}|。\s*。")


def verify_references(text: str, known: Known, cites: Iterable[str] = ()) -> tuple[Violation, ...]:
    """Return what in a sentence with references is not supported; empty when all is.

    Args:
        text: the sentence, with references such as ``{r0.actual}``.
        known: what it may use, from ``known_of``.
        cites: the ids of the texts that it says it rests on.

    Returns:
        Violations with their places in the sentence. Never raises.
    """
    said = Said(text, known)
    found = [*_form(said), *misplaced(said), *misnamed(said), *misjudged(said), *unequal(said)]
    told = retold(said, cites)
    found += (*distorted(told), *untimely(told), *reaching(told), *misspent(told), *unowned(told))
    return tuple(sorted(found, key=lambda each: each.start))


def unsure_of(text: str, known: Known, cites: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words of an accepted sentence that a person has to look at; see ``unsure``."""
    return unsure(retold(Said(text, known), cites))


def _form(said: Said) -> Iterable[Violation]:
    """Yield references that do not exist, markup, and doubled stops."""
    for match in REF.finditer(said.text):
        if match[1] not in said.known.values:
            message = f"{match[0]}不在材料中，请改用材料中的引用。"
            yield Violation("slot_unknown", match[0], match.start(), message)
    # an open question holds a name as the form prints it
    bare = REF.sub(blank, OPEN.sub(blank, said.text))
    if mark := _MARKUP.search(bare):
        yield Violation("markup", mark[0], mark.start(), f"不要写“{mark[0]}”这样的符号。")
    if stops := _STOPS.search(bare):
        yield Violation("stops", stops[0], stops.start(), "标点重复，请改正。")

"""Sentences with references, as they are kept: with their values, and what they rest on."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfeval_assist.facts import Fact
from selfeval_assist.facts.model import FactKind
from selfeval_assist.facts.references import DIGITS, REF, Known, Source, with_source
from selfeval_assist.form.text import PENDING_MARK, squeeze
from selfeval_assist.review.model import Basis, Origin, Sentence
from selfeval_assist.verify.model import Violation
from selfeval_assist.verify.referenced import unsure_of, verify_references

_SLOT = re.compile(r"<F(\d+)>")
_OWN = 900
"""From which number on sources are counted that stand in the text itself."""


def as_sentence(text: str, cites: Iterable[str], known: Known, origin: Origin) -> Sentence:
    """Return a sentence with references as one that is kept: values put in, basis beside them.

    Args:
        text: the sentence; its references exist.
        cites: the ids of the texts that it rests on; those whose numbers it uses are added.
        known: what it may use.
        origin: who wrote it.
    """
    refs = list(dict.fromkeys(REF.findall(text)))
    names = {ref: f"<F{at}>" for at, ref in enumerate(refs, start=1)}
    used = (*cites, *(ref.partition(".")[0] for ref in refs if ref.startswith("t")))
    sources = [known.sources[each] for each in dict.fromkeys(used) if each in known.sources]
    return Sentence(
        text=REF.sub(lambda match: known.values[match[1]].value, text),
        template=REF.sub(lambda match: names[match[1]], text),
        basis=tuple(_basis(ref, known) for ref in refs),
        cites=tuple(
            Basis(fact=each.path, label=each.label, value=each.text, sources=(each.path,))
            for each in sources
        ),
        origin=origin,
        pending=PENDING_MARK in text,
        referenced=True,
    )


def _basis(ref: str, known: Known) -> Basis:
    fact = known.values[ref]
    return Basis(
        fact=fact.id, label=fact.title, value=fact.value, sources=fact.sources, work=fact.work
    )


def own_words(basis: Basis, path: str) -> Fact | None:
    """Return a value that was taken from the very field that holds the text now, or None.

    A goal that is told again takes the place of the one it was taken from.
    """
    if not path or set(basis.sources) != {path}:
        return None
    kind: FactKind = "cause" if ".deviation." in path else "words"
    return Fact(basis.fact, basis.label, basis.value, kind, basis.sources)


def rejudged(sentence: Sentence, known: Known, path: str = "") -> tuple[Violation, ...]:
    """Return what in a kept sentence the form as it is now does not support.

    Args:
        sentence: a sentence with references, from ``as_sentence``.
        known: what a text of its kind may use now.
        path: the field that holds the text, where it stands there already.
    """
    own = [each for each in sentence.cites if each.fact == path]
    for at, each in enumerate(own):
        source = Source(f"t{_OWN + at}", "said", each.label, each.value, each.fact, known.row)
        known = with_source(known, source)
    refs = [_ref_of(each, known) for each in sentence.basis]
    if outdated := tuple(_outdated(sentence, refs, known)):
        return outdated
    if known.row is None and sentence.origin is Origin.COMPOSER:
        known = replace(known, row=_row_of(sentence, known))
    return verify_references(*_as_written(sentence, refs, known))


def _row_of(sentence: Sentence, known: Known) -> int | None:
    """Return the row whose text alone a composed sentence tells: 主要原因是… behind its result."""
    paths = {each.fact for each in sentence.cites}
    rows = {each.row for each in known.sources.values() if each.path in paths}
    return rows.pop() if len(rows) == 1 else None


def unsure_words(sentence: Sentence, known: Known) -> tuple[str, ...]:
    """Return the words of a kept sentence with references that a person has to look at."""
    refs = [_ref_of(each, known) for each in sentence.basis]
    return unsure_of(*_as_written(sentence, refs, known))


def _as_written(
    sentence: Sentence, refs: list[str], known: Known
) -> tuple[str, Known, tuple[str, ...]]:
    """Return a kept sentence with its references again, and the sources that it rests on."""

    def put_back(match: "re.Match[str]") -> str:
        at = int(match[1]) - 1
        return f"{{{refs[at]}}}" if at < len(refs) else match[0]

    paths = {each.fact for each in sentence.cites}
    cites = tuple(each.id for each in known.sources.values() if each.path in paths)
    return _SLOT.sub(put_back, sentence.template), known, cites


def _ref_of(basis: Basis, known: Known) -> str:
    """Return the reference of a value as the form is now; "" when it is gone.

    Where rows were added or taken away, a row stands under another number, known by its name.
    """
    own = known.by_id.get(basis.fact, "")
    if own and known.values[own].title == basis.label:
        return own
    same = (
        ref
        for ref, fact in known.values.items()
        if (fact.title, fact.value) == (basis.label, basis.value)
    )
    return next(same, own)


def _outdated(sentence: Sentence, refs: list[str], known: Known) -> Iterator[Violation]:
    for basis, ref in zip(sentence.basis, refs, strict=True):
        now = known.values[ref].value if ref else ""
        if squeeze(now) == squeeze(basis.value):  # a comma of another width is no change
            continue
        told = f"现在表中是“{now}”" if now else "现在表中已经没有"
        message = f"“{basis.value}”是起草时的{basis.label}，{told}，请核对。"
        yield Violation("outdated", basis.value, sentence.text.find(basis.value), message)


def with_references(sentence: Sentence, known: Known) -> str:
    """Return a kept sentence with references in place of its values, for a model to see.

    A text that it quotes stands with references for its numbers; a value that the form has no more
    is left out.
    """
    paths = {each.path: each for each in known.sources.values()}

    def shown(match: "re.Match[str]") -> str:
        at = int(match[1]) - 1
        if at >= len(sentence.basis):
            return ""
        basis = sentence.basis[at]
        if ref := _ref_of(basis, known):
            return f"{{{ref}}}"
        source = next((paths[each] for each in basis.sources if each in paths), None)
        if source is not None:
            return source.masked_as({})
        return DIGITS.sub("#", basis.value)

    return _SLOT.sub(shown, sentence.template or DIGITS.sub("#", sentence.text))


def sha256(sentence: str) -> str:
    """Return the hash by which a kept sentence is known again in a text."""
    return hashlib.sha256(sentence.encode()).hexdigest()

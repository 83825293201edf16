"""Print how many wrong drafts the verifier catches, and how many right ones it refuses.

Seeded: the same tree gives the same table. Wrong drafts are right ones made false in one place; a
change that is true by the form all the same is not counted (``verify_truth``).
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bench import verify_corrupt as corrupt
from bench import verify_hand as hand
from bench import verify_truth as truth
from bench import verify_words as words
from bench.verify_drafts import (
    Draft,
    allowed,
    by_hand,
    composed,
    fill,
    phrased,
    table,
)
from selfeval_assist.drafting.guard import additions, mixups, omissions

from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.facts import Violation
from selfeval_assist.review.supported import Ground
from selfeval_assist.verify.template import verify_template
from selfeval_assist.verify.text import verify_text

SEED = 20260101


@dataclass(slots=True)
class Tally:
    """How many texts were tried, and which were judged wrongly."""

    tried: int = 0
    wrong: list[str] = field(default_factory=list)

    def note(self, text: str, *, right: bool) -> None:
        self.tried += 1
        if not right:
            self.wrong.append(text)

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / self.tried if self.tried else 1.0


Table = dict[tuple[str, str], Tally]


def of_template(draft: Draft, template: str) -> tuple[Violation, ...]:
    """Return what a model's template is refused for, before and after it is filled."""
    if draft.plan is None:
        raise ValueError("only a planned sentence has a template")
    facts = allowed(draft)
    slots = draft.plan.slots
    found = verify_template(
        template,
        slots,
        examples=prompt_for(draft.task).examples,
        cause=draft.plan.cause,
        table=facts,
    )
    found += (
        *additions(template, draft.plan, Ground(draft.task, facts)),
        *mixups(template, draft.plan),
    )
    return found + tuple(omissions(template, draft.plan))


def of_text(draft: Draft, template: str) -> tuple[Violation, ...]:
    """Return what is highlighted in a text that a person typed."""
    text = draft.lead + fill(template, draft.items)
    found = verify_text(text, allowed(draft))
    return tuple(violation for violation in found if violation.start >= len(draft.lead))


def wrong_drafts(rng: random.Random, share: float = 1.0) -> Table:
    """Return, by kind and stage, how many drafts made false were caught."""
    found: Table = defaultdict(Tally)
    kinds = {**corrupt.NUMERIC, **words.OTHER}
    for name in truth.names():
        for draft in (*corrupt.drafts(name), *phrased(name)):
            for kind, spoil in kinds.items():
                if rng.random() >= share:
                    continue
                for template in spoil(draft, rng):
                    _judge(found, kind, draft, template)
            if draft.plan and rng.random() < share:
                examples = prompt_for(draft.task).examples
                for template in words.copied(draft, rng, examples):
                    hit = bool(of_template(draft, template))
                    found["a copied example", "template"].note(template, right=hit)
    return found


def _judge(found: Table, kind: str, draft: Draft, template: str) -> None:
    if draft.plan:
        caught = bool(of_template(draft, template))
        found[kind, "template"].note(f"{draft.form} {template}", right=caught)
    text = fill(template, draft.items)
    found[kind, "text"].note(f"{draft.form} {text}", right=bool(of_text(draft, template)))


def unseen(rng: random.Random) -> Table:
    """Return how often words that no cell confirms are refused: no claim is made for these."""
    found: Table = defaultdict(Tally)
    for name in truth.names():
        for draft in corrupt.drafts(name):
            for template in words.unseen(draft, rng):
                _judge(found, "an unproven judgement or activity", draft, template)
    return found


def hand_spoilt(rng: random.Random, share: float = 1.0) -> Table:
    """Return how often texts by hand are refused that were accepted before a number changed."""
    found: Table = defaultdict(Tally)
    for written in by_hand():
        facts = table(written.form, planned=written.planned)
        if rng.random() >= share or verify_text(written.text, facts):
            continue
        for kind, spoil in hand.KINDS.items():
            for text in spoil(written, rng):
                caught = bool(verify_text(text, facts))
                found[kind, "text"].note(f"{written.form} {text}", right=caught)
    return found


def hand_false() -> Table:
    """Return how often texts that were written false by hand are refused."""
    found: Table = defaultdict(Tally)
    for written in by_hand("false"):
        caught = bool(verify_text(written.text, table(written.form, planned=written.planned)))
        found["written false by hand", "text"].note(f"{written.form} {written.text}", right=caught)
    return found


def right_texts(rng: random.Random, share: float = 1.0) -> Table:
    """Return, by group, how many true texts were refused."""
    found: Table = defaultdict(Tally)
    for name in truth.names():
        for draft in composed(name):
            if rng.random() >= share:
                continue
            text = draft.text
            _right(found, "the composer's sentences", name, text, verify_text(text, allowed(draft)))
            if draft.items and "【待填" not in draft.template:
                group = "the composer's templates"
                _right(found, group, name, draft.template, of_template(draft, draft.template))
        for draft in phrased(name):
            if rng.random() < share:
                found_here = verify_text(draft.text, allowed(draft))
                _right(found, "phrased from the cells", name, draft.text, found_here)
    for each in by_hand():
        facts = table(each.form, planned=each.planned)
        where = "published forms" if each.form.isdigit() else "examples and new forms"
        group = f"by hand: {where}"
        _right(found, group, each.form, each.text, verify_text(each.text, facts))
    return found


def _right(
    found: Table, group: str, name: str, text: str, violations: tuple[Violation, ...]
) -> None:
    said = " ".join(f"[{v.rule} {v.quote} {v.message}]" for v in violations)
    found[group, ""].note(f"{name} {text} {said}", right=not violations)


def _lines(title: str, tables: Table, word: str) -> Iterator[str]:
    yield f"{title:36}{'stage':>10}{'tried':>8}{word:>10}{'share':>9}"
    for (kind, stage), tally in sorted(tables.items()):
        count = len(tally.wrong) if word == "refused" else tally.tried - len(tally.wrong)
        yield f"{kind:36}{stage:>10}{tally.tried:8}{count:10}{count / max(tally.tried, 1):9.2%}"


def total(tables: Table, chosen: Callable[[str], bool]) -> Tally:
    """Return the kinds chosen as one tally."""
    whole = Tally()
    for (kind, _stage), tally in tables.items():
        if chosen(kind):
            whole.tried += tally.tried
            whole.wrong += tally.wrong
    return whole


def _caught(tally: Tally) -> str:
    """Return a share with what is behind it: 99.99% may be rounded, a count is not."""
    return f"{tally.share:.2%} of {tally.tried} caught, {len(tally.wrong)} missed"


def report() -> str:
    """Return the whole table."""
    rng = random.Random(SEED)
    wrong, right, open_words = wrong_drafts(rng), right_texts(rng), unseen(rng)
    spoilt = {**hand_spoilt(rng), **hand_false()}
    lines = [*_lines("made false by", wrong, "caught")]
    lines += ["", *_lines("false texts by hand", spoilt, "caught")]
    # Whatever is false in a number counts, in the composer's sentences and in texts by hand alike.
    everywhere = {**wrong, **spoilt}
    hands = {kind for kind, _stage in spoilt}
    numeric = total(everywhere, lambda kind: kind in corrupt.NUMERIC or kind in hands)
    other = total(wrong, lambda kind: kind not in corrupt.NUMERIC)
    every = total(right, lambda _kind: True)
    lines += ["", *_lines("true", right, "refused")]
    lines += ["", *_lines("cannot be decided from the form", open_words, "caught"), ""]
    lines += [
        f"numbers made false: {_caught(numeric)} (goal 100%)",
        f"  of these in texts by hand: {_caught(total(spoilt, lambda _kind: True))}",
        f"other claims made false: {_caught(other)} (goal 98%)",
        f"true texts refused: {1 - every.share:.2%} of {every.tried} (goal at most 0.5%)",
        "Not counted above: a judgement or an activity in a few words (服务水平明显提升) has"
        " nothing to look up in the form. From a model, a clause that says much besides its plan"
        " is refused; short ones, and whatever a person types, only a reader can judge.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    print(report())


if __name__ == "__main__":
    main()

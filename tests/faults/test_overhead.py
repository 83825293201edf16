"""The bench of the chain's cost runs, and the cost is nothing beside a model's answer."""

import statistics

from bench.overhead import measure, report, served


async def test_the_chain_costs_milliseconds() -> None:
    with served() as endpoint:
        found = await measure(endpoint, rounds=9)
    print(f"\n{report(found)}")
    extra = [ours[1] - bare[1] for bare, ours in zip(found.bare, found.chain, strict=True)]
    assert len(extra) == 9
    assert statistics.median(extra) < 0.1

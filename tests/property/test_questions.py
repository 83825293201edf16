"""Five questions about 200 sentences: every door gives one answer, mostly the written one."""

from bench import questions as bench

_SHARE = 0.95


def test_doors_agree_and_give_the_written_answers() -> None:
    asked = bench.measure()
    assert asked.disagreements == []
    assert sum(asked.right.values()) >= _SHARE * 5 * asked.asked, asked.said

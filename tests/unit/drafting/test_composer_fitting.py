"""Shortening: the least needed goes first, and what fits is given back."""

from selfeval_assist.drafting.composer.fitting import Part, Wording, fit, length, possible, whole
from selfeval_assist.drafting.composer.phrases import Phrase
from selfeval_assist.facts import FactTable

TABLE = FactTable()


def texts(parts: list[Part], limit: int) -> list[str]:
    return [each.template for each in fit(TABLE, parts, limit)]


def test_all_is_said_where_there_is_room() -> None:
    parts = [whole("甲", (0, "甲说得很详细")), whole("乙", (0, "乙说得也详细"), (5, ""))]
    assert texts(parts, 100) == ["甲说得很详细。", "乙说得也详细。"]


def test_the_cheapest_step_is_taken_first() -> None:
    parts = [
        whole("甲", (0, "甲说得很详细"), (50, "甲")),
        whole("乙", (0, "乙说得也详细"), (5, "乙")),
    ]
    assert texts(parts, 10) == ["甲说得很详细。", "乙。"]
    assert texts(parts, 4) == ["甲。", "乙。"]


def test_what_was_cut_too_much_is_given_back() -> None:
    parts = [
        whole("短", (0, "短一点"), (1, "短")),
        whole("长", (0, "长" * 40), (2, "长")),
    ]
    assert texts(parts, 20) == ["短一点。", "长。"]


def test_parts_of_a_block_share_sentences() -> None:
    def part(topic: str, text: str) -> Part:
        said = (Wording((Phrase(text, 1),)),)
        return Part(topic, said, "产出", "产出方面，", f"{topic}方面，")

    both = [part("数量", "甲一件"), part("质量", "乙合格")]
    assert texts(both, 100) == ["产出方面，甲一件；乙合格。"]


def test_a_request_stands_alone_and_counts_its_full_stop() -> None:
    (plan,) = fit(TABLE, [whole("待填", (0, "【待填：原因】"))], 100)
    assert plan.pending
    assert length([plan]) == len("【待填：原因】") + 1


def test_possible_asks_for_no_dearer_step() -> None:
    parts = [whole("甲", (0, "甲" * 30), (20, "甲"), (99, ""))]
    assert possible(TABLE, parts, 2, 20)
    assert not possible(TABLE, parts, 0, 20)
    assert possible(TABLE, parts, 0, 99)


def test_levels_without_a_common_opening_name_themselves() -> None:
    def part(topic: str, text: str) -> Part:
        said = (Wording((Phrase(text, 1),)),)
        return Part(topic, said, "产出", "产出方面，", f"{topic}方面，")

    long = "数" * 120
    parts = [part("数量", long), part("质量", "验收合格率达到100%"), part("成本", "总成本为5万元")]
    assert texts(parts, 400) == [
        f"数量方面，{long}。",
        "质量方面，验收合格率达到100%；成本方面，总成本为5万元。",
    ]

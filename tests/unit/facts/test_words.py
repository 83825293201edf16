"""The closed list of words: nothing in it claims anything, and the scan quotes what is left."""

import re
from collections import Counter

import pytest

from selfeval_assist.facts.words import WordKind, unaccounted, word_kinds
from selfeval_assist.prose.words import tags

KINDS = word_kinds()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_has_an_example_and_no_claim(kind: WordKind) -> None:
    assert kind.does
    assert any(word in kind.example for word in kind.words)
    for word in kind.words:
        claims = [tag for tag in tags(word) if tag.has("reason", "trend", "verdict")]
        assert all(tag.has("neutral") for tag in claims), word
        assert not re.search(r"[\\d%]", word)


def test_a_word_has_one_kind_of_those_that_stand_alike() -> None:
    counted = Counter(
        (word, kind.alone, kind.goal, kind.grammar) for kind in KINDS for word in kind.words
    )
    assert [word for word, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("截至年末，学员满意度为<F1>。", []),
        ("截至年末，学员满意度为<F1>，经上级批准。", ["经上级批准"]),
        ("学员满意度（材料涨价）为<F1>。", ["材料涨价"]),
        ("学员满意度达到<F1>，完成。", ["完成"]),
        ("项目建成后，学员满意度达到<F1>。", ["建成"]),
        ("学员满意度合格率为<F1>。", ["合格率"]),
    ],
)
def test_what_is_left_is_quoted(text: str, left: list[str]) -> None:
    assert [run for _, run in unaccounted(text, ["学员满意度"])] == left


def test_a_finished_stage_belongs_to_a_goal() -> None:
    assert unaccounted("项目建成后，学员满意度<F1>。", ["学员满意度"], goal=True) == ()


def test_a_run_has_its_place() -> None:
    assert unaccounted("学员满意度<F1>，反响热烈。", ["学员满意度"]) == ((10, "反响热烈"),)

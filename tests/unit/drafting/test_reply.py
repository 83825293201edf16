"""What is left of a model's answer."""

import pytest

from selfeval_assist.drafting.connection.reply import visible
from selfeval_assist.drafting.reply import Arriving, Written, sentences


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("执行率<F1>。", "执行率<F1>。"),
        ("<think>12%</think>\n执行率<F1>。", "执行率<F1>。"),
        ("<THINKING>a\nb</THINKING>执行率<F1>", "执行率<F1>"),
        ("先想12%\n</think>执行率<F1>", "执行率<F1>"),
        ("执行率<F1>。<think>没有结束", "执行率<F1>。"),
        ("执行率<thi", "执行率"),
        ("执行率<F", "执行率<F"),
        ("<think>只有思考", ""),
    ],
)
def test_thinking_is_no_text(raw: str, text: str) -> None:
    assert visible(raw) == text


def test_a_stream_never_shows_thinking() -> None:
    raw = "<think>应为 12%</think>执行率<F1>，<F2>。"
    shown = [visible(raw[:end]) for end in range(len(raw) + 1)]
    assert not any("think" in text or "12" in text for text in shown)
    assert shown[-1] == "执行率<F1>，<F2>。"


OBJECTS = (
    '{"sentences":[{"text":"全年支出{f.executed}。","cites":["t1"]},'
    '{"row":"r0","text":"更换“水表”{r0.actual}，\\"甲\\"。比目标少{r0.gap}。"},]}'
)
LINES = "1. 全年支出{f.executed}。［t1］\n更换水表{r0.actual}，比目标少{r0.gap}。\n"


@pytest.mark.parametrize(
    "raw", [OBJECTS, f"```json\n{OBJECTS}\n```", LINES, OBJECTS.replace(",{", ",\n  {")]
)
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_each_sentence_of_a_stream_is_told_once_when_it_is_complete(raw: str, step: int) -> None:
    arriving, told, begun = Arriving(), list[Written](), list[str]()
    for end in range(step, len(raw) + step, step):
        done, next_one = arriving.take(raw[:end])
        told += done
        begun.append(next_one)
    assert tuple(told) == sentences(raw)
    assert len(told) >= 2
    assert step > 100 or any(each.startswith("全年支出{f.exec") for each in begun)


def test_what_turns_out_to_be_thinking_is_taken_back() -> None:
    arriving, told = Arriving(), list[str]()
    raw = "先想一想再写。\n</think>全年支出{f.executed}。\n"
    for end in range(len(raw) + 1):
        done, _ = arriving.take(visible(raw[:end]))
        told += [each.text for each in done]
    assert told == ["先想一想再写。", "全年支出{f.executed}。"]

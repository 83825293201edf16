"""What is left of a model's answer."""

import pytest

from selfeval_assist.drafting.connection.reply import sentence, visible


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


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  执行率<F1>。\n", "执行率<F1>。"),
        ("句子：执行率<F1>", "执行率<F1>。"),
        ("“执行率<F1>。”", "执行率<F1>。"),
        ("“甲”和“乙”", "“甲”和“乙”"),
        ("```text\n执行率<F1>。\n```", "执行率<F1>。"),
        ("执行率＜F1＞，&lt;f2&gt;，< F3 >。", "执行率<F1>，<F2>，<F3>。"),
        ("执行率<F1>，\n未执行<F2>。", "执行率<F1>，未执行<F2>。"),
        ("", ""),
    ],
)
def test_only_the_sentence_is_left(raw: str, text: str) -> None:
    assert sentence(raw) == text

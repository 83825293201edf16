"""Markdown: readable, and nothing of a form is markup in it."""

from pathlib import Path

import pytest
import real_forms
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from selfeval_assist.documents import DocumentError, read, read_json
from selfeval_assist.documents.writers.markdown import escape, write_md
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")
ODD = ("045", "062")
"""Their money has no line called a total, or points that only a heading prints."""
MARKDOWN = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "# 标题",
    "- 项目",
    "1. 项目",
    "+1+1",
    "=100%",
    "===",
    "---",
    "> 引用",
    "| 一 | 二 |",
    "a|b",
    "`代码`",
    "```",
    "~~删~~",
    "**粗**_斜_",
    "[链接](http://example.com)",
    "![图](x.png)",
    "<b>粗</b><script>",
    "&nbsp;&lt;",
    "http://example.com/a",
    "www.example.com",
    "a@example.com",
    "\\",
    "\\:",
    "$x$",
    "    四个空格",
    "[/x]",
)


def inline_types(markdown: str) -> tuple[set[str], str]:
    """Return the kinds of inline tokens and the text they show."""
    kinds, shown = set(), ""
    for token in MARKDOWN.parse(markdown):
        for child in token.children or ():
            kinds.add(child.type)
            shown += child.content
    return kinds, shown


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_only_text(text: str) -> None:
    blocks = {token.type for token in MARKDOWN.parse("甲\n\n" + escape(text.strip()) + "\n\n乙")}
    assert blocks == {"paragraph_open", "inline", "paragraph_close"}
    kinds, shown = inline_types(escape(text.strip()))
    assert kinds <= {"text", "text_special"}
    assert shown == text.strip()


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_any_line_shows_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    kinds, shown = inline_types(escape(line))
    assert kinds <= {"text", "text_special"}
    assert shown == line


@pytest.mark.parametrize("text", HOSTILE)
def test_a_form_full_of_markup_keeps_the_shape_of_the_document(tmp_path: Path, text: str) -> None:
    def blocks(form: SelfEvaluation) -> list[str]:
        write_md(form, tmp_path / "x.md")
        markdown = (tmp_path / "x.md").read_text(encoding="utf-8")
        kinds = {child.type for t in MARKDOWN.parse(markdown) for child in t.children or ()}
        assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
        return [token.type for token in MARKDOWN.parse(markdown)]

    form = FINISHED
    plain = FINISHED
    for place in ("project", "title", "indicators.0.name", "indicators.0.target", "people.phone"):
        form = paths.put(form, place, text)
        plain = paths.put(plain, place, "字")
    assert blocks(form) == blocks(plain)


@pytest.mark.parametrize("name", [*real_forms.names(), "finished"])
def test_every_value_of_a_form_is_in_the_document(tmp_path: Path, name: str) -> None:
    form = FINISHED if name == "finished" else real_forms.form(name)
    write_md(form, tmp_path / "x.md")
    markdown = (tmp_path / "x.md").read_text(encoding="utf-8")
    _, shown = inline_types(markdown)
    for row in form.indicators:
        for text in (row.name, row.target.raw, row.actual.raw, row.deviation.text):
            for line in text.split("\n"):
                assert line.strip() in shown
    rows = [token for token in MARKDOWN.parse(markdown) if token.type == "tr_open"]
    assert len(rows) == 2 + 1 + len(form.funds.sources) + len(form.indicators)


def test_the_label_stands_below_the_title_and_folders_are_refused(tmp_path: Path) -> None:
    write_md(FINISHED, tmp_path / "x.md", line="草稿。含*模型*文字")
    lines = (tmp_path / "x.md").read_text(encoding="utf-8").splitlines()
    assert lines[2] == "> 草稿。含\\*模型\\*文字"
    with pytest.raises(DocumentError, match="路径不存在"):
        write_md(FINISHED, tmp_path / "none" / "x.md")


@pytest.mark.parametrize("name", [name for name in real_forms.names() if name not in ODD])
def test_a_published_form_is_read_back(tmp_path: Path, name: str) -> None:
    form = real_forms.form(name)
    write_md(form, tmp_path / "x.md")
    (again,) = read(tmp_path / "x.md")
    kept = ("title", "year", "project", "department", "unit", "funds", "goal", "indicators")
    assert {key: getattr(again, key) for key in kept} == {key: getattr(form, key) for key in kept}
    assert again.provenance.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "甲\n\n　　乙，\n1. 丙",
        "（无）",
        "**粗**：不是标签",
        "年度指标值 1，实际完成值 2。",
        "## 存在问题",
        "&nbsp;",
        "| 一 | 二 |",
        *HOSTILE,
    ],
)
def test_a_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    form = FINISHED
    where = ("goal.actual", "texts.存在问题", "notes", "indicators.1.deviation.text")
    for path in where:
        form = paths.put(form, path, text)
    write_md(form, tmp_path / "x.md")
    (again,) = read(tmp_path / "x.md")
    assert {paths.text(again, path) for path in where} == {text.strip(" \t")}
    assert again.indicators[1].deviation.cause == FINISHED.indicators[1].deviation.cause
    assert again.funds.deviation == FINISHED.funds.deviation
    assert "存在问题" not in FINISHED.texts
    assert again.provenance.cells["texts.存在问题"].endswith("第1列")


def test_several_forms_and_a_row_that_is_gone(tmp_path: Path) -> None:
    write_md(FINISHED, tmp_path / "x.md")
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    other = text.replace("### 第2行", "### 第92行")
    (tmp_path / "x.md").write_text(f"{text}\n{other}", encoding="utf-8")
    first, second = read(tmp_path / "x.md")
    assert first.indicators[1].deviation == FINISHED.indicators[1].deviation
    assert second.indicators[1].deviation.text == ""
    assert any("没有对应的栏目" in note for note in second.provenance.notes)

"""Markdown: readable, and nothing of a form is markup in it."""

from pathlib import Path

import pytest
import real_forms
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from selfeval_assist.documents import DocumentError, read_json
from selfeval_assist.documents.writers.markdown import escape, write_md
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.resources import folder

FINISHED = read_json(folder("examples") / "finished.json")
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

"""A new printed form is one file: chosen by its place, written, shown and read back.

Its words are such as the recogniser has nowhere else, and its columns stand in another order.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from printed import as_printed, printed

from selfeval_assist.documents import read, read_json, write_xlsx
from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.documents.writers.markdown import write_md
from selfeval_assist.form import paths
from selfeval_assist.layouts import load
from selfeval_assist.resources import folder
from selfeval_assist.tui.words.preview import printed as shown

NEW = """
id = "new"
name = "某地：事项考评表"
source = "某地表样"
standing = "P"
based_on = "central"
head = [
    { pairs = [{ label = "事项全称", field = "project" }] },
    { pairs = [
        { label = "管理科室", field = "department", to = "<target" },
        { label = "经办科室", field = "unit", label_to = "target" },
    ] },
]
foot = [
    { pairs = [{ label = "落差缘由", field = "reasons" }] },
    { pairs = [{ label = "附言", field = "notes" }] },
]

[match]
places = ["青海省"]

[funds]
columns = [
    { field = "initial", heading = "期初额度", to = "name" },
    { field = "adjusted", heading = "调定额度", to = "target" },
    { field = "executed", heading = "列支额度", to = "actual" },
    { field = "rate", heading = "列支比", to = "weight" },
    { field = "score", heading = "记分", to = "score" },
]

[goal]
planned = "打算"
actual = "办成"
halves = ["target", "target"]

[indicators]
columns = [
    { field = "level1", heading = "甲级" },
    { field = "level2", heading = "乙级" },
    { field = "name", heading = "考评点" },
    { field = "target", heading = "应达数" },
    { field = "actual", heading = "达成数" },
    { field = "weight", heading = "满额分" },
    { field = "score", heading = "记分" },
]
"""
FORM = read_json(folder("examples") / "finished.json")
FORM = paths.put(FORM, "notes", "第一条。")
Add = Callable[[str], None]


@pytest.mark.parametrize(
    ("suffix", "write"), [(".xlsx", write_xlsx), (".docx", write_docx)], ids=["xlsx", "docx"]
)
def test_a_layout_is_added_by_one_file(
    add_layout: Add, tmp_path: Path, suffix: str, write: Callable[..., None]
) -> None:
    add_layout(NEW)
    form = paths.put(FORM, "unit", "西宁市城东区政务服务中心")
    assert layout_of(form).id == "new"
    write(form, tmp_path / f"x{suffix}")
    (again,) = read(tmp_path / f"x{suffix}")
    assert printed(again) == printed(as_printed(form, load("new")))
    assert [row.deviation.text for row in again.indicators] == [
        row.deviation.text for row in form.indicators
    ]
    assert [each for each in again.provenance.unread if each.place != "文档属性"] == []
    assert "应达数" in shown(form)
    write_md(form, tmp_path / "x.md")
    assert "| 达成数 |" in (tmp_path / "x.md").read_text(encoding="utf-8")


def test_without_the_file_its_words_mean_nothing(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(NEW, encoding="utf-8")
    write_xlsx(FORM, tmp_path / "x.xlsx", layout=load(str(tmp_path / "new.toml")))
    (again,) = read(tmp_path / "x.xlsx")
    assert not again.project
    assert again.funds.total.adjusted.blank
    assert {"事项全称", "应达数"} <= {each.text for each in again.provenance.unread}

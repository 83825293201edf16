"""The 自评报告 in Word: every section, every number from the form, nothing made up in a gap."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import every_form
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from selfeval_assist.documents import DocumentError
from selfeval_assist.documents.weights import total_weight
from selfeval_assist.drafting.texts import report
from selfeval_assist.facts import build_facts
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.export import export_form
from selfeval_assist.reports.label import AI_LABEL
from selfeval_assist.scoring import score

FORMS = every_form.forms()
FINISHED = FORMS["finished"]
FINISHED_SHORT = 0
"""The first row of it, which missed its target."""
SAMPLE = FORMS["sample-1"]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CAPTION = re.compile(r"^表\d")


def written(form: SelfEvaluation, folder: Path, **options: object) -> Document:
    folder.mkdir(exist_ok=True)
    (made,) = export_form(form, folder, overwrite=True, formats=(), pages=["report"], **options)
    assert made.name.endswith(" 自评报告.docx")
    return docx.Document(str(made))


def lines(page: Document) -> list[str]:
    return [each.text for each in page.paragraphs if each.text.strip()]


def cells(page: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in page.tables]


def sections(page: Document) -> dict[str, str]:
    """Return what stands below each heading."""
    found: dict[str, str] = {}
    name = ""
    for line in lines(page):
        if match := re.fullmatch(r"[一二三四五]、(.+)", line):
            name = match[1]
        found[name] = found.get(name, "") + line + "\n"
    return found


def strange_numbers(page: Document, form: SelfEvaluation) -> list[str]:
    """Return the numbers of a report that stand in no cell of a form and follow from none."""
    told = [paths.text(form, path) for path in paths.leaves(form)]
    told += [value for fact in build_facts(form, score(form, policy_for(form))) for value in
             (fact.value, *fact.variants)]  # fmt: skip
    told.append(total_weight(form))  # the full points, or the sum of those that are printed
    known = {number for text in told for number in NUMBER.findall(text)}
    said = [_CAPTION.sub("", line) for line in lines(page)]
    said += [cell for table in cells(page) for row in table for cell in row]
    return [number for text in said for number in NUMBER.findall(text) if number not in known]


@pytest.mark.parametrize("name", list(FORMS))
def test_every_number_of_a_report_comes_from_the_form(name: str, tmp_path: Path) -> None:
    form = FORMS[name]
    page = written(form, tmp_path)
    assert strange_numbers(page, form) == []
    assert list(sections(page))[1:] == list(report.SECTIONS)
    assert all(text.strip().count("\n") for text in list(sections(page).values())[1:])


@pytest.mark.parametrize(
    "path", ["funds.total.executed", "indicators.1.actual", "indicators.1.target", "total"]
)
def test_a_report_of_other_figures_is_found_out(path: str, tmp_path: Path) -> None:
    page = written(paths.put(FINISHED, path, "471.37"), tmp_path)
    assert "471.37" in strange_numbers(page, FINISHED)


def test_the_tables_are_those_of_the_form(tmp_path: Path) -> None:
    basics, funds, rows, reasons = cells(written(FINISHED, tmp_path))
    assert basics[1:4] == [
        ["项目名称", FINISHED.project],
        ["主管部门", FINISHED.department],
        ["实施单位", FINISHED.unit],
    ]
    assert funds[0] == [
        "资金来源", "年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分",
    ]  # fmt: skip
    assert [row[3] for row in funds[1:]] == [
        line.executed.raw for line in (FINISHED.funds.total, *FINISHED.funds.sources)
    ]
    assert [row[2:] for row in rows[1:-1]] == [
        [row.name, row.target.raw, row.actual.raw, row.weight.raw, row.score.raw]
        for row in FINISHED.indicators
    ]
    assert rows[-1][-2:] == ["100", FINISHED.total.raw]
    assert basics[4] == ["评价年度", f"{FINISHED.year}年度"]
    assert [row[-1] for row in reasons[1:]] == [
        FINISHED.indicators[at].deviation.text for at in (0, 1, 5, 10)
    ]


def test_what_nobody_said_stays_open(tmp_path: Path) -> None:
    found = sections(written(SAMPLE, tmp_path))
    assert "【待填：预算调整的原因】" in found[report.MONEY]
    assert "【待填：存在的主要问题，没有的写明“无”】" in found[report.PROBLEMS]
    assert "【待填：改进措施，不需要改进的写明“无”】" in found[report.MEASURES]
    assert "【待填：成文日期】" in found[report.MEASURES]
    bare = sections(written(SelfEvaluation(), tmp_path / "bare"))
    asked = re.findall(r"【待填：[^】]*】", "".join(bare.values()))
    assert {"【待填：项目名称】", "【待填：年度绩效目标】", "【待填：单位名称】"} <= set(asked)


@pytest.mark.parametrize(
    ("told", "done"),
    [
        ("受降雨影响，工期顺延；已督促施工单位加快进度。", "已督促施工单位加快进度"),
        ("部分学员外出务工；下一步由培训科补办两期。", "下一步由培训科补办两期"),
        ("受降雨影响，工期顺延；尾款未支付。", ""),
    ],
)
def test_a_reason_is_not_printed_as_a_measure(told: str, done: str, tmp_path: Path) -> None:
    text = f"indicators.{FINISHED_SHORT}.deviation"
    form = paths.put(FINISHED, f"{text}.text", told)
    for part in ("cause", "effect", "measure", "owner", "deadline", "category"):
        form = paths.put(form, f"{text}.{part}", "")
    said = sections(written(form, tmp_path))[report.MEASURES]
    assert told.partition("；")[0] not in said
    assert done in said


def test_what_a_person_accepted_or_typed_comes_before_the_composer(tmp_path: Path) -> None:
    typed = paths.put(FINISHED, "texts.改进措施", "由综合科补办培训。")
    assert "由综合科补办培训。\n" in sections(written(typed, tmp_path))[report.MEASURES]
    text = "项目由中心实施。二、预算执行情况。支出430万元。五、改进措施\n再补办两期。"
    accepted = sections(written(paths.put(typed, f"texts.{report.NAME}", text), tmp_path))
    assert "项目由中心实施。\n" in accepted[report.PROJECT]
    assert accepted[report.MONEY].startswith("二、预算执行情况\n支出430万元。\n")
    assert "再补办两期。\n" in accepted[report.MEASURES]
    assert "补办培训" not in accepted[report.MEASURES]


def test_no_word_of_a_text_is_lost_between_its_sections() -> None:
    text = "开头。\n一、项目概况。甲。二、预算执行情况\n乙，三、四季度都有。一、项目概况：又甲。"
    assert report.sections(text) == {
        report.PROJECT: "开头。\n甲。\n又甲。",
        report.MONEY: "乙，三、四季度都有。",
    }
    assert report.sections("") == {}


def looks(page: Document) -> Iterator[tuple[str, str, float]]:
    for each in page.paragraphs:
        for run in each.runs:
            font = run._r.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))
            yield each.text, font, run.font.size.pt


def test_the_page_is_that_of_an_official_paper(tmp_path: Path) -> None:
    page = written(FINISHED, tmp_path)
    found = {text: (font, size) for text, font, size in looks(page)}
    assert found["一、项目概况"] == ("黑体", 16)
    assert found["（一）基本情况"] == ("楷体", 16)
    assert found[FINISHED.unit] == ("仿宋", 16)
    assert found[FINISHED.project][1] == 22
    section = page.sections[0]
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert "PAGE" in section.footer._element.xml
    assert lines(page)[-2:] == [FINISHED.unit, "【待填：成文日期】"]


def test_words_of_a_model_are_labelled_as_in_the_form(tmp_path: Path) -> None:
    page = written(FINISHED, tmp_path, model_fields=["goal.actual"])
    (file,) = tmp_path.glob("*自评报告.docx")
    assert AI_LABEL in zipfile.ZipFile(file).read("docProps/custom.xml").decode("utf-8")
    assert "人工智能拟稿" in page.sections[0].header.paragraphs[0].text


def test_no_file_is_written_where_a_report_stands(tmp_path: Path) -> None:
    written(FINISHED, tmp_path)
    with pytest.raises(DocumentError, match=r"自评报告.*已有同名文件"):
        export_form(FINISHED, tmp_path, overwrite=False, formats=[".json"], pages=["report"])
    assert not (tmp_path / f"{FINISHED.project}.json").exists()


def test_names_of_levels_and_the_total_take_merged_cells(tmp_path: Path) -> None:
    table = written(FINISHED, tmp_path).tables[2]._tbl
    rows = [list(row.tc_lst) for row in table.tr_lst]
    texts = [["".join(each.text for each in cell.iter(qn("w:t"))) for cell in row] for row in rows]
    for column, name in enumerate(("level1", "level2")):
        shown = [line[column] for line in texts[1:-1] if line[column]]
        names = [getattr(row, name) for row in FINISHED.indicators]
        assert shown == [each for at, each in enumerate(names) if names[at - 1 : at] != [each]]
    assert texts[-1] == ["总分", total_weight(FINISHED), FINISHED.total.raw]
    assert rows[-1][0].grid_span == 5

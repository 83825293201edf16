"""The consistency table on paper: each element with its answer, as text and never as markup."""

from io import BytesIO

import docx
import pytest
from lxml import html
from rule_cases import patched

from selfeval_assist.checks import State, consistency
from selfeval_assist.form import Goal, Indicator, SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.reports import as_html, report_on
from selfeval_assist.reports.consistency import COLUMNS, TITLE, consistency_docx, table_rows
from selfeval_assist.scoring import score

_FORM = patched({"goal.actual": "购置护理床52张；<b>满意度</b>96%。", "project": "<i>设备</i>"})
_LINKS = consistency(_FORM, score(_FORM, policy_for(_FORM)))


def test_the_word_page_holds_every_element() -> None:
    page = docx.Document(BytesIO(consistency_docx(_FORM, _LINKS)))
    (table,) = page.tables
    assert tuple(cell.text for cell in table.rows[0].cells) == COLUMNS
    assert [row.cells[0].text for row in table.rows[1:]] == [link.element for link in _LINKS]
    assert [row.cells[3].text for row in table.rows[1:]] == [
        f"{link.state.value}，指标未达成" if link.missed else link.state.value for link in _LINKS
    ]
    assert page.sections[0].page_width > page.sections[0].page_height
    assert any("<i>设备</i>" in each.text for each in page.paragraphs)


@pytest.mark.parametrize(("done", "missed"), [("52", True), ("60", False)])
def test_an_answer_beside_a_missed_row_is_told_to_be_missed(done: str, missed: bool) -> None:
    text = f"购置护理床{done}张。"
    form = SelfEvaluation(
        goal=Goal(planned="购置护理床60张。", actual=text),
        indicators=(
            Indicator(level1="产出指标", name="护理床购置数量", target="≥60张", actual=f"{done}张"),
        ),
    )
    links = consistency(form, score(form, policy_for(form)))
    (line,) = table_rows(form, links)
    assert line[3].startswith(State.COVERED.value)
    assert line[3].endswith("指标未达成") is missed


def test_the_html_report_has_the_table() -> None:
    page = html.fromstring(as_html([report_on("表.xlsx", _FORM)]))
    heads = [each.text for each in page.iter("h2")]
    assert TITLE in heads
    (table,) = [each for each in page.iter("table") if each.findtext(".//th") == COLUMNS[0]]
    assert State.UNANSWERED.value in table.text_content()
    assert not list(table.iter("b"))

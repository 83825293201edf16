"""Rows that are pasted into the table bring along the marks that stood beside them."""

from hostile.containers import ROWS

from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.form.marks import in_form
from selfeval_assist.tui.state.taken_over import read_rows, with_rows

LINES = ["\t".join(row) for row in ROWS]


def test_a_mark_beside_pasted_rows_goes_into_the_form() -> None:
    new = read_rows("\n".join(["机密★10年", *LINES[5:], "另附一句"]))
    assert new is not None
    form = SelfEvaluation(project="道路")
    for path, value in with_rows(form, 0, new).items():
        form = paths.put(form, path, value)
    assert [row.name for row in form.indicators] == ["养护里程"]
    marks = in_form(form)
    assert (marks[0].place, marks[0].text) == ("粘贴的内容第1行", "机密★10年")
    assert [each.text for each in form.provenance.unread] == ["机密★10年", "另附一句"]


def test_a_text_without_a_row_is_none() -> None:
    assert read_rows("机密★10年") is None

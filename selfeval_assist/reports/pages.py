"""The papers that go with a form, each a Word file of its own beside the exported form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from selfeval_assist.checks import consistency
from selfeval_assist.documents.writers.paper import paper
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.consistency import consistency_docx
from selfeval_assist.reports.self_report import self_report
from selfeval_assist.scoring import score


@dataclass(frozen=True, slots=True)
class Page:
    """One paper.

    Attributes:
        title: what it is called, also at the end of its file's name.
        content: the file, from the form, the label of a model's words and the line of a draft.
    """

    title: str
    content: Callable[[SelfEvaluation, Mapping[str, str], str], bytes]


def _table(form: SelfEvaluation, _label: Mapping[str, str], _line: str) -> bytes:
    return consistency_docx(form, consistency(form, score(form, policy_for(form))))


def _report(form: SelfEvaluation, label: Mapping[str, str], line: str) -> bytes:
    return paper("自评报告.docx", self_report(form), metadata=label, line=line)


PAGES: Mapping[str, Page] = {
    "table": Page("目标完成对照表", _table),
    "report": Page("自评报告", _report),
}
"""Every paper by its name."""

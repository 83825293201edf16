"""The demonstration: the whole job on the example forms, for a person who reads along."""

from collections.abc import Iterator
from pathlib import Path

from selfeval_assist.checks import consistency
from selfeval_assist.documents import read
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.reports.as_text import as_text
from selfeval_assist.reports.drafts import Drafter, composed, draft_all, draft_text
from selfeval_assist.reports.export import export_form, make_folder, warnings_before_export
from selfeval_assist.reports.model import Report, report_on
from selfeval_assist.resources import folder
from selfeval_assist.scoring import ScoreSheet

SOURCES = ("source/two-forms.txt", "finished.json")
"""The example files: two published forms as a text dump, and a finished form of a made-up unit."""


def demo(out: Path, drafter: Drafter = composed) -> Iterator[str]:
    """Yield the demonstration piece by piece, so that it can be read while it runs.

    Args:
        out: the folder for the exported files; made when it does not exist.
        drafter: what writes the texts; the composer unless a model is configured.

    Raises:
        DocumentError: there can be no such folder, or a file cannot be written.
    """
    # Also one that is called like a file: every example would be written over the one before.
    make_folder(out)
    written: list[Path] = []
    for source in SOURCES:
        path = folder("examples") / source
        for form in read(path):
            report = report_on(path.name, form)
            yield _heading(f"{form.project}（{form.year}年度）")
            yield as_text(report)
            yield from _three_uses(report, drafter)
            yield from warnings_before_export(form)
            notes: list[str] = []
            written += export_form(form, out, overwrite=True, tell=notes.append)
            yield from notes
    yield _heading("文件在哪里")
    yield "\n".join(f"  {path}" for path in written)
    yield (
        "\n接下来：运行 make tui（或 selfeval-assist）打开填报界面；"
        "\n用 selfeval-assist open 加文件名，直接打开上面的任何一份。"
    )


def _three_uses(report: Report, drafter: Drafter) -> Iterator[str]:
    form, sheet = report.form, report.sheet
    yield "\n【起草】每个数字后面写明来自哪一格；方括号里的“待填”须由人填写。"
    for proposal in draft_all(form, sheet, drafter):
        yield draft_text(form, proposal)
    yield "\n【目标、完成情况与指标的对应】"
    yield "\n".join(_links(form, sheet))


def _links(form: SelfEvaluation, sheet: ScoreSheet) -> Iterator[str]:
    for link in consistency(form, sheet):
        rows = "、".join(paths.label(form, f"indicators.{row}") for row in link.rows) or "无"
        yield f"  目标：{link.element}"
        yield f"    完成情况：{link.sentence or '没有对应的话'}"
        yield f"    指标：{rows}"
        yield f"    {link.state.value}：{link.reason}"


def _heading(text: str) -> str:
    return f"\n{'═' * 60}\n{text}\n{'═' * 60}"

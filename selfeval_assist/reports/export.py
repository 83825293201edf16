"""Writing a form to files, with what a person should know before handing it in."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from selfeval_assist.documents import DocumentError, write_json, write_xlsx
from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.documents.writers.left_out import left_out
from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.layouts import Layout
from selfeval_assist.policies import policy_for
from selfeval_assist.reports import amended
from selfeval_assist.reports.amended import write_amended
from selfeval_assist.reports.file_names import file_stem
from selfeval_assist.reports.label import ai_label, aigc, draft_line
from selfeval_assist.review import pending
from selfeval_assist.system import reason

SUFFIXES = (".xlsx", ".docx", ".md", ".json")
"""The kinds of files that a form is written to, by suffix."""
PRINTED = (".xlsx", ".docx")
"""Those that follow a layout to the cell."""
USUAL = (*PRINTED, ".json")
"""What is written into a folder when nothing else is asked for."""

# Suffixes of documents that are not written; a folder is not called like that.
_OTHERS = (".xls", ".doc", ".pdf", ".html", ".htm", ".txt", ".csv", ".wps", ".et", ".ods", ".odt")


def export_form(
    form: SelfEvaluation,
    out: Path,
    *,
    overwrite: bool,
    model_fields: Collection[str] = (),
    formats: Sequence[str] = USUAL,
    layout: Layout | None = None,
    template: Path | None = None,
    stem: str = "",
    pages: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
) -> list[Path]:
    """Write a form to a file, or to files named after its project in a folder.

    Args:
        form: the form.
        out: a file whose suffix is one of ``SUFFIXES`` and says the format; anything else is a
            folder, which is made when it does not exist.
        overwrite: whether files of the same name may be replaced.
        model_fields: field paths that hold a sentence of a model that a person accepted, beside
            those that the form itself knows of; every kind of file is labelled where the policy
            asks for it, and so is the head of a draft, a form with something still to be filled in.
        formats: the suffixes to write into a folder; none where only papers are wanted.
        layout: the printed form; None takes that of the form's policy and place.
        template: a unit's own blank form (.xlsx or .docx) to fill instead of a layout; the result
            is one file of that kind.
        stem: what the files in a folder are called, without suffix; empty takes the project.
        pages: the papers that are written beside it, of ``reports.pages.PAGES``.
        tell: receives each sentence on what found no place in the layout or the template, or was
            changed. Without it such a sentence is an error, so that nothing is dropped silently.

    Returns:
        The files written. In a folder those of 整改情况 are among them where the form came back.

    Raises:
        DocumentError: a file of that name exists, the format or the template is not supported, or
            the folder cannot be made; nothing is written then. Or the only file cannot be written.
        ExportError: some of several files cannot be written; the others are.
    """
    wanted = (template.suffix,) if template else tuple(formats)
    stem = stem or file_stem(form)
    targets = _targets(out, stem, wanted)
    into = targets[0].parent if targets else out
    papers = _papers(into, stem, pages)
    answers = _answers(form, into, stem) if targets and targets != [out] else []
    every = (*targets, *papers, *answers)
    if not overwrite and (taken := [path for path in every if path.exists()]):
        raise DocumentError(
            str(taken[0]), problem="已有同名文件", advice="请换一个位置，或先把它移走"
        )
    layout = layout or layout_of(form)
    if template is None and {path.suffix.lower() for path in targets} & set(PRINTED):
        _say(left_out(form, layout), layout, tell)
    make_folder(into)
    # A format on which the program fails, such as Word, does not keep the others from being there.
    done = {
        target: attempt("导出", _write, form, target, model_fields, template or layout, tell)
        for target in targets
    } | {
        target: attempt("导出", _write_page, form, target, name, model_fields)
        for target, name in papers.items()
    }
    done |= {path: attempt("导出", write_amended, form, path) for path in answers}
    return _written(done)


def _written(done: Mapping[Path, "Failure | None"]) -> list[Path]:
    """Return the files that are there; raises where one is not."""
    failed = {path: each for path, each in done.items() if isinstance(each, Failure)}
    written = [path for path in done if path not in failed]
    if failed:
        (first, *more) = failed.values()
        raise ExportError(failed, written) if more or written or not first.error else first.error
    return written


def _answers(form: SelfEvaluation, folder: Path, stem: str) -> list[Path]:
    """Return the files that say what was done about each point for which a form came back."""
    return [folder / f"{stem}-整改情况{each}" for each in amended.SUFFIXES if form.returned]


def _say(notes: Sequence[str], layout: Layout, tell: Callable[[str], None] | None) -> None:
    """Tell what a layout does not print, or refuse to write where nobody is told."""
    if notes and tell is None:
        raise DocumentError(layout.name, "；".join(notes), "请改用其他表样")
    for note in notes:
        if tell is not None:
            tell(note)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none.

    Raises:
        DocumentError: it cannot be made, or a file of that name stands there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(
            str(folder), problem=f"文件夹建不了（{reason(error)}）", advice="请检查路径和权限"
        ) from error


class ExportError(DocumentError):
    """Some of a form's files cannot be written.

    Attributes:
        written: the files that are.
    """

    def __init__(self, failed: Mapping[Path, Failure], written: Sequence[Path]) -> None:
        self.written = tuple(written)
        self._failed = failed
        (first, why), *_ = failed.items()
        super().__init__(first.name, str(why))

    @property
    def why(self) -> str:
        """What became of those that are not."""
        return "".join(_whole(path, why) for path, why in self._failed.items())

    def __str__(self) -> str:
        done = f"其余已导出：{'、'.join(map(str, self.written))}。" if self.written else ""
        return self.why + done


def _whole(path: Path, why: Failure) -> str:
    """Return what became of a file as a sentence; an error about a file names it already."""
    return f"文件“{path.name}”：{why}" if why.unforeseen else why.why


def _targets(out: Path, stem: str, formats: Sequence[str]) -> list[Path]:
    suffix = out.suffix.lower()
    if suffix in _OTHERS and not out.is_dir():
        raise DocumentError(
            str(out), f"不能导出为 {suffix} 文件", f"可以导出为 {'、'.join(SUFFIXES)}"
        )
    if suffix in SUFFIXES and not out.is_dir():
        return [out]
    if unknown := [each for each in formats if each.lower() not in SUFFIXES]:
        raise DocumentError(
            str(out), f"不能导出为 {unknown[0]} 文件", f"可以导出为 {'、'.join(SUFFIXES)}"
        )
    return [out / f"{stem}{each.lower()}" for each in formats]


def _papers(folder: Path, stem: str, pages: Sequence[str]) -> dict[Path, str]:
    """Return where each paper goes, with its name."""
    if not pages:
        return {}
    from selfeval_assist.reports.pages import PAGES  # with all that drafts a text

    return {folder / f"{stem} {PAGES[name].title}.docx": name for name in pages}


def _write_page(
    form: SelfEvaluation, target: Path, name: str, model_fields: Collection[str]
) -> None:
    """Write one paper."""
    from selfeval_assist.documents.edge import write
    from selfeval_assist.reports.pages import PAGES

    label, line = ai_label(form, model_fields), draft_line(form, model_fields)
    write(target, PAGES[name].content(form, label, line))


def _write(
    form: SelfEvaluation,
    target: Path,
    model_fields: Collection[str],
    on: Path | Layout,
    tell: Callable[[str], None] | None,
) -> None:
    """Write one file, on a unit's own blank form or in a layout."""
    suffix = target.suffix.lower()
    if suffix == ".json" and isinstance(on, Layout):
        write_json(form, target, label=aigc(form, model_fields))
        return
    line = draft_line(form, model_fields)
    if suffix == ".md" and isinstance(on, Layout):
        from selfeval_assist.documents.writers.markdown import write_md

        write_md(form, target, layout=on, line=line, label=aigc(form, model_fields))
        return
    metadata = ai_label(form, model_fields)
    budget = policy_for(form).texts.budget_deviation
    if isinstance(on, Path):
        from selfeval_assist.documents.blanks.fill import fill_template

        notes = fill_template(
            on, form, target, budget=budget, metadata=metadata, line=line, strict=tell is None
        )
        for note in notes:
            if tell is not None:
                tell(note)
    elif suffix == ".docx":
        from selfeval_assist.documents.writers.docx import write_docx

        write_docx(form, target, layout=on, budget=budget, metadata=metadata, line=line)
    else:
        write_xlsx(form, target, layout=on, budget=budget, metadata=metadata, line=line)


def warnings_before_export(form: SelfEvaluation) -> Iterator[str]:
    """Yield one sentence for each cell in which a person still has to fill something in."""
    for path in pending(form):
        yield f"{paths.label(form, path)}还有“待填”的内容，上报前请补全。"

"""The kinds of work on a form that several processes share, each made from plain options.

A task yields pieces. It knows no other form: what depends on several is done with its pieces.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from selfeval_assist.office.each import shown
from selfeval_assist.office.pieces import Kind, Piece

if TYPE_CHECKING:
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.policies import Policy
    from selfeval_assist.reports import Failed, Report
    from selfeval_assist.reports.beside import Candidate
    from selfeval_assist.reports.beside import Kind as Second

Options = Mapping[str, Any]
"""Plain data: it goes to other processes."""
Task = Callable[[Path, "SelfEvaluation"], Iterator[Piece]]
Reader = Callable[["SelfEvaluation"], Any]
"""Gives the model that reads a form; such work stays in one process."""


class Job(NamedTuple):
    """The name of a task and its options."""

    name: str
    options: Options


def task_of(job: Job, reader: Reader | None = None) -> Task:
    """Return the task of a job.

    Args:
        job: which task, with its options.
        reader: gives the model that reads each form, for ``check``.

    Raises:
        PolicyError: the options name a policy that does not exist.
    """
    match job.name:
        case "check":
            return _check(job.options, reader)
        case "score":
            return _score(job.options)
        case "export":
            from selfeval_assist.office.exporting import export_task

            return export_task(job.options)
        case "draft" | "load":
            from selfeval_assist.office.drafts import draft_task, load_task

            return (draft_task if job.name == "draft" else load_task)(job.options)
        case _:
            from selfeval_assist.office.record import record_task

            return record_task(job.options)


def failed_pieces(job: Job, failed: "Failed") -> Iterator[Piece]:
    """Yield what is said of a file, or a form of it, that gave nothing."""
    yield Piece(Kind.FAILED, failed.error)
    if text := _shown_failure(job.options.get("format", "text"), failed):
        yield Piece(Kind.OUT, text)


def _shown_failure(form: str, failed: "Failed") -> str:
    if form in {"json", "jsonl"}:
        return as_line({"file": failed.file, "error": failed.error}, form)
    if form == "html":
        from selfeval_assist.reports.as_html import html_section, section_text

        return section_text(html_section(failed))
    return ""


def as_line(record: Mapping[str, Any], form: str) -> str:
    """Return a record as JSON: indented within an array, or in one line."""
    if form == "jsonl":
        return json.dumps(record, ensure_ascii=False)
    return "  " + json.dumps(record, ensure_ascii=False, indent=2).replace("\n", "\n  ")


def policy_named(name: str) -> "Policy | None":
    """Return the policy of a name, or None where none is named and each form's own is meant.

    Raises:
        PolicyError: there is no such policy.
    """
    if not name:
        return None
    from selfeval_assist.policies import load

    return load(name)


def _check(options: Options, reader: Reader | None) -> Task:
    from selfeval_assist import reports
    from selfeval_assist.checks import Severity
    from selfeval_assist.reports.twins import results_of

    show = _shows(options)
    policy, given = policy_named(options.get("policy", "")), candidates(options)
    asked: dict[str, Any] = {
        "select": options.get("select", ()),
        "ignore": options.get("ignore", ()),
        "severity": Severity(options.get("severity", "I")),
    }

    def judge(file: Path, form: "SelfEvaluation") -> Iterator[Piece]:
        found, missing = fitting(form, file, given)
        if results := results_of(form, shown(file)):
            yield Piece(Kind.RESULTS, json.dumps(results))
        for why in missing.values():
            yield Piece(Kind.TELL, f"{shown(file)}：{why}，没有比对。")
        yield from (Piece(Kind.FITTED, kind) for kind in found)
        ask = reader(form) if reader else None
        why_not: dict[str, str] = dict(missing.items())
        report = reports.report_on(
            shown(file),
            form,
            policy,
            declaration=found.get("declaration"),
            last_year=found.get("last_year"),
            ask=ask,
            missing=why_not,
        )
        report = reports.only(report, **asked)
        if not report.clean:
            yield Piece(Kind.FOUND)
        if text := show(report):
            yield Piece(Kind.OUT, text)

    return judge


def _shows(options: Options) -> "Callable[[Report], str]":
    """Return the function that shows a checked form."""
    from selfeval_assist import reports

    form = options.get("format", "text")
    if form in {"json", "jsonl"}:
        return lambda report: as_line(reports.json_record(report), form)
    if form == "sarif":
        from selfeval_assist.reports.as_sarif import sarif_results

        return lambda report: ",\n".join(map(json_text, sarif_results(report)))
    if form == "html":
        from selfeval_assist.reports.as_html import html_section, section_text

        return lambda report: section_text(html_section(report))
    return partial(reports.as_text, unfold=options.get("unfold", False))


def json_text(value: object) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _score(options: Options) -> Task:
    from selfeval_assist.reports import report_on, score_sheet
    from selfeval_assist.reports.as_json import score_record

    policy, form_of = policy_named(options.get("policy", "")), options.get("format", "text")

    def work_out(file: Path, form: "SelfEvaluation") -> Iterator[Piece]:
        report = report_on(shown(file), form, policy)
        text = f"{form.project or report.file}\n{score_sheet(report)}"
        if form_of != "text":
            text = as_line(score_record(report), form_of)
        yield Piece(Kind.OUT, text)

    return work_out


def candidates(options: Options) -> "dict[Second, tuple[Candidate, ...]]":
    """Return the second documents that were given; other processes read them from a file."""
    given: Any = options.get("candidates")
    return _candidates(given) if isinstance(given, str) else given or {}


@cache
def _candidates(file: str) -> "dict[Second, tuple[Candidate, ...]]":
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.reports.beside import Candidate

    kept = json.loads(Path(file).read_text(encoding="utf-8"))
    return {
        kind: tuple(
            Candidate(Path(path), SelfEvaluation.model_validate(form)) for path, form in all_
        )
        for kind, all_ in kept.items()
    }


def keep_candidates(given: "Mapping[Second, Sequence[Candidate]]", file: Path) -> str:
    """Write second documents where other processes read them, and return the place."""
    kept = {
        kind: [(str(each.path), each.form.model_dump(mode="json")) for each in every]
        for kind, every in given.items()
    }
    file.write_text(json.dumps(kept), encoding="utf-8")
    return str(file)


def fitting(
    form: "SelfEvaluation", file: Path, given: "Mapping[Second, Sequence[Candidate]]"
) -> "tuple[dict[Second, SelfEvaluation], dict[Second, str]]":
    """Return the second documents that belong to a form, and why there is none."""
    from selfeval_assist.reports.beside import beside

    found: dict[Second, SelfEvaluation] = {}
    missing: dict[Second, str] = {}
    for kind, every in given.items():
        document, why = beside(form, file, every, kind)
        if document is not None:
            found[kind] = document
        else:
            missing[kind] = why
    return found, missing

"""The command over an OpenAI batch file: the drafts of many forms asked for and read back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from selfeval_assist.cli_inputs import expanded, over, with_liftings
from selfeval_assist.cli_model import endpoint_and_consent
from selfeval_assist.cli_output import (
    CLEAN,
    FINDINGS,
    OutputError,
    destination,
    pour,
    say,
    tell,
)
from selfeval_assist.cli_words import Allow, Files, Force, Output, Send
from selfeval_assist.office.each import shown

if TYPE_CHECKING:
    from selfeval_assist.drafting.batch import Wanted
    from selfeval_assist.form import SelfEvaluation
    from selfeval_assist.review import Proposal


def requests(
    files: Files,
    /,
    *,
    answers: Annotated[
        Path | None, Parameter(help="服务给出的答复文件（JSONL）；不写则写出请求。")
    ] = None,
    allow: Allow = False,
    send: Send = (),
    output: Output = None,
    force: Force = False,
) -> int:
    """把多份表的起草请求写成 OpenAI 批量文件（JSONL）；加 --answers 读回答复，打印草稿。

    表在发出以后改过、重复、残缺的答复逐条列出，其余照用；有这样的答复时返回 1。
    """
    endpoint, consent = endpoint_and_consent(allow=allow, send=send)
    if answers is not None and not answers.is_file():
        raise OutputError(f"没有“{shown(answers)}”这个答复文件。")
    codes, wanted = {CLEAN}, list["Wanted"]()
    pour(over(files, lambda file, form: _collected(file, form, wanted)), say, codes)
    with destination(output, force=force, inputs=expanded(files)) as into:
        if answers is None:
            from selfeval_assist.drafting.batch import batch_lines

            for line in batch_lines(wanted, endpoint, consent=consent):
                into(line)
        else:
            from selfeval_assist.drafting.batch import read_answers

            lines = answers.read_text(encoding="utf-8-sig", errors="replace").splitlines()
            found = read_answers(lines, wanted, endpoint, consent=consent)
            for problem in found.problems:
                tell(problem)
                codes.add(FINDINGS)
            for each in wanted:
                into("\n".join(_drafts(each, found.proposals.get(each.name, []))))
    return max(codes)


def _collected(file: Path, form: "SelfEvaluation", wanted: "list[Wanted]") -> Iterator[str]:
    """Add the texts of a form that are wanted; a number names it, no name of a file goes out."""
    from selfeval_assist.drafting.batch import Wanted
    from selfeval_assist.reports import report_on
    from selfeval_assist.reports.drafts import jobs_for

    form = with_liftings(form)
    sheet = report_on(shown(file), form, None).sheet
    wanted.append(Wanted(f"表{len(wanted) + 1}", form, sheet, jobs_for(form, sheet)))
    yield from ()


def _drafts(wanted: "Wanted", proposals: "Sequence[Proposal]") -> Iterator[str]:
    """Yield the drafts of a form as text; what was not answered is named elsewhere."""
    from selfeval_assist.reports.drafts import draft_text

    yield wanted.form.project or wanted.name
    yield from (draft_text(wanted.form, each) for each in proposals)

"""The commands that judge files: ``check`` and ``score``."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from selfeval_assist.cli_inputs import (
    second_documents,
    unknown_code,
    with_liftings,
)
from selfeval_assist.cli_many import Told, meant, outputs
from selfeval_assist.cli_model import model_reader
from selfeval_assist.cli_output import CLEAN, UNUSABLE, OutputError, destination, pour, tell
from selfeval_assist.cli_words import (
    Allow,
    Cluster,
    Codes,
    Declaration,
    Files,
    Force,
    FromFile,
    Jobs,
    LastYear,
    Output,
    PolicyName,
    Send,
)
from selfeval_assist.office.frames import ARRAY, framed, page
from selfeval_assist.office.run import Hands
from selfeval_assist.office.tasks import Job, Options, Reader, keep_candidates, policy_named

if TYPE_CHECKING:
    from selfeval_assist.reports.beside import Candidate
    from selfeval_assist.reports.beside import Kind as Second


def check(
    files: Files = (),
    /,
    *,
    format: Annotated[
        Literal["text", "json", "jsonl", "html", "sarif"],
        Parameter(
            help="text 供阅读，json 供程序使用，jsonl 每份一行，html 供浏览器打开和打印，"
            "sarif 供审阅工具使用。"
        ),
    ] = "text",
    output: Output = None,
    force: Force = False,
    from_file: FromFile = None,
    jobs: Jobs = 0,
    cluster: Cluster = "",
    policy: PolicyName = "",
    declaration: Declaration = None,
    last_year: LastYear = None,
    model: Annotated[
        bool,
        Parameter(
            negative="", help="请大模型阅读表中的文字（发送前遮去个人信息），结果注明模型意见。"
        ),
    ] = False,
    allow: Allow = False,
    send: Send = (),
    select: Annotated[
        Codes, Parameter(negative="", help="只列出这些规则，如 FUND006，或开头相同的，如 FUND。")
    ] = (),
    ignore: Annotated[Codes, Parameter(negative="", help="不列出这些规则；写法同 --select。")] = (),
    severity: Annotated[
        Literal["E", "W", "I"],
        Parameter(help="列到哪一级为止：E 错误，W 提醒，I 建议。"),
    ] = "I",
    unfold: Annotated[
        bool, Parameter(negative="", help="同类的提醒和建议逐条列出，并写明每条规则的依据。")
    ] = False,
) -> int:
    """检查自评表，列出提请核实的问题。没有错误和提醒时返回 0，有则返回 1，读不了返回 2。"""
    if stranger := unknown_code((*select, *ignore)):
        tell(f"没有编号以“{stranger}”开头的规则。用 selfeval-assist rule 列出全部。")
        return UNUSABLE
    if model and cluster:
        raise OutputError("--model 在本机逐份请模型阅读，不能和 --cluster 同时用。")
    policy_named(policy)
    reader = model_reader(allow=allow, send=send) if model else None
    given = second_documents(declaration=declaration, last_year=last_year)
    options = {
        "format": format, "policy": policy, "select": select, "ignore": ignore,
        "severity": severity, "unfold": unfold,
    }  # fmt: skip
    told = Told({CLEAN})
    beside = [each.path for kind in given.values() for each in kind]
    with meant(files, from_file, "check") as found, TemporaryDirectory() as place:
        job = Job("check", {**options, **_beside(given, Path(place), here=reader is not None)})
        with destination(
            output, force=force, inputs=[*found, *beside], utf8=format != "text"
        ) as into:
            texts = outputs(
                found,
                job,
                told,
                hands=Hands(jobs, cluster),
                reader=_lifted(reader),
                quiet=output is not None,
            )
            pour(_as_one(texts, format, found, told), into, told.codes, between=_BETWEEN[format])
    for kind in given.keys() - told.fitted:
        from selfeval_assist.reports.beside import KINDS

        tell(f"给出的{KINDS[kind]}与要检查的自评表没有一份相符。")
        told.codes.add(UNUSABLE)
    return max(told.codes)


_BETWEEN = {"text": "\n", "json": "", "jsonl": "", "html": "", "sarif": ""}
"""What stands between the forms."""


def _as_one(texts: Iterator[str], form: str, files: list[Path], told: Told) -> Iterator[str]:
    """Yield the output of all forms as one document of a format."""
    if form == "json":
        yield from framed(texts, lambda: ARRAY)
    elif form == "sarif":
        from selfeval_assist.reports.as_sarif import sarif_frame

        yield from framed(texts, lambda: sarif_frame(told.failed))
    elif form == "html":
        yield from page(texts, files)
    else:
        yield from texts


def _lifted(reader: "Any") -> "Reader | None":
    """Return the reader of a form, told which marks the person's workspace says were lifted."""
    return None if reader is None else lambda form: reader(with_liftings(form))


def _beside(given: "dict[Second, tuple[Candidate, ...]]", folder: Path, *, here: bool) -> Options:
    """Return second documents as an option; other processes read them from a file."""
    if not given or here:
        return {"candidates": given}
    return {"candidates": keep_candidates(given, folder / "beside.json")}


def score(
    files: Files = (),
    /,
    *,
    format: Annotated[
        Literal["text", "json", "jsonl"],
        Parameter(help="text 供阅读，json 供程序使用，jsonl 每份一行。"),
    ] = "text",
    policy: PolicyName = "",
    output: Output = None,
    force: Force = False,
    from_file: FromFile = None,
    jobs: Jobs = 0,
    cluster: Cluster = "",
) -> int:
    """核算得分，逐行列出算式。"""
    policy_named(policy)
    told = Told({CLEAN})
    with (
        meant(files, from_file, "score") as found,
        destination(output, force=force, inputs=found, utf8=format != "text") as into,
    ):
        job = Job("score", {"format": format, "policy": policy})
        quiet = output is not None
        texts = outputs(found, job, told, hands=Hands(jobs, cluster), quiet=quiet)
        pour(_as_one(texts, format, found, told), into, told.codes)
    return max(told.codes)

"""Writing a form into a folder, with what a person should know before handing it in."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from selfeval_assist.documents import DocumentError, write_json, write_xlsx
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.policies import policy_for
from selfeval_assist.review import pending

# Characters that some file system refuses, and leading dots that would hide the file.
_UNUSABLE = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.+')
_LONGEST = 60


def export_form(
    form: SelfEvaluation,
    out: Path,
    *,
    overwrite: bool,
    model_fields: Collection[str] = (),
) -> list[Path]:
    """Write a form as .xlsx in the official layout and as .json; return the two files.

    Args:
        form: the form.
        out: the folder; made when it does not exist.
        overwrite: whether files of the same name may be replaced.
        model_fields: field paths that hold a sentence of a model that a person accepted; the
            workbook's properties name them where the policy asks for it.

    Raises:
        DocumentError: a file of that name exists, or the folder cannot be written.
    """
    stem = _UNUSABLE.sub("_", form.project.strip())[:_LONGEST] or "项目支出绩效自评表"
    targets = [out / f"{stem}.xlsx", out / f"{stem}.json"]
    if not overwrite and (taken := [path for path in targets if path.exists()]):
        raise DocumentError(
            str(taken[0]), problem="已有同名文件", advice="请换一个文件夹，或先把它移走"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(
            str(out), problem=f"文件夹建不了（{error.strerror}）", advice="请检查路径和权限"
        ) from error
    write_xlsx(form, targets[0], metadata=ai_label(form, model_fields))
    write_json(form, targets[1])
    return targets


def ai_label(form: SelfEvaluation, model_fields: Collection[str]) -> dict[str, str]:
    """Return the label for fields in which a model's sentence was accepted, or nothing.

    Whether an offline office tool has to label at all is open; the policy has the switch, and its
    source says so.
    """
    if not model_fields or not policy_for(form).labels.metadata:
        return {}
    places = "、".join(paths.label(form, path) for path in model_fields)
    return {"人工智能生成合成内容": f"以下内容含经人工审阅采用的模型拟稿：{places}"}


def warnings_before_export(form: SelfEvaluation) -> Iterator[str]:
    """Yield one sentence for each cell in which a person still has to fill something in."""
    for path in pending(form):
        yield f"{paths.label(form, path)}还有“待填”的内容，上报前请补全。"

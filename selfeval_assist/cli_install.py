"""The commands about the installation: whether all is well with it, and what it can do."""

import json
import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from selfeval_assist.cli_model import model_drafter_if_set
from selfeval_assist.cli_output import CLEAN, FINDINGS, pour, say, say_as_utf8
from selfeval_assist.cli_words import Examined, JsonFormat


def doctor(
    *,
    offline: Annotated[bool, Parameter(negative="", help="不去连接大模型服务。")] = False,
    workspace: Examined = None,
    format: JsonFormat = "text",
) -> int:
    """检查本程序的安装、工作区、终端和大模型服务；不改动任何东西，也不发送表中内容。"""
    from selfeval_assist.reports.doctor import doctor as look_over
    from selfeval_assist.reports.doctor_text import doctor_text
    from selfeval_assist.reports.records import doctor_record

    found = look_over(os.environ, workspace=workspace, online=not offline)
    if format == "json":
        record = json.dumps(doctor_record(found), ensure_ascii=False, indent=2)
        pour([record], say_as_utf8, set())
    else:
        pour([doctor_text(found)], say, set())
    return CLEAN if found.well else FINDINGS


def demo(
    *,
    to: Annotated[Path, Parameter(help="放导出文件的文件夹。")] = Path("demo-output"),
) -> int:
    """用示例表走一遍全过程：读取、核算、检查、起草、导出。"""
    from selfeval_assist.reports.demo import demo as demonstration
    from selfeval_assist.reports.drafts import composed

    # The examples are published or made up, so a configured model may see their labels.
    drafter = model_drafter_if_set(allow=True)
    pour(demonstration(to, drafter or composed), say, set())
    return CLEAN

"""The audit of a workspace as a page for people and as JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from lxml.html.builder import H1, H2, LI, SECTION, TABLE, TBODY, TD, TH, THEAD, TR, UL, P

from selfeval_assist.form.text import clean
from selfeval_assist.reports.as_html import html_page
from selfeval_assist.reports.draft_record import Drafts, drafts_json, drafts_section
from selfeval_assist.workspace import Line, Verdict

_ACTIONS = {
    "create": "新建",
    "save": "保存",
    "propose": "起草",
    "decide": "审阅决定",
    "state": "补充事实",
    "talk": "对话",
    "archive": "归档",
    "unarchive": "取消归档",
    "setting": "设置",
    "allow": "允许发送",
    "withdraw": "撤回允许发送",
    "lift": "解除密级标志",
    "migrate": "升级格式",
    "accept": "确认使用现有文件",
    "restore": "从备份恢复",
}
_HEADS = ("序号", "时间", "姓名", "操作", "表", "版本", "说明", "校验值")


def audit_cells(line: Line) -> tuple[str, ...]:
    """Return a line of the audit as texts: number, time, person, action, form, version, detail."""
    cells = (
        line.number,
        line.at,
        line.person,
        _ACTIONS.get(line.action, line.action),
        "" if line.form is None else f"第 {line.form} 号表",
        "" if line.revision is None else f"第 {line.revision} 版",
        line.detail,
    )
    return tuple(" ".join(_shown(cell).split()) for cell in cells)


def verdict_text(verdict: Verdict) -> str:
    """Return in one sentence whether a workspace is as it was written."""
    if verdict.whole:
        return f"{verdict.lines} 条操作记录、各版本和原文都与写入时相符，没有发现改动。"
    return f"发现 {len(verdict.problems)} 处与写入时不符。"


def audit_page(name: str, lines: Iterable[Line], verdict: Verdict, drafts: Drafts = ()) -> str:
    """Return the audit as one HTML document in UTF-8 that opens without a network.

    Args:
        name: how the workspace is called.
        lines: the lines to show, all of it or those of one form.
        verdict: what was found in the whole workspace.
        drafts: the drafts whose records are shown besides.
    """
    rows = [TR(*map(TD, (*audit_cells(line), line.link[:16]))) for line in lines]
    section = SECTION(
        H1(f"操作记录：{_shown(name)}"),
        P(verdict_text(verdict)),
        P(f"最后一条的校验值：{verdict.link}"),
        *_problems(verdict.problems),
        H2("操作记录"),
        TABLE(THEAD(TR(*map(TH, _HEADS))), TBODY(*rows)) if rows else P("没有操作记录。"),
    )
    more = [("起草经过", drafts_section(drafts))] if drafts else []
    return html_page([(_shown(name), section), *more], "操作记录")


def audit_json(name: str, lines: Iterable[Line], verdict: Verdict, drafts: Drafts = ()) -> str:
    """Return the audit as JSON; the arguments are those of ``audit_page``."""
    record = {
        "workspace": name,
        "whole": verdict.whole,
        "problems": list(verdict.problems),
        "link": verdict.link,
        "lines": [asdict(line) for line in lines],
        "drafts": drafts_json(drafts),
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _problems(problems: Sequence[str]) -> list[object]:
    if not problems:
        return []
    return [H2("与写入时不符之处"), UL(*(LI(_shown(each)) for each in problems))]


def _shown(text: object) -> str:
    return str(clean(str(text)))

"""The results of a batch: tables, letters, the records, the report; nothing is read again."""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from selfeval_assist.checks import RULES
from selfeval_assist.office.analysis import analysis
from selfeval_assist.office.director import report_page
from selfeval_assist.office.gathering import NAMELESS, Gathered, records
from selfeval_assist.office.letters import Returned, Sender, letter
from selfeval_assist.office.pieces import Kind
from selfeval_assist.office.results import Results
from selfeval_assist.office.rollup import departments
from selfeval_assist.office.rollup_book import write_rollup
from selfeval_assist.office.state import State
from selfeval_assist.office.tables import write_table
from selfeval_assist.office.tasks import json_text
from selfeval_assist.reports.file_names import usable

ISSUES, SUMMARY, COPIES = "问题清单.xlsx", "汇总表.xlsx", "雷同文字.xlsx"
ROLLUP, ANALYSIS = "部门汇总.xlsx", "汇总分析报告.docx"
LINES, PAGE, LETTERS = "检查结果.jsonl", "汇总报告.html", "退回意见"
_LEVELS = {"E": "错误", "W": "提醒", "I": "建议"}
_OPINIONS = {"E": "退回修改", "W": "请补充说明", "I": "供参考"}
"""What is proposed for a finding; a person decides."""
KINDS = {"planned": "预期目标", "actual": "实际完成情况", "cause": "偏差原因"}
_LONGEST = 120
"""Bytes of the name of a unit in that of its letter."""


def write_results(
    results: Results, state: State, found: Gathered, order: Collection[str], sender: Sender
) -> None:
    """Write all results of a batch and remove those that are none any more.

    Raises:
        DocumentError: one cannot be written.
    """
    results.put(LINES, lambda path: _lines(path, state, order))
    results.put(ISSUES, lambda path: write_table(path, "issues", "问题清单", _issues(state, order)))
    results.put(
        SUMMARY, lambda path: write_table(path, "summary", "汇总表", _summary(state, found, order))
    )
    every = departments(found.forms)
    if every:
        results.put(ROLLUP, lambda path: write_rollup(path, every))
        paper = analysis(every, found)
        results.put(ANALYSIS, lambda path: _write_bytes(path, paper))
    if found.copies:
        results.put(
            COPIES, lambda path: write_table(path, "copies", "雷同文字", copied_rows(found))
        )
    page = report_page(found)
    results.put(PAGE, lambda path: _write_text(path, page))
    _letters(results, state, found, order, sender)
    results.drop_others()


def _write_text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _lines(path: Path, state: State, order: Collection[str]) -> None:
    """Write the elements of ``check --format jsonl``; a file that gave nothing is one too."""
    with path.open("wb") as out:
        for each in state.done(order):
            for piece in each.pieces:
                if piece.kind is Kind.FAILED:
                    element = {"file": each.path, "error": piece.text}
                elif piece.kind is Kind.OUT:
                    element = json.loads(piece.text)["check"] | {"file": each.path}
                else:
                    continue
                out.write(json_text(element).encode() + b"\n")


def _issues(state: State, order: Collection[str]) -> Iterator[dict[str, Any]]:
    number = 0
    for record in records(state, order):
        for each in record["check"]["findings"]:
            if each["waived"]:
                continue
            number += 1
            title = RULES[each["code"]].title if each["code"] in RULES else ""
            yield {
                **each,
                "number": number,
                "unit": record["unit"],
                "project": record["project"],
                "severity": _LEVELS[each["severity"]],
                "rule": f"{each['code']} {title}",
                "opinion": _OPINIONS[each["severity"]],
                "file": record["check"]["file"],
            }


def _summary(state: State, found: Gathered, order: Collection[str]) -> Iterator[dict[str, Any]]:
    for brief, record in zip(found.forms, records(state, order), strict=True):
        yield {
            **record,
            "number": brief.number + 1,
            "deviations": "\n".join(record["deviations"]),
            "errors": brief.errors,
            "warnings": brief.warnings,
            "file": brief.file,
        }
    for number, (file, why) in enumerate(found.failed, start=len(found.forms) + 1):
        yield {"number": number, "file": file, "deviations": f"没有读出：{why}"}


def copied_rows(found: Gathered) -> Iterator[dict[str, Any]]:
    """Yield the pairs of texts that are alike, with both places."""
    for each in found.copies:
        yield {
            "likeness": f"{each.likeness:.1f}",
            "kind": KINDS[found.texts[each.one].kind],
            **_side(found, each.one, 1),
            **_side(found, each.other, 2),
        }


def _side(found: Gathered, number: int, side: int) -> dict[str, str]:
    text = found.texts[number]
    form = found.forms[text.form]
    return {
        f"unit_{side}": form.unit,
        f"project_{side}": form.project,
        f"where_{side}": f"{form.file}　{text.place}",
        f"text_{side}": text.text,
    }


def _letters(
    results: Results, state: State, found: Gathered, order: Collection[str], sender: Sender
) -> None:
    """Write a letter to every unit of which a form goes back; one unit is held at a time."""
    files = {form.number: form.file for form in found.forms}
    used: set[str] = set()
    for unit, forms in found.units().items():
        wanted = {form.number for form in forms if form.errors or form.warnings}
        if not wanted:
            continue
        paths = dict.fromkeys(files[number] for number in sorted(wanted))
        own = [each for each in records(state, paths) if _goes_back(each, unit)]
        content = letter("" if unit == NAMELESS else unit, own, len(forms), sender)
        name = _name(unit, used)
        results.put(name, lambda path, content=content: _write_bytes(path, content))  # type: ignore[misc]


def _goes_back(record: dict[str, Any], unit: str) -> bool:
    return (record["unit"] or NAMELESS) == unit and bool(Returned(record).findings)


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _name(unit: str, used: set[str]) -> str:
    """Return the name of the letter to a unit, another one than those of other units."""
    stem = usable(re.sub(r"\s+", "", unit), _LONGEST) or "单位"
    number, name = 1, stem
    while name.casefold() in used:
        number += 1
        name = f"{stem}-{number}"
    used.add(name.casefold())
    return f"{LETTERS}/{name} 退回意见.docx"

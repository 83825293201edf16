"""One form as .xlsx, .docx, .html and .pdf: read to a form, beside what other readers give.

Each round reads another copy, with other names, so that nothing is remembered from the round
before. A row counts as got back when its name, target, actual value, weight and score stand in one
row as printed; its hierarchy when level 1 and level 2 stand there too.
"""

import importlib.util
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import xlsxwriter
from layouts.files import as_docx, as_html
from layouts.places import CENTRAL
from layouts.sheets import Facts, Sheet, build
from python_calamine import CalamineWorkbook

from selfeval_assist.documents import read, write_xlsx
from selfeval_assist.form import SelfEvaluation

EXAMPLE = Path(__file__).parents[2] / "examples" / "shanghai-maintenance.json"
ROUNDS = 15
_PERCENT = re.compile(r"(=?)(\d+(?:\.\d+)?)%")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Rows = Sequence[Sequence[str]]
Way = Callable[[Path], Rows]


@dataclass
class Result:
    """What one way gave for one format: seconds of every round, rows and hierarchy of the last."""

    seconds: list[float] = field(default_factory=list)
    rows: int = 0
    levels: int = 0


def main() -> None:
    """Print the table."""
    print(report())


def report() -> str:
    """Return the times, rows and ratios of all ways as a table."""
    with tempfile.TemporaryDirectory() as folder:
        copies = _copies(Path(folder))
        ways = _ways()
        results = {
            (suffix, name): Result()
            for suffix in copies
            for name, suffixes in ways.items()
            if suffix in suffixes
        }
        for suffix, name in results:  # imports and first calls are not measured
            ways[name][suffix](copies[suffix][0][0])
        for at in range(ROUNDS):
            for (suffix, name), result in results.items():
                path, facts = copies[suffix][at]
                start = perf_counter()
                rows = ways[name][suffix](path)
                result.seconds.append(perf_counter() - start)
                result.rows, result.levels = _got_back(rows, facts)
    count = len(facts["indicators"])
    lines = [f"{'':26}{'min ms':>9}{'median ms':>11}{'x ours':>9}{'rows':>8}{'levels':>8}"]
    for (suffix, name), result in results.items():
        ours = min(results[suffix, "selfeval-assist"].seconds)
        lines.append(
            f"{suffix + '  ' + name:26}{1000 * min(result.seconds):9.2f}"
            f"{1000 * statistics.median(result.seconds):11.2f}{min(result.seconds) / ours:9.1f}"
            f"{result.rows:5}/{count}{result.levels:5}/{count}"
        )
    return "\n".join(lines)


def _ways() -> dict[str, dict[str, Way]]:
    """Return the readers by name, each with the formats it reads; those installed only."""
    ways: dict[str, dict[str, Way]] = {
        "selfeval-assist": dict.fromkeys((".xlsx", ".docx", ".html", ".pdf"), _ours),
        "calamine, raw": {".xlsx": _calamine},
        "openpyxl, raw": {".xlsx": _openpyxl},
    }
    if importlib.util.find_spec("pandas"):
        ways["pandas"] = {".xlsx": _pandas}
    if importlib.util.find_spec("markitdown"):
        from markitdown import MarkItDown

        converter = MarkItDown()

        def markitdown(path: Path) -> Rows:
            lines = converter.convert(str(path)).text_content.splitlines()
            return [[cell.strip().replace("\\", "") for cell in line.split("|")] for line in lines]

        ways["markitdown"] = dict.fromkeys((".xlsx", ".docx", ".html", ".pdf"), markitdown)
    return ways


def _ours(path: Path) -> Rows:
    (form,) = read(path)
    return [
        [row.level1, row.level2, row.name, *(str(getattr(row, key)) for key in
         ("target", "actual", "weight", "score"))]
        for row in form.indicators
    ]  # fmt: skip


def _calamine(path: Path) -> Rows:
    book = CalamineWorkbook.from_path(str(path))
    return [
        _shown(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
    ]


def _openpyxl(path: Path) -> Rows:
    book = openpyxl.load_workbook(path, data_only=True)
    return [_shown(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]


def _pandas(path: Path) -> Rows:
    import pandas

    return [_shown(row) for row in pandas.read_excel(path, header=None).to_numpy().tolist()]


def _shown(row: Sequence[Any]) -> list[str]:
    """Return values as text; a whole float as a person would write it."""
    return [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        for value in row
    ]


def _got_back(rows: Rows, facts: Facts) -> tuple[int, int]:
    """Return how many indicator rows stand in some row as printed, and how many with levels."""
    found = levels = 0
    for row in facts["indicators"]:
        values = [row[key] for key in ("l3", "target", "actual", "weight", "score")]
        there = [cells for cells in rows if _in_order(values, cells)]
        found += bool(there)
        levels += any({row["l1"], row["l2"]} <= set(cells) for cells in there)
    return found, levels


def _in_order(values: Sequence[str], cells: Sequence[str]) -> bool:
    rest = iter(cells)
    return all(value in rest for value in values)


def _copies(folder: Path) -> dict[str, list[tuple[Path, Facts]]]:
    """Return for each format one file a round, with the facts printed in it."""
    form = SelfEvaluation.model_validate_json(EXAMPLE.read_text(encoding="utf-8"))
    made: dict[str, list[tuple[Path, Facts]]] = {".xlsx": [], ".docx": [], ".html": []}
    for at in range(ROUNDS):
        facts = _facts(form, at)
        sheet = build(facts, CENTRAL)
        for suffix, write in ((".xlsx", _as_numbers), (".docx", as_docx), (".html", as_html)):
            path = folder / f"{at}{suffix}"
            path.write_bytes(write(sheet))
            made[suffix].append((path, facts))
    if program := shutil.which("soffice"):
        command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command += ["--convert-to", "pdf", "--outdir", str(folder)]
        facts = _facts(form, 0)
        names = zip(form.indicators, facts["indicators"], strict=True)
        rows = tuple(row.model_copy(update={"name": fact["l3"]}) for row, fact in names)
        write_xlsx(form.model_copy(update={"indicators": rows}), folder / "printed.xlsx")
        subprocess.run(
            [*command, str(folder / "printed.xlsx")], check=True, capture_output=True, timeout=120
        )
        made[".pdf"] = [(folder / "printed.pdf", facts)] * ROUNDS
    return made


def _facts(form: SelfEvaluation, number: int) -> Facts:
    lines = (form.funds.total, *form.funds.sources)
    keys = ("initial", "adjusted", "executed", "weight", "rate", "score")
    return {
        "year": form.year,
        "project": f"{form.project}{number}",
        "department": form.department,
        "unit": form.unit,
        "funds": [
            {"line": line.name, **{key: str(getattr(line, key)) for key in keys}}
            for line in lines
        ],
        "goal": form.goal.planned,
        "actual": form.goal.actual,
        "indicators": [
            {
                "l1": row.level1, "l2": row.level2, "l3": f"{row.name}{number}",
                "target": row.target.raw, "actual": row.actual.raw, "weight": row.weight.raw,
                "score": row.score.raw, "deviation": row.deviation.text,
            }
            for row in form.indicators
        ],
        "total": form.total.raw,
    }  # fmt: skip


def _as_numbers(sheet: Sheet) -> bytes:
    """Return a workbook as Excel keeps what is typed: numbers, and percents with a format."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("自评表")
        style = {"border": 1, "text_wrap": True}
        plain = book.add_format(style)
        percents = {
            (sign, places): book.add_format(
                {**style, "num_format": ('"="' if sign else "") + "0" + "." * bool(places)
                 + "0" * places + "%"}
            )
            for sign in ("", "=")
            for places in range(3)
        }  # fmt: skip
        for box in sheet.boxes:
            if box.height > 1 or box.width > 1:
                last = (box.row + box.height - 1, box.column + box.width - 1)
                page.merge_range(box.row, box.column, *last, "", plain)
            if match := _PERCENT.fullmatch(box.text):
                places = len(match[2].partition(".")[2])
                value = round(float(match[2]) / 100, 6)
                page.write_number(box.row, box.column, value, percents[match[1], places])
            elif _NUMBER.fullmatch(box.text):
                page.write_number(box.row, box.column, float(box.text), plain)
            else:
                page.write_string(box.row, box.column, box.text, plain)
    return out.getvalue()


if __name__ == "__main__":
    main()

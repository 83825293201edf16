"""Every printed cell of every published form against what is read back."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import real_forms
from layouts.files import FORMATS
from layouts.places import LAYOUTS, Layout
from layouts.sheets import Box, Levels, Sheet, build

from selfeval_assist.documents import DocumentError, read
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.paths import get


@dataclass(frozen=True)
class Outcome:
    """How many printed cells of one form in one layout and format came back, and which did not."""

    layout: str
    format: str
    levels: Levels
    form: str
    cells: int
    wrong: tuple[str, ...]


def outcome(name: str, layout: Layout, file_format: str, levels: Levels, folder: Path) -> Outcome:
    """Return how a form comes back from a file in a layout and format."""
    sheet = build(real_forms.facts(name), layout, levels)
    suffix = file_format.split(",")[0]
    path = folder / f"{name}{suffix}"
    path.write_bytes(FORMATS[file_format](sheet))
    expected = dict(_expected(sheet))
    try:
        forms = read(path)
    except DocumentError as error:
        wrong = tuple(f"{field}: {error}" for field in expected)
        return Outcome(layout.name, file_format, levels, name, len(expected), wrong)
    found = _found(forms)
    wrong = tuple(
        f"{field}: printed {text!r}, read {found.get(field, '')!r}"
        for field, text in expected.items()
        if found.get(field, "") != text
    )
    extra = tuple(f"{field}: read {found[field]!r}" for field in found.keys() - expected.keys())
    return Outcome(layout.name, file_format, levels, name, len(expected), wrong + extra)


def _expected(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for every printed cell; a merged level counts in each of its rows."""
    if sheet.worth:
        yield "funds.0.weight", sheet.worth
    first = sheet.rows.start
    last: dict[str, Box] = {}
    for box in sheet.boxes:
        if not box.path:
            continue
        kind = box.path.rpartition(".")[2]
        if kind in ("level1", "level2"):
            last[box.path] = box
        else:
            # 其中 says where the line belongs; it is no part of the source's name.
            fund = box.path.startswith("funds.") and kind == "name"
            yield box.path, box.text.removeprefix("其中：" if fund else "").strip()
    for kind in ("level1", "level2"):
        starts = sorted(
            (int(path.split(".")[1]), box) for path, box in last.items() if path.endswith(kind)
        )
        for at, (row, box) in enumerate(starts):
            stop = starts[at + 1][0] if at + 1 < len(starts) else len(sheet.rows)
            for number in range(row, stop):
                yield f"indicators.{number}.{kind}", box.text.strip()
    assert all(box.row >= first for box in last.values())


def _found(forms: Sequence[SelfEvaluation]) -> dict[str, str]:
    """Return the cells of the one form that was read, under the fields of the sheet."""
    if len(forms) != 1:
        return {"forms": str(len(forms))}
    (form,) = forms
    found = {
        field: str(get(form, field)).strip()
        for field in ("title", "project", "department", "unit", "goal.planned", "goal.actual")
    }
    found["total"] = form.total.raw.strip()
    lines = [form.funds.total, *form.funds.sources]
    cells = ("initial", "adjusted", "executed", "weight", "rate", "score")
    if not any(str(getattr(lines[0], key)) for key in cells):
        lines = lines[1:]  # the form prints no line of all money
    for at, line in enumerate(lines):
        for key in ("name", *cells):
            if text := str(getattr(line, key)).strip():
                found[f"funds.{at}.{key}"] = text
    for at, row in enumerate(form.indicators):
        for key in ("level1", "level2", "name", "nature", "target", "unit", "actual", "weight",
                    "score"):  # fmt: skip
            if text := str(getattr(row, key)).strip():
                found[f"indicators.{at}.{key}"] = text
        if text := row.deviation.text.strip():
            found[f"indicators.{at}.deviation.text"] = text
    return found


def outcomes(levels: Sequence[Levels] = ("merged", "blank", "repeated")) -> list[Outcome]:
    """Return the outcome of every form in every layout, format and way of printing levels."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            outcome(name, layout, file_format, way, Path(folder))
            for layout in LAYOUTS
            for file_format in FORMATS
            for way in levels
            for name in real_forms.names()
        ]


def table(results: Sequence[Outcome]) -> str:
    """Return the share of right cells by layout and format, and every wrong cell."""
    layouts = list(dict.fromkeys(result.layout for result in results))
    lines = ["".join(f"{head:>20}" for head in ("", *FORMATS))]
    for layout in [*layouts, "all"]:
        shares = []
        for file_format in FORMATS:
            some = [r for r in results if r.format == file_format and layout in (r.layout, "all")]
            cells = sum(r.cells for r in some)
            right = cells - sum(len(r.wrong) for r in some)
            shares.append(f"{right}/{cells} {right / max(cells, 1):7.2%}")
        lines.append(f"{layout:>24}" + "".join(f"{share:>20}" for share in shares))
    cells, wrong = sum(r.cells for r in results), [r for r in results if r.wrong]
    bad = sum(len(r.wrong) for r in wrong)
    lines.append(f"all cells: {cells - bad} of {cells} right ({(cells - bad) / cells:.2%})")
    lines += [
        f"  wrong: {r.layout}, {r.format}, levels {r.levels}, form {r.form}: {cell}"
        for r in wrong
        for cell in r.wrong
    ]
    return "\n".join(lines)

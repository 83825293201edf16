"""Fill a unit's own blank form: places found by meaning, its looks kept, nothing dropped silently.

The recogniser that reads forms also reads the blank one; where it would have taken a value from is
where the value goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from selfeval_assist.documents.blanks.blank import Blank
from selfeval_assist.documents.blanks.docx import BlankDocument
from selfeval_assist.documents.blanks.formulas import Kept, said
from selfeval_assist.documents.blanks.funds import add_lines, name_lines
from selfeval_assist.documents.blanks.guard import Guard
from selfeval_assist.documents.blanks.head import head_texts
from selfeval_assist.documents.blanks.rows import fill_rows
from selfeval_assist.documents.blanks.slots import find_region
from selfeval_assist.documents.blanks.unplaced import unplaced
from selfeval_assist.documents.blanks.xlsx import BlankSheet
from selfeval_assist.documents.edge import made, reading, write
from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.grid import Grid
from selfeval_assist.documents.opening import LIMIT, parse, read
from selfeval_assist.documents.readers.archive import unpack
from selfeval_assist.documents.readers.xlsx import to_grids
from selfeval_assist.documents.recognise import recognise
from selfeval_assist.documents.writers.content import BudgetPlace
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.system import from_disk

SUFFIXES = (".xlsx", ".docx")
"""The kinds of files that can be filled."""
_ADVICE = "请选用表样齐全的空白自评表，或改为导出官方表样"


def fill_template(
    template: Path,
    form: SelfEvaluation,
    out: Path,
    *,
    budget: BudgetPlace = "append_to_actual",
    metadata: Mapping[str, str] | None = None,
    line: str = "",
    strict: bool = False,
) -> tuple[str, ...]:
    """Fill a blank form in a .xlsx or .docx file and write the result to another file.

    Values go into the cells beside or below their labels, in the fonts and borders that stand
    there. Rows are added where the template has too few for the indicators. Money is converted
    when the template counts in another unit. A value that the form does not have leaves what the
    template prints.

    Args:
        template: the blank form; it is only read.
        form: the form.
        out: the file to write, of the same kind; an existing one is replaced in one step.
        budget: where the text on the budget's deviation goes when the template has no place for
            it of its own.
        metadata: custom properties of the file, such as the label of texts made by a model.
        line: a line at the head of every page.
        strict: whether anything to be told is an error; then nothing is written.

    Returns:
        Sentences on what found no place or was changed; the written file is read again for that.

    Raises:
        DocumentError: the template cannot be read or lacks a necessary place, or the file cannot
            be written.
    """
    name = from_disk(template.name)
    with reading(name):
        if out.exists() and out.samefile(template):
            raise DocumentError(out.name, "导出的文件就是模板本身", "请换一个文件名，模板保持不变")
        if out.suffix.lower() != template.suffix.lower():
            raise DocumentError(
                out.name, f"模板是 {template.suffix} 文件，导出的文件也应以 {template.suffix} 结尾"
            )
        blank, notes = _filled(template, name, form, budget)
        kept = blank.kept()
        notes += filter(None, map(said, kept))
    data = made(out.name, lambda file: blank.save(file, metadata or {}, line))
    with reading(out.name):
        notes += unplaced(
            form, [_told(each, kept) for each in parse(data, out)], budget, blank.grid()
        )
    if notes and strict:
        raise DocumentError(name, "；".join(dict.fromkeys(notes)), _ADVICE)
    write(out, data)
    return tuple(dict.fromkeys(notes))


def _filled(
    template: Path, name: str, form: SelfEvaluation, budget: BudgetPlace
) -> tuple[Blank, list[str]]:
    """Return the blank with the form in it, and what is to be told of that."""
    blank = _open(template, name)
    notes = list(blank.lost)
    empty = _the_form(blank.grid(), name)
    _require(empty, blank.grid(), form, name)
    guard = Guard(blank)
    notes += fill_rows(guard, form)  # from the foot up: rows above keep their numbers
    name_lines(guard, empty, form)
    empty = _the_form(blank.grid(), name)
    notes += add_lines(guard, empty, form)
    empty = _the_form(blank.grid(), name)
    for each in head_texts(blank.grid(), empty, form, budget):
        guard.put(each.cell, each.text, counts=each.counts, own=True)
        notes += [each.note] if each.note else []
    return blank, notes + guard.notes


def _told(written: SelfEvaluation, kept: Sequence[Kept]) -> SelfEvaluation:
    """Return a written form with the form's texts where a formula stayed, of which was told."""
    texts = {each.cell: each.text for each in kept}
    for path, cell in written.provenance.cells.items():
        if cell in texts:
            written = paths.put(written, path, texts[cell])
    return written


def _open(template: Path, name: str) -> Blank:
    suffix = template.suffix.lower()
    if suffix not in SUFFIXES:
        raise DocumentError(
            name, "模板应是 .xlsx 或 .docx 文件", "请用 Excel、Word 或 WPS 打开后另存再选"
        )
    try:
        if template.stat().st_size > LIMIT:
            raise DocumentError(name, "模板文件太大", "请另存一份只含空白表的文件")
        parts = unpack(template.read_bytes(), name)
    except OSError as error:
        raise DocumentError(name, "模板打不开", "请检查文件是否存在、是否有读取权限") from error
    wanted = "xl/workbook.xml" if suffix == ".xlsx" else "word/document.xml"
    if wanted not in parts:
        raise DocumentError(name, f"这不是 {suffix} 文件，内容与文件名不符", "请另存后再选")
    if suffix == ".docx":
        read(template)  # refuses what is no form, or too large to be one
        return BlankDocument(name, parts)
    found = [grid.sheet for grid in to_grids(parts, name) if recognise(grid)]
    if not found:
        raise _no_form(name)
    return BlankSheet(name, parts, found[0])


def _no_form(name: str) -> DocumentError:
    return DocumentError(
        name,
        "模板里没有找到自评表：既没有资金表头（年初预算数、全年预算数……），"
        "也没有指标表头（三级指标、年度指标值……）",
        _ADVICE,
    )


def _the_form(grid: Grid, name: str) -> SelfEvaluation:
    forms = recognise(grid)
    if not forms:
        raise _no_form(name)
    if len(forms) > 1:
        raise DocumentError(name, f"模板里有 {len(forms)} 张自评表", "请只留一张空白表，每次填一张")
    return forms[0]


def _require(empty: SelfEvaluation, grid: Grid, form: SelfEvaluation, name: str) -> None:
    """Refuse a template without a place for what a form is about; what else it lacks is told."""
    missing = list(_missing(empty, grid, form))
    if missing:
        named = "、".join(f"“{each}”" for each in missing)
        raise DocumentError(name, f"模板里没有找到{named}", _ADVICE)


def _missing(empty: SelfEvaluation, grid: Grid, form: SelfEvaluation) -> Iterator[str]:
    if form.project and "project" not in empty.provenance.cells:
        yield "项目名称"
    if not form.indicators:
        return
    region = find_region(grid)
    if region is None:
        yield "三级指标"
        return
    for key, title in (("target", "年度指标值"), ("actual", "实际完成值")):
        if key not in region.columns and any(getattr(row, key).raw for row in form.indicators):
            yield title
    if not region.slots:
        yield "指标表头下面的空行"

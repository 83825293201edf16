"""Which cells of a form a remark is about: by its label, its cell, its row, or the words of it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from string import ascii_uppercase

from selfeval_assist.documents.remarks.items import Remark
from selfeval_assist.form import Indicator, SelfEvaluation, paths
from selfeval_assist.form.text import essence, squeeze
from selfeval_assist.prose.likeness import covered
from selfeval_assist.prose.numerals import chinese_number

WHOLE = ("整表", "整张表", "全表", "整体")
_CELL = re.compile(r"[(（]([^()（）]{1,20})[)）]$")
_NAMED_CELL = re.compile(
    r"(?:单元格|(?<![一-龥A-Za-z0-9])(?=[A-Z]{1,2}\d))([A-Z]{1,2}\d{1,4})(?![\dA-Za-z])"
    r"|((?:表\d{1,3})?第\d{1,4}行第\d{1,3}列)"
)
_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
# “第3行”, “第3、5行指标”, “第2至4项”, “第三个指标”, “序号3”; “第3条意见” is no row
_ROWS = re.compile(
    rf"第(?P<many>{_NUMBER}(?:[行项]?\s*(?:[、,，和及与]|[-—~～至到])\s*第?{_NUMBER})*)\s*"
    r"(?:行|项指标|条指标|个指标|项(?=.{0,6}(?:得分|分值|完成值|指标值)))|(?:序号|指标)(?P<one>\d{1,3})(?=[:：“,，、的得完偏]|$)"
)
_QUOTED = re.compile(r"[“\"「《]([^“”\"「」《》]{2,60})[”\"」》]")
_ALIKE = 0.7
"""The share of a row's name, or of what a remark quotes, from which it is that row's name."""
_SHORTEST = 3
"""Letters of a name that is found in a remark without quotation marks."""

_IN_ROW = re.compile(
    r"(?P<deviation>偏差|原因|改进措施|整改措施)"
    r"|(?P<actual>(?:全年|实际)?完成(?:指标)?(?:值|数|情况)|实际值|完成率)"
    r"|(?P<score>得分|评分|扣分|自评分|满分)|(?P<weight>分值|权重)"
    r"|(?P<target>(?:年度|年初|预期|计划)?(?:指标|目标)值)|(?P<name>指标名称)|(?P<unit>计量单位|度量单位)"
)
_IN_FUNDS = re.compile(
    r"(?P<initial>(?:年初|批复)预算(?:数|金额)?)|(?P<adjusted>(?:全年|调整后?的?)预算(?:数|金额)?|预算数)"
    r"|(?P<rate>执行率|支出进度|支付率)"
    r"|(?P<executed>(?:全年|实际)?(?:执行|支出|支付)(?:数|金额|额))|(?P<score>得分|评分)|(?P<weight>分值|权重)"
)
_MONEY = re.compile(r"预算|资金|执行率|执行数|支出数|拨款")
_ELSEWHERE = (
    ("total", r"(?:自评|绩效)?总(?:得)?分|合计(?:得)?分|得分合计|分数合计|各项得分之和"),
    ("full", r"分值(?:合计|之和)|权重(?:合计|之和)"),
    ("grade", r"等级|等次"),
    (
        "goal.planned",
        r"预期目标|年初(?:设定)?目标|年度(?:总体|绩效)?目标(?!.{0,3}完成)|总体目标(?!.{0,3}完成)",
    ),
    ("goal.actual", r"(?:目标)?(?:实际)?完成情况"),
    ("project", "项目名称"),
    ("department", "主管部门"),
    ("unit", "实施单位|填报单位"),
    ("people.manager", "负责人"),
    ("people.filler", "填报人|填表人|经办人"),
    ("people.phone", "联系电话|电话号码|联系方式"),
    ("money_unit", "金额单位|(?:万元|元)[和与、](?:万元|元)混"),
    ("year", "(?:预算|评价|自评)?年度(?:有误|错误|不符|填写)"),
    ("notes", "备注"),
)
"""Cells outside the tables by what a remark calls them; the first one found in it counts."""
_OUTSIDE = re.compile("|".join(f"(?P<p{at}>{words})" for at, (_, words) in enumerate(_ELSEWHERE)))


def places(form: SelfEvaluation, remark: Remark) -> tuple[str, ...]:
    """Return the fields that a remark is about, ``("",)`` for the whole form, nothing for none.

    What the list itself calls the place comes first, then what the remark says, then what the
    headings above it say.
    """
    if remark.place:
        exact = _labelled(form, remark.place)
        if exact is not None:
            return (exact,)
    text = f"{remark.place}{remark.text}"
    for named in (text, *remark.under):
        if found := tuple(dict.fromkeys(_said(form, named, text))):
            return found
    return ()


def _labelled(form: SelfEvaluation, place: str) -> str | None:
    """Return the field of a place as this program's letters print it: 第1行“甲”得分（F12）."""
    in_cell = _CELL.search(place.strip())
    ref = in_cell[1].strip() if in_cell else place.strip()
    name = squeeze(place[: in_cell.start()] if in_cell else place)
    if name in WHOLE:
        return ""
    cells = _by_ref(form.provenance.cells)
    by_label = _labels(form).get(name)
    return by_label if by_label is not None else cells.get(ref)


def _labels(form: SelfEvaluation) -> dict[str, str]:
    """Return the fields and the larger parts of a form by their names in words."""
    found: dict[str, str] = {}
    for path in (*paths.leaves(form), *type(form).model_fields):
        keys = path.split(".")
        for length in range(len(keys), 0, -1):
            part = ".".join(keys[:length])
            found.setdefault(squeeze(paths.label(form, part)), part)
    return found


def _by_ref(cells: Mapping[str, str]) -> dict[str, str]:
    return {ref: path for path, ref in reversed(list(cells.items()))}


def _said(form: SelfEvaluation, named: str, text: str) -> Iterator[str]:
    """Yield the fields that a text, or the heading above it, names.

    Args:
        form: the form.
        named: the text or its heading, which says what it is about.
        text: the text, which says the column of a row.
    """
    cells = _by_ref(form.provenance.cells)
    named_cells = ("".join(found) for found in _NAMED_CELL.findall(named))
    in_cells = [cells[ref] for ref in named_cells if ref in cells]
    if in_cells:
        yield from in_cells
        return
    plain = squeeze(named)
    rows = _rows(form, plain)
    for at in rows:
        yield f"indicators.{at}{_field(_without_names(squeeze(text), form.indicators[at]))}"
    if not rows:
        yield from _outside(form, plain)


def _field(text: str) -> str:
    """Return the field of a row that a text names first, with a dot; nothing for the whole row."""
    match = _IN_ROW.search(text)
    name = (match and match.lastgroup) or ""
    return {"": "", "deviation": ".deviation.text"}.get(name, f".{name}")


def _without_names(text: str, row: Indicator) -> str:
    """Return a text without the row's name, whose words name no field: 项目完成率 is no 完成率."""
    return text.replace(squeeze(row.name), "") if row.name.strip() else text


def _rows(form: SelfEvaluation, text: str) -> tuple[int, ...]:
    """Return the rows that a text names: in quotation marks, by its number, in its words."""
    if quoted := _quoted(form, text):
        return quoted
    numbers = tuple(_numbered(form, text))
    by_name = _by_name(form, text)
    if numbers and (not by_name or set(by_name) & set(numbers)):
        return tuple(dict.fromkeys(numbers))
    return by_name or _by_level(form, text)


def _numbered(form: SelfEvaluation, text: str) -> Iterator[int]:
    """Yield the rows whose numbers a text names; one beyond the last row is a line of the sheet."""
    of_line = {
        int(line): at
        for at in range(len(form.indicators))
        if (line := form.provenance.cells.get(f"indicators.{at}.name", "").lstrip(ascii_uppercase))
        and line.isdecimal()
    }
    for match in _ROWS.finditer(text):
        for number in _numbers(match):
            if 0 < number <= len(form.indicators):
                yield number - 1
            elif number in of_line:
                yield of_line[number]


def _quoted(form: SelfEvaluation, text: str) -> tuple[int, ...]:
    """Return the rows whose names a text quotes, also shortened: “群众满意度”."""
    found: list[int] = []
    for match in _QUOTED.finditer(text):
        said = essence(match[1])
        same = [at for at, row in enumerate(form.indicators) if essence(row.name) == said]
        found += same[:1] or _likest(form, partial(covered, said))
    return tuple(dict.fromkeys(found))


def _by_name(form: SelfEvaluation, text: str) -> tuple[int, ...]:
    """Return the rows whose names stand in a text; the longer of two names that share a place."""
    plain = essence(text)
    names = {at: essence(row.name) for at, row in enumerate(form.indicators)}
    inside = {at: name for at, name in names.items() if len(name) >= _SHORTEST and name in plain}
    found = [
        at
        for at, name in inside.items()
        if not any(name != other and name in other for other in inside.values())
    ]
    if found:
        return tuple(sorted(found, key=lambda at: plain.find(names[at])))
    whole = _likest(form, lambda name: covered(name, plain))
    field = _IN_ROW.search(text)
    subject = essence(text[: field.start()]) if field else ""
    return tuple(whole or _likest(form, partial(_shortened, subject)))


def _shortened(subject: str, name: str) -> float:
    """Return how sure it is that a subject is a name with some letters left out: 自助终端数量."""
    letters = iter(name)
    inside = len(subject) > _SHORTEST and all(letter in letters for letter in subject)
    return 1.0 if inside else covered(subject, name)


def _likest(form: SelfEvaluation, likeness: Callable[[str], float]) -> list[int]:
    """Return the one row whose name is most alike, if it is alike enough and no other one is."""
    shares = [(likeness(essence(row.name)), at) for at, row in enumerate(form.indicators)]
    best = sorted(shares, reverse=True)[:2]
    clear = best and best[0][0] >= _ALIKE and (len(best) == 1 or best[1][0] < best[0][0])
    return [best[0][1]] if clear else []


def _by_level(form: SelfEvaluation, text: str) -> tuple[int, ...]:
    """Return the row of the level that a text names, where that level has one row only."""
    for level in ("level2", "level1"):
        rows_of: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(form.indicators):
            rows_of[squeeze(getattr(row, level)).removesuffix("指标")].append(at)
        for stem, rows in rows_of.items():
            said = stem if len(stem) >= _SHORTEST else f"{stem}指标"
            if len(rows) == 1 and stem and said in text:
                return tuple(rows)
    return ()


def _numbers(match: "re.Match[str]") -> Iterator[int]:
    """Yield the numbers of rows: 3, 5 and 6 of “第3、5-6行”."""
    if match["one"]:
        yield int(match["one"])
        return
    before, span = 0, False
    for piece in re.findall(rf"{_NUMBER}|[-—~～至到]", match["many"]):
        value = _value(piece)
        if value is None:
            span = True
            continue
        yield from range(before + 1, value) if span else ()
        yield value
        before, span = value, False


def _value(piece: str) -> int | None:
    number = Decimal(piece) if piece.isascii() and piece.isdecimal() else chinese_number(piece)
    return None if number is None else int(number)


def _outside(form: SelfEvaluation, text: str) -> Iterator[str]:
    """Yield the field outside the rows that a text names first."""
    for name in form.texts:
        if squeeze(name) in text:
            yield f"texts.{name}"
            return
    money, other = _MONEY.search(text), _OUTSIDE.search(text)
    if other and other.lastgroup and not (money and money.start() < other.start()):
        yield _ELSEWHERE[int(other.lastgroup[1:])][0]
    elif money:
        yield _of_funds(form, text)


def _of_funds(form: SelfEvaluation, text: str) -> str:
    line = next(
        (
            f"funds.sources.{at}"
            for at, each in enumerate(form.funds.sources)
            if len(essence(each.name)) >= _SHORTEST and essence(each.name) in essence(text)
        ),
        "funds.total",
    )
    match = _IN_FUNDS.search(text)
    return f"{line}.{match.lastgroup}" if match and match.lastgroup else line

"""Many files made from the published forms: varied by a seed, some broken, few hostile."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path

import real_forms
from hostile.corpus import REFUSED

from selfeval_assist.documents import write_json, write_xlsx
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.form import SelfEvaluation, paths

_HOSTILE = (
    "drawings of drawings.pdf", "zip bomb in a sheet.xlsx", "a million cells.xlsx",
    "entities that grow.xlsx", "zip bomb.docx", "tables in tables.docx", "half a million tags.html",
    "five thousand sheets.xlsx", "deep nesting.html", "sixty thousand rows.xls",
)  # fmt: skip
"""Files of which each is a danger of its own: memory, time, depth, size."""
_UNITS = [
    "教育",
    "卫生",
    "交通",
    "水务",
    "农业",
    "林业",
    "民政",
    "文化",
    "体育",
    "住建",
    "城管",
    "环保",
    "应急",
    "信访",
    "档案",
    "司法",
]
_SITES = ["东城", "西城", "南山", "北河", "高新", "临江", "清河", "石桥", "新港", "白云"]


def make(folder: Path, count: int, seed: int = 16, *, sound: bool = False) -> dict[str, int]:
    """Write files into a folder, by all processors, and return how many of each kind.

    Args:
        folder: where they go, in folders of a hundred.
        count: how many; a hundredth are broken, a thousandth hostile.
        seed: decides everything; each file has a chance of its own.
        sound: whether none is broken or hostile.
    """
    kinds = Counter({"forms": 0, "broken": 0, "hostile": 0})
    one = partial(_make, folder, seed, sound)
    if count < _FEW:
        kinds.update(map(one, range(count)))
    else:
        with ProcessPoolExecutor() as processes:
            kinds.update(processes.map(one, range(count), chunksize=_FEW))
    return dict(kinds)


_FEW = 50


def _make(folder: Path, seed: int, sound: bool, number: int) -> str:
    """Write one file and return its kind."""
    chance = random.Random(f"{seed} {number}")  # repeatable forms, no secret
    place = folder / f"{number // 100:03}"
    place.mkdir(parents=True, exist_ok=True)
    kind = "forms" if sound else _kind(number)
    if kind == "hostile":
        name = _HOSTILE[number // 1000 % len(_HOSTILE)]
        (place / f"{number:05}{Path(name).suffix}").write_bytes(REFUSED[name][0]())
    else:
        _write(_varied(chance, number), place / f"{number:05}", chance, broken=kind == "broken")
    return kind


def _kind(number: int) -> str:
    if number % 1000 == 501:
        return "hostile"
    return "broken" if number % 100 == 50 else "forms"


def _varied(chance: random.Random, number: int) -> SelfEvaluation:
    names = real_forms.names()
    form = real_forms.form(names[number % len(names)])
    site, trade = chance.choice(_SITES), chance.choice(_UNITS)
    form = paths.put(form, "unit", f"{site}区{trade}局")
    form = paths.put(form, "project", f"{form.project[:40]}（{site}{number}）")
    for row in range(len(form.indicators)):
        if chance.random() < 0.2:
            form = paths.put(form, f"indicators.{row}.score", less(form, row, chance))
    for name in ("goal.planned", "goal.actual"):
        form = paths.put(form, name, reworded(paths.text(form, name), chance))
    return form


def less(form: SelfEvaluation, row: int, chance: random.Random) -> str:
    weight = form.indicators[row].weight.value
    return "" if weight is None else str(weight * Decimal(chance.randint(6, 10)) / 10)


def reworded(text: str, chance: random.Random) -> str:
    """Return a text whose clauses are those of another order and other words."""
    clauses = [clause for clause in text.split("。") if clause.strip()]
    chance.shuffle(clauses)
    return "。".join(f"{chance.choice(_SITES)}{clause}" for clause in clauses)


def _write(form: SelfEvaluation, stem: Path, chance: random.Random, *, broken: bool) -> None:
    suffix = chance.choice((".xlsx", ".xlsx", ".xlsx", ".docx", ".json"))
    path = stem.with_suffix(suffix)
    {".xlsx": write_xlsx, ".docx": write_docx, ".json": write_json}[suffix](form, path)
    if broken:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])


def elements(text: str) -> Iterator[dict[str, object]]:
    """Yield the elements of ``check --format jsonl``."""
    for line in text.splitlines():
        yield json.loads(line)

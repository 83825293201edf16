"""The forms of a department as they come in: forty of eight units, a scan, and what is no form."""

import random
from pathlib import Path

import real_forms
from bench.many_forms import less, reworded
from hostile.corpus import REFUSED

from selfeval_assist.documents import write_xlsx
from selfeval_assist.documents.writers.docx import write_docx
from selfeval_assist.form import SelfEvaluation, paths

DEPARTMENT = "清河市城市管理局"
UNITS = (
    "清河市城市管理局本级", "清河市市政设施养护中心", "清河市园林绿化服务中心",
    "清河市环境卫生管理处", "清河市数字城管指挥中心", "清河市停车管理所",
    "清河市城建档案馆", "清河市综合执法支队",
)  # fmt: skip
FORMS = 40
_STAGES = ("", "（二期）", "（续建）")


def make(folder: Path, seed: int = 40) -> None:
    """Write the folder, one below it for each unit."""
    chance = random.Random(seed)  # repeatable forms, no secret
    for number in range(FORMS):
        unit = UNITS[number % len(UNITS)]
        form = _form(number, unit, chance)
        place = folder / unit
        place.mkdir(parents=True, exist_ok=True)
        name = f"{form.project[:24].replace('/', '、')}.{'docx' if number % 5 == 4 else 'xlsx'}"
        (write_docx if name.endswith("docx") else write_xlsx)(form, place / name)
    (folder / UNITS[3] / "签字盖章扫描件.pdf").write_bytes(REFUSED["scanned.pdf"][0]())
    (folder / UNITS[3] / "现场照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / UNITS[0] / "~$汇总.xlsx").write_bytes(b"x")


def _form(number: int, unit: str, chance: random.Random) -> SelfEvaluation:
    names = real_forms.names()
    form = real_forms.form(names[number % len(names)])
    form = paths.put(form, "department", DEPARTMENT)
    form = paths.put(form, "unit", unit)
    form = paths.put(form, "project", f"{form.project[:30]}{_STAGES[number // len(names)]}")
    if number < len(names):
        return form
    for row in range(len(form.indicators)):
        if chance.random() < 0.3:
            form = paths.put(form, f"indicators.{row}.score", less(form, row, chance))
    # Every other one repeats the completion of its sister, as copied forms do.
    for name in ("goal.planned", "goal.actual")[: 1 + number % 2]:
        form = paths.put(form, name, reworded(paths.text(form, name), chance))
    return form

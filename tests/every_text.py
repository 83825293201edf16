"""Every text of a form: a form that has one in each of its fields, and a layout that prints all."""

from drafting_forms import form_with

from selfeval_assist.drafting.texts import kinds
from selfeval_assist.form import SelfEvaluation, paths

ROW = 1
LAYOUT = """
id = "every"
name = "某地：文字齐全的自评表"
source = "某地表样"
standing = "P"
based_on = "sichuan"
head = [
    { pairs = [{ label = "项目名称", field = "project" }] },
    { pairs = [
        { label = "预算单位", field = "unit", to = "nature" },
        { label = "主管部门及代码", field = "department", label_to = "unit" },
    ] },
]
middle = []
foot = [
FOOT
]

[match]
places = ["青海省"]
"""


def further() -> list[str]:
    """Return the names of the further texts for which there is a module."""
    fields = [kind.where for kind in kinds().values()]
    return [path.removeprefix("texts.") for path in fields if path.startswith("texts.")]


def layout() -> str:
    """Return a layout, as a file, that has a place for each of them."""
    lines = (f'    {{ pairs = [{{ label = "{name}", field = "texts.{name}" }}] }},'
             for name in further())  # fmt: skip
    return LAYOUT.replace("FOOT", "\n".join(lines))


def texts() -> dict[str, str]:
    """Return a text of two paragraphs for each field, with what means something to some format."""
    found = {}
    for kind in kinds().values():
        title = kind.title
        found[kind.where.format(row=ROW)] = (
            f"{title}：“做了28项”，占40%（1,200.50万元）；*号、竖线|、_线_、<b>、&nbsp;、反斜线\\。\n"
            f"# {title}第二段，1. 不是编号，=1+1不是算式。"
        )
    return found


def form_of_texts() -> SelfEvaluation:
    """Return a form with all of them."""
    form = form_with(policy="", unit="西宁市供水管理所", department="西宁市水务局", total="95")
    for path, text in texts().items():
        form = paths.put(form, path, text)
    return form

"""The report on all forms of a batch as a Word document: sums, points, and what is to be asked.

Every figure is one of the workbook of the departments or of the list of findings; no cause is given
that no form states.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval_assist.checks import RULES
from selfeval_assist.facts.references import title_of
from selfeval_assist.office.gathering import Brief, Gathered
from selfeval_assist.office.rollup import NAMELESS, Department
from selfeval_assist.scoring.arithmetic import plain, rounded

TITLE = "项目支出绩效自评汇总分析报告"
_GRADES = "优良中差？"
"""The grades from the best, as ``scoring.grade_of`` gives them; any other word comes last."""
_NUMBERS = "一二三四五"
_LEAST = Decimal(80)
"""Below this rate of execution a form is named."""
_NAMED = 10
"""Forms or rules that are named; all stand in the tables."""


def analysis(every: Sequence[Department], found: Gathered) -> bytes:
    """Return the report.

    Args:
        every: the departments; at least one.
        found: what is known of all forms.
    """
    from selfeval_assist.documents.writers.paper import Words, paper  # with python-docx

    blocks = [Words(TITLE, "title")]
    for number, (title, texts) in enumerate(_parts(every, found)):
        blocks.append(Words(f"{_NUMBERS[number]}、{title}", "heading"))
        blocks += map(Words, texts)
    return paper(f"{TITLE}.docx", blocks)


def _parts(every: Sequence[Department], found: Gathered) -> Iterator[tuple[str, list[str]]]:
    everything = Department("", tuple(found.forms))
    yield "基本情况", [_extent(every, found), f"{_money(everything)}。"]
    yield "自评得分", [*_points(everything)]
    if len(every) > 1:
        yield "各部门情况", [_one(each) for each in every]
    yield "提请核实的问题", [*_questions(found)]
    yield "有关说明", [*_notes(everything, found)]


def _extent(every: Sequence[Department], found: Gathered) -> str:
    named = sum(each.name != NAMELESS for each in every)
    units = len({form.unit for form in found.forms if form.unit})
    many = f"共有项目支出绩效自评表{len(found.forms)}份"
    return f"{many}，写明的主管部门{named}个、实施单位{units}个。"


def _money(of: Department) -> str:
    """Return the sums that are known, without a full stop."""
    fields = {"年初预算": "initial", "全年预算": "adjusted", "全年执行": "executed"}
    told = [
        f"{name}合计{_ten(sum_)}万元{_of_how_many(of, field)}"
        for name, field in fields.items()
        if (sum_ := getattr(of, field)) is not None
    ]
    if of.rate is not None:
        told.append(f"按金额计算的执行率为{plain(of.rate)}%")
    return "，".join(told) or "各表都没有写明金额"


def _of_how_many(of: Department, field: str) -> str:
    """Return of how many forms a sum is, where some of them do not say it."""
    left = len(of.without(field))
    return f"（{len(of.forms) - left}份写明）" if left else ""


def _points(of: Department) -> Iterator[str]:
    if of.mean is None:
        yield "各表都没有得分。"
        return
    weighted = "" if of.weighted is None else f"，按全年预算加权平均{plain(of.weighted)}分"
    grades = Counter(form.grade for form in of.forms if form.grade)
    order = sorted(grades, key=lambda grade: (_GRADES.find(grade[0]) % len(_GRADES), grade))
    listed = "、".join(f"“{grade}”{grades[grade]}份" for grade in order)
    yield f"各表平均{plain(of.mean)}分{weighted}。" + (f"其中{listed}。" if listed else "")
    full = sum(form.full for form in of.forms)
    if full:
        yield f"各项指标都打满分的有{full}份。"
    low = [form for form in of.forms if form.rate is not None and form.rate < _LEAST]
    if low:
        yield f"执行率低于{plain(_LEAST)}%的有{len(low)}份：{_named(low)}。"


def _one(of: Department) -> str:
    points = "" if of.mean is None else f"平均{plain(of.mean)}分，"
    back = sum(bool(form.errors) for form in of.forms)
    return f"{of.name}：{len(of.forms)}份，{points}{_money(of)}；有错误的{back}份。"


def _questions(found: Gathered) -> Iterator[str]:
    wrong = [form for form in found.forms if form.errors]
    doubted = [form for form in found.forms if form.warnings and not form.errors]
    yield f"有错误的{len(wrong)}份，只有提醒的{len(doubted)}份，逐项列在问题清单中。"
    ranked = sorted(found.rules.items(), key=lambda each: -each[1][0])
    serious = [(code, count) for code, count in ranked if found.severities[code] != "I"]
    if serious:
        listed = "；".join(
            f"{RULES[code].title if code in RULES else code}（{forms}份）"
            for code, (forms, _) in serious[:_NAMED]
        )
        yield f"涉及份数较多的问题：{listed}。"
    if found.copies:
        yield f"各表之间相同或相近的文字有{len(found.copies)}处，见雷同文字。"


def _notes(of: Department, found: Gathered) -> Iterator[str]:
    yield "以上数字由各份自评表加总，逐份列在部门汇总中。"
    yield "偏差的原因以各单位的说明为准，本报告不作推断。"
    names = {"adjusted": "全年预算数", "executed": "全年执行数", "score": "得分"}
    for field, title in names.items():
        if left := of.without(field):
            yield f"没有{title}、未计入的{len(left)}份：{_named(left)}。"
    if found.failed:
        yield f"没有读出的文件{len(found.failed)}个，未计入。"


def _named(forms: Sequence[Brief]) -> str:
    listed = "、".join(title_of(form.project) or form.file for form in forms[:_NAMED])
    return f"{listed}等" if len(forms) > _NAMED else listed


def _ten(amount: Decimal) -> str:
    return plain(rounded(amount, 2))

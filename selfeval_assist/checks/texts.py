"""Rules on any text of the form, and on its head."""

import re
from collections.abc import Iterable, Iterator

from selfeval_assist.checks.basis import PRODUCT, PUBLISHED
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.checks.words import whole_department
from selfeval_assist.form import Deviation, SelfEvaluation
from selfeval_assist.form.text import PENDING_MARK, squeeze, strip_tags
from selfeval_assist.prose.words import holds

_RESIDUE = re.compile(
    r"(?P<tag></?(?:p|br|div|span|b|i|u|strong|em|font|table|tbody|tr|td|th|li|ul|ol|h[1-6]|a|img|sup|sub|o:p)"
    r"(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:nbsp|lt|gt|amp|quot|apos|ldquo|rdquo|mdash|hellip|#\d{1,6}|#x[0-9a-f]{1,5});)"
    r"|(?P<hint>[((]?(?<!\d)\d++\s*字(?:以内|之内|左右)[))]?|\*{2,}|_{3,}"
    r"|(?:(?<![XxＸ×])[XxＸ×]{2,}+|\*)\s*年|(?<![A-Za-zＸ×])[XxＸ×]{2,}+(?=[项个次万元%人台部局])"
    r"|【待填[:：][^【】]*】|^(?:指标\s*+\d*+)?\s*+(?:[:：]\s*+)?(?:…++|\.{3,}+|。{3,}+)\s*+$)",
    re.IGNORECASE,
)
_KINDS = {"tag": "网页标签", "entity": "网页转义字符", "hint": "表样提示或占位符"}
# No residue can be without one of these; most cells have none of them.
_SUSPECT = (*"<&*_…XxＸ×【", "字以", "字之", "字左", "...", "。。。")

_GROUP = 3


@rule(
    "TXT001",
    "残留网页标签或表样提示",
    severity=Severity.ERROR,
    message="{place}中有{kind}“{residue}”，请删除或补填。",
    basis=PRODUCT,
)
def residue(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    文字中残留网页标签（如 `<p>`）、转义字符（如 `&nbsp;`）、表样提示（“100字以内”“**”“……”）
    或占位符（“XX年”）。每个单元格提示一次。有的表把“(≥**人)”写进每个指标名称、数值另填在目标值里，
    这样的整张表只建议一次。
    为什么：说明文字是从别处粘贴的，或表样没有填完。
    反例：`<p>为适应信息化发展趋势……</p>`。
    正例：为适应信息化发展趋势，整合 12 个系统。
    怎么改：删除标签和提示，把占位符换成实际内容。
    """
    # A reason that waits for a person is no reason: DEV001 says so where one is needed.
    waiting = {f"{row.path}.deviation.text" for row in subject.rows if not row.explained}
    # Some tables carry "(≥**人)" in every indicator name; the number stands in the target.
    answered = {f"{row.path}.name" for row in subject.rows if row.data.target.root.strip()}
    left = [
        (path, match)
        for path, text in _texts(subject.form)
        if (match := _RESIDUE.search(text))
        and not (path in waiting and match[0].startswith(PENDING_MARK))
    ]
    stars = [path for path, match in left if path in answered and match[0].startswith("*")]
    for path, match in left:
        facts = {"kind": _KINDS[match.lastgroup or "hint"], "residue": match[0].strip()}
        if path not in stars:
            yield Hit(path, facts)
        elif path == stars[0]:
            yield Hit(path, facts, severity=Severity.INFO)


def _texts(form: SelfEvaluation) -> Iterator[tuple[str, str]]:
    """Yield the cells that may hold residue, in form order.

    Most rows hold nothing suspicious, so a row is looked at as one text first.
    """
    head = ("title", "project", "department", "unit")
    yield from _suspicious((name, getattr(form, name)) for name in head)
    yield from _suspicious(_deviation("funds.deviation", form.funds.deviation))
    yield from _suspicious(
        (f"funds.sources.{index}.name", line.name) for index, line in enumerate(form.funds.sources)
    )
    yield from _suspicious((("goal.planned", form.goal.planned), ("goal.actual", form.goal.actual)))
    for index, row in enumerate(form.indicators):
        words = (row.level1, row.level2, row.name, row.target.root, row.actual.root)
        reason = row.deviation
        more = (reason.cause, reason.effect, reason.measure, reason.text, row.evidence.document)
        if holds("\n".join(words + more), _SUSPECT):
            path = f"indicators.{index}"
            names = ("level1", "level2", "name", "target", "actual")
            yield from _suspicious(
                (f"{path}.{name}", text) for name, text in zip(names, words, strict=True)
            )
            yield from _suspicious(_deviation(f"{path}.deviation", reason))
            yield from _suspicious([(f"{path}.evidence.document", row.evidence.document)])
    yield from _suspicious([("notes", form.notes)])


def _suspicious(cells: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (cell for cell in cells if cell[1] and holds(cell[1], _SUSPECT))


def _deviation(path: str, deviation: Deviation) -> Iterator[tuple[str, str]]:
    yield f"{path}.cause", deviation.cause
    yield f"{path}.effect", deviation.effect
    yield f"{path}.measure", deviation.measure
    yield f"{path}.text", deviation.text


@rule(
    "TXT004",
    "文字超长或金额写法不一",
    severity=Severity.INFO,
    message="{place}{why}，建议调整。",
    basis=PUBLISHED + "；各栏字数上限见评分办法",
    standing="P",
)
def too_long(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标、实际完成情况、偏差原因超过评分办法规定的字数上限（网页标签不计）；或资金栏的金额有的
    用千分位逗号、有的不用。金额写法一张表只提示一次。
    为什么：填报系统会截断过长的文字；写法不一的数字容易看错、读错。
    反例：全年预算数 14376992.00，全年执行数 14,376,992。
    正例：全年预算数 14,376,992.00，全年执行数 14,376,992.00。
    怎么改：删去背景和重复的话，只留做了什么、做了多少、效果如何；金额统一写法。
    """
    form, limits = subject.form, subject.policy.texts
    texts = [
        ("goal.planned", form.goal.planned, limits.goal[1]),
        ("goal.actual", form.goal.actual, limits.result[1]),
        ("funds.deviation.text", form.funds.deviation.text, limits.deviation[1]),
    ]
    texts += [
        (f"{row.path}.deviation.text", row.data.deviation.text, limits.deviation[1])
        for row in subject.rows
        if row.data.deviation.text
    ]
    for where, text, limit in texts:
        # Most texts are short even with their tags and white space.
        if len(text) > limit and (length := len(squeeze(strip_tags(text)))) > limit:
            yield Hit(where, {"why": f"共 {length} 字，超过 {limit} 字", "length": length})
    grouped, plain = _notations(form)
    if grouped and plain:
        facts = {
            "why": f"的金额写法不一，如“{grouped}”与“{plain}”",
            "grouped": grouped,
            "plain": plain,
        }
        yield Hit("funds", facts)


def _notations(form: SelfEvaluation) -> tuple[str, str]:
    """Return the first amount with grouped thousands and the first of a thousand or more without.

    Either is an empty string where the funds block has none.
    """
    grouped = plain = ""
    for line in (form.funds.total, *form.funds.sources):
        for cell in (line.initial, line.adjusted, line.executed):
            whole = cell.root.strip().partition(".")[0].lstrip("-")
            if "," in whole or "，" in whole:
                grouped = grouped or cell.root.strip()
            elif len(whole) > _GROUP and whole.isdecimal():
                plain = plain or cell.root.strip()
    return grouped, plain


@rule(
    "TXT005",
    "表头没有填全",
    severity=Severity.ERROR,
    message="{place}没有填写，提请补填。",
    basis=PUBLISHED,
)
def head_filled(subject: Subject) -> Iterator[Hit]:
    """检查什么：项目名称、年度、主管部门、实施单位应填写。主管部门和实施单位只填了一个的，
    提示而不列为错误；表名、项目名称写明是部门整体的，填了一个即可，也不要项目名称，因为部门整体支出表只有一个单位栏。
    为什么：不知道是谁、哪一年、哪个项目，表就无法归档和汇总。
    反例：主管部门和实施单位都空白。
    正例：主管部门：某市民政局；实施单位：某市社会福利院。
    怎么改：按预算批复填写全称。
    """
    form = subject.form
    if form.year is None:
        yield Hit("year")
    if not form.project.strip() and not whole_department(form):
        yield Hit("project")
    owners = {"department": form.department.strip(), "unit": form.unit.strip()}
    if whole_department(form):
        # Its one cell for a name is read as either.
        owners = {"unit": owners["unit"] or owners["department"]}
    one = len(owners) == 1 or any(owners.values())
    severity = Severity.WARNING if one else None
    for path, owner in owners.items():
        if not owner:
            yield Hit(path, severity=severity)

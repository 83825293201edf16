"""Adding what the form or a stored statement holds about something, and saying what nobody did."""

from selfeval_assist.drafting.composer.phrases import sentence
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.talk.edit import Edit, meant, names
from selfeval_assist.drafting.talk.requests import Wish
from selfeval_assist.drafting.talk.statements import CAUSE_EXAMPLE, EXAMPLE, sentence_of
from selfeval_assist.facts import Fact
from selfeval_assist.facts.goal import SAID

_TOLD = ("target", "actual", "verdict")
_ANYTHING = frozenset({"", "点", "一点", "事实", "情况", "新事实", "新情况", "内容", "数据"})
"""What names nothing that could be looked up."""
_VALUES = (".target", ".actual")
_ANSWERS = (".cause", ".effect", ".measure", ".document")
"""What a person filled in about a deviation."""
_MOST_NAMED = 6


def add(edit: Edit, wish: Wish, *, first: bool = False) -> Edit:
    """Add sentences about something, before what waits for a person or at the front."""
    about = wish.about
    if about.removeprefix("一个").removeprefix("一条").removeprefix("些") in _ANYTHING:
        return edit.told(f"请直接告诉我事实和出处，例如：{EXAMPLE}")
    if new := _found(edit, about):
        tail = next((at for at, plan in enumerate(edit.plans) if plan.pending), len(edit.plans))
        at = 0 if first else tail
        plans = (*edit.plans[:at], *new, *edit.plans[at:])
        return edit.did(f"补上了有关“{about}”的 {len(new)} 句", plans)
    return edit.told(_why_not(edit, about))


def _why_not(edit: Edit, about: str) -> str:
    """Say why nothing was added: it is told, nobody stated it, or it belongs elsewhere."""
    if about.endswith(("原因", "理由")):
        return (
            "原因只写您说明的事实，程序不代拟。请在“偏差问答”里逐项回答，或者连同出处告诉我，"
            f"例如：{CAUSE_EXAMPLE}"
        )
    named = [fact for fact in edit.table if names(fact, about)]
    written = _written(edit)
    if edit.level(about) & written or any(
        fact.id in edit.stated or fact.row in written for fact in named
    ):
        return f"有关“{about}”的数据，正文里已经写了。"
    if edit.task in ("deviation", "budget") and any(fact.row != edit.row for fact in named):
        return f"“{about}”不属于这段说明，没有写进来；可以在“实际完成情况”的对话里补充。"
    return f"表中和您说明过的情况里没有“{about}”。请直接告诉我事实和出处，例如：{EXAMPLE}"


def lengthen(edit: Edit, _wish: Wish) -> Edit:
    """Say what the text could still tell: nothing but the form makes it longer."""
    if edit.task in ("deviation", "budget"):
        return edit.told(
            "这段说明只写您填的原因、影响和措施。要写得更多，请在“偏差问答”里补充，再说“重新起草”。"
        )
    written = _written(edit)
    left = dict.fromkeys(
        fact.subjects[0]
        for fact in edit.table
        if fact.row is not None and fact.row not in written and fact.id.endswith(_VALUES)
    )
    if not left:
        return edit.told(
            f"表中各项指标正文都已写到，要写得更多，请告诉我新的事实和出处，例如：{EXAMPLE}"
        )
    some = "、".join(list(left)[:_MOST_NAMED])
    more = f"等 {len(left)} 项" if len(left) > _MOST_NAMED else ""
    return edit.told(
        f"正文只写表中有的内容。还没有写到的指标有：{some}{more}。"
        f"要写哪一项，请说“补充{next(iter(left))}”；表外的事实请连同出处一起告诉我。"
    )


def row_sentence(edit: Edit, row: int, also: tuple[str, ...] = ()) -> SentencePlan | None:
    """Return a sentence with target, actual value and verdict of a row."""
    ids = [each for name in _TOLD if (each := f"row.{row}.{name}") in edit.table]
    ids += [each for each in also if each not in ids and each in edit.table]
    if not any(each.endswith(_VALUES) for each in ids):
        return None
    name = edit.table[ids[0]].subjects[0]
    pieces = [
        f"<{each}>" if edit.table[each].kind == "verdict" else f"{edit.table[each].label}为<{each}>"
        for each in sorted(ids, key=lambda each: each.endswith(".verdict"))
    ]
    plan = sentence(edit.table, name, f"{name}{'，'.join(pieces)}。")
    return plan if edit.sound(plan) else None


def _found(edit: Edit, about: str) -> list[SentencePlan]:
    """Return sentences about what the text does not tell yet."""
    told = edit.stated
    new = [
        sentence_of(each, edit.table)
        for each in edit.statements
        if f"{SAID}{each.id}" not in told and meant(about, each.text + each.source)
    ]
    found = [
        fact
        for fact in edit.table
        if fact.id not in told and not fact.id.startswith(SAID) and names(fact, about)
    ]
    if edit.task not in ("deviation", "budget"):
        new += _rows(edit, about, found)
    for fact in found:
        if template := _template(edit, fact):
            new.append(sentence(edit.table, fact.label, template))
    return [plan for plan in new if edit.sound(plan)]


def _rows(edit: Edit, about: str, found: list[Fact]) -> list[SentencePlan]:
    """Return sentences about the rows that are named, by themselves or by their level."""
    rows = [
        fact.row
        for fact in found
        if fact.row is not None
        and fact.id.endswith(_VALUES)
        and any(meant(about, text) for text in (*fact.subjects, fact.value))
    ]
    written = _written(edit)
    fresh = (
        row for row in dict.fromkeys([*rows, *sorted(edit.level(about))]) if row not in written
    )
    return [plan for row in fresh if (plan := row_sentence(edit, row))]


def _template(edit: Edit, fact: Fact) -> str:
    """Return how one fact is told that is no value of a row; empty when it is not told alone."""
    answer = fact.id.endswith(_ANSWERS)
    if edit.task == "deviation":
        return f"{fact.label}：<{fact.id}>。" if answer and fact.row == edit.row else ""
    if edit.task == "budget" and answer:
        return f"{fact.label}：<{fact.id}>。" if fact.id.startswith("funds.") else ""
    if fact.id.startswith("funds.") and not fact.subjects and fact.kind not in ("words", "cause"):
        return f"{fact.label}为<{fact.id}>。"
    if fact.id.endswith(".document") and fact.subjects:
        return f"{fact.subjects[0]}的{fact.label}为<{fact.id}>。"
    return ""


def _written(edit: Edit) -> set[int]:
    """Return the rows of which the text tells a value, those of its groups included."""
    valued = [each for each in edit.stated if each.endswith(_VALUES)]
    return {row for each in valued for row in edit.rows((each,))}

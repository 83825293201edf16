"""Rules that need a reader: a language model is asked, and its quotes are looked up in the form."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval_assist.checks.ask import OPINION, Ask, Opinion, opinions, quoted
from selfeval_assist.checks.basis import CENTRAL_2020, REVIEWERS
from selfeval_assist.checks.registry import RULES, Finding, Hit, Severity, Subject, rule
from selfeval_assist.checks.run import run_rule
from selfeval_assist.checks.view import Row
from selfeval_assist.failures import Failure
from selfeval_assist.form import Deviation, SelfEvaluation
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.policies import Policy, policy_for
from selfeval_assist.scoring import score

_CAUSE, _MEASURE = "原因", "措施"
_SIZE, _METHOD, _DATE = "样本数", "调查方式", "调查时间"
_ELEMENT = range(4, 61)
"""How many characters an element of a goal may have; a longer quote is no single element."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of asking a language model about a form.

    Attributes:
        findings: what it would look at, in order of codes.
        unanswered: the codes of the rules whose question got no answer that can be used.
        failed: the codes of the rules on which the program failed.
    """

    findings: tuple[Finding, ...]
    unanswered: frozenset[str]
    failed: frozenset[str] = frozenset()


def ask_about(form: SelfEvaluation, ask: Ask, policy: Policy | None = None) -> Heard:
    """Return what a language model would look at in a form, and the rules it left unanswered.

    Args:
        form: the form.
        ask: the model; each rule asks at most one question, and only with the texts it needs.
        policy: the scoring policy; None takes the form's own or the one of its place.

    Returns:
        Findings whose quotes stand in the form; their messages say that a model thinks so. A rule
        for which the model fails or answers nonsense has none and is named as unanswered, one on
        which the program fails as failed.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    chosen = policy or policy_for(form)
    subject = Subject(form, chosen, score(form, chosen), ask=ask)
    found: dict[tuple[str, str, str], Finding] = {}
    unanswered: set[str] = set()
    failed: set[str] = set()
    for each in RULES.values():
        if each.kind != "language":
            continue
        hits = run_rule(each, subject)
        if isinstance(hits, Failure):
            (failed if hits.unforeseen else unanswered).add(each.code)
            continue
        for hit, finding in hits:
            found.setdefault((each.code, hit.where, str(hit.facts.get("quote"))), finding)
    return Heard(tuple(found.values()), frozenset(unanswered), frozenset(failed))


@rule(
    "DEV002",
    "有原因没有措施，或有措施没有原因",
    severity=Severity.ERROR,
    message=OPINION + "{row}的偏差说明写了“{quote}”，没有看到{missing}，请补充。",
    basis=CENTRAL_2020,
    standing="P",
    kind="language",
)
def cause_and_measure(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    有偏差的行，偏差说明只写了原因没有改进措施，或只写了措施没有原因。由语言模型阅读，必须引用
    原文；引文在表中找不到的不提示。
    为什么：偏差原因分析及改进措施一栏，两样都要写。
    反例：因 8 月停工 40 天，少培训 12 场。
    正例：因 8 月停工 40 天，少培训 12 场；2024 年 3 月前补办，责任科室为培训科。
    怎么改：补写缺少的一半：原因要有事实，措施要有责任人和期限。
    """
    rows = {
        row.index + 1: row
        for row in subject.rows
        if row.explained and (row.lost or row.missed or row.beyond)
    }
    if subject.ask is None or not rows:
        return
    task = (
        "逐行阅读 reason（偏差原因和改进措施）。"
        f"只写了原因而完全没有改进措施的，missing 写“{_MEASURE}”；"
        f"只写了措施而完全没有原因的，missing 写“{_CAUSE}”；两样都有的不要列出。"
        "quote 抄录它写了的那一部分，field 写 reason。"
    )
    data = {
        "rows": [
            {"line": line, "name": row.name, "reason": _reason(row.data.deviation)}
            for line, row in rows.items()
        ]
    }
    for opinion in opinions(subject.ask, task, data):
        row = rows.get(opinion.line)
        if row is None or not (missing := _half_missing(row.data.deviation, opinion)):
            continue
        if quote := quoted(opinion, _reason(row.data.deviation)):
            facts = {"line": opinion.line, "quote": quote, "missing": missing}
            yield Hit(f"{row.path}.deviation", facts)


def _half_missing(reason: Deviation, opinion: Opinion) -> str:
    """Return the one half that a model did not find and no cell of its own holds, or nothing."""
    stated = {_CAUSE: reason.cause, _MEASURE: reason.measure}
    if opinion.field != "reason" or len(opinion.missing) != 1:
        return ""
    missing = opinion.missing[0]
    return missing if missing in stated and not stated[missing].strip() else ""


def _reason(deviation: Deviation) -> str:
    """Return all that a row says about its deviation."""
    parts = (deviation.text, deviation.cause, deviation.measure)
    return "\n".join(part for part in parts if part.strip())


@rule(
    "EVD001",
    "满意度没有调查依据",
    severity=Severity.WARNING,
    message=OPINION + "{row}写了“{quote}”，没有看到{missing}，请补充。",
    basis=REVIEWERS,
    standing="P",
    kind="language",
)
def survey_described(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    有得分的满意度指标，表中没有写样本数、调查方式、调查时间。由语言模型阅读，必须引用原文；引文在
    表中找不到的不提示；佐证栏已填的份数、时间以表中为准。
    为什么：满意度是调查出来的；没有投诉不等于满意。
    反例：满意度 98%，依据：全年无投诉。
    正例：满意度 93.5%，2023 年 11 月发放问卷 120 份，收回有效问卷 115 份。
    怎么改：补写问卷份数、调查方式和时间，附问卷汇总。
    """
    rows = {
        row.index + 1: row
        for row in subject.rows
        if row.data.group == SATISFACTION and row.score.claimed and not _surveyed(row)
    }
    if subject.ask is None or not rows:
        return
    task = (
        "逐行看满意度是怎么得来的：这一行的 actual、reason、evidence 和全表的 result 里，"
        f"没有写到的列入 missing，只能用“{_SIZE}”“{_METHOD}”“{_DATE}”；三样都写了的不要列出。"
        "quote 抄录关于这个满意度的原文，"
        "field 写它所在的字段（actual、reason、evidence 或 result）。"
    )
    texts = {line: _survey_texts(subject, row) for line, row in rows.items()}
    data = {
        "rows": [
            {"line": line, "name": row.name}
            | {field: text for field, text in texts[line].items() if field != "result"}
            for line, row in rows.items()
        ],
        "result": subject.form.goal.actual,
    }
    for opinion in opinions(subject.ask, task, data):
        row = rows.get(opinion.line)
        if row is None:
            continue
        missing = _not_surveyed(row, opinion)
        quote = quoted(opinion, texts[opinion.line].get(opinion.field, ""))
        if missing and quote:
            facts = {"line": opinion.line, "name": row.name, "quote": quote, "missing": missing}
            yield Hit(f"{row.path}.evidence", facts)


def _survey_texts(subject: Subject, row: Row) -> dict[str, str]:
    return {
        "actual": row.data.actual.raw,
        "reason": _reason(row.data.deviation),
        "evidence": row.data.evidence.document,
        "result": subject.form.goal.actual,
    }


def _surveyed(row: Row) -> bool:
    """Return whether the row's own cells say how many were asked, when and by what."""
    evidence = row.data.evidence
    named = evidence.document.strip() and evidence.survey_date.strip()
    return bool(named) and evidence.survey_size.value is not None


def _not_surveyed(row: Row, opinion: Opinion) -> list[str]:
    """Return what the model did not find, without what the row's own cells hold."""
    evidence = row.data.evidence
    held = {
        _SIZE: evidence.survey_size.value is not None,
        _METHOD: False,
        _DATE: bool(evidence.survey_date.strip()),
    }
    return [name for name, known in held.items() if name in opinion.missing and not known]


@rule(
    "IND009",
    "目标的内容没有对应的指标",
    severity=Severity.WARNING,
    message=OPINION + "预期目标中的“{quote}”没有看到对应的指标，请核对。",
    basis=REVIEWERS,
    standing="P",
    kind="language",
)
def goal_without_indicator(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    预期目标里要做的一件事或要达到的一个效果，没有任何指标考核它。由语言模型阅读，必须引用原文；
    引文在预期目标中找不到、或引文里就有某个指标的名称的，不提示。
    为什么：目标要靠指标衡量；没有指标的目标，做没做成都看不出来。
    反例：目标写“培训护理人员 60 人次”，指标里没有培训。
    正例：目标的每一项都有一个数量、质量或效益指标。
    怎么改：下一年度补设指标；本年度在完成情况里写明这一项的结果。
    """
    planned, rows = subject.form.goal.planned, subject.rows
    if subject.ask is None or not planned.strip() or not rows:
        return
    task = (
        "把 goal（预期目标）分成一件件要做的事和要达到的效果，"
        "找出 indicators 里没有任何一个指标考核的。"
        "每一件单独列出：quote 抄录 goal 里的原文（一个短语，不超过 60 字），"
        "field 写 goal，line 写 0，missing 留空。意思相近、叫法不同的算有对应的指标。"
    )
    data = {
        "goal": planned,
        "indicators": [{"name": row.name, "target": row.data.target.raw} for row in rows],
    }
    names = [squeeze(row.name) for row in rows if row.name]
    for opinion in opinions(subject.ask, task, data):
        quote = quoted(opinion, planned)
        if opinion.field != "goal" or len(quote) not in _ELEMENT:
            continue
        if not any(name in quote for name in names):
            yield Hit("goal.planned", {"quote": quote})

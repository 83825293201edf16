"""The report of a batch that a head of department reads: one page, no request to anywhere.

Elements are built, never pasted together, so text of a form cannot become markup.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml.html import HtmlElement
from lxml.html.builder import (
    CLASS,
    H1,
    H2,
    E,
    P,
)

from selfeval_assist.checks import RULES
from selfeval_assist.office.gathering import NAMELESS, Brief, Gathered
from selfeval_assist.office.page_parts import MOST, Row, document, ranked, table
from selfeval_assist.office.plots import against, bar, columns_plot
from selfeval_assist.scoring.arithmetic import plain, rounded

NAME = "项目支出绩效自评汇总报告"
_BANDS: tuple[tuple[str, Decimal, Decimal], ...] = tuple(
    (name, Decimal(low), Decimal(high))
    for name, low, high in (
        ("60以下", "-1000000", "60"), ("60–70", "60", "70"), ("70–80", "70", "80"),
        ("80–90", "80", "90"), ("90–95", "90", "95"), ("95–99", "95", "99"),
        ("99–100", "99", "100"), ("100", "100", "100.005"), ("100以上", "100.005", "1000000"),
    )
)  # fmt: skip
_RATES: tuple[tuple[str, Decimal, Decimal], ...] = tuple(
    (name, Decimal(low), Decimal(high))
    for name, low, high in (
        ("50%以下", "-1000000", "50"), ("50%–80%", "50", "80"), ("80%–95%", "80", "95"),
        ("95%–100%", "95", "100"), ("100%", "100", "100.005"), ("100%以上", "100.005", "1000000"),
    )
)  # fmt: skip
_LOW_RATE, _HIGH_SCORE = Decimal(80), Decimal(95)
"""A rate below the one beside a score from the other is asked about."""
_LEVELS = {"E": "错误", "W": "提醒", "I": "建议"}
_WORDS = {"planned": "预期目标", "actual": "实际完成情况", "cause": "偏差原因"}


def report_page(found: Gathered) -> str:
    """Return the report as one HTML document in UTF-8."""
    body = (
        H1(NAME),
        P(_opening(found)),
        _key_figures(found),
        *_sent_back(found),
        *_scores(found),
        *_execution(found),
        *_rules(found),
        *_units(found),
        *_full_marks(found),
        *_copies(found),
        *_failed(found),
        P(
            "本页由程序根据各表的数值和文字核对得出，所列各项提请核实，不是结论。"
            "评分办法和规则的依据见各份检查结果。"
        ),
    )
    return document(NAME, body)


def _opening(found: Gathered) -> str:
    clean = sum(not (each.errors or each.warnings) for each in found.forms)
    return (
        f"共读到 {len(found.forms)} 份自评表，来自 {len(found.units())} 个单位；"
        f"{clean} 份没有需要核实的问题，{len(found.forms) - clean} 份建议退回核实；"
        f"{len(found.failed)} 个文件没有读出。"
    )


def _key_figures(found: Gathered) -> HtmlElement:
    both = [
        (each.executed, each.adjusted)
        for each in found.forms
        if each.executed is not None and each.adjusted
    ]
    executed = sum((done for done, _ in both), Decimal(0))
    budget = sum((planned for _, planned in both if planned), Decimal(0))
    rate = f"{plain(rounded(executed / budget * 100, 2))}%" if budget else "—"
    scores = [each.score for each in found.forms if each.score is not None]
    mean = plain(rounded(sum(scores, Decimal(0)) / len(scores), 2)) if scores else "—"
    figures = (
        (len(found.forms), "份自评表"),
        (f"{rounded(budget, 2):,}", f"万元全年预算（{len(both)} 份有金额）"),
        (f"{rounded(executed, 2):,}", "万元全年执行"),
        (rate, "总执行率（金额相加后相除）"),
        (mean, f"平均自评得分（{len(scores)} 份）"),
    )
    return E.ul(CLASS("key"), *(E.li(E.b(str(value)), words) for value, words in figures))


def _sent_back(found: Gathered) -> Iterator[HtmlElement]:
    """Yield the forms that are to go back, those with most errors first."""
    wanted = [each for each in found.forms if each.errors or each.warnings]
    wanted.sort(key=lambda each: (-each.errors, -each.warnings, -(each.adjusted or 0), each.number))
    yield H2("先退回哪些")
    yield from ranked(
        "按错误、提醒的多少排列，同样多的金额大的在前。",
        ("单位", "项目", "错误", "提醒", "得分", "文件"),
        [
            (each.unit or NAMELESS, each.project, each.errors, each.warnings,
             _figure(each.score), each.file)
            for each in wanted
        ],
    )  # fmt: skip


def _scores(found: Gathered) -> Iterator[HtmlElement]:
    scores = [each.score for each in found.forms if each.score is not None]
    counted = [(name, sum(low <= each < high for each in scores)) for name, low, high in _BANDS]
    yield H2("得分分布")
    yield columns_plot("各分数段的份数：" + _said(counted), counted)
    yield P(f"横轴为自评得分，柱上为份数；{len(found.forms) - len(scores)} 份没有得分。")


def _execution(found: Gathered) -> Iterator[HtmlElement]:
    pairs = [
        (each.rate, each.score)
        for each in found.forms
        if each.rate is not None and each.score is not None
    ]
    yield H2("预算执行与得分")
    yield against("各份自评表的预算执行率与自评得分", pairs)
    yield P("圆圈的位置是执行率（每 5 个百分点一格）和得分（每 4 分一格），圈内为份数。")
    lines: list[Row] = []
    for name, low, high in _RATES:
        scores = [score for rate, score in pairs if low <= rate < high]
        mean = plain(rounded(sum(scores, Decimal(0)) / len(scores), 2)) if scores else "—"
        lines.append((name, len(scores), mean))
    yield table("", ("执行率", "份数", "平均得分"), lines)
    odd = [
        each
        for each in found.forms
        if each.rate is not None and each.score is not None
        and each.rate < _LOW_RATE and each.score >= _HIGH_SCORE
    ]  # fmt: skip
    odd.sort(key=lambda each: (each.rate or 0, each.number))
    if odd:
        yield from ranked(
            f"执行率不到 {_LOW_RATE}% 而得分在 {_HIGH_SCORE} 分以上的 {len(odd)} 份：",
            ("单位", "项目", "执行率%", "得分", "文件"),
            [
                (each.unit, each.project, _figure(each.rate), _figure(each.score), each.file)
                for each in odd
            ],
        )


def _rules(found: Gathered) -> Iterator[HtmlElement]:
    order = sorted(found.rules.items(), key=lambda each: (-each[1][0], each[0]))
    most = order[0][1][0] if order else 1
    yield H2("问题按规则")
    yield from ranked(
        "按涉及的份数排列。",
        ("规则", "程度", "份数", "处数", "比例"),
        [
            (f"{code} {RULES[code].title if code in RULES else ''}",
             _LEVELS[found.severities[code]], forms, every, bar(forms / most))
            for code, (forms, every) in order
        ],
    )  # fmt: skip


def _units(found: Gathered) -> Iterator[HtmlElement]:
    def row(unit: str, forms: Sequence[Brief]) -> Row:
        errors, warnings = sum(e.errors for e in forms), sum(e.warnings for e in forms)
        back = sum(bool(each.errors or each.warnings) for each in forms)
        return unit, len(forms), back, errors, warnings

    rows = sorted(
        (row(unit, forms) for unit, forms in found.units().items()),
        key=lambda each: (-int(str(each[3])), -int(str(each[4])), str(each[0])),
    )
    most = max((int(str(each[3])) + int(str(each[4])) for each in rows), default=0) or 1
    yield H2("问题按单位")
    yield from ranked(
        "按错误、提醒的多少排列。",
        ("单位", "份数", "建议退回", "错误", "提醒", "比例"),
        [(*each, bar((int(str(each[3])) + int(str(each[4]))) / most)) for each in rows],
    )


def _full_marks(found: Gathered) -> Iterator[HtmlElement]:
    """Yield the units whose forms give every row its full weight."""
    full = {unit: sum(e.full for e in forms) for unit, forms in found.units().items()}
    rows: list[Row] = [
        (unit, full[unit], len(forms), f"{round(100 * full[unit] / len(forms))}%")
        for unit, forms in found.units().items()
        if full[unit]
    ]
    rows.sort(key=lambda each: (-int(str(each[1])), -int(str(each[3])[:-1]), str(each[0])))
    yield H2("满分集中的单位")
    every = sum(full.values())
    if not every:
        yield P("没有一份表的各项指标全部满分。")
        return
    yield from ranked(
        f"{every} 份表的各项指标全部满分。满分可以是真的，请抽查佐证材料。",
        ("单位", "全部满分", "份数", "占比"),
        rows,
    )


def _copies(found: Gathered) -> Iterator[HtmlElement]:
    yield H2("雷同的文字")
    if not found.copies:
        yield P("各份表之间没有发现雷同的目标、完成情况或偏差原因。")
        return

    def side(number: int) -> str:
        text = found.texts[number]
        form = found.forms[text.form]
        return f"{form.unit or NAMELESS}　{form.project}　{form.file}　{text.place}"

    yield from ranked(
        f"共 {len(found.copies)} 对，相似的在前；全文见《雷同文字.xlsx》。",
        ("相似%", "内容", "一处", "另一处"),
        [
            (f"{each.likeness:.0f}", _WORDS[found.texts[each.one].kind],
             side(each.one), side(each.other))
            for each in found.copies[:MOST]
        ],
        len(found.copies),
    )  # fmt: skip


def _failed(found: Gathered) -> Iterator[HtmlElement]:
    if found.failed:
        yield H2("没有读出的文件")
        yield from ranked("", ("文件", "原因"), [*found.failed])


def _figure(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def _said(counted: Sequence[tuple[str, int]]) -> str:
    return "，".join(f"{name} {count} 份" for name, count in counted)

"""Reports as one HTML page that opens without a network and prints on A4.

Elements are built, never pasted together, so text of a form cannot become markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement, tostring
from lxml.html.builder import (
    BODY,
    CAPTION,
    CLASS,
    H1,
    H2,
    H3,
    H4,
    HEAD,
    HTML,
    LI,
    META,
    SECTION,
    STYLE,
    TABLE,
    TBODY,
    TD,
    TH,
    THEAD,
    TITLE,
    TR,
    UL,
    A,
    E,
    P,
)

from selfeval_assist.checks import RULES, Finding, Severity, consistency
from selfeval_assist.checks.words import place_name
from selfeval_assist.reports.as_text import head, totals
from selfeval_assist.reports.consistency import TITLE as CONSISTENCY
from selfeval_assist.reports.consistency import consistency_parts
from selfeval_assist.reports.grouped import Group, bases, grouped
from selfeval_assist.reports.model import Failed, Report
from selfeval_assist.reports.words import SEVERITIES, passed_over, why_unchecked

HtmlSection = tuple[str, HtmlElement]
"""A part of the document, and how it is called in the title."""

_LINKED = re.compile(r'href="#([A-Z]+[0-9]+)"')
_NAMED = 3
"""Forms that the title of a page names."""
_STYLE = """
@page { size: A4; margin: 18mm 15mm }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem }
table { border-collapse: collapse; width: 100%; font-size: .92em }
caption { text-align: left; color: #555; padding-bottom: .3rem }
th, td { border: 1px solid #b5b5b5; padding: .3rem .5rem; text-align: left; vertical-align: top }
thead { display: table-header-group } tr { break-inside: avoid }
p { margin: .3rem 0; white-space: pre-wrap } th, .verdict, .cell { white-space: nowrap }
h4 { font-size: 1em; margin: .4rem 0 0 } td a { color: inherit }
summary { cursor: pointer } td ul { margin: .3rem 0; padding-left: 1.2rem }
@media print { details::details-content { content-visibility: visible; height: auto }
  section.rules { display: none } td a { text-decoration: none } }
td.points { text-align: right; white-space: nowrap }
.E { color: #a40000 } .W { color: #7a4b00 } .I, .waived { color: #34506b }
.level { font-weight: bold; white-space: nowrap } ul.basis { color: #555; font-size: .9em }
"""


def as_html(reports: Iterable[Report | Failed]) -> str:
    """Return the reports as one HTML document in UTF-8: findings first, then scores."""
    return html_page(map(html_section, reports))


def html_page(sections: Iterable[HtmlSection], about: str = "检查结果") -> str:
    """Return sections as one HTML document in UTF-8; its title says what it is about."""
    made = list(sections)
    title = page_title([name for name, _ in made], about)
    return "".join(html_document(title, map(section_text, made)))


def html_document(title: str, sections: Iterable[str]) -> Iterator[str]:
    """Yield a document piece by piece; behind its sections each rule they name is explained once.

    Args:
        title: the title of the page.
        sections: its parts as they stand in the document; they are not held back.
    """
    head, tail = html_frame(title)
    named: set[str] = set()
    yield head
    for each in sections:
        named.update(_LINKED.findall(each))
        yield each
    if known := sorted(named & RULES.keys()):
        yield section_text(("", _explained(known)))
    yield tail


def _explained(codes: Iterable[str]) -> HtmlElement:
    """Return what some rules are about; their names in the sections lead here."""
    section = SECTION(H2("规则说明"), CLASS("rules"))
    for rule in map(RULES.__getitem__, codes):
        section.append(H3(f"{rule.code} {rule.title}", id=rule.code))
        for part in rule.explain.split("## ")[1:]:
            heading, *lines = part.splitlines()
            section.extend((H4(heading), P("".join(lines))))
    return section


def page_title(names: Sequence[str], about: str = "检查结果") -> str:
    """Return the title of a page: what stands on it, of much the first and how many."""
    named = "、".join(names[:_NAMED])
    return f"{about}：{named}" + (f" 等 {len(names)} 份" if len(names) > _NAMED else "")


def html_frame(title: str, style: str = _STYLE, *also: HtmlElement) -> tuple[str, str]:
    """Return what stands before and behind the sections of a document, which may be long.

    Args:
        title: the title of the page.
        style: its style sheet.
        also: what else its head says of it.
    """
    page = HTML(
        HEAD(
            META(charset="utf-8"),
            META(name="viewport", content="width=device-width"),
            *also,
            TITLE(title),
            STYLE(style),
        ),
        BODY(E.main()),
        lang="zh-CN",
    )
    text: str = tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
    head, end, tail = text.rpartition("</main>")
    return head, end + tail


def section_text(section: HtmlSection) -> str:
    """Return a section as it stands in the document."""
    text: str = tostring(section[1], encoding="unicode")
    return text


def html_section(report: Report | Failed) -> HtmlSection:
    """Return one form, or what failed, as a part of the document."""
    if isinstance(report, Failed):
        return report.file, SECTION(H1(f"没有结果：{report.file}"), P(report.error))
    title, *lines = head(report)
    section = SECTION(
        H1(title),
        *(P(line) for line in lines),
        H2("提请核实"),
        *_findings(report),
        *_links(report),
        H2("得分核算"),
        _scores(report),
        *(P(line.strip()) for line in totals(report)),
        *_left(report),
    )
    return report.form.project or report.file, section


def _links(report: Report) -> Iterator[HtmlElement]:
    """Yield the consistency table, where there is a goal or a completion text."""
    links = consistency(report.form, report.sheet)
    if links:
        yield H2(CONSISTENCY)
        yield from consistency_parts(report.form, links)


def _findings(report: Report) -> Iterator[HtmlElement]:
    if report.passed_over:
        yield P(passed_over(report.passed_over))
    if not report.findings:
        if not report.passed_over:
            yield P("没有发现需要核实的问题。")
        return
    open_findings = [finding for finding in report.findings if not finding.waived]
    waived = [finding for finding in report.findings if finding.waived]
    if open_findings:
        yield _groups(report, open_findings)
    if waived:
        yield H3("已由人工确认")
        yield _groups(report, waived, "waived")
    yield H3("依据")
    yield UL(
        *(LI(f"{basis}：{'、'.join(codes)}") for basis, codes in bases(report.findings).items()),
        CLASS("basis"),
    )


def _groups(report: Report, findings: Sequence[Finding], shown: str = "") -> HtmlElement:
    """Return a table with a row for each kind of finding; several places of one kind unfold."""
    return TABLE(
        THEAD(_row(TH, "程度", "规则", "说明", "单元格")),
        TBODY(
            *(
                TR(
                    TD(SEVERITIES[group.severity], CLASS(f"level {shown or group.severity.value}")),
                    TD(_rule(group)),
                    TD(*_said(group)),
                    TD(group.said[0].cell if len(group.said) == 1 else "", CLASS("cell")),
                )
                for group in grouped(report.form, findings)
            )
        ),
        CLASS("findings"),
    )


def _rule(group: Group) -> str | HtmlElement:
    """Return a rule's name, which leads to its explanation; the page links to nothing else."""
    name = f"{group.code} {group.title}".strip()
    return A(name, href=f"#{group.code}") if group.code in RULES else name


def _said(group: Group) -> Iterator[str | HtmlElement]:
    """Yield the only sentence of a group, or a list that unfolds; errors stand open."""
    if len(group.said) == 1:
        (said,) = group.said
        yield said.place + said.sentence
        return
    details = E.details(
        E.summary(f"{group.places}，共 {len(group.said)} 条"), UL(*(LI(str(e)) for e in group.said))
    )
    if group.severity is Severity.ERROR:
        details.set("open", "")
    yield details


def _scores(report: Report) -> HtmlElement:
    return TABLE(
        CAPTION("算式按评分办法逐行列出；“表中得分”是填报的得分。"),
        THEAD(_row(TH, "指标", "算式", "结论", "分值", "表中得分")),
        TBODY(
            TR(
                TD("预算执行"),
                TD(report.sheet.execution.work),
                TD(),
                TD(report.form.funds.total.weight.raw, CLASS("points")),
                TD(report.form.funds.total.score.raw, CLASS("points")),
            ),
            *(
                TR(
                    TD(place_name(report.form, f"indicators.{row.index}")),
                    TD(row.work + (f"　{row.note}" if row.note else "")),
                    TD(row.verdict.value, CLASS("verdict")),
                    TD(report.form.indicators[row.index].weight.raw, CLASS("points")),
                    TD(report.form.indicators[row.index].score.raw, CLASS("points")),
                )
                for row in report.sheet.rows
            ),
        ),
    )


def _left(report: Report) -> Iterator[HtmlElement]:
    if report.unchecked:
        yield H2("未检查")
        yield UL(
            *(
                LI(f"{why}：" + "、".join(f"{rule.code} {rule.title}" for rule in rules))
                for why, rules, _partly in why_unchecked(report.unchecked, report.missing)
            )
        )


def _row(cell: type[HtmlElement], *texts: str) -> HtmlElement:
    return TR(*(cell(text) for text in texts))

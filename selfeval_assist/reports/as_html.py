"""Reports as one HTML page that opens without a network and prints on A4.

Elements are built, never pasted together, so text of a form cannot become markup.
"""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement, tostring
from lxml.html.builder import (
    BODY,
    CAPTION,
    CLASS,
    H1,
    H2,
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
    P,
)

from selfeval_assist.checks import RULES, Finding, Severity
from selfeval_assist.form import paths
from selfeval_assist.reports.as_text import head, totals
from selfeval_assist.reports.model import Report
from selfeval_assist.reports.policy_text import STANDINGS
from selfeval_assist.reports.words import SEVERITIES, why_unchecked

_STYLE = """
@page { size: A4; margin: 18mm 15mm }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-size: .92em }
caption { text-align: left; color: #555; padding-bottom: .3rem }
th, td { border: 1px solid #b5b5b5; padding: .3rem .5rem; text-align: left; vertical-align: top }
thead { display: table-header-group } tr { break-inside: avoid }
p { margin: .3rem 0; white-space: pre-wrap } th, .verdict { white-space: nowrap }
td.points { text-align: right; white-space: nowrap }
.E { color: #a40000 } .W { color: #7a4b00 } .I, .waived { color: #34506b }
.level { font-weight: bold; white-space: nowrap } .basis { color: #555; font-size: .9em }
"""


def as_html(reports: Sequence[Report]) -> str:
    """Return the reports as one HTML document in UTF-8: findings first, then scores."""
    names = "、".join(report.form.project or report.file for report in reports)
    page = HTML(
        HEAD(
            META(charset="utf-8"),
            META(name="viewport", content="width=device-width"),
            TITLE(f"检查结果：{names}"),
            STYLE(_STYLE),
        ),
        BODY(*(_section(report) for report in reports)),
        lang="zh-CN",
    )
    text: str = tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
    return text


def _section(report: Report) -> HtmlElement:
    title, *lines = head(report)
    return SECTION(
        H1(title),
        *(P(line) for line in lines),
        H2("提请核实"),
        _findings(report),
        H2("得分核算"),
        _scores(report),
        *(P(line.strip()) for line in totals(report)),
        *_left(report),
    )


def _findings(report: Report) -> HtmlElement:
    if not report.findings:
        return P("没有发现需要核实的问题。")
    order = list(Severity)
    found = sorted(report.findings, key=lambda each: (each.waived, order.index(each.severity)))
    return TABLE(
        THEAD(_row(TH, "程度", "规则", "位置", "说明", "依据")),
        TBODY(*(_finding(report, each) for each in found)),
    )


def _finding(report: Report, finding: Finding) -> HtmlElement:
    level = "已由人工确认" if finding.waived else SEVERITIES[finding.severity]
    kind = "waived" if finding.waived else finding.severity.value
    place = paths.label(report.form, finding.where)
    title = RULES[finding.code].title if finding.code in RULES else ""
    return TR(
        TD(level, CLASS(f"level {kind}")),
        TD(f"{finding.code} {title}"),
        TD(f"{place}［{finding.cell}］" if finding.cell else place),
        TD(finding.message),
        TD(f"{finding.basis}（{STANDINGS[finding.standing]}）", CLASS("basis")),
    )


def _scores(report: Report) -> HtmlElement:
    return TABLE(
        CAPTION("算式按评分办法逐行列出；“表中得分”是填报的得分。"),
        THEAD(_row(TH, "行", "指标", "算式", "结论", "分值", "表中得分")),
        TBODY(
            TR(TD("—"), TD("预算执行"), TD(report.sheet.execution.work), TD(), TD(), TD()),
            *(
                TR(
                    TD(str(row.index + 1)),
                    TD(report.form.indicators[row.index].name.strip() or "（未命名）"),
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
                for why, rules, _partly in why_unchecked(report.unchecked)
            )
        )


def _row(cell: type[HtmlElement], *texts: str) -> HtmlElement:
    return TR(*(cell(text) for text in texts))

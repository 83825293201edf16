"""Findings of one kind together, each basis once, and no total where none can be computed."""

import json
import re

import pytest
from lxml.html import document_fromstring
from rule_cases import patched

from selfeval_assist.checks import RULES, Finding, Severity, check
from selfeval_assist.reports import as_html, as_json, as_text, only, report_on, score_sheet
from selfeval_assist.reports.grouped import bases, grouped
from selfeval_assist.reports.words import no_total

# A form with something in its head, its funds, its goal, three rows and as a whole.
FAULTY = {
    "unit": "",
    "department": "",
    "funds.total.rate": "90%",
    "goal.actual": "购置护理床 52 张。",
    "indicators.6.score": "15",
    "indicators.6.deviation.text": "",
    "indicators.0.actual": ">52张",
    "indicators.2.name": "★指标3： 培训合格率",
    "indicators.2.actual": "",
    "total": "99",
}


def finding(where: str, severity: Severity, code: str = "ACT001") -> Finding:
    return Finding(code, severity, where, "", f"{where}。", {}, "某文件", "V")


def test_errors_come_first_and_the_sums_of_the_form_before_its_rows() -> None:
    given = [
        finding("indicators.10.name", Severity.WARNING, "IND001"),
        finding("indicators.2.score", Severity.INFO, "SCR002"),
        finding("goal.actual", Severity.ERROR, "GOAL001"),
        finding("total", Severity.ERROR, "SCR004"),
        finding("indicators.2.target", Severity.ERROR, "TGT001"),
        finding("", Severity.WARNING, "WGT001"),
        finding("funds.sources.0.executed", Severity.ERROR, "FUND001"),
        finding("unit", Severity.WARNING, "FILL001"),
        finding("indicators.4.name", Severity.WARNING, "IND001"),
    ]
    found = [(group.code, group.places) for group in grouped(patched({}), given)]
    assert [code for code, _ in found] == [
        "FUND001", "SCR004", "GOAL001", "TGT001", "WGT001", "FILL001", "IND001", "SCR002",
    ]  # fmt: skip
    assert dict(found)["IND001"] == "第5、11行"


def test_each_basis_stands_once_with_its_codes() -> None:
    given = [
        finding("total", Severity.ERROR, "SCR004"),
        finding("indicators.1.actual", Severity.ERROR, "ACT001"),
        finding("indicators.2.actual", Severity.ERROR, "ACT001"),
    ]
    assert bases(given) == {"某文件（见于公开资料）": ("ACT001", "SCR004")}


def _part(text: str, end: str) -> str:
    return text[text.index("【提请核实】") : text.index(end)]


ALIKE = {"unit": "", **{f"indicators.{row}.target": "提高" for row in (0, 1, 2, 5)}}


def test_what_is_of_one_kind_is_one_line_with_its_rows() -> None:
    report = report_on("表.xlsx", patched(ALIKE))
    kind = [each for each in report.findings if each.code == "TGT001"]
    assert len(kind) == 4
    lines = [line for line in _part(as_text(report), "【未检查】").splitlines() if "TGT001" in line]
    assert len(lines) == 1
    assert "第1—3、6行" in lines[0]
    unfolded = _part(as_text(report, unfold=True), "【依据】")
    for each in kind:
        row = int(each.where.split(".")[1]) + 1
        assert re.search(rf"^    第{row}行“.+{re.escape(each.message[-10:])}", unfolded, re.M)


def test_every_error_is_said_even_where_its_kind_is_folded() -> None:
    form = patched({"indicators.4.score": "98", "indicators.5.score": "99"})
    report = report_on("表.xlsx", form)
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    assert len({each.code for each in errors}) < len(errors)
    text = as_text(report)
    assert all(each.message[-12:] in text for each in errors)


def test_unfolded_the_text_says_each_basis_once() -> None:
    report = report_on("表.xlsx", patched(FAULTY))
    text = as_text(report, unfold=True)
    for basis in {each.basis for each in report.findings}:
        assert len(re.findall(rf"^ +{re.escape(basis)}（", text, re.MULTILINE)) == 1
    findings = text[text.index("【提请核实】") :]
    assert "指标3" not in text
    assert "“培训合格率”" in text
    assert not re.search(r"第 \d+ 行", text)
    assert all(each.code in findings for each in report.findings)
    assert all(each.code in as_text(report) for each in report.findings)


def test_what_a_person_accepted_stands_last() -> None:
    waiver = {"code": "SCR006", "reason": "已核实", "by": "李明", "date": "2024-01-20"}
    report = report_on("表.xlsx", patched({**FAULTY, "waivers": [waiver]}))
    text = as_text(report)
    assert text.index("DEV001") < text.index("【已由人工确认】") < text.index("SCR006")
    page = document_fromstring(as_html([report]))
    last = page.xpath("//table[@class='findings']")[-1]
    assert [cell.text_content()[:6] for cell in last.xpath(".//td[2]")] == ["SCR006"]


def test_the_page_has_a_row_for_each_kind_and_unfolds_its_places() -> None:
    report = report_on("表.xlsx", patched({**FAULTY, **ALIKE}))
    page = document_fromstring(as_html([report]))
    groups = grouped(report.form, report.findings)
    levels = [cell.text for cell in page.xpath("//td[contains(@class, 'level')]")]
    assert levels == sorted(levels, key=["错误", "提醒", "建议"].index)
    assert len(levels) == len(groups)
    several = [group for group in groups if len(group.said) > 1]
    assert several
    lists = page.xpath("//details[not(@class)]")
    assert [len(each.xpath(".//li")) for each in lists] == [len(each.said) for each in several]
    opened = [each.get("open") is not None for each in lists]
    assert opened == [each.severity is Severity.ERROR for each in several]
    listed = [item.text.partition("（")[0] for item in page.xpath("//ul[@class='basis']/li")]
    assert len(listed) == len({each.basis for each in report.findings})


def test_a_person_can_ask_for_some_findings_and_hears_of_the_others() -> None:
    report = report_on("表.xlsx", patched(FAULTY))
    funds = only(report, select=["FUND"])
    assert {each.code[:4] for each in funds.findings} == {"FUND"}
    assert f"另有 {funds.passed_over} 条没有列出" in as_text(funds)
    assert funds.passed_over + len(funds.findings) == len(report.findings)
    without = only(report, ignore=["FUND", "DEV001"])
    assert not [e for e in without.findings if e.code.startswith("FUND") or e.code == "DEV001"]
    errors = only(report, severity=Severity.ERROR)
    assert {each.severity for each in errors.findings} == {Severity.ERROR}
    nothing = only(report, select=["EVD"])
    assert "没有发现" not in as_text(nothing)
    assert "没有发现" not in as_html([nothing])
    assert json.loads(as_json([errors]))[0]["passed_over"] == errors.passed_over


def test_programs_get_the_place_in_words() -> None:
    (report,) = json.loads(as_json([report_on("表.xlsx", patched(FAULTY))]))
    places = {each["where"]: each["place"] for each in report["findings"]}
    assert places["indicators.2.actual"] == "第3行“培训合格率”实际完成值"
    assert report["score"]["total"] is not None


def test_without_weights_there_is_no_total() -> None:
    clean = patched({})
    rows = range(len(clean.indicators))
    form = patched({f"indicators.{row}.weight": "" for row in rows})
    report = report_on("表.xlsx", form)
    assert not report.sheet.weighted
    shown = score_sheet(report)
    assert "各行没有分值，核算不出总分" in shown
    assert "一般合计 90 分" in shown
    assert "核算总分" not in shown
    assert "各行没有分值，核算不出总分" in document_fromstring(as_html([report])).text_content()
    (data,) = json.loads(as_json([report]))
    assert data["score"]["total"] is None


def test_a_form_without_rows_has_no_total_either() -> None:
    report = report_on("表.xlsx", patched({"indicators": []}))
    assert no_total(report.sheet).startswith("没有指标行")
    assert "核算总分" not in score_sheet(report)


def test_rows_without_weight_are_named_beside_the_total() -> None:
    shown = score_sheet(report_on("表.xlsx", patched({"indicators.3.weight": "—"})))
    assert "第4行没有分值，没有计入" in shown
    assert "核算总分" in shown
    assert no_total(report_on("表.xlsx", patched({})).sheet) == ""


@pytest.mark.parametrize("name", ["[/x]<b>{place}", "两\n行", "指标1："])
def test_a_name_is_data_and_stays_on_one_line(name: str) -> None:
    form = patched({"indicators.0.name": name, "indicators.0.actual": ">52张"})
    text = as_text(report_on("表.xlsx", form))
    assert f"第1行“{' '.join(name.split())}”" in text
    assert check(form)


def test_a_rule_on_the_page_leads_to_its_explanation_which_stands_once() -> None:
    report = report_on("表.xlsx", patched(FAULTY))
    page = document_fromstring(as_html([report, report, report]))
    (section,) = page.xpath("//section[@class='rules']")
    rules = [RULES[code] for code in sorted({each.code for each in report.findings})]
    explained = "".join(
        f"{rule.code}{rule.title}{rule.explain.replace('## ', '')}" for rule in rules
    )
    assert "".join(section.text_content().split()) == "".join(f"规则说明{explained}".split())
    # The page leads to nothing but these, and to each of them.
    places = {f"#{each}" for each in page.xpath("//@id")}
    assert set(page.xpath("//@href")) == places == {f"#{rule.code}" for rule in rules}
    assert not page.xpath("//@src")


def test_a_page_without_findings_explains_no_rule() -> None:
    report = only(report_on("表.xlsx", patched(FAULTY)), select=["EVD"])
    assert "规则说明" not in as_html([report])

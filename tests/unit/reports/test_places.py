"""Findings in the order of the form, each basis once, and no total where none can be computed."""

import json
import re

import pytest
from lxml.html import document_fromstring
from rule_cases import patched

from selfeval_assist.checks import Finding, Severity, check
from selfeval_assist.reports import as_html, as_json, as_text, report_on, score_sheet
from selfeval_assist.reports.places import bases, by_place
from selfeval_assist.reports.words import no_total

_SHOWN = re.compile(r"^ {2}(?! )(.+)$|^ {4}(?:错误|提醒|建议) (\w+)", re.MULTILINE)

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


def test_places_come_in_the_order_of_the_form_and_the_worst_first() -> None:
    given = [
        finding("total", Severity.ERROR),
        finding("indicators", Severity.WARNING),
        finding("", Severity.INFO),
        finding("indicators.10.name", Severity.WARNING),
        finding("indicators.2.score", Severity.INFO),
        finding("indicators.2.deviation", Severity.ERROR),
        finding("indicators.2.score", Severity.ERROR, "SCR001"),
        finding("indicators.2.target", Severity.ERROR, "TGT001"),
        finding("goal.actual", Severity.INFO),
        finding("goal", Severity.WARNING),
        finding("funds.sources.0.executed", Severity.ERROR),
        finding("unit", Severity.WARNING),
        finding("waivers.0", Severity.INFO),
    ]
    found = [
        (place.name.partition("“")[0], [each.where for each in place.findings])
        for place in by_place(patched({}), given)
    ]
    assert found == [
        ("表头", ["unit"]),
        ("项目资金", ["funds.sources.0.executed"]),
        ("年度总体目标", ["goal", "goal.actual"]),
        (
            "第3行",
            [
                "indicators.2.target",
                "indicators.2.score",
                "indicators.2.deviation",
                "indicators.2.score",
            ],
        ),
        ("第11行", ["indicators.10.name"]),
        ("整表", ["total", "indicators", "", "waivers.0"]),
    ]


def test_each_basis_stands_once_with_its_codes() -> None:
    given = [
        finding("total", Severity.ERROR, "SCR004"),
        finding("indicators.1.actual", Severity.ERROR, "ACT001"),
        finding("indicators.2.actual", Severity.ERROR, "ACT001"),
    ]
    assert bases(given) == {"某文件（见于公开资料）": ("ACT001", "SCR004")}


def test_what_is_wrong_with_one_row_stands_together() -> None:
    text = as_text(report_on("表.xlsx", patched(FAULTY)))
    part = text[text.index("【提请核实】") : text.index("【依据】")]
    lines = [place or code for place, code in _SHOWN.findall(part)]
    row = lines.index("第7行“设备年均使用率”")
    assert lines[row + 1 : row + 3] == ["SCR006", "DEV001"]
    places = [line for line in lines if not re.fullmatch(r"[A-Z]+\d+", line)]
    assert places[0] == "表头"
    assert places[-1] == "整表"
    numbers = [int(match[1]) for line in places if (match := re.match(r"第(\d+)行", line))]
    assert numbers == sorted(numbers)
    assert len(places) == len(set(places))


def test_the_text_says_each_basis_once_and_names_a_row_once() -> None:
    report = report_on("表.xlsx", patched(FAULTY))
    text = as_text(report)
    for basis in {each.basis for each in report.findings}:
        assert len(re.findall(rf"^ +{re.escape(basis)}（", text, re.MULTILINE)) == 1
    findings = text[text.index("【提请核实】") :]
    assert findings.count("“设备年均使用率”") == 1
    assert "指标3" not in text
    assert "“培训合格率”" in text
    assert not re.search(r"第 \d+ 行", text)
    assert all(each.code in findings for each in report.findings)


def test_what_a_person_accepted_stands_last() -> None:
    waiver = {"code": "SCR006", "reason": "已核实", "by": "李明", "date": "2024-01-20"}
    report = report_on("表.xlsx", patched({**FAULTY, "waivers": [waiver]}))
    text = as_text(report)
    assert text.index("DEV001") < text.index("【已由人工确认】") < text.index("SCR006")
    page = document_fromstring(as_html([report]))
    last = page.xpath("//table[@class='findings']")[-1]
    assert [cell.text[:6] for cell in last.xpath(".//td[2]")] == ["SCR006"]


def test_the_page_has_one_body_for_each_place() -> None:
    report = report_on("表.xlsx", patched(FAULTY))
    page = document_fromstring(as_html([report]))
    names = [cell.text for cell in page.xpath("//th[@scope='rowgroup']")]
    assert names == [place.name for place in by_place(report.form, report.findings)]
    for body in page.xpath("//table[@class='findings']/tbody"):
        levels = [cell.text for cell in body.xpath(".//td[contains(@class, 'level')]")]
        assert levels
        assert levels == sorted(levels, key=["错误", "提醒", "建议"].index)
    listed = [item.text.partition("（")[0] for item in page.xpath("//ul[@class='basis']/li")]
    assert len(listed) == len({each.basis for each in report.findings})


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
    assert f"  第1行“{' '.join(name.split())}”\n" in text
    assert check(form)

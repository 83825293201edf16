"""Which document belongs to which form: by project and year, never by likeness alone."""

from pathlib import Path

import pytest

from selfeval_assist.form import Indicator, Measure, SelfEvaluation
from selfeval_assist.reports.beside import Candidate, Kind, beside, project_key


def form(
    project: str, year: int | None = 2024, unit: str = "甲站", actual: str = "12"
) -> SelfEvaluation:
    row = Indicator(name="里程", target=Measure("≥10公里"), actual=Measure(actual))
    return SelfEvaluation(project=project, year=year, unit=unit, indicators=(row,))


def plan(project: str, year: int | None = 2024, unit: str = "甲站") -> SelfEvaluation:
    return form(project, year, unit, actual="")


def given(*forms: SelfEvaluation) -> list[Candidate]:
    return [Candidate(Path(f"{number}.xlsx"), each) for number, each in enumerate(forms)]


def found(
    one: SelfEvaluation, *others: SelfEvaluation, kind: Kind = "declaration"
) -> SelfEvaluation | None:
    return beside(one, Path("own.xlsx"), given(*others), kind)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("道路养护", "310112240000-道路养护"),
        ("道路养护", "[Y2024-001] 道路养护"),
        ("道路养护", "道路养护（51000024T001）"),
        ("道路养护", "道路 养护"),
        ("道路养护（一期）", "道路养护(一期)"),
        ("“智慧”大厅", "智慧大厅"),
        ("2024年道路养护", "道路养护"),
        ("5Ｇ基站", "5g基站"),
    ],
)
def test_one_project_in_two_spellings(one: str, other: str) -> None:
    assert project_key(one, 2024) == project_key(other, 2024)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("道路养护（一期）", "道路养护（二期）"),
        ("道路养护（一期）", "道路养护"),
        ("110kV线路", "220kV线路"),
        ("2023年道路养护", "2025年道路养护"),
        ("12345热线", "热线"),
        ("道路养护100公里", "道路养护"),
    ],
)
def test_two_projects_stay_two(one: str, other: str) -> None:
    assert project_key(one, 2024) != project_key(other, 2024)


def test_a_declaration_is_of_the_same_year_and_last_years_form_of_the_one_before() -> None:
    before, now = form("道路养护", 2023), form("道路养护", 2024)
    assert found(now, before, plan("道路养护", 2024)) == plan("道路养护", 2024)
    assert found(now, before, kind="last_year") == before
    assert found(now, form("道路养护", 2022), kind="last_year") is None
    assert found(now, before) is None


def test_a_name_with_its_year_is_the_same_project_a_year_later() -> None:
    before = form("2023年道路养护", 2023)
    assert found(form("2024年度道路养护", 2024), before, kind="last_year") == before


def test_a_document_without_a_year_is_taken_when_there_is_no_better_one() -> None:
    undated = plan("道路养护", None)
    assert found(form("道路养护"), undated) == undated
    assert found(form("道路养护"), undated, plan("道路养护")) == plan("道路养护")


def test_of_several_the_one_of_the_same_unit_and_the_one_that_is_a_plan() -> None:
    one = form("道路养护", unit="乙站")
    assert found(one, plan("道路养护"), plan("道路养护", unit="乙站")) == plan(
        "道路养护", unit="乙站"
    )
    assert found(one, form("道路养护", unit="乙站", actual="11"), plan("道路养护", unit="乙站"))


def test_a_declaration_that_holds_results_too_is_known_by_its_title() -> None:
    one, title = form("道路养护"), "项目支出绩效目标申 报 表"
    titled = form("道路养护", actual="11").model_copy(update={"title": title})
    assert found(one, form("道路养护", actual="13"), titled) == titled


def test_two_copies_are_one_and_two_contents_are_none() -> None:
    one = form("道路养护")
    assert found(one, plan("道路养护"), plan("道路养护")) == plan("道路养护")
    other = plan("道路养护").model_copy(update={"notes": "调整后"})
    document, why = beside(one, Path("own.xlsx"), given(plan("道路养护"), other), "declaration")
    assert document is None
    assert "有 2 份（“0.xlsx”、“1.xlsx”），内容不同" in why


def test_the_form_itself_is_nothing_to_compare_with(tmp_path: Path) -> None:
    one = form("道路养护")
    own = tmp_path / "own.xlsx"
    document, why = beside(one, own, [Candidate(own, one)], "declaration")
    assert document is None
    assert "是否" not in why


def test_a_near_name_is_named_and_not_used() -> None:
    document, why = beside(
        form("农村道路养护"), Path("own.xlsx"), given(plan("农村公路养护")), "declaration"
    )
    assert document is None
    assert why == (
        "没有与2024年度“农村道路养护”相符的绩效目标申报表"
        "（是否是文件“0.xlsx”中的2024年度“农村公路养护”？）"
    )


def test_another_year_of_the_same_project_is_named() -> None:
    why = beside(form("道路养护"), Path("o"), given(plan("道路养护", 2023)), "declaration")[1]
    assert "是否是文件“0.xlsx”中的2023年度“道路养护”？" in why


def test_a_far_name_is_not_named_and_no_name_fits_nothing() -> None:
    why = beside(form("道路养护"), Path("o"), given(plan("图书采购")), "declaration")[1]
    assert "是否" not in why
    assert found(form(""), plan("")) is None

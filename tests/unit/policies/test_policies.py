"""Policies as data: the shipped ones, the choice by place, and a user's own file."""

from pathlib import Path

import pytest

from selfeval_assist.form import Funds, Indicator, SelfEvaluation
from selfeval_assist.policies import PolicyError, available, choose, load, policy_for


def test_every_section_says_where_it_comes_from() -> None:
    for policy in available():
        for name in ("execution", "indicators", "tiers", "overshoot", "grades", "weights"):
            section = getattr(policy, name)
            assert section.source
            assert section.standing in {"V", "M", "P"}


def test_groups_and_execution_make_a_hundred() -> None:
    for policy in available():
        groups = sum(policy.weights.groups.values())
        # Henan's management rows, execution among them, are split as each form prints them.
        assert (
            groups in {0, 70} if policy.id == "henan-2024" else {0, 100 - policy.execution.weight}
        )


def test_the_policy_follows_the_place() -> None:
    assert policy_for(SelfEvaluation(department="上海市普陀区体育局")).id == "shanghai"
    assert policy_for(SelfEvaluation(department="稷山县医疗保障局")).id == "mof-2020"
    assert policy_for(SelfEvaluation(department="上海市局", policy="mof-2020")).id == "mof-2020"


def test_the_policy_follows_the_printed_points() -> None:
    points = {"成本指标(20分)": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}
    rows = tuple(
        Indicator.model_validate({"level1": name, "weight": str(value)})
        for name, value in points.items()
    )
    funds = Funds.model_validate({"total": {"weight": "10"}})
    assert policy_for(SelfEvaluation(indicators=rows, funds=funds)).id == "mof-2021-cost"
    # The word 成本指标 alone tells nothing: other places have it with other points.
    assert policy_for(SelfEvaluation(indicators=rows[:1], funds=funds)).id == "mof-2020"


@pytest.mark.parametrize(
    ("unit", "policy"),
    [
        ("成都市郫都区民政局", "sichuan"),
        ("仁寿县发展和改革局", "sichuan"),
        ("中共武汉市委宣传部", "hubei-20"),
        ("恩施州水利局", "hubei-20"),
        ("国家税务总局上海市税务局", "shanghai"),
        ("南宁市交通运输局", "guangxi"),
        ("朝阳区教育局", "mof-2020"),
        ("某某四川路街道办事处", "mof-2020"),
        ("云岭市政务服务中心", "mof-2020"),
    ],
)
def test_counties_and_cities_lead_to_their_province(unit: str, policy: str) -> None:
    choice = choose(SelfEvaluation(unit=unit))
    assert (choice.policy.id, choice.others) == (policy, ())
    assert choice.reason


def test_a_name_of_two_places_is_asked_and_another_name_decides() -> None:
    form = SelfEvaluation(unit="普陀区民政局")
    choice = choose(form)
    assert choice.policy.id == "mof-2020"
    assert [other.id for other in choice.others] == ["shanghai"]
    assert "上海市普陀区" in choice.reason
    assert "浙江省舟山市普陀区" in choice.reason
    for there in ({"project": "上海市道路照明维护"}, {"title": "上海市项目支出绩效自评表"}):
        assert choose(form.model_copy(update=there)).policy.id == "shanghai"
    elsewhere = choose(form.model_copy(update={"department": "舟山市民政局"}))
    assert (elsewhere.policy.id, elsewhere.others) == ("mof-2020", ())


def test_points_that_contradict_the_place_are_said() -> None:
    funds = Funds.model_validate({"total": {"weight": "10"}})
    choice = choose(SelfEvaluation(unit="湖北职业培训学院", funds=funds))
    assert choice.policy.id == "hubei-20"
    assert [other.id for other in choice.others] == ["mof-2020"]
    assert "10 分" in choice.reason
    assert "20 分" in choice.reason


@pytest.mark.parametrize(
    ("title", "department", "unit", "reason"),
    [
        ("河南省豫河县部门整体支出绩效自评表", "豫河县农业农村局", "", "表名写着河南省"),
        ("2023年度郑州市项目自评表", "", "某某中心", "表名写着河南省"),
        ("转移支付区域绩效自评表", "河南省卫生健康委", "各县卫生健康局", "单位在河南省"),
    ],
)
def test_the_place_of_the_title_and_the_department(
    title: str, department: str, unit: str, reason: str
) -> None:
    choice = choose(SelfEvaluation(title=title, department=department, unit=unit))
    assert (choice.policy.id, choice.reason[: len(reason)]) == ("henan-2024", reason)


def test_a_unit_elsewhere_wins_over_the_title() -> None:
    form = SelfEvaluation(title="河南省对口支援项目自评表", unit="上海市某局")
    assert choose(form).policy.id == "shanghai"


def test_a_form_of_no_place_says_so() -> None:
    assert "没有认出地区" in choose(SelfEvaluation()).reason
    assert choose(SelfEvaluation(unit="上海市某局", policy="mof-2020")).reason == ""


def test_unknown_policy_names_the_known_ones() -> None:
    with pytest.raises(PolicyError, match=r"mof-2020、.*shanghai"):
        load("no-such")


def test_an_own_file_inherits_what_it_leaves_out(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nname = "本市"\nbased_on = "mof-2020"\n[overshoot]\nwarn_at = 110\n'
        'reason_at = 120\ncut = "none"\nsource = "本市通知"\nstanding = "P"\n',
        encoding="utf-8",
    )
    policy = load(str(own))
    assert policy.overshoot.reason_at == 120
    assert policy.tiers == load("mof-2020").tiers


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ", "不是正确的 TOML"),
        ('id = "x"\nname = "x"\n', "execution：缺少这一项"),
        ('id = "x"\nname = "x"\nbased_on = "none"\n', "based_on"),
        ('id = "x"\nname = "x"\nbased_on = "mof-2020"\nextra = 1\n', "extra：没有这一项"),
        (
            'id = "x"\nname = "x"\nbased_on = "mof-2020"\n[tiers]\nreached = 180\npartly = 60\n'
            'source = "x"\nstanding = "P"\n',
            "tiers.reached：应不大于 100",
        ),
        (
            'id = "x"\nname = "x"\nbased_on = "mof-2020"\n[tiers]\nreached = 80\npartly = 60\n'
            'source = "x"\nstanding = "Q"\n',
            "tiers.standing：只能是",
        ),
    ],
)
def test_a_wrong_file_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        load(str(own))
    assert message in str(error.value)
    assert "own.toml" in str(error.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="打不开"):
        load(str(tmp_path / "none.toml"))

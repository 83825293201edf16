"""Policies as data: the shipped ones, the choice by place, and a user's own file."""

from pathlib import Path

import pytest

from selfeval_assist.form import Indicator, SelfEvaluation
from selfeval_assist.policies import PolicyError, available, load, policy_for


def test_every_section_says_where_it_comes_from() -> None:
    for policy in available():
        for name in ("execution", "indicators", "tiers", "overshoot", "grades", "weights"):
            section = getattr(policy, name)
            assert section.source
            assert section.standing in {"V", "M", "P"}


def test_groups_and_execution_make_a_hundred() -> None:
    for policy in available():
        if policy.weights.groups:
            assert policy.execution.weight + sum(policy.weights.groups.values()) == 100


def test_the_policy_follows_the_place() -> None:
    assert policy_for(SelfEvaluation(department="上海市普陀区体育局")).id == "shanghai"
    assert policy_for(SelfEvaluation(department="稷山县医疗保障局")).id == "mof-2020"
    assert policy_for(SelfEvaluation(department="上海市局", policy="mof-2020")).id == "mof-2020"


def test_the_policy_follows_the_layout() -> None:
    rows = (Indicator(level1="成本指标(20分)", level2="经济成本指标"),)
    assert policy_for(SelfEvaluation(indicators=rows)).id == "mof-2021-cost"
    rows = (Indicator(level1="产出指标", level2="成本指标"),)
    assert policy_for(SelfEvaluation(indicators=rows)).id == "mof-2020"


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

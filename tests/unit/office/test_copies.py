"""Copied texts: what is planted is found with both places, and nothing else."""

import random

from bench.copies import GOALS, planted, shares

from selfeval_assist.office.copies import Text, copies


def test_planted_copies_are_found_and_nothing_else() -> None:
    texts, pairs = planted(600, 60)
    found = copies(texts)
    for kind, share in shares(pairs, found).items():
        assert share >= GOALS[kind], kind
    assert {(each.one, each.other) for each in found} <= pairs.keys()
    assert [each.likeness for each in found] == sorted((e.likeness for e in found), reverse=True)


def test_a_form_is_no_copy_of_itself() -> None:
    texts = [Text(0, "cause", "", "因招标流标两次，合同签订推迟。") for _ in range(3)]
    assert copies(texts) == []


def test_a_goal_is_no_copy_of_a_completion() -> None:
    text = "完成老旧小区改造12个，惠及居民3000户。"
    assert copies([Text(0, "planned", "", text), Text(1, "actual", "", text)]) == []


def test_punctuation_spaces_and_case_hide_nothing() -> None:
    one = Text(0, "cause", "", "因GIS系统升级，验收推迟到12月。")
    other = Text(1, "cause", "", "因 gis系统升级；验收推迟到12月")
    (pair,) = copies([one, other])
    assert (pair.one, pair.other, pair.likeness) == (0, 1, 100)


def test_a_family_of_hundreds_is_found_without_comparing_each_pair() -> None:
    chance = random.Random(1)
    base = "按照年度计划完成设备采购、安装调试、人员培训和试运行，系统运行平稳，群众满意"
    texts = [
        Text(number, "actual", "", f"{base}，共受理{chance.randint(1000, 99_999)}件。")
        for number in range(300)
    ]
    found = copies(texts)
    linked = {each.one for each in found} | {each.other for each in found}
    assert linked == set(range(300))
    assert len(found) < 300 * 20

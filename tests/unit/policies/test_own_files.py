"""A person's own policy or layout: printed to begin with, merged, and told what is wrong in it."""

import re
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from selfeval_assist import layouts, policies
from selfeval_assist.cli import CLEAN, run
from selfeval_assist.layouts.load import LayoutError
from selfeval_assist.policies import PolicyError
from selfeval_assist.reports.as_toml import layout_toml, policy_toml

KINDS: dict[str, tuple[Callable[..., Any], Callable[..., Any], type[Exception]]] = {
    "policies": (policies.load, policy_toml, PolicyError),
    "layouts": (layouts.load, layout_toml, LayoutError),
}
SHIPPED = [(kind, each.id) for kind, room in (("policies", policies), ("layouts", layouts))
           for each in room.available()]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_what_is_printed_loads_as_the_same(
    kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.toml"
    arguments = [kind, "show", name, *(["--toml"] if kind == "policies" else [])]
    assert run([*arguments, "--output", str(own)]) == CLEAN
    load = KINDS[kind][0]
    assert load(str(own)) == load(name)
    # Of a file without what it is based on, too: it is whole.
    own.write_text(re.sub("(?m)^based_on = .*$", "", own.read_text("utf-8")), "utf-8")
    alone = load(str(own))
    assert alone.model_copy(update={"based_on": load(name).based_on}) == load(name)
    assert run(arguments) == CLEAN
    assert capsys.readouterr().out.endswith(KINDS[kind][1](load(name)) + "\n")


def test_every_key_of_a_printed_policy_is_explained() -> None:
    for policy in policies.available():
        keys = re.findall(r"(?m)^(\w+) = .*$", policy_toml(policy).split("\n[", 1)[1])
        value = r"(?:\[\n(?:    .*\n)*\]|.*?)"
        explained = re.findall(rf"(?m)^(\w+) = {value}  # .*[\u4e00-\u9fff]", policy_toml(policy))
        match = {"places", "points", "source", "standing"}
        assert set(keys) - match == set(explained) - match


def test_a_section_takes_over_the_keys_that_it_leaves_out(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nname = "本区"\nbased_on = "mof-2020"\n[execution]\nweight = 15\n'
        'source = "区财政局通知"\nstanding = "V"\n[weights]\n'
        'groups = { "产出指标" = 60, "效益指标" = 25 }\nsource = "同上"\nstanding = "V"\n',
        encoding="utf-8",
    )
    policy, base = policies.load(str(own)), policies.load("mof-2020")
    changed = {"weight": Decimal(15), "source": "区财政局通知"}
    assert policy.execution == base.execution.model_copy(update=changed)
    assert policy.weights.groups == {"产出指标": 60, "效益指标": 25}
    assert policy.tiers == base.tiers


def test_points_that_are_changed_need_a_source_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nname = "本区"\nbased_on = "mof-2020"\n[execution]\nweight = 15\n', "utf-8"
    )
    with pytest.raises(PolicyError, match=r"execution\.source：缺少这一项"):
        policies.load(str(own))


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('[execution]\nformula = "bands"', "execution：formula 写了 bands，要写明 bands 各档"),
        ("[execution]\nweight = 20", "weights.groups 合计 90 分，加上 execution.weight 的 20 分"),
        ("[tiers]\nreached = 50", "tiers：reached 不能小于 partly"),
        ("[grades]\ngood = 95", "grades：excellent 不能小于 good"),
        ("[overshoot]\nwarn_at = 140", "overshoot：reason_at 不能小于 warn_at"),
        ("[texts]\ngoal = [300, 80]", "texts：goal 最少 300 字，多于最多 80 字"),
        ('[texts]\nalso = { "经验" = [9, 1] }', "texts：经验 最少 9 字，多于最多 1 字"),
    ],
)
def test_settings_that_contradict_each_other_are_named(
    section: str, said: str, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    head = 'id = "own"\nname = "本区"\nbased_on = "mof-2020"\n'
    own.write_text(f'{head}{section}\nsource = "通知"\nstanding = "V"\n', encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        policies.load(str(own))
    assert said in str(error.value)


def test_a_layout_is_changed_by_one_word(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nname = "本区"\nsource = "区表样"\nstanding = "V"\nbased_on = "central"\n'
        '[goal]\nplanned = "年初设定目标"\n[widths]\nname = { most = 30 }\n',
        encoding="utf-8",
    )
    layout, base = layouts.load(str(own)), layouts.load("central")
    assert (layout.goal.planned, layout.goal.actual) == ("年初设定目标", base.goal.actual)
    assert (layout.widths["name"].most, layout.widths["name"].least) == (30, 18)


BAD = (
    "-1", "100000", "1.5", "nan", "true", '"文字"', '""', "2026-01-01", "[]", "[1, 2, 3]",
    "{ abc = 1 }", "[{ abc = 1 }]",
)  # fmt: skip


def places(table: dict[str, Any], at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where the values of a file stand, in tables and at the head of lists too."""
    for key, value in table.items() if isinstance(table, dict) else enumerate(table[:2]):
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from places(value, (*at, key))


def written(table: Any, at: tuple[Any, ...], text: str | None) -> str:
    """Return a table as TOML with another text at one place; None leaves the place out."""
    if not at:
        return text or ""
    if isinstance(table, list):
        parts = [
            written(each, at[1:], text) if number == at[0] else plain(each)
            for number, each in enumerate(table)
            if not (number == at[0] and len(at) == 1 and text is None)
        ]
        return f"[{', '.join(parts)}]"
    pairs = [
        f"{quoted(key)} = {written(value, at[1:], text) if key == at[0] else plain(value)}"
        for key, value in table.items()
        if not (key == at[0] and len(at) == 1 and text is None)
    ]
    return f"{{ {', '.join(pairs)} }}"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def plain(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case dict():
            return f"{{ {', '.join(f'{quoted(k)} = {plain(v)}' for k, v in value.items())} }}"
        case list():
            return f"[{', '.join(map(plain, value))}]"
    return str(value)


def bad_files(kind: str, name: str) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield files in which one place is wrong, perhaps: with each bad value, or without it."""
    load, show, _ = KINDS[kind]
    data = tomllib.loads(show(load(name)))
    data.pop("based_on", None)
    for at in places(data):
        for bad in (*BAD, None):
            top = {key: written(value, at[1:], bad) if key == at[0] else plain(value)
                   for key, value in data.items()
                   if not (bad is None and at == (key,))}  # fmt: skip
            bad_one = bad if bad is not None else ""
            lines = (f"{key} = {bad_one if at == (key,) else value}" for key, value in top.items())
            yield at, "\n".join(lines) + "\n"


def words_of(model: type[BaseModel]) -> set[str]:
    """Return the English words that a message may hold: keys, and the values that are allowed."""
    return set(re.findall(r"[A-Za-z_0-9]+", str(model.model_json_schema())))


@pytest.mark.many_examples
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("policies", "mof-2021-bands"),
        ("policies", "city-cap"),
        ("layouts", "central"),
    ],
)
def test_whatever_is_wrong_is_said_in_chinese_with_file_and_key(
    kind: str, name: str, tmp_path: Path
) -> None:
    load, _, error_type = KINDS[kind]
    allowed = words_of(type(load(name))) | {"TOML", "true", "false", "loose", "abc"}
    own, refused = tmp_path / "own.toml", 0
    for at, text in bad_files(kind, name):
        own.write_text(text, encoding="utf-8")
        if not (told := refusal(load, own, error_type)):
            continue
        refused += 1
        assert str(own) in told
        said = told.replace(str(own), "")
        assert set(re.findall(r"[A-Za-z_]{2,}", said)) <= allowed | {*map(str, at)}, said
        # A column that is missing is named where another key refers to it.
        named = any(str(part) in said for part in at if isinstance(part, str))
        assert named or "没有名为" in said or "widths 里没有" in said, (at, said)
        assert "取值不对" not in said, (at, said)
    assert refused > 300


def refusal(load: Callable[..., Any], own: Path, error_type: type[Exception]) -> str:
    """Return what is said of a file, or nothing where it can be used."""
    try:
        load(str(own))
    except error_type as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[execution\n", "第 1 行第 11 列"),
        ("id 1", "缺少等号"),
        ('id = "a"\nid = "b"\n', "第 2 行第 9 列，同一项写了两次"),
        ("[a]\n[a]\n", "同一节写了两次"),
        ("id = 文字\n", "文字要用英文引号括起来"),
        ("本区 = 1\n", "有汉字的要用英文引号括起来"),
        ('id = "a\n', "引号没有成对"),
        ("id = [1\n", "不是正确的 TOML"),
        ('id = "a" b\n', "一行里有多余的内容"),
        ("id = " + "9" * 5000 + "\n", "不是正确的 TOML"),
        ("id = " + "[" * 5000 + "]" * 5000 + "\n", "不是正确的 TOML"),
        ('id = "x"\nname = "x"\nbased_on = 3\n', "based_on 写的“3”不存在。可用的有：central、"),
        ('id = "x"\nname = "x"\nbased_on = ["central"]\n', "based_on 写的"),
        ('id = "x"\nbased_on = "central"\nfunds = 3\n', "funds：应是一节"),
    ],
)
def test_a_file_that_is_no_toml_or_based_on_nothing(text: str, said: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as error:
        layouts.load(str(own))
    assert said in str(error.value)
    assert str(own) in str(error.value)
    told = str(error.value).replace(str(own), "")
    assert not re.findall(r"[A-Za-z]{3,} [A-Za-z]{2,}", told), told


def test_a_file_in_another_encoding_and_a_folder(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes('name = "本区"'.encode("gb18030"))
    with pytest.raises(PolicyError, match=r"own\.toml 不是 UTF-8 编码"):
        policies.load(str(own))
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(PolicyError, match=r"folder\.toml 打不开"):
        policies.load(str(tmp_path / "folder.toml"))
    # As the editor of Windows saves it.
    own.write_text(policy_toml(policies.load("shanghai")), encoding="utf-8-sig")
    assert policies.load(str(own)) == policies.load("shanghai")

"""What the pages for people name is there: files, headings, commands with their options, keys."""

import ast
import importlib
import inspect
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from textual.binding import Binding, BindingType

from selfeval_assist import layouts, policies, tui
from selfeval_assist.cli import app
from selfeval_assist.reports.rules_page import anchor
from selfeval_assist.tui.app import SelfEvalApp

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("[A-Z]*.md"), *(ROOT / "docs").rglob("*.md")])
MANUAL = sorted((ROOT / "docs" / "manual").glob("*.md"))
FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
QUOTE = re.compile(r"“([^“”]{8,}。)”|^ *> (.+。)$|^\| ([^|`]+。) \|", re.MULTILINE)
"""Between marks, set apart, or seen in a table of what went wrong."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
KEY = re.compile(r"(?:(?:Ctrl|Shift)\+)*(?:F\d{1,2}|[A-Z][a-zA-Z]+|[A-Z](?<=\+.)|[↓←→])|[a-z]")
SPELLED = {
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "↓": "down",
    "←": "left",
    "→": "right",
}
OF_THE_WINDOW = {"ctrl", "ctrl+shift+v", "shift+insert", "ctrl+shift+f"}
"""Keys of what is around the program: a terminal pastes, enlarges; the page opens its text."""
NO_KEYS = {"PLATFORM"}
"""Words of code that are spelled like keys."""


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    told = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {anchor(each) for each in re.findall(r"^#+ (.+)$", told, re.MULTILINE)}


def test_the_manual_is_there_and_its_index_names_every_page() -> None:
    index = MANUAL[0].parent / "README.md"
    linked = set(LINK.findall(index.read_text(encoding="utf-8")))
    assert {page.name for page in MANUAL} - {index.name} <= linked
    for readme in ROOT.glob("README*.md"):
        assert "(docs/manual/README.md)" in readme.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", named(PAGES))
def test_what_a_page_links_to_is_there(page: str) -> None:
    here = ROOT / page
    for target in LINK.findall(FENCE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, place = unquote(target).partition("#")
        there = (here.parent / name).resolve() if name else here
        assert there.exists(), target
        assert not place or place in headings(there), target


def commands(page: str) -> Iterator[str]:
    """Yield the command lines of the program on a page."""
    told = text_of(page)
    lines = [line for fence in FENCE.findall(told) for line in fence.splitlines()]
    for each in (*lines, *CODE.findall(FENCE.sub("", told))):
        if re.match(r"selfeval-assist\b", each):
            yield each


@pytest.mark.parametrize(
    ("page", "line"), [(page, line) for page in named(MANUAL) for line in commands(page)]
)
def test_a_command_line_of_the_manual_is_understood(page: str, line: str) -> None:
    _, *arguments = shlex.split(line)
    app.parse_args(arguments)


def test_the_examples_of_own_files_can_be_used(tmp_path: Path) -> None:
    told = text_of("docs/manual/own-policy.md")
    file = tmp_path / "own.toml"
    policy, layout = re.findall(r"^```toml\n(.*?)^```$", told, re.MULTILINE | re.DOTALL)
    for load, example in ((policies.load, policy), (layouts.load, layout)):
        file.write_text(example, encoding="utf-8")
        load(str(file))
    for example, load, change, said_ in (
        (policy, policies.load, ("explain_below", "explain_blow", "weight = 20", "weight = 120"),
         "有 2 处不对：execution.weight：应不大于 100；execution.explain_blow：没有这一项"),
        (policy, policies.load, ("weight = 20", 'formula = "线性"'),
         "execution.formula：只能是 linear、bands"),
        (policy, policies.load,
         ("weight = 20", "bands = [{ rate = 1, share = 1 }, { rate = 2, share = 101 }]"),
         "execution.bands 第 2 项的 share：应不大于 100"),
        (policy, policies.load, ("weight = 20", 'weight = "二十"'), "execution.weight：应是数字"),
        (policy, policies.load, ('source = "同上，第三条"', ""), "execution.source：缺少这一项"),
        (policy, policies.load, ('"某市 2025 年自评办法"', "某市"),
         "不是正确的 TOML：第 2 行第 8 列，值的写法不对；文字要用英文引号括起来。"),
        (policy, policies.load, ('"产出指标" = 40', '"产出指标" = 60'),
         "weights.groups 合计 100 分，加上 execution.weight 的 20 分，超过 100 分"),
        (policy, policies.load, ("weight = 20", 'formula = "bands"'),
         "execution：formula 写了 bands，要写明 bands 各档"),
        (policy, policies.load, ("mof-2020", "mof-2019"), "based_on 写的“mof-2019”不存在。"),
        (layout, layouts.load, ('"deviation"', '"cause"'),
         "indicators.columns 第 8 项的 field：只能是 side、level1、"),
        (layout, layouts.load, ('heading = "权重"', 'heading = "权重", wide = 1'),
         "indicators.columns 第 6 项的 wide：没有这一项，请检查拼写"),
        (layout, layouts.load, ('    { field = "name", heading = "三级指标" },\n', ""),
         "indicators.columns 里没有三级指标（name）"),
        (layout, layouts.load, ('    { field = "remark", when = "reason" },\n', ""),
         "没有名为“remark”的栏目"),
    ):  # fmt: skip
        wrong = example
        for old, new in zip(change[::2], change[1::2], strict=True):
            assert old in wrong
            wrong = wrong.replace(old, new)
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(Exception, match=re.escape(str(file))) as error:
            load(str(file))
        assert said_ in str(error.value)
        assert said_ in told


def said() -> Iterator[str]:
    """Yield what the program can say, as patterns: what it puts into a sentence may be anything."""
    for file in (ROOT / ".ci" / "bundle").glob("*.bat"):
        yield from map(re.escape, re.findall("echo (.+)", file.read_text(encoding="utf-8")))
    for file in (ROOT / "selfeval_assist").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            told = [part.value if isinstance(part, ast.Constant) else "{}" for part in parts]
            if all(isinstance(part, str) for part in told) and re.search("[一-龥]", "".join(told)):
                yield "(.+?)".join(map(re.escape, re.split(r"\{[^}]*\}", "".join(told))))


def test_a_sentence_that_the_manual_quotes_is_one_of_the_program() -> None:
    known = [re.compile(pattern) for pattern in said()]
    quotes = {
        next(filter(None, quote))
        for page in named(MANUAL)
        for quote in QUOTE.findall(text_of(page))
        if "……" not in "".join(quote)
    }
    assert len(quotes) > 15
    plain = "\n".join(each.pattern.replace("\\", "") for each in known)

    def is_said(text: str) -> bool:
        if text in plain:
            return True
        # A pattern of little but gaps would be anything.
        found = (each.fullmatch(text) for each in known)
        return any(each and sum(map(len, each.groups())) < len(text) * 2 / 3 for each in found)

    for quote in quotes:
        # What happened and what to do about it may be put together.
        parts = filter(None, re.split("[。（）]", quote))
        assert is_said(quote) or all(map(is_said, parts)), quote


def bindings() -> Iterator[BindingType]:
    """Yield the bindings of all screens, widgets and apps, with those that they inherit."""
    for module in pkgutil.walk_packages(tui.__path__, f"{tui.__name__}."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            for each in found.__mro__:
                yield from vars(each).get("BINDINGS", ())


def bound() -> set[str]:
    keys = [each.key if isinstance(each, Binding) else each[0] for each in bindings()]
    return {key.strip() for each in keys for key in each.split(",")} | {
        SelfEvalApp.COMMAND_PALETTE_BINDING
    }


def test_every_key_of_the_manual_is_bound() -> None:
    known, seen = bound() | OF_THE_WINDOW, set()
    for page in named(MANUAL):
        for code in CODE.findall(FENCE.sub("", text_of(page))):
            if KEY.fullmatch(code) and code not in NO_KEYS:
                key = SPELLED.get(code.lower(), code.lower())
                assert key in known, f"{code} in {page}"
                seen.add(key)
    assert {"f3", "ctrl+l", "escape", "w", "delete"} <= seen

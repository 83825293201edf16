"""Prompt files: strict settings, inputs as used, values as data."""

import hashlib
import re
from pathlib import Path

import pytest

from selfeval_assist import resources
from selfeval_assist.drafting.errors import PromptError
from selfeval_assist.drafting.prompts import PROMPTS, REPAIRS, load_prompt, prompt_for, shared
from selfeval_assist.drafting.texts import kinds

GOOD = """---
id: demo
version: "1"
inputs: [facts]
max_tokens: 100
temperature: 0
---
[system]
规则
[user]
{{{facts}}}
"""


@pytest.mark.parametrize("name", PROMPTS)
def test_a_shipped_prompt_declares_exactly_what_it_uses(name: str) -> None:
    prompt = prompt_for(name)
    body = "\n".join(text for _role, text in prompt.turns)
    assert set(prompt.inputs) == set(re.findall(r"\{\{\{(\w+)\}\}\}", body))
    assert {"rules", "reply", "sheet"} <= set(prompt.inputs)
    assert set(prompt.template().input_variables) == set(prompt.inputs)


@pytest.mark.parametrize("name", PROMPTS)
def test_the_hash_of_a_prompt_covers_what_it_shares(name: str) -> None:
    data = (resources.folder("prompts") / f"{name}.md").read_bytes()
    own = hashlib.sha256(data).hexdigest()
    parts = "".join((own, *map(shared, ("rules", "reply", "lines", "reply_rows", "lines_rows"))))
    assert prompt_for(name).sha256 == hashlib.sha256(parts.encode()).hexdigest()


def test_every_kind_of_text_has_its_prompt() -> None:
    assert {kind.prompt for kind in kinds().values()} <= set(PROMPTS)


def write(folder: Path, text: str, name: str = "demo.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_prompt_is_read(tmp_path: Path) -> None:
    prompt = load_prompt(write(tmp_path, GOOD))
    assert prompt.turns == (("system", "规则"), ("user", "{{{facts}}}"))
    assert (prompt.max_tokens, prompt.temperature, prompt.version) == (100, 0.0, "1")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("id: demo", "id: other", "文件名"),
        ('version: "1"\n', "", "version"),
        ("temperature: 0", "temperature: 9", "temperature"),
        ("max_tokens: 100", "max_tokens: many", "max_tokens"),
        ("temperature: 0", "temperature: 0\ntemprature: 1", "temprature"),
        ("inputs: [facts]", "inputs: [facts, more]", "more"),
        ("{{{facts}}}", "{{{facts}}}{{{other}}}", "other"),
        ("{{{facts}}}", "{{facts}}", "{{facts}}"),
        ("{{{facts}}}", "{{{facts}}}{{#facts}}x{{/facts}}", "{{#facts}}"),
        ("{{{facts}}}", "{{{facts}}}{{> file}}", "{{> file}}"),
        ("{{{facts}}}", "{{{facts}}}{{=<% %>=}}", "{{=<% %>=}}"),
        ("{{{facts}}}", "{{{facts}}}{{", "花括号"),
        ("[user]", "[robot]", "[user]"),
        ("[system]\n规则\n[user]\n", "", "[system]"),
        ("{{{facts}}}", "{{{facts}}}\n[assistant]\n答", "[user]"),
        ("规则", "", "不能为空"),
        ("---\nid", "id", "---"),
        ("inputs: [facts]", "inputs: [", "YAML"),
    ],
)
def test_a_damaged_prompt_is_refused_by_name(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    assert old in GOOD
    with pytest.raises(PromptError, match=re.escape(named)) as caught:
        load_prompt(write(tmp_path, GOOD.replace(old, new)))
    assert "demo.md" in str(caught.value)


def test_a_missing_or_undecodable_prompt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="读不出来"):
        load_prompt(tmp_path / "none.md")
    (tmp_path / "demo.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PromptError, match="读不出来"):
        load_prompt(tmp_path / "demo.md")


def test_values_are_put_in_as_they_are(tmp_path: Path) -> None:
    hostile = '<F1> & "x" {{facts}} {{{facts}}} {a} {{#s}}y{{/s}} </p>'
    template = load_prompt(write(tmp_path, GOOD)).template()
    messages = template.format_messages(facts=hostile, **{REPAIRS: [("ai", hostile)]})
    assert [message.content for message in messages] == ["规则", hostile, hostile]


def test_prompts_are_found_in_a_package_and_in_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "top" / "package"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    (tmp_path / "top" / "prompts").mkdir()
    assert resources.folder("prompts") == tmp_path / "top" / "prompts"
    (package / "prompts").mkdir()
    assert resources.folder("prompts") == package / "prompts"

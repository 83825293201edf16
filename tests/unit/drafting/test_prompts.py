"""Prompt files: strict settings, inputs as used, values as data."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from selfeval_assist import resources
from selfeval_assist.drafting.errors import PromptError
from selfeval_assist.drafting.guard import additions
from selfeval_assist.drafting.material import inputs_for
from selfeval_assist.drafting.plan import SentencePlan
from selfeval_assist.drafting.prompts import REPAIRS, load_prompt, prompt_for
from selfeval_assist.facts import SLOT, Fact, FactTable
from selfeval_assist.review import Task
from selfeval_assist.review.supported import Ground
from selfeval_assist.verify.template import verify_template

TASKS: tuple[Task, ...] = get_args(Task)
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


@pytest.mark.parametrize("task", TASKS)
def test_a_shipped_prompt_declares_exactly_what_it_uses(task: Task) -> None:
    prompt = prompt_for(task)
    body = "\n".join(text for _role, text in prompt.turns)
    assert set(prompt.inputs) == set(re.findall(r"\{\{\{(\w+)\}\}\}", body))
    assert set(prompt.inputs) == inputs_for(SentencePlan("题", "句")).keys()
    assert set(prompt.template().input_variables) == set(prompt.inputs)


@pytest.mark.parametrize("task", TASKS)
def test_a_shipped_prompt_is_recorded_by_the_hash_of_its_file(task: Task) -> None:
    data = (resources.folder("prompts") / f"{task}.md").read_bytes()
    assert prompt_for(task).sha256 == hashlib.sha256(data).hexdigest()


_LINE = re.compile(r"<(F\d)>：(?:(.+?)的)?([^，\n]+)(?:，前面写(.+)之一)?")


def examples(task: Task) -> list[tuple[SentencePlan, str]]:
    """Return each example as the plan that its question shows, with its answer."""
    turns = prompt_for(task).turns
    pairs = []
    for (role, question), (_answerer, answer) in pairwise(turns):
        if role != "user":
            continue
        slots = {}
        for name, subject, label, words in _LINE.findall(question):
            kind = "cause" if label == "原因" else "verdict" if "判定" in label else "quantity"
            slots[name] = Fact(
                name, label, "值", kind, (), "", tuple(re.findall("“(.+?)”", words)),
                subjects=(subject,) if subject else (),
            )  # fmt: skip
        topic = re.search("主题：(.+)", question)
        reference = re.search("参考：(.+)", question)
        assert topic
        assert reference
        pairs.append((SentencePlan(topic[1], reference[1], slots), answer))
    return pairs


@pytest.mark.parametrize("task", TASKS)
def test_the_examples_of_a_shipped_prompt_keep_its_own_rules(task: Task) -> None:
    found = examples(task)
    assert len(found) >= 3
    for plan, answer in found:
        assert plan.slots
        assert verify_template(answer, plan.slots) == ()
        assert verify_template(plan.template, plan.slots) == ()
        assert list(additions(answer, plan, Ground(task, FactTable()))) == []
        assert answer != plan.template


@pytest.mark.parametrize("task", TASKS)
def test_the_examples_differ_in_frame_and_hold_no_value(task: Task) -> None:
    answers = prompt_for(task).examples
    frames = {SLOT.sub("", answer)[:4] for answer in answers}
    assert len(frames) == len(answers)
    assert not re.search(r"\d", SLOT.sub("", "".join(answers)))


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

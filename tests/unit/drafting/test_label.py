"""Files with accepted words of a model carry the label of annex E, GB 45438-2025; others do not."""

import asyncio
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from drafting_forms import form_with, sheet_of
from fake_model import Answer, Recorder
from lxml import etree
from pydantic import SecretStr

from selfeval_assist.documents import read
from selfeval_assist.drafting import Endpoint, Limits, compose, draft
from selfeval_assist.form import SelfEvaluation, paths
from selfeval_assist.reports.export import SUFFIXES, export_form
from selfeval_assist.review import Action, Proposal, apply, decide

KEYS = (
    "Label", "ContentProducer", "ProduceID", "ReservedCode1",
    "ContentPropagator", "PropagateID", "ReservedCode2",
)  # fmt: skip
HERE = Endpoint(
    base_url="http://127.0.0.1:9/v1",
    model="asked-model",
    api_key=SecretStr("sk-0123456789"),
    limits=Limits(tries=1, backoff=0),
)


def accepted(form: SelfEvaluation, proposal: Proposal) -> SelfEvaluation:
    decisions = [
        decide(proposal, at, Action.ACCEPT, person="李明", at=proposal.created)
        for at in range(len(proposal.sentences))
    ]
    return apply(form, proposal, decisions)


@pytest.fixture
def proposal(model: Callable[[Answer], Recorder]) -> Proposal:
    words = "更换水表{r0.actual}，比目标少{r0.gap}。全年支出{f.executed}，年中核减{f.change}。"
    reply = {"sentences": [{"text": f"{each}。"} for each in words.split("。") if each]}
    model(lambda _question, _call: json.dumps(reply, ensure_ascii=False))
    form = form_with()
    return asyncio.run(draft("actual", form, sheet_of(form), HERE))


def label_of(file: Path) -> dict[str, str] | None:
    """Return the label of a file, read by other means than those that wrote it."""
    if file.suffix == ".json":
        found = json.loads(file.read_text(encoding="utf-8")).get("AIGC")
        return dict(found) if found else None
    if file.suffix == ".md":
        match = re.match(r"---\nAIGC: (.*)\n---\n\n# ", file.read_text(encoding="utf-8"))
        return dict(json.loads(match[1])) if match else None
    if file.suffix == ".xlsx":
        held = {each.name: each.value for each in openpyxl.load_workbook(file).custom_doc_props}
        return dict(json.loads(held["AIGC"])) if "AIGC" in held else None
    with zipfile.ZipFile(file) as parts:
        if "docProps/custom.xml" not in parts.namelist():
            return None
        root = etree.fromstring(parts.read("docProps/custom.xml"))
    held = {each.get("name"): "".join(each.itertext()) for each in root}
    return dict(json.loads(held["AIGC"])) if "AIGC" in held else None


def labels(form: SelfEvaluation, folder: Path) -> list[dict[str, str] | None]:
    files = export_form(
        form, folder, overwrite=True, formats=SUFFIXES, pages=["report"], tell=lambda _note: None
    )
    assert len(files) == 5
    return [label_of(file) for file in files]


def test_every_kind_of_file_has_the_keys_of_the_standard(
    proposal: Proposal, tmp_path: Path
) -> None:
    form = accepted(form_with(), proposal)
    found = labels(form, tmp_path)
    first = found[0]
    assert first is not None
    assert tuple(first) == KEYS
    assert (first["Label"], first["ProduceID"]) == ("1", proposal.id)
    assert first["ContentProducer"] == proposal.generation.answered != ""
    assert found == [first] * 5
    # nobody takes it away by reading the file and writing it again
    (again,) = read(next(tmp_path.glob("*.json")))
    assert again == form
    assert labels(again, tmp_path) == [first] * 5
    (from_md,) = read(next(tmp_path.glob("*.md")))
    assert from_md.goal.actual == form.goal.actual


def test_other_words_are_not_labelled(proposal: Proposal, tmp_path: Path) -> None:
    form = form_with()
    own = accepted(form, compose("actual", form, sheet_of(form)))
    assert own.kept
    assert labels(own, tmp_path) == [None] * 5
    typed = paths.put(accepted(form, proposal), "goal.actual", "更换了水表。")
    assert labels(typed, tmp_path) == [None] * 5


def test_the_policy_has_the_switch(proposal: Proposal, tmp_path: Path) -> None:
    policy = tmp_path / "own.toml"
    policy.write_text(
        'id = "own"\nname = "不加标识"\nbased_on = "sichuan"\n[labels]\nmetadata = false\n'
        'visible_in_drafts = false\nsource = "本单位决定"\nstanding = "P"\n',
        encoding="utf-8",
    )
    form = paths.put(accepted(form_with(), proposal), "policy", str(policy))
    assert labels(form, tmp_path / "out") == [None] * 5

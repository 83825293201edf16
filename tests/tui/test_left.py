"""How what a window left stands to what is stored; what older releases left is found too."""

import json
from pathlib import Path

import pytest

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.tui.app import now
from selfeval_assist.tui.state.chosen import endpoint_of, keep_endpoint
from selfeval_assist.tui.state.left import Standing, left, rescue
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import FormId, Workspace


def session(workspace: Workspace, form_id: FormId) -> Session:
    return Session(workspace, form_id, person="陈默", clock=now)


@pytest.fixture
def form_id(workspace: Workspace, finished: SelfEvaluation) -> FormId:
    return workspace.create(finished, person="陈默")


def typed(workspace: Workspace, form_id: FormId, text: str) -> Path:
    window = session(workspace, form_id)
    window.put("notes", text)
    window.jot()
    (file,) = workspace.path.parent.glob(f"*.unsaved-{form_id}-*")
    return file


def standing(workspace: Workspace) -> list[Standing]:
    return [each.standing for each in left(workspace)[0]]


def test_of_an_archived_form_it_is_offered(workspace: Workspace, form_id: FormId) -> None:
    typed(workspace, form_id, "归档以前打的")
    workspace.archive(form_id, person="陈默")
    assert standing(workspace) == ["archived"]


def test_of_a_form_that_is_gone_it_is_offered(workspace: Workspace, form_id: FormId) -> None:
    file = typed(workspace, form_id, "备份以后打的")
    file.rename(file.with_name(file.name.replace("unsaved-1-", "unsaved-99-")))
    assert standing(workspace) == ["gone"]
    ((found,), _) = left(workspace)
    new = rescue(workspace, found, person="陈默")
    assert new is not None
    assert workspace.load(new).form.notes == "备份以后打的"
    assert left(workspace) == ((), ())


def test_a_version_that_came_back_is_the_one_it_began_from(
    workspace: Workspace, form_id: FormId
) -> None:
    typed(workspace, form_id, "甲")
    workspace.save(form_id, SelfEvaluation(), revision=1, person="李")
    assert standing(workspace) == ["older"]
    workspace.restore(form_id, 1, revision=2, person="李")
    assert session(workspace, form_id).form.notes == "甲"


def test_what_is_taken_back_is_not_offered(workspace: Workspace, form_id: FormId) -> None:
    window = session(workspace, form_id)
    window.put("notes", "又不要了")
    window.jot()
    window.undo()
    window.save()
    assert left(workspace) == ((), ())
    assert list(workspace.path.parent.glob("*.unsaved-*")) == []


@pytest.mark.parametrize("name", ["自评.2024", "自评", "[自评] w.sqlite3"])
def test_what_an_older_release_left_is_recovered(
    tmp_path: Path, finished: SelfEvaluation, name: str
) -> None:
    with Workspace.open(tmp_path / name) as workspace:
        form_id = workspace.create(finished, person="陈默")
        old = workspace.path.with_suffix(f".unsaved-{form_id}.json")
        form = finished.model_copy(update={"notes": "旧版没存的"})
        kept = {"revision": 1, "process": 1, "form": form.model_dump(mode="json")}
        old.write_text(json.dumps(kept), encoding="utf-8")
        opened = session(workspace, form_id)
        assert opened.recovered is not None
        assert opened.form.notes == "旧版没存的"
        assert not old.exists()
        opened.save()
        assert workspace.load(form_id).form.notes == "旧版没存的"


def test_what_an_older_release_left_of_one_year_goes_into_no_form_of_another(
    tmp_path: Path, finished: SelfEvaluation
) -> None:
    """Both had ``自评.unsaved-1.json``, and number and version are the same."""
    with Workspace.open(tmp_path / "自评.2025") as workspace:
        form_id = workspace.create(finished, person="陈默")
        other = SelfEvaluation(project="另一个项目", year=2024, notes="去年的话")
        kept = {"revision": 1, "process": 1, "form": other.model_dump(mode="json")}
        (tmp_path / "自评.unsaved-1.json").write_text(json.dumps(kept), encoding="utf-8")
        opened = session(workspace, form_id)
        assert opened.recovered is None
        assert opened.form == finished
        ((found,), _) = left(workspace)
        assert (found.standing, found.form.notes) == ("unsure", "去年的话")


def test_keys_of_two_workspaces_are_two_and_old_ones_are_still_read(tmp_path: Path) -> None:
    address = "https://model.example/v1"
    (tmp_path / "自评.keys.json").write_text(json.dumps({address: "old"}), encoding="utf-8")
    with (
        Workspace.open(tmp_path / "自评.2024") as one,
        Workspace.open(tmp_path / "自评.2025") as other,
    ):
        for workspace in (one, other):
            assert endpoint_of(address, "m", "", workspace).api_key.get_secret_value() == "old"
        keep_endpoint(one, endpoint_of(address, "m", "one", one), person="陈默")
        keep_endpoint(other, endpoint_of(address, "m", "two", other), person="陈默")
        for workspace, key in ((one, "one"), (other, "two")):
            assert endpoint_of(address, "m", "", workspace).api_key.get_secret_value() == key


def test_files_of_others_in_the_folder_are_left_alone(
    workspace: Workspace, form_id: FormId, tmp_path: Path
) -> None:
    names = (
        "别的.unsaved-1-0f.json", "workspace.db.unsaved-x-0f.json", "unsaved-1.json",
        "workspace.db.unsaved-1-0f.json.part", "workspace.json",
    )  # fmt: skip
    for name in names:
        (tmp_path / name).write_text("{", encoding="utf-8")
    assert left(workspace) == ((), ())
    assert session(workspace, form_id).recovered is None
    assert all((tmp_path / name).exists() for name in names)

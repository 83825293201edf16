"""What other programs use: the page that shows it is run, and nothing is loaded too early."""

import asyncio
import doctest
import os
from pathlib import Path

import programs
import pytest

from selfeval_assist.resources import folder

ROOT = Path(__file__).parents[3]
HEAVY = ["pydantic", "lxml", "openpyxl", "textual", "langchain", "openai", "rapidfuzz"]


def test_the_page_is_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert found.attempted > 12
    assert found.failed == 0


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys\nimport selfeval_assist\nassert selfeval_assist.__version__\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "from selfeval_assist import check, export, load, score\n"
        "print('textual' in sys.modules or 'langchain' in sys.modules)"
    )
    assert programs.python(code).stdout.split("\n")[:2] == ["[]", "False"]


def test_it_works_in_a_running_event_loop() -> None:
    from selfeval_assist import check, load

    async def notebook() -> int:
        (form,) = load(os.fspath(folder("examples") / "finished.json"))
        return len(check(form))

    assert asyncio.run(notebook()) > 0


def test_the_stub_lists_what_is_there() -> None:
    import selfeval_assist

    assert sorted(selfeval_assist.__all__) == [
        "check",
        "draft",
        "draft_many",
        "export",
        "load",
        "score",
    ]
    for name in selfeval_assist.__all__:
        assert callable(getattr(selfeval_assist, name))


def test_a_model_drafts_in_a_running_event_loop() -> None:
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from selfeval_assist import draft, load
    from selfeval_assist.drafting.errors import NotAllowedError

    async def notebook() -> None:
        (form,) = load(os.fspath(folder("examples") / "finished.json"))
        model = FakeListChatModel(responses=["全年支出{f.executed}，执行率{f.rate}。"])
        with pytest.raises(NotAllowedError):
            draft(form, text="实际完成情况", model=model)
        (text,) = draft(form, text="实际完成情况", model=model, allow=True)
        assert text.proposal.generation.requests
        assert "430万元" in text.text

    asyncio.run(notebook())


def test_a_model_drafts_many_forms_in_a_running_event_loop() -> None:
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from selfeval_assist import draft_many, load
    from selfeval_assist.drafting.errors import NotAllowedError
    from selfeval_assist.failures import Failure

    async def notebook() -> None:
        (form,) = load(os.fspath(folder("examples") / "finished.json"))
        marked = form.model_copy(update={"project": "项目（秘密）"})
        model = FakeListChatModel(responses=["全年支出{f.executed}，执行率{f.rate}。"])
        with pytest.raises(NotAllowedError):
            list(draft_many([form], text="实际完成情况", model=model))
        one, none, other = draft_many(
            [form, marked, form], text="实际完成情况", model=model, allow=True
        )
        assert isinstance(none, Failure)
        for texts in (one, other):
            assert isinstance(texts, tuple)
            assert "430万元" in texts[0].text

    asyncio.run(notebook())

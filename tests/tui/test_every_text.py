"""Every text field of a form is shown on the screens and keeps what is typed into it."""

import pytest
from every_text import form_of_texts, texts
from tui_steps import LARGE, field, opened, until, walk

from selfeval_assist.form import paths
from selfeval_assist.tui.app import SelfEvalApp
from selfeval_assist.tui.widgets.field import Editor


@pytest.mark.parametrize("path", list(texts()))
async def test_a_text_is_shown_typed_and_kept(app: SelfEvalApp, path: str) -> None:
    old, new = f"旧的{texts()[path]}", texts()[path]
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(app, pilot, paths.put(form_of_texts(), path, old), "goals")
        await screen.show_place(path)
        await until(pilot, lambda: field(app, path).is_mounted)
        editor = field(app, path).editor
        assert isinstance(editor, Editor)
        assert editor.text == old
        editor.text = new
        await until(pilot, lambda: paths.text(walk(app).session.form, path) == new)
        await pilot.press("f2")
        (kept,) = app.workspace.forms()
        await until(pilot, lambda: paths.text(app.workspace.load(kept.id).form, path) == new)


async def test_a_form_shows_the_texts_of_its_layout(app: SelfEvalApp) -> None:
    form = form_of_texts().model_copy(
        update={"texts": {}, "unit": "成都市供水管理所", "department": "四川省成都市水务局"}
    )
    async with app.run_test(size=LARGE) as pilot:
        await opened(app, pilot, form, "goals")
        shown = [each.path for each in walk(app).current.query("Field")]
        assert shown == [
            "goal.planned",
            "goal.actual",
            "texts.项目实施内容及过程概述",
            "texts.评价结论",
            "texts.存在问题",
            "texts.改进措施",
        ]
        walk(app).session.put("texts.其他情况", "没有。")
        await until(pilot, lambda: field(app, "texts.其他情况").is_mounted)

"""What a start must not load: checked in a fresh interpreter, by module names and not by time."""

import programs
import pytest

from selfeval_assist.resources import folder

EXAMPLES = folder("examples").resolve()
FINISHED = str(EXAMPLES / "finished.json")
HEAVY = ("textual", "langchain", "langchain_core", "langchain_openai", "openai", "langsmith")


def loaded(code: str) -> set[str]:
    """Return the top-level names of the modules that a piece of code has loaded."""
    program = f"{code}\nimport sys\nprint('\\n'.join({{m.split('.')[0] for m in sys.modules}}))"
    done = programs.python(program)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import selfeval_assist.cli",
        "import selfeval_assist.drafting, selfeval_assist.workspace, selfeval_assist.reports",
        "from selfeval_assist.cli import run; assert run(['rule', 'FUND001']) == 0",
        f"from selfeval_assist.cli import run; assert run(['check', {FINISHED!r}]) == 1",
        f"from selfeval_assist.cli import run; assert run(['draft', {FINISHED!r}]) == 0",
    ],
)
def test_light_commands_load_neither_screens_nor_models(code: str) -> None:
    assert loaded(code).isdisjoint(HEAVY)


def test_the_check_command_over_all_examples_loads_neither() -> None:
    code = (
        "from pathlib import Path\nfrom selfeval_assist.cli import run\n"
        f"files = [str(path) for path in sorted(Path({str(EXAMPLES)!r}).glob('*.json'))]\n"
        "assert len(files) >= 3\n"
        "assert run(['check', *files]) == 1"
    )
    assert loaded(code).isdisjoint(HEAVY)


def test_the_screens_do_load_textual() -> None:
    """The mirror: the names above are the right ones to look for."""
    assert "textual" in loaded("from selfeval_assist.tui.app import SelfEvalApp")


def test_the_first_fields_of_a_form_wait_for_nothing_that_judges_or_drafts_it() -> None:
    code = (
        "import asyncio, sys, tempfile\nfrom pathlib import Path\n"
        "from selfeval_assist.tui.app import SelfEvalApp\n"
        "from selfeval_assist.tui.screens.walk import Walk\n"
        "from selfeval_assist.workspace import Workspace\n"
        "found = set()\n"
        "Walk.load_rest = lambda self: (found.update(sys.modules), self.app.exit())\n"
        "with tempfile.TemporaryDirectory() as place:\n"
        "    workspace = Workspace.open(Path(place) / 'w')\n"
        f"    app = SelfEvalApp(workspace, file=Path({FINISHED!r}), person='x')\n"
        "    app.run(headless=True)\n"
        "print(*found, sep='\\n')"
    )
    done = programs.python(code)
    assert done.returncode == 0, done.stderr
    found = set(done.stdout.split())
    assert "selfeval_assist.tui.parts.head" in found
    rooms = ("checks", "drafting", "facts", "layouts", "policies", "reports", "review", "scoring")
    later = {f"selfeval_assist.{room}" for room in rooms}
    later |= {"selfeval_assist.form.grammar", "selfeval_assist.documents.readers.archive"}
    assert found.isdisjoint(later)


def test_tracing_is_off_before_anything_is_imported() -> None:
    code = (
        "import os\nos.environ['LANGCHAIN_TRACING_V2'] = 'true'\nimport selfeval_assist.__main__\n"
        "assert os.environ['LANGSMITH_TRACING_V2'] == 'false'\n"
        "assert os.environ['LANGCHAIN_TRACING_V2'] == 'false'\n"
        "assert os.environ['LANGSMITH_GATEWAY'] == 'false'\n"
        "assert os.environ['TEXTUAL_DISABLE_KITTY_KEY'] == '1'"
    )
    assert "selfeval_assist" in loaded(code)

"""Each command of the manual is run, page by page, in a folder with the files that it names."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import blank_forms
import docx
import pytest
from listening import listening

from selfeval_assist.cli import CLEAN, FINDINGS, run
from selfeval_assist.documents import read, write_xlsx
from selfeval_assist.form import paths
from selfeval_assist.resources import folder
from selfeval_assist.workspace import Workspace, back_up

MANUAL = Path(__file__).parents[2] / "docs" / "manual"
FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`(selfeval-assist [^`\n]+)`")
SCREENS = re.compile(r"selfeval-assist(| serve.*| open.*| mcp.*)$")
"""What shows screens until a person ends it has tests of its own."""
ADDED = {"规则编号": "FUND006"}
"""What a reader puts in the place of a word."""


def commands(page: str) -> list[str]:
    told = (MANUAL / page).read_text(encoding="utf-8")
    lines = [line for fence in FENCE.findall(told) for line in fence.splitlines()]
    found = (*lines, *CODE.findall(FENCE.sub("", told)))
    own = (each for each in found if each.startswith("selfeval-assist"))
    return [each for each in own if not SCREENS.match(each)]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with all files that the manual names, and a model at a port of its own."""
    (form,) = read(folder("examples") / "finished.json")
    last = paths.put(paths.put(form, "year", 2024), "indicators.0.actual", "21台")
    for name, each in (
        ("表", form), ("今年", form), ("退回", form), ("自评表", form), ("去年", last),
        ("目标申报表", form),
        ("报送/一", form), ("报送/二", paths.put(form, "unit", "云岭市档案馆")),
        ("申报表/一", form), ("去年/一", last),
    ):  # fmt: skip
        path = tmp_path / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        write_xlsx(each, path)
    remarks = docx.Document()
    remarks.add_paragraph("1.第3行指标得分与完成值不符，请核实")
    remarks.save(str(tmp_path / "退回意见.docx"))
    shutil.move(blank_forms.document(tmp_path / "blank.docx"), tmp_path / "空白表.docx")
    policy, layout = TOML.findall((MANUAL / "own-policy.md").read_text(encoding="utf-8"))
    (tmp_path / "本市.toml").write_text(policy, encoding="utf-8")
    (tmp_path / "本市表样.toml").write_text(layout, encoding="utf-8")
    with Workspace.open() as workspace:
        workspace.create(form, person="陈默")
        place = workspace.path
    back_up(place, tmp_path / "损坏的文件.sqlite3")
    monkeypatch.chdir(tmp_path)
    with listening() as model:
        for name, value in (("BASE_URL", model.url), ("MODEL", "m"), ("API_KEY", "sk-0123456789")):
            monkeypatch.setenv(f"OPENAI_{name}", value)
        yield tmp_path


@pytest.mark.parametrize("page", [each.name for each in sorted(MANUAL.glob("*.md"))])
def test_what_a_page_says_can_be_done(
    page: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in dict.fromkeys(commands(page)):
        _, *arguments = shlex.split(line)
        arguments = [ADDED.get(each, each) for each in arguments]
        written = [
            desk / arguments[at + 1]
            for at, each in enumerate(arguments)
            if each in {"--output", "--export"}
        ]
        for each in written:
            each.unlink(missing_ok=True)
        code = run(arguments)
        told = capsys.readouterr()
        assert code in {CLEAN, FINDINGS}, f"{line}\n{told.err}"
        assert told.out or told.err or written, line
        assert all(each.stat().st_size for each in written), line

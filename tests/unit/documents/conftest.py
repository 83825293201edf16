"""What the tests of documents share."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import needs
import pytest
from programs import PATIENCE

from selfeval_assist.form import Provenance, SelfEvaluation

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "examples" / "source" / "two-forms.txt"
DATA = ROOT / "tests" / "data" / "documents"

Convert = Callable[[Path, str], Path]


def bare(form: SelfEvaluation) -> SelfEvaluation:
    """Return a form without its provenance, for comparing contents."""
    return form.model_copy(update={"provenance": Provenance()})


@pytest.fixture
def sample() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def without_provenance() -> Callable[[SelfEvaluation], SelfEvaluation]:
    return bare


@pytest.fixture
def bad_json() -> Path:
    return DATA / "bad-json"


@pytest.fixture
def libreoffice(tmp_path: Path) -> Convert:
    """Return a function that converts a file with LibreOffice."""
    program = needs.program("soffice", "libreoffice", untested="用 LibreOffice 打开、转换文件")
    profile = (tmp_path / "profile").as_uri()

    def convert(path: Path, kind: str) -> Path:
        out = tmp_path / "converted"
        command = [program, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        made = out / f"{path.stem}.{kind}"
        assert made.exists(), "LibreOffice made no file"
        return made

    return convert

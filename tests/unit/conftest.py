"""What the tests of several rooms share."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import needs
import pytest
from programs import PATIENCE

Convert = Callable[[Path, str], Path]


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

"""What an office installs without a network: the right wheels for its machine, checked by pip."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import needs
import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / ".ci" / "bundle"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
HERE = "manylinux_2_28_x86_64"


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / ".ci" / "bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, *requires: str) -> Path:
    made = folder / name
    lines = "".join(f"Requires-Dist: {each}\n" for each in requires)
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("x-1.dist-info/METADATA", f"Name: x\nVersion: 1\n{lines}\n")
    return made


def test_wheels_of_an_older_c_library_run_too(bundle: ModuleType) -> None:
    tags = bundle.tags("manylinux_2_28_aarch64")
    assert tags[0] == "manylinux_2_28_aarch64"
    assert {"manylinux_2_17_aarch64", "manylinux2014_aarch64"} <= set(tags)
    assert not [tag for tag in tags if not tag.endswith("_aarch64")]
    assert bundle.tags("win32") == ("win32",)


@pytest.mark.parametrize(
    ("platform", "system", "machine"),
    [
        ("win_amd64", "Windows", "AMD64"),
        ("win32", "Windows", "x86"),
        ("manylinux_2_28_x86_64", "Linux", "x86_64"),
        ("manylinux_2_28_aarch64", "Linux", "aarch64"),
        ("manylinux_2_36_loongarch64", "Linux", "loongarch64"),
    ],
)
def test_conditions_are_answered_for_the_other_machine(
    bundle: ModuleType, tmp_path: Path, platform: str, system: str, machine: str
) -> None:
    where = bundle.environment(platform, "3.12")
    assert (where["platform_system"], where["platform_machine"]) == (system, machine)
    made = wheel(
        tmp_path, "x-1-py3-none-any.whl",
        "colorama; sys_platform == 'win32'", "uvloop; sys_platform != 'win32'",
        "tomli; python_version < '3.11'", "rich", "h2; extra == 'http2'",
    )  # fmt: skip
    names = {each.name for each in bundle.needed(made, ["http2"], where)}
    assert names == {"colorama" if system == "Windows" else "uvloop", "rich", "h2"}
    assert "h2" not in {each.name for each in bundle.needed(made, (), where)}


def test_a_wheel_is_listed_with_what_it_holds(bundle: ModuleType, tmp_path: Path) -> None:
    made = wheel(tmp_path, "x-1-py3-none-any.whl")
    first = bundle.listed([made])
    assert first.startswith("x==1 --hash=sha256:")
    wheel(tmp_path, "x-1-py3-none-any.whl", "rich")
    assert bundle.listed([made]) != first


def test_the_batch_files_are_what_a_chinese_windows_reads(
    bundle: ModuleType, tmp_path: Path
) -> None:
    bundle.scripts(tmp_path, "win_amd64")
    assert {each.name for each in tmp_path.iterdir()} == {
        "安装.bat", "启动.bat", "说明.txt", "icon.ico",
    }  # fmt: skip
    for file in tmp_path.glob("*.bat"):
        lines = file.read_bytes().decode("gbk").split("\r\n")
        assert lines[0] == "@echo off"
        assert not [line for line in lines if "\n" in line]
        depth = 0
        for line in lines:
            # Inside a block a bare bracket in what is echoed would end the block.
            assert not (depth and line.lstrip().startswith("echo") and ")" in line), line
            depth += line.count("(") - line.count(")")
        assert depth == 0
        text = "\n".join(lines)
        labels = {line[1:] for line in lines if line.startswith(":")}
        assert all(f":{name}\n" in text for name in labels)
        assert {line.split()[-1].lstrip(":") for line in lines if " goto " in f" {line}"} <= labels


def test_no_script_asks_for_a_network(bundle: ModuleType) -> None:
    for name in ("安装.bat", "install.sh"):
        text = (SCRIPTS / name).read_text(encoding="utf-8")
        assert "--no-index" in text
        assert "--require-hashes" in text


@pytest.mark.network
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform != "linux", reason="installs for Linux")
def test_a_lean_bundle_is_installed_without_a_network_and_does_the_main_job(
    tmp_path: Path,
) -> None:
    unshare = needs.program("unshare", untested="离线安装包")
    line = [sys.executable, str(ROOT / ".ci" / "bundle.py"), HERE, "--python", PYTHON]
    made = subprocess.run(
        [*line, "--into", str(tmp_path), "--lean"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        needs.missing(f"软件包下载服务（{made.stderr.strip()[-200:]}）", "离线安装包")
    (folder,) = (each for each in tmp_path.iterdir() if each.is_dir())
    home = tmp_path / "home"
    home.mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}

    def alone(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [unshare, "--net", "--map-root-user", *command],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip

    done = alone("sh", "install.sh")
    assert done.returncode == 0, done.stdout + done.stderr
    program = home / ".local/share/selfeval-assist-program/bin"
    known = alone(str(program / "python"), "-c", "import langchain")
    assert known.returncode != 0
    out = home / "交出"
    for command, status in (
        (["demo"], 0),
        (["check", str(ROOT / "examples" / "finished.xlsx")], 1),
        (["draft", str(ROOT / "examples" / "finished.xlsx")], 0),
        (["export", str(ROOT / "examples" / "finished.xlsx"), "--to", str(out)], 0),
    ):
        ran = alone(str(program / "selfeval-assist"), *command)
        assert ran.returncode == status, ran.stdout + ran.stderr
    assert {each.suffix for each in out.iterdir()} == {".xlsx", ".docx", ".json"}

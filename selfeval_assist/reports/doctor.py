"""Whether this installation can work: program, packages, files, workspace, terminal, model."""

import asyncio
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from selfeval_assist.drafting import Check, Probe, from_environment, probe
from selfeval_assist.drafting.errors import EndpointError, PromptError
from selfeval_assist.drafting.prompts import PROMPTS, prompt_for
from selfeval_assist.policies import available
from selfeval_assist.resources import folder
from selfeval_assist.workspace import beside, default_path

NAME = "selfeval-assist"
OLDEST = (3, 11)
NARROWEST = 80
"""Columns below which the screens do not fit."""
WIDTH_TEST = "｜一二三四五六七八九十｜≥95%｜"
"""Thirty columns wide where Chinese characters take two and ≥ takes one."""
RULER = "123456789.123456789.123456789."

_EXTRAS = {"xllamacpp": ("local", "本机模型"), "keyring": ("keyring", "系统钥匙串")}
"""By package: the extra that brings it, and what it is for."""
_ORDER = "密钥依次取自环境变量 OPENAI_API_KEY、工作区旁的密钥文件、系统钥匙串；命令只用前一种"
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was looked at, in order, and the model server's part of it when it was tried."""

    checks: tuple[Check, ...]
    probe: Probe | None = None

    @property
    def well(self) -> bool:
        """Whether nothing stands in the way of work."""
        return not any(check.standing == "fail" for check in self.checks)


def doctor(
    env: Mapping[str, str],
    *,
    workspace: Path | None = None,
    encoding: str | None = None,
    columns: int | None = None,
    online: bool = True,
) -> Diagnosis:
    """Look at the whole installation; nothing is changed and nothing of a form is sent.

    Args:
        env: the environment variables.
        workspace: the workspace file; by default the person's own.
        encoding: of the standard output; by default as it is.
        columns: of the terminal; by default as it is.
        online: whether to try the model server that the environment describes.
    """
    checks = [
        *_program(),
        *_packages(),
        *_files(),
        _workspace(workspace or default_path()),
        *_key_file(workspace or default_path()),
        *_terminal(
            encoding or getattr(sys.stdout, "encoding", None) or "",
            columns or shutil.get_terminal_size().columns,
        ),
    ]
    found, tried = _model(env, online=online)
    return Diagnosis((*checks, *found), tried)


def _program() -> Iterator[Check]:
    told = f"{platform.python_version()}，{platform.system()} {platform.machine()}"
    if sys.version_info >= OLDEST:
        yield Check("Python", "ok", told)
    else:
        yield Check("Python", "fail", told, "请安装 Python 3.11 或更新的版本。")


def _packages() -> Iterator[Check]:
    """Name what the program needs and is not installed; versions for whoever helps."""
    try:
        needed = metadata.requires(NAME) or []
        version = metadata.version(NAME)
    except metadata.PackageNotFoundError:
        yield Check("程序", "note", "没有作为软件包安装，版本不明", "请按说明书安装后再用。")
        return
    yield Check("程序", "ok", f"{NAME} {version}")
    names = [_name(each) for each in needed if "extra ==" not in each]
    versions = {name: _version(name) for name in names}
    if missing := [name for name, found in versions.items() if found is None]:
        yield Check("依赖", "fail", f"缺少 {'、'.join(missing)}", f"请重新安装：pip install {NAME}")
    else:
        shown = "、".join(f"{name} {versions[name]}" for name in names if name in _SHOWN)
        yield Check("依赖", "ok", f"{len(names)} 个都已安装（{shown}）")
    for name, (extra, what) in _EXTRAS.items():
        if found := _version(name):
            yield Check(what, "ok", f"{name} {found}")
        else:
            advice = f"需要时安装：pip install '{NAME}[{extra}]'。"
            yield Check(what, "skipped", "没有安装附加组件，不影响使用", advice)


_SHOWN = frozenset(
    {"pydantic", "textual", "langchain", "langchain-core", "langchain-openai", "openai"}
)


def _name(requirement: str) -> str:
    """Return the package of a requirement such as ``openai<4,>=3.54``."""
    found = re.match(r"[\w.-]+", requirement)
    return found[0] if found else requirement


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _files() -> Iterator[Check]:
    """Read every prompt and the list of policies, as a draft and a check would."""
    broken, versions = [], []
    for name in PROMPTS:
        try:
            prompt = prompt_for(name)
            versions.append(f"{prompt.id} v{prompt.version} {prompt.sha256[:8]}")
        except PromptError as error:
            broken.append(error.reason)
    if broken:
        yield Check("提示词", "fail", "；".join(broken), PromptError.advice)
    else:
        yield Check("提示词", "ok", "、".join(versions))
    policies = available()
    yield Check("评分办法", "ok" if policies else "fail", f"{len(policies)} 种",
                "" if policies else "请重新安装本程序。")  # fmt: skip
    if not (folder("examples") / "finished.json").is_file():
        yield Check("示例", "note", "没有找到示例表", "不影响使用；demo 命令需要它，请重新安装。")


def _workspace(path: Path) -> Check:
    """Look whether the workspace can be written, without opening or creating it."""
    name, shown = "工作区", f"“{path}”"
    place = path.parent
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
        if not path.exists():
            return Check(name, "ok", f"{shown}可以建立，第一次使用时建立")
        with path.open("r+b") as file:
            head = file.read(len(_SQLITE))
    except OSError:
        advice = "请检查这个位置的写权限和磁盘空间，或用 --workspace 另外指定一个工作区文件。"
        return Check(name, "fail", f"{shown}不能写入", advice)
    if not head:
        advice = "里面的内容已经丢失；请用 selfeval-assist restore 从备份恢复，或删去这个空文件。"
        return Check(name, "fail", f"{shown}是空的（0 字节）", advice)
    if head != _SQLITE:
        return Check(
            name, "fail", f"{shown}不是工作区文件", "请用 --workspace 另外指定一个工作区文件。"
        )
    return Check(name, "ok", f"{shown}可以读写，{path.stat().st_size / 1024:.0f} KB")


def _key_file(workspace: Path) -> Iterator[Check]:
    """Say where keys come from, and whether anybody else can read the file of the screens."""
    name, path = "密钥文件", beside(workspace, "keys.json")
    try:
        mode = path.stat().st_mode
    except OSError:
        yield Check(name, "skipped", f"没有；{_ORDER}")
        return
    if os.name == "posix" and mode & 0o077:
        advice = f"请执行 chmod 600 '{path}'，并考虑更换密钥。"
        yield Check(name, "fail", f"“{path}”别的用户也能读", advice)
    else:
        yield Check(name, "ok", f"“{path}”仅本人可读；{_ORDER}")


def _terminal(encoding: str, columns: int) -> Iterator[Check]:
    if encoding.lower().replace("-", "") == "utf8":
        yield Check("终端编码", "ok", encoding)
    else:
        advice = "中文可能显示为乱码；请把终端改为 UTF-8（Windows 可先执行 chcp 65001）。"
        yield Check("终端编码", "note", encoding or "不明", advice)
    if columns >= NARROWEST:
        yield Check("终端宽度", "ok", f"{columns} 列")
    else:
        advice = f"界面需要至少 {NARROWEST} 列，请把窗口拉宽。"
        yield Check("终端宽度", "note", f"{columns} 列", advice)


def _model(env: Mapping[str, str], *, online: bool) -> tuple[list[Check], Probe | None]:
    """Look at the settings of the model server, and try it; a key is never shown."""
    key = Check("密钥", "ok", "OPENAI_API_KEY 已设置（不显示内容）")
    if not env.get("OPENAI_API_KEY", "").strip():
        key = Check("密钥", "skipped", "OPENAI_API_KEY 没有设置，本机模型服务一般不需要")
    try:
        endpoint = from_environment(env)
    except EndpointError as error:
        return [key, Check("模型服务", "fail", error.reason, error.advice)], None
    if endpoint is None:
        told = "没有设置，用程序自带的拟稿，不需要联网"
        return [key, Check("模型服务", "skipped", told)], None
    shown = Check("模型服务", "ok", f"{endpoint.host}，模型“{endpoint.model}”")
    if not online:
        return [key, shown], None
    found = asyncio.run(probe(endpoint))
    return [key, shown, *found.checks], found

"""Files of kinds that only an office program reads, converted by LibreOffice where it is there.

LibreOffice runs as a child with an empty profile of its own (so that it neither waits for a window
that is open nor sees what a person has set), with macros and links off, without a network where
the system lets a program be cut off from it, and with an end: what a file makes it do ends there.
"""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.documents.readers.kinds import Kind, kind_of
from selfeval_assist.documents.readers.ole_kind import holds
from selfeval_assist.system import end_group, own_group

SECONDS = 60.0
"""How long a conversion may take."""
_ADVICE = "请用 Word、Excel 或 WPS 打开，另存为 .{to} 再读"
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
# LibreOffice keeps its settings as a list of items; these two forbid macros and fetching.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop>
</item>
</oor:items>
"""


class Foreign(NamedTuple):
    """A kind of file that is read by way of another.

    Attributes:
        name: what a person is told it is.
        suffix: what LibreOffice is told it is.
        to: what it is converted to.
    """

    name: str
    suffix: str
    to: str


_WORD = Foreign("旧版 Word 文档（.doc 或 .wps）", "doc", "docx")
_ODF = {
    b"application/vnd.oasis.opendocument.text": Foreign("OpenDocument 文档（.odt）", "odt", "docx"),
    b"application/vnd.oasis.opendocument.spreadsheet": Foreign(
        "OpenDocument 表格（.ods）", "ods", "xlsx"
    ),
}


def foreign(data: bytes) -> Foreign | None:
    """Return which kind of foreign file this is, told by its content; None for every other."""
    match kind_of(data):
        case Kind.RTF:
            return Foreign("RTF 文档", "rtf", "docx")
        case Kind.OLE:
            return _WORD if holds(data, "WordDocument") else None
        case Kind.ZIP:
            # The first entry of an OpenDocument file is its kind in plain letters.
            start = data[:200]
            if b"workbook.bin" in data[-65_536:]:
                return Foreign("二进制工作簿（.xlsb）", "xlsb", "xlsx")
            return next((kind for sign, kind in _ODF.items() if b"mimetype" + sign in start), None)
    return None


def converted(data: bytes, kind: Foreign, name: str) -> bytes:
    """Return a foreign file as .docx or .xlsx.

    Raises:
        DocumentError: LibreOffice is not there, gave nothing or took too long; the message says
            what to do.
    """
    program = _program()
    if not program:
        raise DocumentError(
            name,
            f"这是{kind.name}，装有 LibreOffice 的电脑上可以直接读取，这台电脑上没有找到",
            _ADVICE.format(to=kind.to),
        )
    with tempfile.TemporaryDirectory(prefix="selfeval-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        source = place / f"form.{kind.suffix}"
        source.write_bytes(data)
        _run(program, source, kind, name)
        made = place / "out" / f"form.{kind.to}"
        if not made.is_file():
            raise DocumentError(
                name, f"这是{kind.name}，LibreOffice 没有读出来", _ADVICE.format(to=kind.to)
            )
        return made.read_bytes()


def _run(program: str, source: Path, kind: Foreign, name: str) -> None:
    """Let LibreOffice convert a file into the folder ``out`` beside it."""
    place = source.parent
    command = [
        *_without_network(),
        program,
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        "--convert-to", kind.to, "--outdir", str(place / "out"), str(source),
    ]  # fmt: skip
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    with subprocess.Popen(  # noqa: S603 (a program found on this machine, our own arguments)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | nowhere,
        **own_group(),
    ) as child:
        try:
            child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            end_group(child)
            raise DocumentError(
                name,
                f"这是{kind.name}，LibreOffice 转换了 {SECONDS:g} 秒还没有完成，已停止",
                _ADVICE.format(to=kind.to),
            ) from None
        except BaseException:
            end_group(child)
            raise


def _program() -> str:
    """Return the path of LibreOffice on this machine, or an empty text."""
    known = (place for place in _PLACES if Path(place).is_file())
    return shutil.which("soffice") or shutil.which("libreoffice") or next(known, "")


@cache
def _without_network() -> tuple[str, ...]:
    """Return the command that cuts another off from the network, where this system has one."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    command = (unshare, "--map-current-user", "--net", "--")
    try:
        tried = subprocess.run(  # noqa: S603 (a program of the system, our own arguments)
            [*command, "true"], capture_output=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if tried.returncode == 0 else ()

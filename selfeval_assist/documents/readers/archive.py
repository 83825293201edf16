"""The zip container of a workbook, checked before any parser sees it.

A parser in compiled code ends the whole process when a file makes it ask for too much memory, so
the limits are counted on the unpacked stream and do not trust the sizes that the file states.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from selfeval_assist.documents.errors import DocumentError

ENTRIES = 2_000
UNPACKED = 64 * 1024 * 1024
RATIO = 200
_CHUNK = 256 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def unpack(data: bytes, name: str) -> Mapping[str, bytes]:
    """Return the XML parts of a zip container by name.

    Args:
        data: the bytes of the container.
        name: the file's name, for messages.

    Raises:
        DocumentError: it is broken, encrypted, or unpacks to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename.lower() for entry in entries]
            if len(set(names)) < len(names):
                raise _refused(name, "压缩包里有重名的部件")
            if len(entries) > ENTRIES:
                raise _refused(name, f"压缩包里有 {len(entries)} 个部件，超过 {ENTRIES} 个")
            parts: dict[str, bytes] = {}
            total = 0
            for entry in entries:
                content = io.BytesIO()
                with archive.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        total += len(chunk)
                        if total > UNPACKED:
                            raise _refused(name, f"解压后超过 {UNPACKED // 1024 // 1024} MB")
                        if total > RATIO * max(len(data), 4096):
                            raise _refused(name, f"压缩比超过 {RATIO} 倍")
                        content.write(chunk)
                if entry.filename.endswith((".xml", ".rels")):
                    parts[entry.filename.lstrip("/")] = content.getvalue()
            return parts
    except _BROKEN as error:
        raise DocumentError(
            name, "文件已损坏或设有密码，无法解压", "请用 Excel 或 WPS 打开后另存一份再读"
        ) from error


def _refused(name: str, problem: str) -> DocumentError:
    return DocumentError(
        name, f"{problem}，不像一份正常的工作簿", "请把自评表复制到一个新的工作簿里再读"
    )

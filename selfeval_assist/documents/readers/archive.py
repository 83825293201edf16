"""The zip container of a workbook, checked before any parser sees it.

A parser in compiled code ends the whole process when a file makes it ask for too much memory, so
the limits are counted on what is unpacked and do not trust the sizes that the file states.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from selfeval_assist.documents.errors import DocumentError

ENTRIES = 2_000
UNPACKED = 64 * 1024 * 1024
RATIO = 200
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Parts(Mapping[str, bytes]):
    """The XML parts of a zip container by name, each unpacked when it is asked for.

    All that are asked for count together; a part that nobody reads, such as a picture, costs
    nothing. ``unpacked`` counts the bytes so far.

    Raises:
        DocumentError: the container or a part is broken, encrypted, or unpacks to more than the
            limits.
    """

    def __init__(self, data: bytes, name: str, limit: int = UNPACKED) -> None:
        """Open a container.

        Args:
            data: the bytes of the container.
            name: the file's name, for messages.
            limit: bytes that all its parts may have together.
        """
        self._name = name
        self._limit = limit
        self._ratio = RATIO * max(len(data), 4096)
        self.unpacked = 0
        self._contents: dict[str, bytes] = {}
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._broken() from error
        entries = self._archive.infolist()
        if len({entry.filename.lower() for entry in entries}) < len(entries):
            raise self._refused("压缩包里有重名的部件")
        if len(entries) > ENTRIES:
            raise self._refused(f"压缩包里有 {len(entries)} 个部件，超过 {ENTRIES} 个")
        self._entries = {entry.filename.lstrip("/"): entry for entry in entries}

    def __getitem__(self, part: str) -> bytes:
        """Return the bytes of a part."""
        if part not in self._contents:
            self._contents[part] = self._unpacked(self._entries[part])
        return self._contents[part]

    def __contains__(self, part: object) -> bool:
        """Whether the container has a part, which is not unpacked for that."""
        return part in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the parts."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self._entries)

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        room = min(self._limit, self._ratio) - self.unpacked
        try:
            with self._archive.open(entry) as stream:
                content = stream.read(room + 1)
        except _BROKEN as error:
            raise self._broken() from error
        if len(content) > room:
            limit = f"解压后超过 {self._limit // 1024 // 1024} MB"
            raise self._refused(f"压缩比超过 {RATIO} 倍" if self._ratio < self._limit else limit)
        self.unpacked += len(content)
        return content

    def _broken(self) -> DocumentError:
        advice = "请用 Excel 或 WPS 打开后另存一份再读"
        return DocumentError(self._name, "文件已损坏或设有密码，无法解压", advice)

    def _refused(self, problem: str) -> DocumentError:
        advice = "请把自评表复制到一个新的工作簿里再读"
        return DocumentError(self._name, f"{problem}，不像一份正常的工作簿", advice)


def unpack(data: bytes, name: str) -> Mapping[str, bytes]:
    """Return all parts of a zip container by name, for a file that another library will open whole.

    Args:
        data: the bytes of the container.
        name: the file's name, for messages.

    Raises:
        DocumentError: see ``Parts``.
    """
    return dict(Parts(data, name))

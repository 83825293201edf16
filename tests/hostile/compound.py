"""Old Office files with any streams in any folders, as small as their format allows."""

import struct
from collections.abc import Mapping

_SECTOR = 512
_FREE, _END, _TABLE = -1, -2, -3
_FOLDER, _STREAM, _ROOT = 1, 2, 5


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file.

    Args:
        streams: their bytes by path, such as ``MBD1/Workbook``.
    """
    entries: list[tuple[str, int, bytes]] = [("Root Entry", _ROOT, b"")]
    children: dict[int, list[int]] = {0: []}
    folders = {"": 0}
    for path, data in streams.items():
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = len(entries)
            children[0].append(len(entries))
            children[len(entries)] = []
            entries.append((folder, _FOLDER, b""))
        children[folders[folder]].append(len(entries))
        entries.append((name, _STREAM, data))
    table: list[int] = []
    body = b""

    def put(data: bytes) -> int:
        nonlocal body
        count = -(-len(data) // _SECTOR)
        if not count:
            return _END
        first = len(table)
        table.extend([*range(first + 1, first + count), _END])
        body += data.ljust(count * _SECTOR, b"\0")
        return first

    placed = [put(data) for _, _, data in entries]
    listed = b"".join(
        _entry(*entry, first, at, children)
        for at, (entry, first) in enumerate(zip(entries, placed, strict=True))
    )
    directory = put(listed)
    tables = -(-(len(table) + 2 + len(table) // 100) // 128)
    where = [len(table) + at for at in range(tables)]
    table += [_TABLE] * tables
    table += [_FREE] * (tables * 128 - len(table))
    head = (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    )
    head += bytes(10) + struct.pack("<iiiiiiii", tables, directory, 0, 0, _END, 0, _END, 0)
    head += struct.pack("<109i", *(where + [_FREE] * (109 - tables)))
    return head + body + struct.pack(f"<{len(table)}i", *table)


def _entry(
    name: str, kind: int, data: bytes, first: int, at: int, children: Mapping[int, list[int]]
) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    siblings = next((each for each in children.values() if at in each), [at])
    place = siblings.index(at)
    right = siblings[place + 1] if place + 1 < len(siblings) else _FREE
    down = (children.get(at) or [_FREE])[0]
    head = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, _FREE, right, down)
    return (head + bytes(36) + struct.pack("<ii", first, len(data))).ljust(128, b"\0")

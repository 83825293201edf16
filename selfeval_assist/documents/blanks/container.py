"""The container of a unit's blank, written so that the libraries that fill it can open it.

Office programs save what these libraries refuse: ISO 29500 Strict, templates, a fill that is empty.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Change:
    """What is written otherwise in the parts whose whole name ``part`` matches."""

    part: re.Pattern[str]
    looks: re.Pattern[bytes]
    becomes: bytes


_ANY = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
_TYPES = re.compile(r"\[Content_Types\]\.xml")
_CHANGES = (
    # http://purl.oclc.org/ooxml/spreadsheetml/main, the names of ISO 29500 Strict
    _Change(
        _ANY,
        re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)"),
        rb"http://schemas.openxmlformats.org/\1/2006/\2",
    ),
    # …/officeDocument/2006/relationships/extendedProperties, which has a hyphen in the other names
    _Change(
        _ANY,
        re.compile(rb"(officeDocument/2006/(?:relationships/)?(?:extended|custom))Properties\b"),
        rb"\1-properties",
    ),
    # a .dotx and a .xltx, also under the name of a document
    _Change(
        _TYPES, re.compile(rb"wordprocessingml\.template\.main"), rb"wordprocessingml.document.main"
    ),
    _Change(_TYPES, re.compile(rb"spreadsheetml\.template\.main"), rb"spreadsheetml.sheet.main"),
    # <fill/>, which some programs write for “no fill”
    _Change(
        re.compile(r"xl/styles\.xml"),
        re.compile(rb"<((?:\w+:)?)fill\s*(?:/>|>\s*</\1fill>)"),
        rb"<\1fill><\1patternFill/></\1fill>",
    ),
)


def container_of(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return the parts of a blank as a container that openpyxl and python-docx can open."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, _changed(name, data))
    file.seek(0)
    return file


def _changed(name: str, data: bytes) -> bytes:
    for change in _CHANGES:
        if change.part.fullmatch(name):
            data = change.looks.sub(change.becomes, data)
    return data

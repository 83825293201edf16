"""A model's reply as sentences: JSON where it is, else plain lines; nothing is guessed."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selfeval_assist.drafting.connection.reply import unfenced, visible

LONGEST = 160
"""Sentences of one reply that are read; the texts of twenty rows have no more."""

# {r0.actual}, {{ r0.actual }}, ｛r0．actual｝
_REF = re.compile(
    r"[{｛]{1,2}\s*([a-z]\d{0,3})\s*[.．]\s*([a-z0-9_]{1,16})\s*[}｝]{1,2}", re.IGNORECASE
)
_TRAILING = re.compile(r",(\s*[}\]])")
# ［t1、t2］ or (t1,t2) at the end of a plain line
_CITES = re.compile(r"\s*[［\[（(]\s*(t\d{1,3}(?:\s*[、,，]\s*t\d{1,3})*)\s*[］\]）)]\s*$")
# 1. / （1） / - at its beginning
_MARK = re.compile(r"^\s*(?:[-*•]\s+|[(（]?(?P<no>\d{1,2})[)）.、．:：]\s*)")
# r3： or 段落 r3 before the sentences of a row
_ROW = re.compile(r"^\s*(?:段落)?\s*[【\[]?\s*(r\d{1,3})\s*[】\]]?\s*[:：．.]?\s*")
_STOP = re.compile(r"(?<=[。！？!?])(?![”’」』）)】。])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_JSON = re.compile(r'\s*(?:```\w*\s*)?(?:\{\s*"|\[\s*[{"])')
_STRING = r'"(?:[^"\\]|\\.)*"'
# an object with a text that is at its end, and a line that is
_OBJECT = re.compile(rf'\{{[^{{}}]*"text"\s*:\s*{_STRING}(?:[^{{}}"]|{_STRING})*\}}')
_LINE = re.compile(r".*\n")
_BEGUN = re.compile(r'"text"\s*:\s*"((?:[^"\\]|\\.)*)')


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence of a reply.

    Attributes:
        text: with references ``{r0.actual}``.
        cites: the ids of the texts that it says it rests on.
        row: ``r3`` where the reply is about several rows; else empty.
        number: which refused sentence it takes the place of, from 1; 0 for none.
    """

    text: str
    cites: tuple[str, ...] = ()
    row: str = ""
    number: int = 0


def sentences(raw: str) -> tuple[Written, ...]:
    """Return the sentences of a reply, in its order.

    Thinking, fences and trailing commas are forgiven; references in other spellings become
    ``{r0.actual}``. A reply without a sentence gives none. Never raises.
    """
    text = unfenced(visible(raw))
    items = _items(text)
    found = _of_json(items) if items is not None else _of_lines(text)
    return tuple(found)[:LONGEST]


@dataclass(slots=True)
class Arriving:
    """A reply that is still arriving; each part of it is read once."""

    seen: str = ""

    def take(self, text: str) -> tuple[tuple[Written, ...], str]:
        """Take the visible text so far in.

        Returns:
            The sentences that are complete with it and were not before, and how the next begins.
        """
        if not text.startswith(self.seen):
            self.seen = ""  # what was seen before turned out to be thinking
        pattern = _OBJECT if _JSON.match(text) else _LINE
        rest, end, done = text[len(self.seen) :], 0, list[Written]()
        for match in pattern.finditer(rest):
            own = f'{{"sentences":[{match[0]}]}}' if pattern is _OBJECT else match[0]
            done += sentences(own)
            end = match.end()
        self.seen += rest[:end]
        begun = _MARK.sub("", rest[end:])
        if pattern is _OBJECT:
            found = _BEGUN.search(begun)
            begun = found[1] if found else ""
        return tuple(done), _plain(begun)


def _items(text: str) -> list[Any] | None:
    """Return the objects of a JSON reply, or None where there is no JSON."""
    for opening, closing in (("{", "}"), ("[", "]")):
        start, end = text.find(opening), text.rfind(closing)
        if start < 0 or end < start:
            continue
        try:
            data = json.loads(_TRAILING.sub(r"\1", text[start : end + 1]), strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            data = data.get("sentences", data.get("rows"))
        if isinstance(data, list):
            return data
    return None


def _of_json(items: list[Any], row: str = "") -> Iterator[Written]:
    for item in items:
        if isinstance(item, str):
            yield from _split(item, (), row, 0)
        elif isinstance(item, dict):
            named, inner = str(item.get("row") or row), item.get("sentences")
            if isinstance(inner, list) and not row:
                yield from _of_json(inner, named)
            else:
                yield from _of_object(item, named)


def _of_object(item: dict[str, Any], row: str) -> Iterator[Written]:
    cites, number = item.get("cites"), item.get("number")
    listed = cites if isinstance(cites, list) else re.findall(r"t\d{1,3}", str(cites or ""))
    found = tuple(str(each).strip("{} ") for each in listed)
    at = number if isinstance(number, int) else 0
    yield from _split(str(item.get("text") or ""), found, row, at)


def _of_lines(text: str) -> Iterator[Written]:
    row = ""
    for line in text.splitlines():
        if heading := _ROW.match(line):
            row, line = heading[1], line[heading.end() :]
        mark = _MARK.match(line)
        number = int(mark["no"]) if mark and mark["no"] else 0
        line = line[mark.end() :] if mark else line
        cites: tuple[str, ...] = ()
        if cited := _CITES.search(line):
            cites = tuple(re.findall(r"t\d{1,3}", cited[1]))
            line = line[: cited.start()]
        yield from _split(line, cites, row, number)


def _split(text: str, cites: tuple[str, ...], row: str, number: int) -> Iterator[Written]:
    for piece in _STOP.split(_plain(text)):
        if _HAN.search(piece):
            yield Written(_closed(piece.strip()), cites, row, number)


def _plain(text: str) -> str:
    text = _REF.sub(lambda match: f"{{{match[1].lower()}.{match[2].lower()}}}", text)
    return " ".join(text.replace("\\n", " ").split())


def _closed(text: str) -> str:
    return text if text[-1] in "。！？；】" else text + "。"

"""docs/json.md against what the program prints."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfeval_assist.cli import FINDINGS, run

_ROOT = Path(__file__).parents[3]
_PAGE = (_ROOT / "docs" / "json.md").read_text(encoding="utf-8")
_SAMPLE = _PAGE.split("```json\n")[1].split("```")[0]


def _keys(value: object) -> Iterator[str]:
    """Yield the keys of a report; those of ``facts`` are each rule's own."""
    if isinstance(value, list):
        for item in value:
            yield from _keys(item)
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            if key != "facts":
                yield from _keys(item)


def test_the_sample_of_the_page_is_real(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(_ROOT)
    assert run(["check", "examples/finished.xlsx", "--format", "json"]) == FINDINGS
    assert json.loads(_SAMPLE) == json.loads(capsys.readouterr().out)


def test_every_key_is_explained_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*?) \|", _PAGE, re.MULTILINE)
    explained = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert explained == set(_keys(json.loads(_SAMPLE)))

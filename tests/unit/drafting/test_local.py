"""Serving a GGUF file: what is refused before a server is started."""

from pathlib import Path

import pytest

from selfeval_assist.drafting import serve
from selfeval_assist.drafting.connection.local import has_chat_template
from selfeval_assist.drafting.errors import LocalModelError


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra [local] (xllamacpp) is not installed")
    (tmp_path / "text.gguf").write_text("no model")
    (tmp_path / "cut.gguf").write_bytes(b"GGUF" + bytes(100))
    (tmp_path / "empty.gguf").write_bytes(b"")
    for name in ("text.gguf", "cut.gguf", "empty.gguf", "missing.gguf"):
        with pytest.raises(LocalModelError, match=name), serve(tmp_path / name):
            pass


def test_a_chat_template_is_found_in_the_file(tmp_path: Path) -> None:
    model = tmp_path / "chat.gguf"
    model.write_bytes(b"GGUF" + bytes(64) + b"tokenizer.chat_template" + bytes(64))
    assert has_chat_template(model)
    model.write_bytes(b"GGUF" + bytes(128))
    assert not has_chat_template(model)

"""Every text field of a form goes into every kind of file and comes back equal."""

from collections.abc import Callable
from pathlib import Path

import pytest
from every_text import form_of_texts, layout, texts

from selfeval_assist.documents import read
from selfeval_assist.documents.writers.content import layout_of
from selfeval_assist.form import paths
from selfeval_assist.reports.export import SUFFIXES, export_form

Add = Callable[[str], None]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_text_of_a_form_comes_back_from_a_file(
    suffix: str, add_layout: Add, tmp_path: Path
) -> None:
    add_layout(layout())
    form = form_of_texts()
    assert layout_of(form).id == "every"
    (file,) = export_form(form, tmp_path / f"x{suffix}", overwrite=False)
    (again,) = read(file)
    assert {path: paths.text(again, path) for path in texts()} == texts()
    assert set(again.texts) == set(form.texts)
    assert again.provenance.unread == ()

"""No text of a form, wherever it stands, can carry a terminal escape."""

from selfeval_assist.form import SelfEvaluation


def test_where_a_form_was_read_is_cleaned_too() -> None:
    escape = "\x1b]0;x\x07\u202e文"
    form = SelfEvaluation.model_validate(
        {
            "provenance": {
                "file": escape,
                "sheet": escape,
                "notes": [escape],
                "cells": {f"project{escape}": escape},
            }
        }
    )
    assert "\x1b" not in form.model_dump_json()
    assert "\\u001b" not in form.model_dump_json()
    assert form.provenance.notes == ("]0;x文",)
    assert form.provenance.cells == {"project]0;x文": "]0;x文"}

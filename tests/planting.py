"""Errors planted in the program, one room after the other, where it meets one form.

The error's message holds a text of the form, as those of Python and of libraries do; what the
program says and writes down about it must not.
"""

import functools
import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from selfeval_assist.checks import RULES
from selfeval_assist.form import SelfEvaluation, paths

MARK = "甲子密项目"
"""The name of the form on which the program fails; no report may hold it."""
SECRET = f"{MARK}的密文"


class PlantedError(Exception):
    """Nobody foresaw it."""


@dataclass(frozen=True)
class Room:
    """Where an error is planted, and what the person reads about it.

    Attributes:
        room: the room of the house, and what in it.
        target: module and name below ``selfeval_assist``, or the code of a rule.
        line: what stands at the end of the form's line in the list.
        screens: what is read somewhere on the screens.
        commands: what each command says; an empty text where it does not come that way.
    """

    room: str
    target: str
    line: str = ""
    screens: str = ""
    opens: bool = True
    check: str = ""
    draft: str = ""
    export: str = ""


ROOMS = (
    Room(
        "form: reading a stored document",
        "workspace.documents:form",
        line="读不出",
        screens="forms export",
        opens=False,
    ),
    Room(
        "form: making a form of what is stored",
        "form.models:SelfEvaluation.model_validate_json",
        line="读不出",
        screens="forms export",
        opens=False,
    ),
    Room("policies", "policies.choice:_place", screens="暂按"),
    Room(
        "scoring: the whole form",
        "scoring.score:_scored",
        line="无法核算",
        screens="无法核算：程序出错",
        check="无法核算：程序出错",
    ),
    Room(
        "scoring: one row",
        "scoring.score:score_row",
        line="无法核算",
        screens="无法核算：程序出错",
        check="无法核算：程序出错",
    ),
    Room(
        "checks: a rule", "FUND001", line="无法检查", screens="无法检查", check="无法检查，程序出错"
    ),
    Room(
        "facts",
        "facts.build:build_facts",
        screens="无法起草：程序出错",
        draft="无法起草：程序出错",
    ),
    Room(
        "verify",
        "verify.text:verify_text",
        screens="无法起草：程序出错",
        draft="无法起草：程序出错",
    ),
    Room("review", "review.decide:decide", screens="无法完成这一步"),
    Room(
        "drafting",
        "drafting.composing:plan",
        screens="无法起草：程序出错",
        draft="无法起草：程序出错",
    ),
    Room(
        "documents: a writer",
        "documents.writers.docx:write_docx",
        screens="无法导出：程序出错",
        export="无法导出：程序出错",
    ),
    Room("workspace: drafts", "tui.state.drafted:stored_drafts", screens="无法读取草稿"),
    Room("tui: a part", "tui.parts.deviations:Deviations.follow", screens="无法显示这一步"),
    Room("tui: making a part", "tui.parts.funds:Funds.compose", screens="无法完成这一步"),
    Room("tui: a pane", "tui.words.live:overview", screens="无法显示核算结果"),
    Room("tui: the whole table", "tui.words.preview:printed", screens="无法显示整表"),
    Room("tui: the overview", "tui.screens.overviews:_gaps", screens="无法完成这一步"),
    Room("tui: the progress of a part", "tui.parts.head:Head.progress", screens="出错"),
)


def marked(form: SelfEvaluation) -> SelfEvaluation:
    """Return a form by which planted errors are set off: its name is the mark."""
    named = paths.put(form, "project", MARK)
    return paths.put(named, "indicators.0.name", f"{MARK}的指标")


def plant(patch: pytest.MonkeyPatch, target: str) -> None:
    """Let a function, method, property or rule fail wherever it meets the marked form."""
    if target in RULES:
        rule = RULES[target]
        patch.setitem(RULES, target, _with(rule, find=_failing(rule.find)))
        return
    module_name, _, name = target.partition(":")
    module = importlib.import_module(f"selfeval_assist.{module_name}")
    owner, _, method = name.rpartition(".")
    if owner:
        kind = getattr(module, owner)
        found = kind.__dict__.get(method) or getattr(kind, method)
        if isinstance(found, property):
            assert found.fget is not None
            patch.setattr(kind, method, property(_failing(found.fget)))
        else:
            patch.setattr(kind, method, _failing(found))
        return
    whole = getattr(module, name)
    failing = _failing(whole)
    for each in [m for n, m in sys.modules.items() if n.startswith("selfeval_assist")]:
        for known, value in tuple(vars(each).items()):
            if value is whole:
                patch.setattr(each, known, failing)


def _with(rule: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(rule, **changes)


def _failing(work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def failing(*args: Any, **kwargs: Any) -> Any:
        if _meets(args) or _meets(kwargs.values()):
            raise PlantedError(f"cannot take {SECRET!r}")
        return work(*args, **kwargs)

    return failing


def _meets(values: Any) -> bool:
    """Return whether any of some values is, holds or shows the marked form."""
    for value in values:
        about = [value, getattr(value, "form", None), getattr(value, "session", None)]
        about.append(getattr(about[-1], "form", None))
        if any(MARK in repr(each) for each in about):
            return True
    return False

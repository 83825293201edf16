"""What tests need of the machine, and what is said where it is not there.

A test without its program is skipped, so that the tests run on any computer. Where everything must
be there (``.ci/run`` sets the variable when it has installed the programs), it fails instead: a run
that tested less must not look like one that tested all.
"""

import importlib
import os
import shutil
from typing import NoReturn

import pytest

ALL = "TESTS_NEED_ALL"
"""The environment variable; anything but an empty text or 0 means that all must be there."""


def program(*names: str, untested: str) -> str:
    """Return the path of the first of these programs that is there.

    Args:
        names: the program's names on different machines.
        untested: what is not tested without it, in Chinese.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing("、".join(names), untested)


def module(name: str, untested: str) -> None:
    """Ask for a module that only tests use."""
    try:
        importlib.import_module(name)
    except ImportError:
        missing(name, untested)


def missing(what: str, untested: str) -> NoReturn:
    """Skip the test that runs, or fail it where all must be there."""
    told = f"没有找到 {what}，未检验（missing, so not tested）：{untested}"
    if os.environ.get(ALL, "0") not in {"", "0"}:
        pytest.fail(f"{told}；{ALL} 要求全部具备。", pytrace=False)
    pytest.skip(told)

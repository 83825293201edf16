"""Tests and what they start see this checkout, a home of their own and no personal settings."""

import os
from pathlib import Path

import programs
import pytest
from platformdirs import user_data_path
from surroundings import CHECKOUT, isolate

import selfeval_assist
from selfeval_assist.workspace.location import default_path

WHERE = "import selfeval_assist; print(selfeval_assist.__file__)"
PACKAGE = CHECKOUT / "selfeval_assist" / "__init__.py"


def test_the_package_of_this_checkout_is_tested() -> None:
    assert Path(selfeval_assist.__file__) == PACKAGE


def test_a_program_runs_the_package_of_this_checkout(tmp_path: Path) -> None:
    for folder in (tmp_path, CHECKOUT):
        done = programs.python(WHERE, cwd=folder)
        assert done.stdout.strip() == str(PACKAGE), done.stderr


def test_another_installed_package_is_not_found_before_it(tmp_path: Path) -> None:
    """As in a second checkout that borrows the first one's virtual environment."""
    other = tmp_path / "selfeval_assist"
    other.mkdir()
    (other / "__init__.py").touch()
    code = f"import site; site.addsitedir({str(tmp_path)!r}); {WHERE}"
    assert programs.python(code).stdout.strip() == str(PACKAGE)


@pytest.mark.parametrize("run", [1, 2])
def test_no_test_finds_what_another_left_at_home(run: int, home: Path) -> None:
    assert Path.home() == home
    assert list(home.iterdir()) == []
    (home / f"left by {run}").touch()


def test_what_is_stored_by_default_lies_in_the_home_of_the_test(home: Path) -> None:
    assert default_path().is_relative_to(home)
    assert user_data_path("another").is_relative_to(home)


def test_the_settings_of_a_person_are_hidden(tmp_path: Path) -> None:
    personal = {
        "OPENAI_API_KEY": "k", "SELFEVAL_PROXY": "p", "https_proxy": "p", "ALL_PROXY": "p",
        "LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK", "TZ": "America/New_York", "COLUMNS": "40",
        "XDG_DATA_HOME": "/data", "PYTHONPATH": "/other", "PYTHONIOENCODING": "gbk",
    }  # fmt: skip
    kept = {"PATH": "/bin", "CI": "1", "TESTS_NEED_ALL": "1"}
    environment = personal | kept
    isolate(environment, tmp_path)
    assert kept.items() <= environment.items()
    assert not personal.items() & environment.items()
    assert not {name for name in os.environ if name.startswith("OPENAI_")}

"""What the files of a form are called, on every system and beside each other."""

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.reports.file_names import file_stem, stem_among, unused_stem

# What CreateFile gives to a device: the part before the first dot, in any case.
DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(10))}


def named(project: str, unit: str = "") -> SelfEvaluation:
    return SelfEvaluation(project=project, unit=unit)


@pytest.mark.parametrize(
    ("project", "stem"),
    [
        ("预算:执行", "预算_执行"),
        ("养护工程...", "养护工程_"),
        ("养护 工程. . ", "养护 工程_"),
        ("CON", "_CON"),
        ("nul", "_nul"),
        ("NUL .二期", "_NUL .二期"),
        ("Com1.2024", "_Com1.2024"),
        ("CONSOLE", "CONSOLE"),
        ("第一行\n第二行", "第一行_第二行"),
        ("...", "_"),
        ("  ", "项目支出绩效自评表"),
        ("𠀀" * 60, "𠀀" * 45),
    ],
)
def test_a_project_gives_a_name_for_every_system(project: str, stem: str) -> None:
    assert file_stem(named(project)) == stem


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_text_gives_a_name_that_windows_keeps(project: str, unit: str) -> None:
    form, used = named(project, unit), set[str]()
    stems = [unused_stem(form, used) for _ in range(12)]
    assert len({stem.casefold() for stem in stems}) == 12
    for stem in stems:
        assert not set('\\/:*?"<>|') & set(stem)
        assert stem == stem.rstrip(". ")
        assert stem.isprintable() or not any(ord(letter) < 32 for letter in stem)
        assert PureWindowsPath(stem).name == stem
        assert stem.partition(".")[0].strip().upper() not in DEVICES
        assert len(f"{stem}.xlsx".encode()) <= 255


def test_a_form_has_the_name_that_those_before_it_leave() -> None:
    forms = [named("养护", "甲站"), named("养护", "乙站"), named("养护", "乙站")]
    stems = [stem_among(form, forms[:at]) for at, form in enumerate(forms)]
    assert stems == ["养护", "养护-乙站", "养护-乙站-2"]
    assert stem_among(forms[1], iter(forms[:1])) == stems[1]


def test_forms_of_one_project_are_told_apart() -> None:
    used: set[str] = set()
    forms = [named("养护", "甲站"), named("养护", "乙站"), named("养护", "乙站"), named("养护")]
    forms.append(named("养护-乙站"))
    stems = [unused_stem(form, used) for form in forms]
    assert stems == ["养护", "养护-乙站", "养护-乙站-2", "养护-2", "养护-乙站-3"]


def test_names_that_one_file_system_takes_for_the_same_are_told_apart() -> None:
    used: set[str] = set()
    stems = [unused_stem(named(name), used) for name in ("5G 基站", "5g 基站", "5Ｇ 基站")]
    assert stems == ["5G 基站", "5g 基站-2", "5Ｇ 基站-3"]

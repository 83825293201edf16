"""Forms as .json: what is written, and what is said about files that are not forms."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_assist.documents import DocumentError, read, read_json, read_text, write_json
from selfeval_assist.form import SelfEvaluation

BAD = {
    "unknown-field": ("绩效指标第1行", "indicators.0.wieght", "是不是 weight（分值）？"),
    "unknown-chinese-field": ("没有名为 年度 的字段", "是不是 year（年度）？"),
    "year-in-words": ("“年度”", "（字段 year）", "写作 “二〇二一”，应是整数"),
    "year-out-of-range": ("“年度”", "写作 1821", "应不小于 1990"),
    "year-too-late": ("“年度”", "写作 21210", "应不大于 2100"),
    "money-unit": ("“金额单位”", "写作 “千元”", "应是下列之一：元、万元"),
    "cause-category": ("绩效指标第1行", "“原因类别”", "（留空）、政策/任务调整"),
    "indicators-not-a-list": ("“绩效指标”", "一个对象", "应是一个列表"),
    "row-not-an-object": ("“绩效指标第2行”", "indicators.1", "应是一个对象"),
    "cell-is-a-list": ("绩效指标第1行的“年度指标值”", "一个列表", "应是文字或数字"),
    "total-is-true": ("“总分”", "写作 true", "应是文字或数字"),
    "project-is-null": ("“项目名称”", "空值 null", "应是文字或数字"),
    "funds-is-text": ("“项目资金”", "写作 “100万元”", "应是一个对象"),
    "waiver-without-person": ("人工确认第1行的“确认人”", "没有填写", "必须有"),
    "waiver-date": ("人工确认第1行的“日期”", "2022-13-01", "应是日期，如 2022-01-15"),
    "waiver-empty-reason": ("人工确认第1行的“理由”", "至少写一个字"),
    "parent-below": ("绩效指标第1行的“所属指标”", "indicators.0.parent", "排在它前面的一行"),
    "missing-comma": ("第 3 行第 3 列", "缺少逗号"),
    "trailing-comma": ("第 3 行第 1 列", "字段名", "逗号"),
    "unclosed-text": ("第 2 行", "换行"),
    "two-forms": ("第 4 行", "一个文件只放一张表"),
    "list-of-forms": ("最外层是列表", "应是一个对象", "一个文件只放一张表"),
    "empty": ("文件是空的", "请选择"),
    "only-spaces": ("文件是空的", "请选择"),
    "duplicate-key": ("project（“项目名称”）写了两次", "只写一次"),
    "not-a-number": ("NaN", "应是数字"),
    "huge-number": ("1e999999999", "不超过 30 位"),
    "long-number": ("99999", "不超过 30 位"),
    "too-deep": ("嵌套超过", "请确认选对了文件"),
    "half-character": ("不完整的字符", "请重新输入"),
    "not-text": ("文字编码", "UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_malformed_file_is_told_by_field_and_expectation(name: str, bad_json: Path) -> None:
    path = bad_json / f"{name}.json"
    with pytest.raises(DocumentError) as error:
        read(path)
    message = str(error.value)
    assert message.startswith(f"文件“{name}.json”")
    for part in BAD[name]:
        assert part in message
    assert len(message) < 500
    assert message.endswith("。")
    assert "pydantic" not in message
    assert "validat" not in message


def test_every_malformed_file_is_tested(bad_json: Path) -> None:
    assert {path.stem for path in bad_json.glob("*.json")} == set(BAD)


def test_several_problems_are_told_together(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"year": "x", "money_unit": "美元", "projct": ""}', encoding="utf-8")
    with pytest.raises(DocumentError) as error:
        read_json(path)
    for part in ("“年度”", "“金额单位”（money_unit）", "是不是 project（项目名称）"):
        assert part in str(error.value)


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    with path.open("wb") as file:
        file.truncate(9_000_000)
    with pytest.raises(DocumentError, match=r"9\.0 MB"):
        read_json(path)


def test_numbers_may_stand_as_numbers_and_keep_their_digits(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"total": 98.50, "indicators": [{"weight": 10}]}', encoding="utf-8-sig")
    form = read_json(path)
    assert (form.total.raw, form.indicators[0].weight.raw) == ("98.50", "10")


def test_gb18030_and_utf16_are_read(tmp_path: Path) -> None:
    for encoding in ("gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_bytes('{"project": "道路养护"}'.encode(encoding))
        assert read(path)[0].project == "道路养护"


def test_a_written_file_is_short_readable_and_read_back(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "一.json"
    for form in read_text(sample, "two-forms.txt"):
        write_json(form, path)
        assert read(path) == (form,)
        text = path.read_text(encoding="utf-8")
        keys = list(json.loads(text))
        assert keys[:6] == ["title", "year", "project", "department", "unit", "money_unit"]
        assert "\\u" not in text
        assert '"deviation"' not in text


def test_the_head_is_always_written(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_json(SelfEvaluation(), path)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "title": "项目支出绩效自评表",
        "year": None,
        "project": "",
        "department": "",
        "unit": "",
        "money_unit": "万元",
    }
    assert read_json(path) == SelfEvaluation()


def test_replacing_keeps_the_mode_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_json(SelfEvaluation(project="新"), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.json"
    path.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError, match="无法写入"):
        write_json(SelfEvaluation(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="路径不存在"):
        write_json(SelfEvaluation(), tmp_path / "无" / "x.json")


HOSTILE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "[/x]",
            "[@click=app.quit]x[/]",
            "\x1b]0;title\x07",
            "=cmd|' /C calc'!A0",
            "=100%",
            "+1",
            "@SUM(A1)",
            '"quoted"\n\tx',
            "</script>",
            "_x001B_",
            "\u202eabc",
            "null",
            "  x  ",
        ]
    ),
)
ROW = st.fixed_dictionaries(
    dict.fromkeys(("level1", "level2", "name", "target", "actual", "weight", "score"), HOSTILE)
)


@settings(max_examples=60, deadline=None)
@given(project=HOSTILE, goal=HOSTILE, total=HOSTILE, rows=st.lists(ROW, max_size=4))
def test_any_text_survives_json(
    tmp_path_factory: pytest.TempPathFactory,
    project: str,
    goal: str,
    total: str,
    rows: list[dict[str, str]],
) -> None:
    form = SelfEvaluation.model_validate(
        {"project": project, "goal": {"planned": goal}, "total": total, "indicators": rows}
    )
    path = tmp_path_factory.mktemp("json") / "x.json"
    write_json(form, path)
    assert read_json(path) == form
    assert not set(path.read_text(encoding="utf-8")) & {"\x1b", "\x07", "\u202e"}


def test_equal_forms_have_equal_files(
    sample: str,
    tmp_path: Path,
    without_provenance: Callable[[SelfEvaluation], SelfEvaluation],
) -> None:
    form = without_provenance(read_text(sample, "x")[0])
    write_json(form, tmp_path / "a.json")
    write_json(read_json(tmp_path / "a.json"), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()

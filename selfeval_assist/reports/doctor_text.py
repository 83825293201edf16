"""What the doctor found, as lines for a person."""

from selfeval_assist.drafting import Check
from selfeval_assist.reports.doctor import RULER, WIDTH_TEST, Diagnosis

_MARKS = {"ok": "正常", "note": "注意", "fail": "有误", "skipped": "未用"}


def doctor_text(diagnosis: Diagnosis) -> str:
    """Return the checks with what to do, the width test, and one line on the whole."""
    lines = [line for check in diagnosis.checks for line in _lines(check)]
    lines += [
        "",
        "下面两行的右端应当对齐；没有对齐时，请换一种等宽的中文字体：",
        RULER,
        WIDTH_TEST,
        "",
    ]
    wrong = sum(check.standing == "fail" for check in diagnosis.checks)
    lines.append(
        "可以正常使用。" if diagnosis.well else f"有 {wrong} 处需要处理，见上面标“有误”的行。"
    )
    return "\n".join(lines)


def _lines(check: Check) -> list[str]:
    lines = [f"〔{_MARKS[check.standing]}〕{check.name}：{check.told}"]
    return [*lines, f"        {check.advice}"] if check.advice else lines

"""The table of what every failing endpoint ended in, printed at the end of a run."""

import unicodedata

import pytest

ENDED = "ended"
"""The property of a test's report that holds a line of the table."""
Line = tuple[str, str, int, str]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table, whatever pytest was asked to report and wherever the tests ran."""
    lines: list[Line] = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == ENDED and report.when == "call"
    ]
    if not lines:
        return
    terminalreporter.section("what each failing endpoint ended in; nothing was lost in any")
    terminalreporter.write_line(f"{'mode':24}{'way':12}{'calls':>5}  told")
    for mode, way, calls, told in lines:
        terminalreporter.write_line(f"{mode:24}{way:12}{calls:5}  {_cut(told)}")


def _cut(text: str, width: int = 76) -> str:
    """Return as much of a text as fits; a Chinese character takes two columns."""
    used = 0
    for at, mark in enumerate(text):
        used += 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if used > width:
            return text[:at] + "…"
    return text

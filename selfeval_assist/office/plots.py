"""Plots as SVG inside a page: drawn in one ink, with their numbers beside the marks."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from lxml.html import HtmlElement
from lxml.html.builder import E

_WIDTH, _HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 26, 40
_SMALLEST, _LARGEST = 4.0, 11.0
"""Radius of a circle that stands for one form, and of the fullest one."""
_STEP_RATE, _STEP_SCORE = 5, 4


def _svg(label: str, *marks: HtmlElement, height: int = _HEIGHT) -> HtmlElement:
    return E.svg(
        *marks, viewBox=f"0 0 {_WIDTH} {height}", role="img", **{"aria-label": label}
    )  # fmt: skip


def _text(x: float, y: float, words: str, anchor: str = "middle") -> HtmlElement:
    return E.text(words, x=f"{x:.1f}", y=f"{y:.1f}", **{"text-anchor": anchor})


def _line(x1: float, y1: float, x2: float, y2: float, kind: str = "axis") -> HtmlElement:
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return E.line({"class": kind, **{key: f"{each:.1f}" for key, each in places.items()}})


def columns_plot(label: str, counted: Sequence[tuple[str, int]]) -> HtmlElement:
    """Return columns with their counts above them.

    Args:
        label: what is shown, for those who do not see it.
        counted: the name of each column and its count.
    """
    wide = (_WIDTH - _LEFT - _RIGHT) / max(len(counted), 1)
    tall, most = _HEIGHT - _TOP - _BOTTOM, max((count for _, count in counted), default=0) or 1
    floor = _HEIGHT - _BOTTOM
    marks = [_line(_LEFT, floor, _WIDTH - _RIGHT, floor)]
    for number, (name, count) in enumerate(counted):
        x, high = _LEFT + number * wide, tall * count / most
        marks += [
            E.rect(
                {"class": "bar"},
                x=f"{x + wide * 0.12:.1f}",
                y=f"{floor - high:.1f}",
                width=f"{wide * 0.76:.1f}",
                height=f"{high:.1f}",
            ),
            _text(x + wide / 2, floor - high - 6, str(count)),
            _text(x + wide / 2, floor + 20, name),
        ]
    return _svg(label, *marks)


def against(label: str, pairs: Sequence[tuple[Decimal, Decimal]]) -> HtmlElement:
    """Return execution rates against scores: a circle for the forms in one place, and how many.

    Args:
        label: what is shown, for those who do not see it.
        pairs: the rate and the score of each form; what lies outside 0–120 and 0–100 stands at the
            edge.
    """
    height = 420
    cells = Counter(
        (
            int(min(max(rate, Decimal(0)), Decimal(120)) // _STEP_RATE) * _STEP_RATE,
            int(min(max(score, Decimal(40)), Decimal(100)) // _STEP_SCORE) * _STEP_SCORE,
        )
        for rate, score in pairs
    )

    def across(rate: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT - 16) * rate / 120

    def up(score: float) -> float:
        return height - _BOTTOM - (height - _TOP - _BOTTOM - 10) * (score - 40) / 60

    marks: list[HtmlElement] = []
    for rate in range(0, 121, 20):
        marks += [
            _line(across(rate), up(100), across(rate), up(40), "grid"),
            _text(across(rate), height - _BOTTOM + 18, f"{rate}%"),
        ]
    for score in range(40, 101, 20):
        marks += [
            _line(across(0), up(score), across(120), up(score), "grid"),
            _text(_LEFT - 6, up(score) + 4, "≤40" if score == 40 else str(score), "end"),
        ]
    most = max(cells.values(), default=1)
    for (rate, score), count in sorted(cells.items()):
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * (count / most) ** 0.5 * (most > 1)
        x, y = across(rate + _STEP_RATE / 2 if rate < 120 else rate), up(score)
        marks.append(E.circle({"class": "form"}, cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}"))
        if count > 1:
            marks.append(_text(x, y + 4, str(count)))
    marks += [
        _text(_LEFT, height - 2, "横轴：预算执行率", "start"),
        _text(4, 12, "纵轴：自评得分", "start"),
    ]
    return _svg(label, *marks, height=height)


def bar(share: float) -> HtmlElement:
    """Return a bar as long as a share, 0–1, for a cell of a table."""
    return E.svg(
        E.rect({"class": "bar"}, x="0", y="1", width=f"{max(share, 0.005) * 100:.1f}", height="8"),
        {"class": "bar"},
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        **{"aria-hidden": "true"},
    )

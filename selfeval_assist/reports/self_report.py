"""The 自评报告 in Word: texts as they stand in the form or as drafted, tables from the form.

A section says what a person accepted as the form's own 自评报告; where that says nothing, what the
form has for it, then what the composer makes of the form. What nobody said stays open as 【待填】.
"""

from collections.abc import Iterator, Sequence

from selfeval_assist.documents.weights import total_weight
from selfeval_assist.documents.writers.paper import Block, Lines, Words
from selfeval_assist.drafting import compose
from selfeval_assist.drafting.texts import Material, report
from selfeval_assist.facts import build_facts
from selfeval_assist.form import FundLine, Indicator, SelfEvaluation
from selfeval_assist.form.text import essence, strip_tags
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score

_FUNDS = {"initial": 17, "adjusted": 17, "executed": 17, "rate": 12, "weight": 8, "score": 8}
_NEEDED = ("initial", "adjusted", "executed", "rate")
_NAME = 20
_ROWS = {
    "level1": 11,
    "level2": 13,
    "name": 26,
    "target": 18,
    "actual": 18,
    "weight": 8,
    "score": 8,
}
_REASONS = {"name": 20, "target": 15, "actual": 15}
_REASON = 50
_OPEN = {
    report.PROBLEMS: "存在的主要问题，没有的写明“无”",
    report.MEASURES: "改进措施，不需要改进的写明“无”",
}
"""What is asked for in a section of which nothing is known; the others are asked for by name."""


def self_report(form: SelfEvaluation) -> tuple[Block, ...]:
    """Return the report that goes with a form, from its title to unit and date.

    Every number in it stands in the form or follows from it.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    policy = policy_for(form)
    sheet = score(form, policy)
    return tuple(_Report(Material(form, sheet, build_facts(form, sheet), policy)).blocks())


class _Report:
    """One report in the making: the form, what each section says, and which tables there are."""

    def __init__(self, material: Material) -> None:
        self.form, self.material, self.tables = material.form, material, 0
        self.said = report.sections(material.form.texts.get(report.NAME, ""))
        drafted = compose(report.NAME, material.form, material.sheet, policy=material.policy)
        self.composed = report.sections("\n".join(each.text for each in drafted.sentences))

    def blocks(self) -> Iterator[Block]:
        form = self.form
        year = f"{form.year}年度" if form.year else ""
        yield Words(f"{form.project or _open('项目名称')}\n{year}绩效自评报告", "title")
        contents = (self._project, self._money, self._results, self._problems, self._measures)
        for numeral, name, content in zip(report.NUMERALS, report.SECTIONS, contents, strict=True):
            yield Words(f"{numeral}、{name}", "heading")
            yield from content()
        yield Words(f"{form.unit or _open('单位名称')}\n{_open('成文日期')}", "signed")

    def _text(self, section: str, *typed: str) -> str:
        """Return what a section says; of the composer only sentences that are typed nowhere in it.

        Args:
            section: its name.
            typed: texts of the form that are printed in the same section.
        """
        if section in self.said:
            return self.said[section]
        own = self.form.texts.get({report.PROBLEMS: "存在问题"}.get(section, section), "").strip()
        if own:
            return own
        told = "\n".join(map(essence, typed))
        sentences = self.composed.get(section, "").split("\n")
        return "".join(each for each in sentences if essence(each) not in told)

    def _project(self) -> Iterator[Block]:
        form = self.form
        yield Words("（一）基本情况", "subheading")
        yield Words(self._text(report.PROJECT))
        cells = {
            "项目名称": form.project,
            "主管部门": form.department,
            "实施单位": form.unit,
            "评价年度": f"{form.year}年度" if form.year else "",
            "自评总分": form.total.raw,
        }
        if form.grade.strip():
            cells["评价等级"] = form.grade
        named = ((name, text.strip() or _open(name)) for name, text in cells.items())
        yield from self._table("项目基本情况", (1, 3), (("内容", "情况"), *named), 1)
        yield Words("（二）年度绩效目标", "subheading")
        yield Words(_typed(form.goal.planned) or _open("年度绩效目标"))

    def _money(self) -> Iterator[Block]:
        form, reason = self.form, _typed(self.form.funds.deviation.text)
        said = self._text(report.MONEY)
        yield Words(said or _open("预算安排和执行情况"))
        if reason and essence(reason) not in essence(said):
            yield Words(reason)
        lines = (form.funds.total, *form.funds.sources)
        shown = [
            key
            for key in _FUNDS
            if key in _NEEDED or any(not getattr(line, key).blank for line in lines)
        ]
        heads = ("资金来源", *(str(FundLine.model_fields[key].title) for key in shown))
        rows = [
            (
                line.name or ("" if at else "年度资金总额"),
                *(getattr(line, key).raw for key in shown),
            )
            for at, line in enumerate(lines)
        ]
        widths = (_NAME, *(_FUNDS[key] for key in shown))
        yield from self._table(
            f"项目资金情况（单位：{form.money_unit}）", widths, (heads, *rows), 0
        )

    def _results(self) -> Iterator[Block]:
        form, done = self.form, _typed(self.form.goal.actual)
        yield Words("（一）年度总体目标完成情况", "subheading")
        yield Words(done or _open("年度总体目标的实际完成情况"))
        yield Words("（二）绩效指标完成情况", "subheading")
        yield Words(self._text(report.RESULTS, done))
        last = [""] * len(_ROWS)
        last[0], last[-2], last[-1] = "总分", total_weight(form), form.total.raw
        rows = [tuple(str(getattr(row, key)) for key in _ROWS) for row in form.indicators]
        lines = (_heads(_ROWS), *rows, tuple(last))
        yield from self._table("绩效指标完成情况", tuple(_ROWS.values()), lines, 2, grouped=2)

    def _problems(self) -> Iterator[Block]:
        rows, said = self.material.deviating, self._text(report.PROBLEMS)
        seen = "" if report.PROBLEMS in self.said else self._seen("偏差原因", self.tables + 1)
        yield Words(f"{said}{seen}" or ("" if rows else _open(_OPEN[report.PROBLEMS])))
        if rows:
            yield from self._table(
                "指标偏差情况",
                (*_REASONS.values(), _REASON),
                ((*_heads(_REASONS), "偏差原因分析及改进措施"), *map(self._reason, rows)),
                0,
                len(_REASONS),
            )

    def _reason(self, at: int) -> tuple[str, ...]:
        row = self.form.indicators[at]
        reason = _typed(row.deviation.text) or _open("偏差原因和改进措施")
        return (*(str(getattr(row, key)) for key in _REASONS), reason)

    def _measures(self) -> Iterator[Block]:
        said = self._text(report.MEASURES)
        seen = self._seen("改进措施", self.tables)
        yield Words(said or seen or _open(_OPEN[report.MEASURES]))

    def _seen(self, what: str, table: int) -> str:
        """Return where the form's own words about its rows stand; nothing where it has none."""
        rows = self.material.deviating
        told = any(self.form.indicators[at].deviation.text.strip() for at in rows)
        return f"各指标的{what}见表{table}“偏差原因分析及改进措施”一栏。" if told else ""

    def _table(
        self,
        title: str,
        widths: tuple[int, ...],
        lines: Sequence[tuple[str, ...]],
        *left: int,
        grouped: int = 0,
    ) -> Iterator[Block]:
        self.tables += 1
        yield Words(f"表{self.tables}　{title}", "caption")
        yield Lines(widths, tuple(lines), left, grouped)


def _heads(columns: dict[str, int]) -> tuple[str, ...]:
    return tuple(str(Indicator.model_fields[key].title) for key in columns)


def _raw(line: FundLine, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(getattr(line, key).raw for key in columns)


def _typed(text: str) -> str:
    return strip_tags(text).strip()


def _open(what: str) -> str:
    return f"【待填：{what}】"

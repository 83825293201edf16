"""The open form as plain HTML: form, findings and texts, to be searched, enlarged or read aloud.

Elements are built, never pasted together, so text of a form cannot become markup.
"""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement, tostring
from lxml.html.builder import (
    CAPTION,
    DD,
    DIV,
    DL,
    DT,
    H1,
    H2,
    H3,
    LI,
    OL,
    SECTION,
    TABLE,
    TBODY,
    TD,
    TH,
    THEAD,
    TR,
    P,
)

from selfeval_assist.form import FundLine, Indicator, paths
from selfeval_assist.reports.words import SEVERITIES
from selfeval_assist.scoring.arithmetic import plain as number
from selfeval_assist.tui.parts.head import PATHS as HEAD
from selfeval_assist.tui.state.drafted import name_of
from selfeval_assist.tui.state.session import Session
from selfeval_assist.tui.widgets.form_list import FormList
from selfeval_assist.tui.words.live import computed_total

_NO_FORM = "还没有打开自评表。请在填报界面里选中一份，按回车打开，这里就是它的文字。"
_MONEY = ("name", "initial", "adjusted", "executed", "weight", "rate", "score")
_ROW = ("level2", "name", "target", "actual", "weight", "score")
_GOAL = ("goal.planned", "goal.actual")
_EMPTY = "（未填）"


def plain(session: Session) -> str:
    """Return the form of a session as it is now, as the inside of a page's main part."""
    form, sheet = session.form, session.sheet
    total = f"核算总分 {computed_total(sheet)}，表中总分 {form.total.raw or _EMPTY}。"
    parts = DIV(
        H1(f"{form.title} {form.project or '未命名项目'}"),
        P(total),
        _section("基本信息", [_list(session, HEAD)]),
        _section("项目资金", [_money(session)]),
        _section("总体目标", [_list(session, _GOAL)]),
        _section("绩效指标", [_rows(session)]),
        _section("偏差说明", list(_deviations(session)) or [P("没有写偏差说明。")]),
        _section("检查结果", [_findings(session)]),
        _section("草稿", list(_drafts(session)) or [P("没有草稿。")]),
    )
    text: str = tostring(parts, encoding="unicode")
    return text


def listed(forms: FormList) -> str:
    """Return the list of forms as it is now, as the inside of a page's main part."""
    titles, rows = forms.table()
    found = _table("自评表", titles, rows, name=1) if rows else P("这里没有自评表。")
    text: str = tostring(DIV(H1("项目支出绩效自评助手"), P(_NO_FORM), found), encoding="unicode")
    return text


def _section(title: str, parts: Sequence[HtmlElement]) -> HtmlElement:
    return SECTION(H2(title), *parts, {"aria-label": title})


def _list(session: Session, where: Sequence[str]) -> HtmlElement:
    form = session.form
    pairs = ((paths.label(form, path), paths.text(form, path) or _EMPTY) for path in where)
    return DL(*(part for name, text in pairs for part in (DT(name), DD(text))))


def _money(session: Session) -> HtmlElement:
    funds, form = session.form.funds, session.form
    where = ["funds.total", *(f"funds.sources.{at}" for at in range(len(funds.sources)))]
    titles = [FundLine.model_fields[name].title or name for name in _MONEY]
    rows = [[paths.text(form, f"{line}.{name}") for name in _MONEY] for line in where]
    return _table(f"金额单位：{form.money_unit}", titles, rows)


def _rows(session: Session) -> HtmlElement:
    form = session.form
    titles = [Indicator.model_fields[name].title or name for name in _ROW]
    rows = [
        [
            str(score.index + 1),
            *(paths.text(form, f"indicators.{score.index}.{name}") for name in _ROW),
            number(score.points),
            score.work,
        ]
        for score in session.sheet.rows
    ]
    return _table("指标表", ["行", *titles, "核算得分", "算式"], rows)


def _table(
    caption: str, titles: Sequence[str], rows: Sequence[Sequence[str]], name: int = 0
) -> HtmlElement:
    """Return a table, in each row of which the cell at ``name`` says what the row is about."""

    def cells(row: Sequence[str]) -> Iterator[HtmlElement]:
        for at, text in enumerate(row):
            yield TH(text, scope="row") if at == name else TD(text)

    return TABLE(
        CAPTION(caption),
        THEAD(TR(*(TH(title, scope="col") for title in titles))),
        TBODY(*(TR(*cells(row)) for row in rows)),
    )


def _deviations(session: Session) -> Iterator[HtmlElement]:
    form = session.form
    places = ["funds", *(f"indicators.{at}" for at in range(len(form.indicators)))]
    for place in places:
        if text := paths.text(form, f"{place}.deviation.text").strip():
            yield H3(paths.label(form, f"{place}.deviation"))
            yield P(text)


def _findings(session: Session) -> HtmlElement:
    found = [each for each in session.findings if not each.waived]
    if not found:
        return P("没有需要核实的问题。")
    return OL(*(LI(f"{SEVERITIES[each.severity]} {each.code} {each.message}") for each in found))


def _drafts(session: Session) -> Iterator[HtmlElement]:
    for draft in session.proposals.values():
        left = len(session.open_sentences(draft))
        yield H3(name_of(session.form, draft.task, draft.row))
        yield P(f"还有 {left} 句没有决定。" if left else "已逐句决定。")
        yield OL(*(LI(sentence.text) for sentence in draft.sentences))

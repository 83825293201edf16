"""Marks of classification in a text: 机密★10年 is one, 保密工作 in a sentence is none.

Wide on purpose: a mark that is missed is sent, one that is seen in error costs a question. The
words and their sources are data (``marks.toml``); here stands in which shapes they are marks.
"""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from selfeval_assist.form import paths
from selfeval_assist.form.models import Lifted, Mark, SelfEvaluation
from selfeval_assist.form.text import HIDDEN
from selfeval_assist.prose.words import holds

_FILE = Path(__file__).with_name("marks.toml")
_LONGEST = 60
"""Characters of the longest line in which a word that stands apart is a mark: a title, no text."""
_SHOWN = 40
"""Characters of a mark that are kept for the person."""
_UNSEEN = dict.fromkeys((0xAD, 0x34F, 0x180E, *range(0xFE00, 0xFE10), *HIDDEN))
_LINES = str.maketrans(dict.fromkeys("\t\v\f\r", "\n"))
_SPACES = re.compile(r"[^\S\n\t]+")
_RUNNING = ",;。"
"""What a running sentence has and a mark beside a title has not."""
_LEVEL = "绝密|机密|秘密"
_BOX = "□☐○〇◯口"
_TICK = "☑√✓✔☒▣◉"
# A printed choice that nobody has made: 密级：□绝密 □机密, or 绝密/机密/秘密.
_CHOICES = re.compile(
    rf"[{_BOX}][(]?(?:{_LEVEL}|工作秘密|内部|涉密|不予公开|不公开|是)"
    rf"|(?:{_LEVEL}|内部|公开|普通|非密|一般)(?:级?(?:[/|、]|或者?|以及|和)(?:{_LEVEL}|内部|公开|普通|非密|一般))+级?"
)
_TERM = r"(?:(?:\d{1,3}|[一二三四五六七八九十百两]{1,4})(?:年|个月|月|天|日|Y\b)|长期|永久)"
_EVENT = r"(?:启用|启封|解密|公布|公开|发布|开标|评审)前"
_OPEN, _CLOSE = r"[【〔\[({<「『〖]", r"[】〕\])}>」』〗]"
_KIND = r"(?:级|件|文件|资料|材料|档案|文档|信息)?"
_LABEL = (
    r"(?:密级(?:标识|标志|等级|程度)?(?:[和与及、]?保密期限)?|(?:涉密|保密|秘密|定密)(?:等级|级别|程度|密级)"
    r"|国家秘密标志|标密|涉密情况|公开属性)"
)
_SHAPES = {
    # 机密★10年, ★机密, 【机密】★: the star of the standard and what is typed for it.
    "star": (
        rf"(?:{{w}}){_KIND}{_CLOSE}*★(?:{_TERM}|{_EVENT})?"
        rf"|★{_OPEN}*(?:{{w}}){_KIND}(?![\u4e00-\u9fff])"
    ),
    # 机密·10年, 秘密（一年）, 绝密 启用前, 机密，保密期限为10年
    "term": (
        rf"(?:{{w}}){_KIND}\W{{0,4}}(?:{_TERM}(?![\u4e00-\u9fff])|{_EVENT})"
        rf"|(?:{{w}}){_KIND}[·•∙⋅・:|/\-—_(\[【〔]{{1,3}}{_TERM}|^\W*(?:{{w}}){_KIND}\W{{0,4}}{_TERM}"
        rf"|(?:{{w}}){_KIND}\W{{0,3}}(?:保密)?(?:期限|期)\W{{0,3}}为?{_TERM}"
    ),
    # 密级：机密, 密级为秘密
    "label": rf"{_LABEL}\W{{0,3}}(?:为|是|定为|属于)?[^\w{_BOX}]{{0,3}}(?:{{w}})",
    # 密级：□公开 ☑机密
    "ticked": rf"[{_TICK}]\W{{0,2}}(?:{{w}}){_KIND}(?![\u4e00-\u9fff])",
    # 涉及国家秘密的表, said of this document: 本表属机密级, 此件为秘密文件
    "statement": (
        r"(?:本|此|该)(?:表|件|文件|材料|资料|项目|文档|内容|附件|页|报告)(?:中?的?内容)?"
        r"(?:属于|属|系|为|是|含有|含|包含|涉及)?(?:国家)?"
        rf"(?:{{w}}){_KIND}(?:事项)?(?![\u4e00-\u9fff\w])"
    ),
    # 内部资料，注意保存
    "kept": (
        r"(?:{w})\W{0,4}(?:请|务请|务必|严禁|禁止|切勿|请勿|不得|谢绝)?(?:注意|妥善|妥为)?"
        r"(?:保存|保管|保密|外传|外泄|泄露|公开|扩散|翻印|复制|转发|传播|上网)"
    ),
    # 公开属性：不予公开, 此件不公开
    "published": (
        r"公开(?:属性|方式|类型|类别|选项|形式|情况)\W{0,3}(?:{w})"
        r"|(?:此件|本件|此表|本表|该表|本文件|本材料|本资料|此文)(?:{w})"
    ),
}
# 机密，注意保管：… and 【机密】本表…: a mark before a running sentence.
_BEFORE = rf"^\W*(?:{{w}}){_KIND}[,。!;](?!\d)|^\W*{_OPEN}(?:{{w}}){_KIND}{_CLOSE}"
# What is a mark only where it stands apart: alone in its cell or line, in brackets, or cut off from
# a title by spaces or strokes.
_APART = {
    # 机密, 【机密】, “秘密件 份号：001”
    "alone": (rf"^\W*(?:{{w}}){_KIND}(?:\W*(?:第|份号|编号|序号|No\.?)?\W*\d*\W*(?:号|份)?)\W*$"),
    # 自评表（机密）, 【秘密件】自评表
    "bracket": rf"{_OPEN}\W*(?:{{w}}){_KIND}\W*(?:{_TERM})?\W*{_CLOSE}",
    # 自评表_机密_2023, 项目支出绩效自评表　　机　密
    "token": rf"(?:^|[\s_|·\-—–~.+])(?:{{w}}){_KIND}(?=$|[\s_|·\-—–~.+\d★])",
}
# The name of a file or sheet is written by hand and short: 机密项目自评表, 自评表机密.
_NAME = r"^\W*(?:{w})|(?<!商业)(?<!技术)(?<!国家)(?<!保守)(?:{w})\W*\d*$"
# 保密期限：10年 needs no level; 是否涉密：是 no mark beside it.
_OTHERS = re.compile(
    rf"^\W*(?:保密期限|保密期|解密时间|解密日期)[:(\s]{{1,3}}\W*(?:{_TERM}|\d{{4}}年)"
    rf"|(?:是否|)(?:涉密|涉及国家秘密|属于国家秘密)(?:项目|文件|资料)?[:?)\s]{{1,3}}[{_TICK}]?(?:是|涉密)(?![{_TICK}否/])"
)
_ENDS_LABEL = re.compile(rf"(?:{_LABEL}|保密期限|公开(?:属性|方式|类型)|是否涉密|涉密)[:?\s]*$")


class _Shapes(NamedTuple):
    """The patterns of all marks.

    Attributes:
        hint: the letters of which every mark has one; most texts have none.
        same: for ``str.translate``: other letters and stars to the ones in the patterns.
        anywhere: marks wherever they stand, looked for without white space.
        apart: marks in a line that is no running sentence.
        tokens: likewise, looked for with white space.
        names: marks in the name of a file or sheet.
    """

    hint: frozenset[str]
    same: dict[int, str]
    anywhere: "re.Pattern[str]"
    apart: "re.Pattern[str]"
    tokens: "re.Pattern[str]"
    names: "re.Pattern[str]"


def find(text: str, *, name: bool = False) -> str:
    """Return the first classification mark of a text, or an empty string.

    Args:
        text: any text of a document; tabs and line breaks part cells and lines.
        name: it is the name of a file or sheet, without its ending.
    """
    shapes = _shapes()
    if not may_hold(text):
        return ""
    folded = unicodedata.normalize("NFKC", text).translate(_UNSEEN).translate(shapes.same)
    for line in _lines(folded):
        if found := _in_line(line, shapes, name=name):
            return found[:_SHOWN]
    return ""


def may_hold(text: str) -> bool:
    """Whether a text has a letter that stands in every mark; most have none, which is soon seen."""
    # No mark is made of ASCII alone, which most parts of an office file are.
    return not text.isascii() and not _shapes().hint.isdisjoint(text)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines and cells of a text, a label with what stands behind it, letters in a column.

    ``密级：`` and ``机密`` may stand in two cells, and 机, 密 and ★ below each other in a box.
    """
    parts = [part.strip() for part in text.translate(_LINES).split("\n")]
    parts = [part for part in parts if part]
    yield from parts
    for label, value in pairwise(parts):
        if len(label) <= _LONGEST and _ENDS_LABEL.search(label):
            yield f"{label}:{value[:_LONGEST]}"
    short = [part if len(part) <= 4 else "\n" for part in parts]
    if len(parts) > 1:
        yield from (run for run in "".join(short).split("\n") if len(run) > 1)


def _in_line(line: str, shapes: _Shapes, *, name: bool) -> str:
    spaced = _CHOICES.sub("/", _SPACES.sub(" ", line))
    dense = _CHOICES.sub("/", "".join(line.split()))
    match = shapes.anywhere.search(dense) or _OTHERS.search(dense)
    if match is None and (len(dense) <= _LONGEST and not holds(dense.rstrip(_RUNNING), _RUNNING)):
        match = shapes.apart.search(dense) or shapes.tokens.search(spaced)
    if match is None and name:
        match = shapes.names.search(dense)
    return match[0].strip() if match else ""


def in_form(form: SelfEvaluation) -> tuple[Mark, ...]:
    """Return all marks of a form that no person has lifted, in their order, each once.

    They are those that were found in its document and those in its texts as they stand now, which
    a person may have typed.
    """
    lifted = {(each.place, each.text) for each in form.lifted}
    found = [*form.provenance.marks, *_passed_over(form), *_typed(form)]
    return tuple(m for m in dict.fromkeys(found) if (m.place, m.text) not in lifted)


def lift(
    form: SelfEvaluation, marks: Sequence[Mark], *, reason: str, by: str, date: datetime.date
) -> SelfEvaluation:
    """Return a form with a person's decision that some of its marks do not keep it from a model.

    Args:
        form: the form.
        marks: those that the person has looked at; another one still keeps it.
        reason: why; not blank.
        by: who decides; not blank.
        date: when.

    Raises:
        pydantic.ValidationError: no reason, or nobody.
    """
    said = {"reason": reason.strip(), "by": by.strip(), "date": date}
    new = tuple(Lifted.model_validate({**mark.model_dump(), **said}) for mark in marks)
    return form.model_copy(update={"lifted": (*form.lifted, *new)})


def _passed_over(form: SelfEvaluation) -> Iterator[Mark]:
    """Yield the marks in texts of the document that are in no field.

    When its document was searched they were found already, and told where they stand in words of
    the file: 工作表“自评表”A1, which is the A1 of the reader.
    """
    known = {mark.text for mark in form.provenance.marks}
    for each in form.provenance.unread:
        if (mark := find(each.text)) and mark not in known:
            yield Mark(place=each.place, text=mark)


def _typed(form: SelfEvaluation) -> Iterator[Mark]:
    for path in paths.leaves(form):
        if mark := find(paths.text(form, path)):
            yield Mark(place=paths.label(form, path), text=mark)
    for place, text in (("文件名", form.provenance.file), ("工作表名", form.provenance.sheet)):
        if mark := find(Path(text).stem if place == "文件名" else text, name=True):
            yield Mark(place=place, text=mark)


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    same = {ord(pair[0]): pair[1] for pair in data["same"]} | dict.fromkeys(
        map(ord, data["stars"]), "★"
    )
    words: dict[str, list[str]] = {}
    for mark in data["mark"]:
        for shape in mark["shapes"]:
            words.setdefault(shape, []).extend(mark["words"])

    def joined(patterns: "Mapping[str, str]", gap: str = "") -> "re.Pattern[str]":
        return re.compile(
            "|".join(
                "(?:" + pattern.replace("{w}", _either(words[name], gap)) + ")"
                for name, pattern in patterns.items()
            )
        )

    tokens = {"token": _APART["token"]}
    apart = {name: pattern for name, pattern in _APART.items() if name not in tokens}
    words["before"] = words["alone"]
    return _Shapes(
        frozenset(data["letters"]),
        same,
        joined({**_SHAPES, "before": _BEFORE}),
        joined(apart),
        joined(tokens, " ?"),
        joined({"name": _NAME}),
    )


def _either(words: Sequence[str], gap: str) -> str:
    """Return a pattern for one of some words, the longest first, with ``gap`` between letters."""
    return "|".join(gap.join(each) for each in sorted(words, key=len, reverse=True))

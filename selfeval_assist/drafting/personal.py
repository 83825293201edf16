"""The one finder of personal data: who a person is, where to reach them, what is theirs.

Every door to a model uses it. A text is looked at in one width, in which ``１３８－１２３４`` is
138-1234; what is found keeps its place in the text as it stands.
"""

import datetime
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from selfeval_assist.form import SelfEvaluation

Span = tuple[int, int, str]
"""Where something begins and ends in a text, and what it is, in Chinese."""

PERSON, PHONE, NUMBER, MAIL, ADDRESS, CARD, PLATE, HOME = (
    "人名", "电话", "证件号", "邮箱", "网址", "卡号", "车牌", "住址",
)  # fmt: skip
_FILE = Path(__file__).with_name("personal.toml")
_ONE_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
# Between the digits of one number; in JSON a line break is a sign and a letter.
_GAP = r"(?:[ \-.·_—–]|\\n)?"
_START = r"(?:(?<![\dA-Za-z])|(?<=\\[ntr]))"
_END = r"(?![\dA-Za-z])"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _digits(count: int, last: str = "") -> str:
    """Return a pattern for a number of some length that is no part of a longer one."""
    return rf"{_START}\d(?:{_GAP}\d){{{count - 1}}}{last}{_END}"


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isdecimal() or char in "Xx").upper()


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def _is_identity(text: str) -> bool:
    """Whether 18 signs are an identity number: by the check digit, or by the date of birth."""
    bare = _bare(text)
    if len(bare) != 18:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(bare, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == bare[17] or (bare[0] in "12345689" and _is_date(bare[6:14]))


def _is_old_identity(text: str) -> bool:
    """Whether 15 digits are an identity number of the old kind: by the date of birth in it."""
    bare = _bare(text)
    return len(bare) == 15 and _is_date(f"19{bare[6:12]}")


def _is_card(text: str) -> bool:
    """Whether 16 to 19 digits are the number of a bank card, by Luhn."""
    digits = [int(digit) for digit in _bare(text) if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 16 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _any(_text: str) -> bool:
    return True


# 138 1234 5678, 13812345678, 138-123-45678 and 1 3 8 1 …, but no column of amounts (15.2 30.4 …).
_MOBILE = (
    rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}"
    r"|1(?P<gap>[ \-._])[3-9](?:(?P=gap)\d){9}"
)
_PHONE_WORD = r"(?<=电话|热线|传真|座机|手机|方式)[:为是]?\s{0,3}"
_PAPER_WORD = r"(?<=护照|证号|证件)(?:号码?)?[:为是]?\s{0,3}"
_PLATE_SIGNS = r"[A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂学警港澳]"
_EXTENSION = r"(?:[-转]\d{1,6})?"
_STREET = r"(?:路|街|巷|弄|胡同|大道|小区|村|里|苑|园)"
_HOUSE = r"(?:号楼|号院?|弄|栋|幢|座|组)(?:\d{1,4}(?:号楼|号|栋|幢|座|单元|层|楼|室))*"
_PATTERNS = (
    # li.ming@mail.gov.cn
    (MAIL, r"(?a:[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})", _any),
    (ADDRESS, r"(?i:(?:https?|ftp)://|www\.)[^\s\u4e00-\u9fff,，。;；、）)\"\\]+", _any),
    (NUMBER, _digits(17, rf"{_GAP}[\dXx]"), _is_identity),
    # 6222 0212 0000 1234 567
    (CARD, rf"{_START}\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?{_END}", _is_card),
    (NUMBER, _digits(15), _is_old_identity),
    (PHONE, rf"{_START}(?:(?:\+|00)?86{_GAP})?(?:{_MOBILE}){_END}", _any),
    # 021-12345678, (0771) 1234567转801, 400-800-1234, 电话：84561234
    (PHONE, rf"{_START}\(?0\d{{2,3}}\)?{_GAP}\d{{3,4}}{_GAP}\d{{4}}{_EXTENSION}{_END}", _any),
    (PHONE, rf"{_START}[48]00-\d{{3,4}}-?\d{{3,4}}{_END}", _any),
    (PHONE, rf"{_PHONE_WORD}\d{{3,4}}-?\d{{4}}(?!\d)", _any),
    # 京A·12345, 粤BD12345
    (PLATE, rf"[{_PROVINCES}][A-HJ-Z][ ·\-]?{_PLATE_SIGNS}{_END}", _any),
    # Passports, and the permits of residents of Hong Kong, Macao and Taiwan
    (NUMBER, rf"{_START}(?:E[A-Z]?|[GDPSHMK][A-Z]?)\d{{7,10}}{_END}", _any),
    (NUMBER, rf"{_PAPER_WORD}[A-Z]{{0,2}}\d{{6,18}}[Xx]?(?!\d)", _any),
    # 某区建设路12号3栋201室
    (HOME, rf"[\u4e00-\u9fff]{{1,13}}{_STREET}\d{{1,5}}{_HOUSE}", _any),
)  # fmt: skip
_RULES = tuple((kind, re.compile(pattern), check) for kind, pattern, check in _PATTERNS)


def one_width(text: str) -> str:
    """Return a text of the same length in which full-width letters, digits and signs are narrow."""
    return text.translate(_ONE_WIDTH)


def found(text: str, names: Sequence[str] = ()) -> list[Span]:
    """Return the personal data in a text, in order; where two overlap, the earlier kind stands.

    Args:
        text: any text; also JSON.
        names: names of persons that are known.
    """
    plain = one_width(text)
    taken: list[Span] = []
    used = bytearray(len(plain))
    for start, end, kind in _all(plain, names):
        if not any(used[start:end]):
            taken.append((start, end, kind))
            used[start:end] = b"\1" * (end - start)
    return sorted(taken)


def _all(plain: str, names: Sequence[str]) -> Iterator[Span]:
    for kind, pattern, check in _RULES:
        for match in pattern.finditer(plain):
            if check(match[0]):
                yield *match.span(), kind
    for name in names:
        for match in re.finditer(r"\s?".join(map(re.escape, name)), plain):
            yield *match.span(), PERSON
    pattern, none = _beside_role()
    for match in pattern.finditer(plain):
        group = str(match.lastgroup)
        if not match[group].startswith(none):
            yield *match.span(group), PERSON


@lru_cache(maxsize=1)
def _beside_role() -> "tuple[re.Pattern[str], tuple[str, ...]]":
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    family = rf"(?:{'|'.join(data['double'])}|[{data['single']}])"
    before, behind = "|".join(data["before"]), "|".join(sorted(data["behind"], key=len)[::-1])
    # Where a name ends: the next sign is no letter of a name, or says something of the person.
    ends = rf"(?=$|[^\u4e00-\u9fff]|电话|手机|联系|身份证|住|等|{behind})"
    begins = r"(?:(?<![\u4e00-\u9fff])|(?<=[由经请向与和及是为]))"
    return re.compile(
        rf"(?:{before})(?:姓名)?[:为是系]?\s{{0,3}}(?P<a>{family}[\u4e00-\u9fff]{{1,2}}?){ends}"
        # 张主任 where a name can begin, 吴敏科长 also in the middle of a clause: 陪同吴敏科长
        rf"|{begins}(?P<b>{family}[\u4e00-\u9fff]{{0,2}}?)(?:{behind})"
        rf"|(?P<c>{family}[\u4e00-\u9fff]{{1,2}}?)(?:{behind})"
    ), tuple(data["none"])


# An owner may be an office (设备科), whose name is no secret and may stand in an indicator's.
_PERSONAL = re.compile(r"[\u4e00-\u9fff·]{1,5}[^科处室部局委办所院组队站厅位司会心校中股关\W\d]")


def persons(form: SelfEvaluation) -> tuple[str, ...]:
    """Return the names of persons that a form holds, the longest first."""
    rows = [row.deviation.owner for row in form.indicators]
    names = (form.people.manager, form.people.filler, form.funds.deviation.owner, *rows)
    known = {name for each in names if _PERSONAL.fullmatch(name := each.strip())}
    return tuple(sorted(known, key=len, reverse=True))

"""Personal data is found in whatever spelling, masked, and put back; figures and offices stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.drafting.masking import Masks
from selfeval_assist.drafting.personal import found

FOUND = [
    ("联系13812345678或021-12345678", ["13812345678", "021-12345678"]),
    ("手机１３８－１２３４－５６７８。", ["１３８－１２３４－５６７８"]),
    ("138 1234 5678", ["138 1234 5678"]),
    ("1 3 8 1 2 3 4 5 6 7 8", ["1 3 8 1 2 3 4 5 6 7 8"]),
    ("+86 13812345678", ["+86 13812345678"]),
    ("(0771) 1234567转801", ["(0771) 1234567转801"]),
    ("电话：84561234", ["：84561234"]),
    ("身份证11010519491231002X", ["11010519491231002X"]),
    ("身份证110105 19491231 002x", ["110105 19491231 002x"]),
    ("身份证１１０１０５１９４９１２３１００２Ｘ", ["１１０１０５１９４９１２３１００２Ｘ"]),
    ("老证110105491231002", ["110105491231002"]),
    ("卡号6222 0212 3456 7890 128", ["6222 0212 3456 7890 128"]),
    ("写信到 li.ming@mail.gov.cn", ["li.ming@mail.gov.cn"]),
    ("写信到 li.ming＠mail.gov.cn", ["li.ming＠mail.gov.cn"]),
    ("见 https://a.cn/b?c=1，另见www.x.cn", ["https://a.cn/b?c=1", "www.x.cn"]),
    ("车辆京A·12345和粤BD12345", ["京A·12345", "粤BD12345"]),
    ("护照E12345678", ["E12345678"]),
    ("住某区建设路12号3栋201室", ["住某区建设路12号3栋201室"]),
    ("联系人：王小明，电话", ["王小明"]),
    ("由赵刚主任负责", ["赵刚"]),
    ("欧阳明同志到场", ["欧阳明"]),
    ("更换水表吴敏科长到场", ["吴敏"]),
    ("钱某与欧 阳 明", ["欧 阳 明"]),
    ('{"text": "联系\\n13812345678"}', ["13812345678"]),
]
NOTHING = [
    "预算14692992元，第10行，2021年", "水表号1381234567890", "高级工程师5名，全体教师120人",
    "合格率99.5%，15.2 30.4 50.66 11.00", "合同编号202312310001，金额1234567.89元",
    "负责人高度重视，项目主任务完成", "2021-2022年，2023年12月31日前", "建设路改造12公里",
    "明确责任人和相关单位职责",
    "召开科长会议，组织各村主任培训", "18位编码123456789012345678", "完成道路3条、小区12个",
]  # fmt: skip


@pytest.mark.parametrize(("text", "pieces"), FOUND)
def test_personal_data_is_found_and_put_back(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end, _ in found(text, ("欧阳明",))] == pieces
    masks = Masks(("欧阳明",))
    hidden = masks.hide(text)
    assert not any(piece in hidden for piece in pieces)
    assert masks.put_back(hidden) == text
    assert masks.hide(text) == hidden  # the same value has the same mask


@pytest.mark.parametrize("text", NOTHING)
def test_figures_offices_and_words_stay(text: str) -> None:
    assert found(text) == []


@given(st.text(alphabet="张主任：0123456789 -.XA路号@京\n［］人名", max_size=80))
def test_whatever_is_masked_comes_back(text: str) -> None:
    masks = Masks()
    if "［" not in text and "］" not in text:
        assert masks.put_back(masks.hide(text)) == text


@pytest.mark.parametrize("piece", ["1 ", "1.", "路", "@a", "138-", "张主任", "（0", "a.b@"])
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    assert isinstance(found(piece * (20_000 // len(piece))), list)

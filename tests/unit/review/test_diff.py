import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_assist.review import Change, diff

TEXTS = st.text(alphabet="完成系统运维的，。0123,.%ab\n", max_size=60)


@given(TEXTS, TEXTS)
def test_the_runs_lead_from_old_to_new(old: str, new: str) -> None:
    changes = diff(old, new)
    assert "".join(each.text for each in changes if each.kind != "insert") == old
    assert "".join(each.text for each in changes if each.kind != "delete") == new
    assert all(each.text for each in changes)
    assert all(one.kind != two.kind for one, two in itertools.pairwise(changes))


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", ()),
        ("完成", "完成", (Change("equal", "完成"),)),
        ("", "完成", (Change("insert", "完成"),)),
        (
            "预算14,692,992元",
            "预算14,376,992元",
            (
                Change("equal", "预算"),
                Change("delete", "14,692,992"),
                Change("insert", "14,376,992"),
                Change("equal", "元"),
            ),
        ),
        (
            "完成系统运维",
            "完成全部系统运维",
            (Change("equal", "完成"), Change("insert", "全部"), Change("equal", "系统运维")),
        ),
        (
            "及时的响应",
            "快速的处置",
            (Change("delete", "及时的响应"), Change("insert", "快速的处置")),
        ),
    ],
)
def test_diff(old: str, new: str, changes: tuple[Change, ...]) -> None:
    assert diff(old, new) == changes

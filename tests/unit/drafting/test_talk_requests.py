"""What a person asks for, as code reads it."""

import pytest

from selfeval_assist.drafting.talk.requests import decision_of, intent_of, wishes_of


@pytest.mark.parametrize(
    ("said", "intent", "kinds"),
    [
        ("更简短", "change", ["shorter"]),
        ("太长了，压缩一下", "change", ["shorter"]),
        ("突出数据共享", "change", ["first"]),
        ("把满意度放在最前面", "change", ["first"]),
        ("补充验收情况", "change", ["add"]),
        ("请补充说明验收情况", "change", ["add"]),
        ("删去第三句", "change", ["drop"]),
        ("更简短；突出数据共享；补充验收情况", "change", ["shorter", "first", "add"]),
        ("不要写得太长", "change", ["shorter"]),
        ("口气平和些", "change", ["other"]),
        ("为什么说未达到？", "why", None),
        ("86.96%是怎么来的", "why", None),
        ("补充：2021年12月20日通过验收", "fact", None),
        ("补充：去年12月召开了验收会，专家5人", "fact", None),
        ("补充：专家一致同意", "fact", None),
        ("补充：整改措施", "change", ["add"]),
        ("2021年12月20日通过了竣工验收", "fact", None),
    ],
)
def test_what_is_meant(said: str, intent: str, kinds: list[str] | None) -> None:
    assert intent_of(said) == intent
    if kinds is not None:
        assert [wish.kind for wish in wishes_of(said)] == kinds


@pytest.mark.parametrize(
    ("said", "kind", "about", "sentences", "limit"),
    [
        ("控制在200字", "shorter", "", (), 200),
        ("不超过两百字", "shorter", "", (), 200),
        ("太啰嗦了", "shorter", "", (), None),
        ("第二句删掉", "drop", "", (2,), None),
        ("删掉最后一句", "drop", "", (-1,), None),
        ("把资金那部分删了吧", "drop", "资金", (), None),
        ("满意度不要写了", "drop", "满意度", (), None),
        ("不要提食堂", "drop", "食堂", (), None),
        ("只保留产出", "only", "产出", (), None),
        ("把第三句放前面", "first", "", (3,), None),
        ("第3句放到最后", "last", "", (3,), None),
        ("加上验收时间", "add", "验收时间", (), None),
        ("加一句领导重视", "add", "领导重视", (), None),
        ("补充：整改措施", "add", "整改措施", (), None),
        ("把“95%”改成100%", "figure", "95%", (), None),
        ("写成500字", "shorter", "", (), 500),
        ("原因写成7月流标", "cause", "7月流标", (), None),
        ("多写点成效", "longer", "", (), None),
        ("太短了", "longer", "", (), None),
        ("第1句和第2句对调", "swap", "", (1, 2), None),
        ("恢复原来的", "restore", "", (), None),
        ("第二、三句删掉", "drop", "", (2, 3), None),
        ("第2到4句删掉", "drop", "", (2, 3, 4), None),
        ("前两句不要", "drop", "", (1, 2), None),
        ("最后两句去掉", "drop", "", (-2, -1), None),
        ("能不能再短点？", "shorter", "", (), None),
        ("可以去掉第3句吗", "drop", "", (3,), None),
        ("先说效益再说产出", "first", "效益", (), None),
        ("除了资金都不要", "only", "资金", (), None),
        ("第2句说错了", "figure", "", (2,), None),
        ("满意度不是92.3%", "figure", "满意度", (), None),
        ("数字太多了", "shorter", "", (), None),
        ("不要用“比目标多”这种说法", "other", "不要用“比目标多”这种说法", (), None),
        ("改回去", "undo", "", (), None),
        ("重新起草", "redraft", "", (), None),
        ("重新写第二句", "other", "重新写第二句", (2,), None),
    ],
)
def test_how_a_wish_is_read(
    said: str, kind: str, about: str, sentences: tuple[int, ...], limit: int | None
) -> None:
    (wish,) = wishes_of(said)
    assert (wish.kind, wish.about, wish.sentences, wish.limit) == (kind, about, sentences, limit)


@pytest.mark.parametrize(
    ("said", "sentences", "named"),
    [
        ("2-4句删掉", (2, 3, 4), ""),
        ("第２～４句删掉", (2, 3, 4), ""),
        ("八、九两句删掉", (8, 9), ""),
        ("第十一句删掉", (11,), ""),
        ("倒数第二句删掉", (-2,), ""),
        ("最后两句话删掉", (-2, -1), ""),
        ("开头那句删掉", (1,), ""),
        ("头两句删掉", (1, 2), ""),
        ("这两句删掉", (), "这2"),
        ("完工推迟那句删掉", (), "完工推迟"),
        ("把 第 3 句 删掉", (3,), ""),
    ],
)
def test_sentences_are_pointed_at(said: str, sentences: tuple[int, ...], named: str) -> None:
    (wish,) = wishes_of(said)
    assert (wish.kind, wish.sentences, wish.named) == ("drop", sentences, named)


@pytest.mark.parametrize(
    "said",
    ["不要删第2句", "第2句别动", "第2句不用改", "保留第2句", "第2、3句不要合并", "其余不变"],
)
def test_what_is_denied_is_not_done(said: str) -> None:
    assert [wish.kind for wish in wishes_of(said)] == ["keep"]


@pytest.mark.parametrize(
    "said", ["删掉第2句以外的句子", "第9句里资金那部分删掉", "第9句只留“430万元”"]
)
def test_a_part_of_a_sentence_is_never_the_sentence(said: str) -> None:
    assert [wish.kind for wish in wishes_of(said)] == ["other"]


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("行，就用这个", True),
        ("OK，谢谢", True),
        ("那就这样吧", True),
        ("算了，还是原来的好", False),
        ("不要这个", False),
        ("谢谢", None),
        ("可以，不过第四句留着", None),
        ("可以改短一点", None),
        ("不用写资金", None),
    ],
)
def test_a_change_is_taken_or_left_in_words(said: str, taken: bool | None) -> None:
    assert decision_of(said) is taken

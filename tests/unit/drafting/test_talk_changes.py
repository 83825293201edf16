"""Changes of a text that need no model, and what is never done to it."""

import pytest
from conversing import Talk

from selfeval_assist.form import SelfEvaluation


async def test_shorter_keeps_money_and_everything_that_was_missed(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = talk.text
    reply = await talk.say("请写得更简短一些")
    assert reply.proposal is not None
    assert len(talk.text) < 0.8 * len(before)
    assert talk.sound()
    for kept in ("500万元", "430万元", "546人次", "92.3%", "晚51天", "【待填"):
        assert kept in talk.text
    assert "缩到" in reply.turn.answer
    # What may not go does not go, however often it is asked for.
    for _ in range(4):
        await talk.say("再短一点")
    for kept in ("500万元", "430万元", "546人次", "92.3%", "晚51天", "【待填"):
        assert kept in talk.text


async def test_what_is_stressed_comes_first_with_target_and_verdict(form: SelfEvaluation) -> None:
    talk = Talk(form)
    reply = await talk.say("突出自助办件量")
    first = talk.thread.proposal.sentences[0]
    assert first.text.startswith("自助办件量")
    values = {basis.fact: basis.value for basis in first.basis}
    row = next(at for at, each in enumerate(form.indicators) if each.name == "自助办件量")
    assert values.keys() >= {f"row.{row}.target", f"row.{row}.actual", f"row.{row}.verdict"}
    assert all(value in first.text for value in values.values())
    assert talk.text.count(values[f"row.{row}.actual"]) == 1
    assert talk.sound()
    assert reply.turn.intent == "change"


async def test_a_part_or_a_sentence_can_go_and_a_missed_one_is_named(form: SelfEvaluation) -> None:
    talk = Talk(form)
    await talk.say("去掉自助办件量")
    assert "自助办件量" not in talk.text
    assert talk.sound()
    count = len(talk.thread.proposal.sentences)
    reply = await talk.say(f"删除第{talk.number('546')}句")
    assert len(talk.thread.proposal.sentences) == count - 1
    assert "窗口人员培训人次" in reply.turn.answer
    reply = await talk.say("去掉第99句")
    assert reply.proposal is None
    assert "没有第 99 句" in reply.turn.answer
    reply = await talk.say("不要写食堂")
    assert reply.proposal is None


async def test_what_the_form_holds_is_added_and_what_it_does_not_is_asked_for(
    form: SelfEvaluation,
) -> None:
    talk = Talk(form)
    reply = await talk.say("补充验收情况")
    assert reply.proposal is not None
    assert "项目验收报告" in talk.text
    assert talk.sound()
    before = talk.text
    reply = await talk.say("补充媒体报道情况")
    assert reply.proposal is None
    assert talk.text == before
    assert "没有“媒体报道”" in reply.turn.answer
    assert "出处" in reply.turn.answer


KEPT = ("500万元", "430万元", "546人次", "92.3%", "晚51天", "【待填")


@pytest.mark.parametrize(
    ("said", "limit"),
    [("控制在300字以内", 300), ("不超过三百字", 300), ("压缩到260个字", 260), ("缩到一半", None)],
)
async def test_a_length_is_kept_where_nothing_needed_goes_for_it(
    form: SelfEvaluation, said: str, limit: int | None
) -> None:
    talk = Talk(form)
    before = talk.text
    limit = limit or len(before) // 2
    reply = await talk.say(said)
    assert all(kept in talk.text for kept in KEPT)
    assert talk.sound()
    assert (len(talk.text) <= limit) == (reply.proposal is not None)
    if reply.proposal is None:
        assert talk.text == before
        assert f"离 {limit} 字还多" in reply.turn.answer
    answer = (await talk.say("控制在900字")).turn.answer
    assert f"正文现在 {len(talk.text)} 字，已经在 900 字以内" in answer


@pytest.mark.parametrize("said", ["第二句删掉", "第2句不要了", "把第二句去掉吧", "删除第2句"])
async def test_a_sentence_goes_however_that_is_said(form: SelfEvaluation, said: str) -> None:
    talk = Talk(form)
    before = [each.text for each in talk.thread.proposal.sentences]
    await talk.say(said)
    after = [each.text for each in talk.thread.proposal.sentences]
    assert after == [*before[:1], *before[2:]]


async def test_numbers_are_those_that_the_person_sees(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = [each.text for each in talk.thread.proposal.sentences]
    await talk.say("去掉第1句，去掉第2句")
    assert [each.text for each in talk.thread.proposal.sentences] == before[2:]
    reply = await talk.say("删掉最后一句")
    assert "【待填" not in talk.text
    assert "待您填写" in reply.turn.answer


async def test_a_sentence_moves_to_the_front_or_the_end(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = [each.text for each in talk.thread.proposal.sentences]
    await talk.say("把第三句放前面")
    moved = [each.text for each in talk.thread.proposal.sentences]
    assert moved == [before[2], *before[:2], *before[3:]]
    await talk.say("第1句放到最后")
    assert [each.text for each in talk.thread.proposal.sentences] == [
        *before[:2], *before[3:-1], before[2], before[-1],
    ]  # fmt: skip
    assert "没有第 30 句" in (await talk.say("把第30句放到最前面")).turn.answer


async def test_money_goes_as_a_whole_and_takes_along_what_rests_on_it(form: SelfEvaluation) -> None:
    talk = Talk(form)
    await talk.say("不要写资金")
    assert "预算" not in talk.text
    assert "执行率" not in talk.text
    talk = Talk(form)
    await talk.say("不写预算")
    assert "核减" not in talk.text, "a cut of a budget that is not told"
    assert "支出430万元，执行率86.00%" in talk.text


async def test_only_what_is_wanted_stays_with_all_that_was_missed(form: SelfEvaluation) -> None:
    talk = Talk(form)
    reply = await talk.say("只写产出")
    assert "部署自助服务终端" in talk.text
    assert "等候时间" not in talk.text
    assert all(kept in talk.text for kept in ("546人次", "92.3%", "晚51天", "【待填"))
    assert "仍然保留" in reply.turn.answer


async def test_a_text_is_never_left_empty(form: SelfEvaluation) -> None:
    talk = Talk(form, "budget")
    for _ in talk.thread.proposal.sentences:
        reply = await talk.say("去掉第1句")
    assert len(talk.thread.proposal.sentences) == 1
    assert reply.proposal is None
    assert "一句也不剩" in reply.turn.answer


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("把86.00%改成100%", ("数字只取自表中", "全年执行数（填的是“430.00”）", "重新起草")),
        ("满意度写成98%", ("数字只取自表中", "实际完成值（填的是“92.3%”）")),
        ("把95%改成100%", ("数字只取自表中", "年度指标值（填的是“≥95%”）")),
        ("执行率应该是百分之百", ("数字只取自表中",)),
        ("原因写成天气原因", ("原因只写您说明的事实", "“天气原因”", "偏差问答", "出处")),
        ("未完成是因为疫情", ("原因只写您说明的事实", "“疫情”")),
        ("都写成全部完成", ("3 项指标没有达到", "重新起草")),
        ("把没完成的删掉", ("窗口人员培训人次", "共 3 项", "逐项说")),
        ("把第一句和第99句合并", ("没有第 99 句",)),
        ("恢复第1句", ("与最初的草稿相同",)),
        ("分成三点写", ("不分点",)),
        ("加一句领导高度重视", ("没有“领导高度重视”", "出处")),
        ("补充一个事实", ("事实和出处",)),
        ("说明一下资金结余原因", ("原因只写您说明的事实", "偏差问答")),
        ("写长一点", ("出处",)),
        ("删掉", ("请说明去掉哪一项",)),
        ("撤销", ("没有可以撤销的修改",)),
        ("第2句说错了", ("数字只取自表中", "群众平均等候时间", "重新起草")),
        ("第2、30句删掉", ("没有第 30 句",)),
        ("不要用“比目标多”这种说法", ("要有模型才能做",)),
        ("语气委婉点", ("要有模型才能做",)),
        ("谢谢", ("请直接说",)),
    ],
)
async def test_what_is_not_done_is_told_with_what_to_do_instead(
    form: SelfEvaluation, said: str, told: tuple[str, ...]
) -> None:
    talk = Talk(form)
    before = talk.text
    reply = await talk.say(said)
    assert reply.proposal is None
    assert talk.text == before
    assert talk.stored == []
    for words in told:
        assert words in reply.turn.answer
    assert "“”" not in reply.turn.answer


async def test_a_cause_is_the_persons_with_its_source(form: SelfEvaluation) -> None:
    talk = Talk(form)
    reply = await talk.say("原因写成7月19日至8月5日强降雨停工")
    assert talk.thread.awaiting == "原因是7月19日至8月5日强降雨停工"
    assert reply.proposal is None
    await talk.say("《停工通知》")
    assert "原因是7月19日至8月5日强降雨停工（见《停工通知》）。" in talk.text
    (kept,) = talk.stored
    assert kept.person == "李明"
    assert talk.sound()


async def test_changes_are_taken_back_one_by_one_or_all_at_once(form: SelfEvaluation) -> None:
    talk = Talk(form)
    first = talk.text
    await talk.say("更短")
    short = talk.text
    await talk.say("去掉第1句")
    await talk.say("撤销上一步")
    assert talk.text == short
    await talk.say("撤销")
    assert talk.text == first
    assert "没有可以撤销" in (await talk.say("撤销")).turn.answer
    await talk.say("突出满意度")
    await talk.say("去掉第2句")
    await talk.say("恢复原来的")
    assert talk.text == first
    await talk.say("撤销，再短一点")
    assert "没有可以撤销" in talk.thread.turns[-1].answer
    assert talk.text == short


async def test_a_fresh_draft_keeps_what_a_person_stated(form: SelfEvaluation) -> None:
    talk = Talk(form)
    first = talk.text
    await talk.say("补充：已建成共享目录，出处：《建设台账》")
    await talk.say("更短")
    reply = await talk.say("重新起草")
    assert "重新拟写" in reply.turn.answer
    assert talk.text.replace("已建成共享目录（见《建设台账》）。", "") == first


async def test_a_deviation_takes_nothing_of_other_rows(form: SelfEvaluation) -> None:
    talk = Talk(form, "deviation", 5)
    before = talk.text
    reply = await talk.say("去掉改进措施")
    assert "容易被退回" in reply.turn.answer
    await talk.say("补充整改措施")
    assert "改进措施：2026年项目提前做采购需求调查" in talk.text
    reply = await talk.say("补充自助办件量")
    assert reply.proposal is None
    assert "不属于这段说明" in reply.turn.answer
    assert "偏差问答" in (await talk.say("写详细一些")).turn.answer
    assert {b.fact.split(".")[1] for s in talk.thread.proposal.sentences for b in s.basis} == {"5"}
    assert talk.sound()
    assert before.startswith(talk.thread.proposal.sentences[0].text)


async def test_what_is_asked_about_and_not_written_is_looked_up(form: SelfEvaluation) -> None:
    talk = Talk(form)
    await talk.say("去掉自助办件量")
    answer = (await talk.say("自助办件量写了没有")).turn.answer
    assert "正文没有写“自助办件量”" in answer
    assert "8.6万件" in answer
    assert "补充自助办件量" in answer
    answer = (await talk.say("满意度多少？")).turn.answer
    assert "92.3%" in answer
    assert "520万元" not in answer
    answer = (await talk.say("为什么没写媒体报道")).turn.answer
    assert "正文和表里都没有“媒体报道”" in answer


async def test_several_sentences_go_and_money_moves_last(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = [each.text for each in talk.thread.proposal.sentences]
    await talk.say("第三句删掉")
    await talk.say("把资金放最后")
    after = [each.text for each in talk.thread.proposal.sentences]
    money = [each for each in before if "预算520万元" in each or "执行率" in each]
    rest = [each for each in (*before[:2], *before[3:-1]) if each not in money]
    assert after == [*rest, *money, before[-1]]
    await talk.say("不要写原因")
    assert "原因" not in talk.text
    assert "退回" in talk.thread.turns[-1].answer


async def test_why_finds_a_figure_and_what_was_missed(form: SelfEvaluation) -> None:
    talk = Talk(form)
    answer = (await talk.say("为什么是86%")).turn.answer
    assert answer.startswith(f"第 {talk.number('86.00%')} 句")
    assert "430 ÷ 500" in answer
    answer = (await talk.say("为什么没达到")).turn.answer
    assert answer.startswith(f"第 {talk.number('546')} 句")
    assert "晚51天" in answer
    assert "520万元" not in answer


async def test_what_shall_be_kept_is_kept_or_nothing_changes(form: SelfEvaluation) -> None:
    talk = Talk(form)
    before = talk.text
    reply = await talk.say("前三句不动，其他压缩")
    assert reply.proposal is None
    assert talk.text == before
    assert "会动到它" in reply.turn.answer
    count = len(talk.thread.proposal.sentences)
    await talk.say("第4句删掉，第5句不动")
    assert len(talk.thread.proposal.sentences) == count - 1

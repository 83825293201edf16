"""Kinds of sentences that a head of department would not sign."""

import pytest
from drafting_forms import form_with, row, text


@pytest.mark.parametrize(
    ("name", "actual", "told"),
    [
        ("90-99周岁", "3066人", "90-99周岁的为3066人"),
        ("90-99周岁人数", "3066人", "90-99周岁人数为3066人"),
        ("服务老人数", "520人", "服务老人520人"),
        ("培训农民工人数", "520人", "培训农民工520人"),
        ("执行人数", "20人", "执行20人"),
        ("受益农户数", "900户", "受益农户900户"),
        ("救助群众户数", "320户", "救助群众320户"),
        ("办理案件数", "56件", "办理案件56件"),
        ("服务企业家数", "88家", "服务企业88家"),
        ("国家助学金资助人次", "7935人次", "国家助学金资助7935人次"),
        ("每车公里补贴标准", "1.9元/车公里", "每车公里补贴标准为1.9元/车公里"),
    ],
)
def test_a_count_says_what_is_counted(name: str, actual: str, told: str) -> None:
    assert told in text("actual", form_with(indicators=[row(name, actual, actual)]))


def test_all_indicators_are_those_of_their_level() -> None:
    words = row("各项指标", "全面完成", "全面完成", level1="效益指标", level2="")
    assert "效益各项指标全面完成" in text("actual", form_with(indicators=[words]))


def test_a_share_of_a_judgement_is_asked_about() -> None:
    judged = row("社会效益明显", "95%", "95%", level1="效益指标", level2="社会效益指标")
    assert "【待填：“社会效益明显”的百分比指的是什么】" in text(
        "actual", form_with(indicators=[judged])
    )


def test_a_gap_of_thousandths_is_told_in_hundredths() -> None:
    rate = row("死亡率", "≤1.5‰", "2‰", level2="质量指标")
    assert "死亡率2‰，比目标高0.05个百分点" in text("actual", form_with(indicators=[rate]))


def test_marks_of_a_cause_take_full_width() -> None:
    cause = {"cause": "有老人去世,不再享受;另有3,000人迁出(外省)"}
    form = form_with(indicators=[row("发放人数", "≥5000人", "4800人", deviation=cause)])
    assert "有老人去世，不再享受；另有3,000人迁出（外省）。" in text("deviation", form, 0)


WHOLE = row("发放津贴人数", "≥5000人", "4800人")
PART = row("其中：80-89周岁", "2000人", "1734人")


@pytest.mark.parametrize("deviation", [{}, {"cause": "有老人去世"}])
def test_a_part_is_explained_by_its_whole(deviation: dict[str, str]) -> None:
    form = form_with(indicators=[{**WHOLE, "deviation": deviation}, PART])
    assert text("deviation", form, 1).endswith("原因和措施见“发放津贴人数”的偏差说明。")
    told = text("actual", form)
    assert "其中80-89周岁的为1734人" in told
    assert "“80-89周岁”" not in told


def test_a_part_with_a_reason_of_its_own_gives_it() -> None:
    form = form_with(indicators=[WHOLE, {**PART, "deviation": {"cause": "迁出较多"}}])
    assert "迁出较多" in text("deviation", form, 1)


def test_a_reason_that_tells_the_change_has_no_lead() -> None:
    total = {"initial": "500", "adjusted": "460", "executed": "400"}
    cause = "7月按某财预〔2021〕18号文压减40万元"
    told = text("budget", form_with(funds={"total": total, "deviation": {"cause": cause}}))
    assert f"。{cause}。" in told
    assert "主要原因是" not in told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("完成前期工作（可研、设计、招标）", "完成前期工作（可研、设计、招标）。"),
        ("推进了因病致贫问题的解决", "推进了因病致贫问题的解决。"),
        ("拨付3笔；29.99万元用于检测线路", "29.99万元用于检测线路。"),
    ],
)
def test_what_nothing_else_says_is_told(typed: str, told: str) -> None:
    assert told in text("actual", form_with(goal={"actual": typed}))


def test_a_part_of_what_is_not_told_is_not_told() -> None:
    goal = {"actual": "水表更换数量200只。其中：东区更换高层住户水表120只，西区更换90只"}
    told = text("actual", form_with(goal=goal))
    assert "东区" not in told
    assert "西区" not in told


def test_work_done_outlives_figures_of_money() -> None:
    typed = "完成前期工作（可研、设计、勘察、审批、招标），目前已进场施工"
    told = text("actual", form_with(policy="sichuan", goal={"actual": typed}))
    assert typed in told


@pytest.mark.parametrize(
    "actual", ["预计120人", "计划3月完成120人", "拟于2022年3月完成", "120人（其中30人尚未入住）"]
)
def test_what_is_still_to_come_is_asked_about(actual: str) -> None:
    told = text("actual", form_with(indicators=[row("托养残疾人数", "≥120人", actual)]))
    assert f"“托养残疾人数”表中填的是“{actual}”" in told
    assert "全部达到" not in told


def test_what_is_to_be_done_is_no_completion() -> None:
    typed = "系统运行平稳，下一步将继续优化功能"
    assert "系统运行平稳。" in text("actual", form_with(goal={"actual": typed}))


def test_marks_in_brackets_divide_nothing() -> None:
    typed = "慰问职工共300人（一线150人，退休140人）；走访企业42家"
    told = text("actual", form_with(goal={"actual": typed}))
    assert "退休" not in told
    assert "走访企业42家" in told


def test_a_sign_in_words_is_spoken() -> None:
    rate = row("疫苗针对传染病发病率", "≤3.5/10万", "2.9/10万", level2="质量指标")
    told = text("planned", form_with(indicators=[rate]))
    assert "疫苗针对传染病发病率不超过3.5/10万" in told


@pytest.mark.parametrize("reason", ["加快进度，争取早日完成", "2022年3月底前完成更换"])
def test_what_is_to_be_done_is_no_main_reason(reason: str) -> None:
    form = form_with(
        indicators=[row("水表更换数量", "≥200只", "164只", deviation={"text": reason})]
    )
    assert "主要原因是" not in text("deviation", form, 0)


@pytest.mark.parametrize("actual", ["15个", "25个", "20个"])
def test_two_like_rows_are_told_once(actual: str) -> None:
    told = text("actual", form_with(indicators=[row("水表数量", "≥20个", actual)] * 2))
    assert told.count(f"水表{actual}") == 1
    assert "均" not in told


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("平台稳定运行", "稳定", "平台稳定运行"),
        ("生态环境持续改善", "持续", "生态环境持续改善"),
        ("冷链设备持续使用", "长期", "冷链设备长期持续使用"),
    ],
)
def test_a_word_that_its_name_holds_is_told_once(name: str, value: str, told: str) -> None:
    own = row(name, value, value, level1="效益指标", level2="可持续影响指标")
    for task in ("planned", "actual"):
        said = text(task, form_with(indicators=[own]))
        assert told in said
        assert told + value not in said


def test_a_brief_text_tells_rows_before_counts_and_budget() -> None:
    rows = [
        row("机构托养人数", "≥42人", "42人"),
        row("服务次数", "≥900次", "912次"),
        {**row("居家托养人数", "≥80人", "76人"), "deviation": {"cause": "4人转为机构托养前去世"}},
    ]
    told = text("actual", form_with(policy="sichuan", indicators=rows))
    assert "机构托养42人，服务912次" in told
    assert "主要原因是4人转为机构托养前去世" in told
    assert "三级指标共" not in told


@pytest.mark.parametrize(
    ("project", "goal", "told"),
    [
        ("乡村道路养护", "", "，实施乡村道路养护"),
        ("乡村振兴综合实施项目", "", "，用于乡村振兴综合实施"),
        ("平台运维", "通过平台运维，确保市民热线全天畅通", "万元，通过平台运维，确保"),
    ],
)
def test_a_plan_says_its_verb_once(project: str, goal: str, told: str) -> None:
    own = form_with(project=project, goal={"planned": goal, "actual": ""})
    assert told in text("planned", own)

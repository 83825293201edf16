"""How a name and its value are told together, by what kind of name it is."""

import re

import pytest
import rule_cases
from drafting_forms import sheet_of

from selfeval_assist.drafting import compose
from selfeval_assist.facts.doubts import doubted
from selfeval_assist.form import Indicator
from selfeval_assist.review import Task


def row(name: str, target: str, actual: str, level2: str = "数量指标") -> dict[str, str]:
    level1 = "满意度指标" if "满意" in level2 else "产出指标"
    cells = {"level1": level1, "level2": level2, "name": name, "target": target, "actual": actual}
    return {**cells, "weight": "10", "score": "10"}


def told(task: Task, *rows: dict[str, str]) -> str:
    form = rule_cases.patched({"indicators": list(rows), "goal.planned": "", "goal.actual": ""})
    found = compose(task, form, sheet_of(form)).sentences
    assert [each.violations for each in found if each.violations] == []
    return "".join(each.text for each in found)


@pytest.mark.parametrize(
    ("name", "target", "actual", "planned", "done"),
    [
        # what is counted goes before its number; the deed first only before its own object
        ("水井清淤数量", "≥12口", "13口", "水井清淤不少于12口", "水井清淤13口"),
        ("智能水表安装数量", "≥900只", "905只", "安装智能水表不少于900只", "安装智能水表905只"),
        ("消防演练次数", "4次", "4次", "消防演练4次", "消防演练4次"),
        ("临时救助人次", "≥60人次", "71人次", "临时救助不少于60人次", "临时救助71人次"),
        ("图纸扫描页数", "≥3万页", "3.2万页", "图纸扫描不少于3万页", "图纸扫描3.2万页"),
        ("受训村医人数", "200", "200", "受训村医200人", "受训村医200人"),
        # shares, bounds, ceilings
        ("病案归档率", "≥100%", "100%", "病案归档率达到100%", "病案归档率100%"),
        ("公务车费用控制率", "95%", "90%", "公务车费用控制率不超过95%", "公务车费用控制率90%"),
        ("护工补贴标准", "≥80元/人·天", "85元", "标准不低于80元/人·天", "护工补贴标准85元"),
        ("绿化覆盖率提高", "2个百分点", "2个百分点", "绿化覆盖率提高2个百分点", "提高2个百分点"),
        # days keep their words
        ("校舍加固验收时间", "8月前", "7月", "校舍加固8月前验收", "校舍加固于7月验收"),
        ("完成管线普查时间", "10月底前", "9月", "10月底前完成管线普查", "于9月完成管线普查"),
        # words are the predicate of what the name speaks of
        ("物资采购及时性", "及时", "及时", "物资采购及时", "物资采购及时"),
        ("票据管理规范性", "按制度管理", "按制度管理", "票据按制度管理", "票据按制度管理"),
        ("病区环境", "明显改善", "有所改善", "病区环境明显改善", "病区环境有所改善"),
        ("管护能力", "提高", "提高", "管护能力提高", "管护能力得到提高"),
        ("提升供水水质", "明显", "明显", "明显提升供水水质", "明显提升供水水质"),
        ("保障师生安全", "有效保障", "有效保障", "有效保障师生安全", "有效保障师生安全"),
        ("餐厨垃圾收运", "日产日清", "日产日清", "餐厨垃圾收运：日产日清", "收运：日产日清"),
        # questions, aims and names that tell all themselves
        ("经费是否专款专用", "是", "是", "经费专款专用", "经费专款专用"),
        ("促进农户就近就业", "100%", "100%", "促进农户就近就业", "促进农户就近就业"),
        ("慰问老兵30人;烈属12户", "100%", "100%", "慰问老兵30人、烈属12户", "老兵30人、烈属12户"),
    ],
)  # fmt: skip
def test_a_row_is_told_by_its_kind_of_name(
    name: str, target: str, actual: str, planned: str, done: str
) -> None:
    given = row(name, target, actual)
    assert planned in told("planned", given)
    assert done in told("actual", given)
    both = told("planned", given) + told("actual", given)
    for table_word in ("自评为", "要求“", "目标为", "应达到"):
        assert table_word not in both


def test_a_part_stands_behind_its_whole() -> None:
    rows = (
        row("资助困难学生人数", "≥80人", "82人"),
        row("其中：资助孤儿人数", "≥6人", "6人"),
        row("其中：资助残疾学生人数", "≥9人", "10人"),
    )
    assert "资助困难学生82人，其中孤儿6人、残疾学生10人" in told("actual", *rows)


@pytest.mark.parametrize(
    ("given", "doubts"),
    [
        (row("培训合格率", "≥95%", "30人"), {"target", "actual"}),
        (row("新建泵站数量", "2座", "建设中"), set()),
        (row("居民满意度", "≥90%", "基本满意"), {"actual"}),
        (row("新建泵站数量", "≤2座", "2座"), {"target"}),
        (row("泵站最高补助3000元", "≤3000元", "3600元"), {"target", "actual"}),
        (row("居民满意度", "≥90", "93", "服务对象满意度指标"), {"target", "actual"}),
        (row("居民满意度", "≥90%", "104%", "服务对象满意度指标"), {"actual"}),
        (row("巡查次数", "≥**次", "12次"), {"target"}),
        (row("巡查次数", "≥9(lost)", "12次"), {"target"}),
        (row("信访件数", "≤5件", "无"), set()),
        (row("培训合格率", "≥95%", "97"), {"actual"}),
        (row("培训合格率", "≥95%", "95"), set()),
        (row("培训合格率", "≥95%", "99.5‰"), {"target", "actual"}),
        (row("设施使用年限", "≥10年", "≥10年"), {"actual"}),
        (row("会议费控制数", "≤5万元", "4万元", "成本指标"), set()),
    ],
)
def test_what_nobody_can_vouch_for_is_asked(given: dict[str, str], doubts: set[str]) -> None:
    assert doubted(Indicator.model_validate(given)) == doubts
    if "actual" in doubts:
        said = told("actual", given)
        assert "【待填" in said
        assert given["actual"] not in re.sub("【[^】]*】", "", said)

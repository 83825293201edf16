"""The self-evaluation form as data. Every model is frozen: an edit makes a new form."""

import datetime
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from selfeval_assist.form.cells import Measure, Number
from selfeval_assist.form.text import PENDING_MARK, Text
from selfeval_assist.form.vocabulary import level1_of, level2_of, parent_level

MoneyUnit = Literal["元", "万元"]

CauseCategory = Literal[
    "",
    "政策/任务调整",
    "预算追加/调减",
    "采购或合同",
    "验收支付跨年",
    "需求变化",
    "目标值设定偏低/偏高",
    "管理不到位",
    "不可抗力",
    "其他",
]
"""Why a target was missed or exceeded; the person picks one, the product never guesses."""


class Model(BaseModel):
    """Base of the form's models: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FundLine(Model):
    """One line of the funds block. Money is in the form's money unit, the rate in percent."""

    name: Text = Field("", title="资金来源", description="按表样填写资金名称。")
    initial: Number = Field(
        Number(), title="年初预算数", description="年初批复的预算数，单位与表头一致。"
    )
    adjusted: Number = Field(
        Number(), title="全年预算数", description="年初预算加追加、减调减后的全年预算数。"
    )
    executed: Number = Field(
        Number(), title="全年执行数", description="全年实际支出数，以决算或国库支付为准。"
    )
    weight: Number = Field(
        Number(), title="分值", description="预算执行率的分值，一般为 10 分；明细行填“—”。"
    )
    rate: Number = Field(Number(), title="执行率", description="全年执行数 ÷ 全年预算数 × 100%。")
    score: Number = Field(Number(), title="得分", description="执行率 × 分值，不超过分值。")

    def __hash__(self) -> int:
        """Return a hash of a few cells: what follows from a line is kept by the line."""
        return hash((self.name, self.adjusted.root, self.executed.root))


class Deviation(Model):
    """Why a result departs from its target and what is done about it.

    Everything but ``text`` is what a person stated; ``text`` is the final wording in the form.
    """

    category: CauseCategory = Field(
        "", title="原因类别", description="选择最主要的一类原因；拿不准时先留空。"
    )
    cause: Text = Field(
        "",
        title="原因（事实或依据）",
        description="写明具体事实：文号、日期、合同、会议或金额。没有依据的不要写。",
    )
    effect: Text = Field(
        "", title="影响", description="对项目的影响，以及结转、收回或重新安排的资金。"
    )
    measure: Text = Field("", title="改进措施", description="针对上面的原因，准备怎么改。")
    owner: Text = Field("", title="责任人", description="由哪个部门或谁负责落实。")
    deadline: Text = Field("", title="完成时限", description="什么时候改到位。")
    text: Text = Field(
        "",
        title="偏差原因分析及改进措施",
        description="最终写进表格的文字，应同时写清原因和措施。没有偏差的可以不填。",
    )

    @property
    def stated(self) -> bool:
        """Whether a person has given a cause, or a final text stands that asks for nothing more."""
        final = self.text.strip(" 无/0—-\n\t")
        return bool(self.cause.strip() or (final and PENDING_MARK not in final))


class Evidence(Model):
    """What supports an actual value."""

    document: Text = Field("", title="佐证材料", description="验收报告、台账、合同等的名称或文号。")
    survey_size: Number = Field(
        Number(), title="问卷份数", description="满意度调查回收的有效问卷份数。"
    )
    survey_date: Text = Field("", title="调查时间", description="满意度调查的时间。")


class Indicator(Model):
    """One third-level indicator row. Weight and score are points."""

    level1: Text = Field("", title="一级指标", description="产出、效益、满意度（或成本）指标。")
    level2: Text = Field("", title="二级指标", description="如数量、质量、时效、成本指标。")
    name: Text = Field("", title="三级指标", description="指标名称，写明考核什么。")
    parent: int | None = Field(
        None, title="所属指标", description="“其中”行所属的上级指标行（从 0 数起）。"
    )
    nature: Text = Field("", title="指标性质", description="≥、≤、＝或定性；没有这一栏时留空。")
    unit: Text = Field("", title="度量单位", description="没有这一栏时写在指标值里。")
    target: Measure = Field(
        Measure(),
        title="年度指标值",
        description="年初批复的指标值，写明方向、数值和单位，如 ≥95%。",
    )
    initial_target: Measure = Field(
        Measure(),
        title="年初指标值",
        description="年中调整过指标值的，这里留年初批复的值，年度指标值填调整后的；没有调整的留空。",
    )
    actual: Measure = Field(
        Measure(), title="实际完成值", description="实际测得的数值，不写 ≥、> 等符号。"
    )
    weight: Number = Field(Number(), title="分值", description="该指标的分值，批复后不再调整。")
    score: Number = Field(Number(), title="得分", description="按完成比例计算，不超过分值。")
    deviation: Deviation = Field(Deviation(), title="偏差原因分析及改进措施")
    evidence: Evidence = Field(Evidence(), title="佐证")

    def __hash__(self) -> int:
        """Return a hash of a few cells: what follows from a row is kept by the row."""
        return hash((self.name, self.target.root, self.actual.root))

    @cached_property
    def kind(self) -> str:
        """The canonical second-level name, or an empty string."""
        return level2_of(self.level2)

    @cached_property
    def group(self) -> str:
        """The canonical first-level name, from level 1 or else from level 2, or an empty string."""
        return level1_of(self.level1) or parent_level(self.level2)

    @property
    def empty(self) -> bool:
        """Whether the row holds neither a name nor any value."""
        return not self.name.strip() and all(
            cell.blank for cell in (self.target, self.actual, self.weight, self.score)
        )


class Funds(Model):
    """The funds block: the total line, its sources, and why the budget departs from plan."""

    total: FundLine = Field(FundLine(name="年度资金总额"), title="年度资金总额")
    sources: tuple[FundLine, ...] = Field((), title="资金明细")
    deviation: Deviation = Field(Deviation(), title="预算偏差原因")


class Goal(Model):
    """The annual goal as planned and as completed."""

    planned: Text = Field(
        "",
        title="预期目标",
        description="写清本年度用这笔钱做什么、做多少、什么标准、什么时候完成、给谁带来什么效果。",
    )
    actual: Text = Field(
        "",
        title="实际完成情况",
        description="对照预期目标逐项写完成了什么，数字与指标表一致，未完成的写明到哪一步。",
    )


class People(Model):
    """Who answers for the form."""

    manager: Text = Field("", title="项目负责人", description="项目负责人姓名。")
    filler: Text = Field("", title="填报人", description="填报人姓名。")
    phone: Text = Field("", title="联系电话", description="填报人联系电话。")


class Waiver(Model):
    """A person's decision that a finding is to be accepted.

    ``where`` is a field path; empty means the whole form.
    """

    code: Text = Field(title="规则编号")
    where: Text = Field("", title="位置")
    reason: Text = Field(title="理由", min_length=1)
    by: Text = Field(title="确认人", min_length=1)
    date: datetime.date = Field(title="日期")


class Said(Model):
    """What a person said when asked what was done: a source that texts may rest on.

    ``label`` is the question in a few words, ``row`` the indicator row that it is about, or None.
    """

    label: Text = Field("", title="问题")
    text: Text = Field("", title="回答")
    written: Text = Field("", title="依据", description="写在哪里：文件、文号、台账。")
    by: Text = Field("", title="说明人")
    row: int | None = Field(None, title="所属指标")


class Used(Model):
    """A value or a text that a sentence rests on, as it was when the sentence was accepted.

    ``paths`` are the fields it was taken from.
    """

    ref: Text
    label: Text = ""
    value: Text = ""
    paths: tuple[Text, ...] = ()


class Kept(Model):
    """The references with which a sentence of a text was accepted.

    ``sha256`` is that of the sentence, ``template`` the sentence with a slot ``<F1>`` … for each of
    ``basis``; ``cites`` are the texts that its words rest on. A sentence that was changed since has
    another hash and is read as free text. ``referenced`` says that it is judged by its references;
    ``model`` and ``draft`` name the model that wrote it and its draft in the record, where one did.
    """

    where: Text
    sha256: Text
    template: Text
    referenced: bool = False
    model: Text = ""
    draft: Text = ""
    basis: tuple[Used, ...] = ()
    cites: tuple[Used, ...] = ()


class Unread(Model):
    """A text of the document that is in no field of the form, with the cell where it stands."""

    place: Text = ""
    text: Text = ""


class Mark(Model):
    """A classification mark of the document and where it stands, such as 机密★10年 in a header."""

    place: Text = ""
    text: Text = ""


class Lifted(Mark):
    """A person's decision that a mark does not keep the form from a model, and why."""

    reason: Text = Field(title="理由", min_length=1)
    by: Text = Field(title="确认人", min_length=1)
    date: datetime.date = Field(title="日期")


class Returned(Model):
    """A remark of the office on a form that it sent back: a comment, or a reviewer's other value.

    ``where`` is a field path, empty where the remark is on no field; ``place`` the cell as the file
    names it. ``was`` is the cell's text when the form came back. It is done when a person waives
    its finding (BACK001) and says what was done.
    """

    where: Text = ""
    place: Text = ""
    text: Text = Field(title="退回意见", min_length=1)
    by: Text = ""
    date: Text = ""
    was: Text = ""


class Provenance(Model):
    """Where the values of a form were read.

    ``cells`` maps field paths to cells: ``A1`` notation in a sheet, ``第12行第3列`` in a
    text.
    """

    file: Text = ""
    sheet: Text = ""
    cells: dict[Text, Text] = Field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    """What the reader was not sure of, as sentences for the person."""
    unread: tuple[Unread, ...] = ()
    """What the document holds beside the form, in its order: nothing seen is dropped."""
    marks: tuple[Mark, ...] = ()
    """The classification marks found anywhere in the file, also where no form is."""
    lifted: tuple[Lifted, ...] = ()
    """Which marks the file says that somebody lifted: it counts once a record here says so too."""

    def __hash__(self) -> int:
        """Return a hash of a little of it: what follows from the cells read is kept by it."""
        return hash((self.file, self.sheet, len(self.cells)))


class SelfEvaluation(Model):
    """One 项目支出绩效自评表.

    ``policy`` is the id of the scoring policy; empty means "choose by place". ``total`` and
    ``grade`` are what the form claims; the product never overwrites them in silence.
    """

    title: Text = Field("项目支出绩效自评表", title="表名")
    year: int | None = Field(
        None, title="年度", description="预算年度，如 2021。", ge=1990, le=2100
    )
    project: Text = Field("", title="项目名称", description="与预算批复的项目名称一致。")
    department: Text = Field("", title="主管部门", description="一级预算主管部门全称。")
    unit: Text = Field("", title="实施单位", description="具体实施项目的单位全称。")
    money_unit: MoneyUnit = Field("万元", title="金额单位", description="资金栏的单位：元或万元。")
    funds: Funds = Field(Funds(), title="项目资金")
    goal: Goal = Field(Goal(), title="年度总体目标")
    texts: dict[Text, Text] = Field(
        default_factory=dict, title="其他文字", description="评价结论、存在问题等，按名称。"
    )
    sources: tuple[Said, ...] = Field((), title="填报人说明")
    indicators: tuple[Indicator, ...] = Field((), title="绩效指标")
    total: Number = Field(Number(), title="总分", description="预算执行率得分与各指标得分之和。")
    full: Number = Field(
        Number(),
        title="分值合计",
        description="总分一行印的分值；等于各项分值之和时留空，导出时自动填写。",
    )
    grade: Text = Field("", title="评价等级", description="优、良、中、差；没有这一栏时留空。")
    notes: Text = Field("", title="注", description="表格下方的说明。")
    people: People = Field(People(), title="填报信息")
    policy: Text = Field("", title="评分办法", description="评分办法编号；留空则按地区自动选择。")
    waivers: tuple[Waiver, ...] = Field((), title="人工确认")
    lifted: tuple[Lifted, ...] = Field((), title="密级标志的确认")
    kept: tuple[Kept, ...] = Field((), title="文字的引用")
    returned: tuple[Returned, ...] = Field((), title="退回意见")
    provenance: Provenance = Field(default_factory=Provenance, title="来源")

"""The rule on who was asked in a survey, held against what the project is about."""

import re
from collections.abc import Iterator

from selfeval_assist.checks.basis import REVIEWERS
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form.text import squeeze
from selfeval_assist.form.vocabulary import SATISFACTION
from selfeval_assist.prose.words import holds

# Groups of people; 群众, 市民, 农户, 服务对象 and the like fit any project.
_ASKED = re.compile(
    r"老年|老人|学生|患者|病人|残疾|儿童|幼儿|教师|司机|驾驶员|游客|旅客|军人|考生|家长"
    r"|贫困户|脱贫户|党员|侨眷|孤儿|妇女|渔民|(?<!农)牧民|商户|租户|业主|运动员|志愿者"
)
_STEMS = {
    "老年": ("老",), "老人": ("老",), "患者": ("医",), "病人": ("医",), "学生": ("学",),
    "教师": ("教",), "考生": ("考",), "家长": ("学",), "司机": ("车",), "驾驶员": ("车",),
    "游客": ("游", "公园", "景"), "旅客": ("旅",), "幼儿": ("幼",), "运动员": ("体",),
    "牧民": ("牧", "草"), "渔民": ("渔",),
}  # fmt: skip
"""What speaks of them anywhere else: a school of 学生, a hospital of 患者, a park of 游客."""


@rule(
    "TXT007",
    "满意度的调查对象与项目不相干",
    severity=Severity.WARNING,
    message="{place}调查的是“{asked}”，而项目名称、单位、目标和其他指标都没有提到，"
    "提请核实是否沿用了其他项目的指标。",
    basis=REVIEWERS,
    standing="P",
)
def strangers_asked(subject: Subject) -> Iterator[Hit]:
    """## 检查什么
    满意度指标写明调查对象（老年人、学生、患者等），而项目名称、部门和单位、两段目标、其他指标
    名称里都没有提到这类人。群众、市民、服务对象等不限。
    ## 为什么
    多半是复制了别的项目的指标，调查结果不能说明本项目。
    ## 反例
    少数民族联谊活动经费，满意度指标“受益老年人或其家属满意度”。
    ## 正例
    参加活动的少数民族群众满意度。
    ## 怎么改
    改成本项目真正的服务对象，并按调查结果填写。
    """
    form = subject.form
    head = (form.project, form.department, form.unit, form.goal.planned, form.goal.actual)
    for row in subject.rows:
        match = _ASKED.search(row.name)
        if row.data.group != SATISFACTION or match is None:
            continue
        others = (other.name for other in subject.rows if other is not row)
        said = squeeze("".join((*head, *others)))
        if said and not holds(said, _STEMS.get(match[0], (match[0],))):
            yield Hit(f"{row.path}.name", {"asked": match[0]})

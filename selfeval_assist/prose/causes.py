"""Whether a text that is asked for a reason and a measure gives them."""

import re

from selfeval_assist.prose import words
from selfeval_assist.prose.clauses import clauses

# A text that talks about the reason, and puts it off (原因待查) or gives it (原因（目标偏低）：…).
_ABOUT = ("原因", "缘由", "成因")
_GIVEN = re.compile(r"原因[^，。；：:]{0,16}[：:是为系]\s*\w")
# 见上, 同上行, 详见附件2, 见自评报告: the reason stands elsewhere, if anywhere.
_ELSEWHERE = re.compile(
    r"(?:原因)?(?:详|请|参|参照)?(?:见|同|如)"
    r"(?:[上下前左]|第?\d+|[行条项格页]|附件|附表|附|表|备注|报告|自评|说明|文件|述|面|所|情况|原因)+"
)
# 今后将高度重视, 加强管理, 统筹协调, 确保完成任务
_HOLLOW = re.compile(
    r"(?:下一步|下步|今后|将|要|会|继续|进一步|切实|不断){0,4}"
    r"(?:高度重视|统筹协调|(?:确保|力争)(?:按时|按期|如期|圆满|全面){0,2}(?:完成|提升|达标|落实)?[\u4e00-\u9fff]{0,6}"
    r"|(?:加强|强化|提高|加大|做好|狠抓)(?:组织|统筹|日常|工作|项目|思想){0,4}"
    r"(?:管理|监管|监督|协调|沟通|认识|领导|力度|工作|落实|督促|重视))"
)
# 未移交。改进措施：加强管理
_LABEL = re.compile(r"^.*措施[:：]", re.DOTALL)
NOTHING = words.combined(
    ("", "暂", "均", "都"),
    ("无", "没有", "不存在", "不适用", "未填", "略"),
    ("", "偏差", "差异", "原因", "情况", "说明", "明显偏差"),
)
"""What says that there is no reason to give: 无, 无偏差, 均没有差异."""
# 下一步加强…; 明年补办; 责任科室为设备科; 由设备科在3月底前更换; 每学期核对一次;
# 采购科6月前重新招标; 停机3天，已更换服务器; 2025年目标值调整为90
_MEASURE = re.compile(
    r"措施|下一步|下步|今后|明年|次年|下一?年|将|加强|改进|整改|督促|完善|优化|提前|避免"
    r"|负责|责任(?:科室|部门|单位|人)|由[^，。；]{1,12}[处科部室股办组站](?!的)|补[办配齐购种建测]"
    r"|由[^，。；]{1,14}(?:牵头|落实|组织实施)|(?:^|[，。；])(?:加快|加大|强化|争取|力争|尽快|抓紧|确保|做好|拟|计划)|早日|尽早|(?<!\d)年[底末]前"
    r"|(?<!原定)(?<!计划)(?<!应于)(?<!要求)(?<!\d年)(?<!\d)(?:20\d\d年)?(?:1[0-2]|[1-9])月(?:底|末|\d{1,2}日)?前"
    r"|每(?:学期|半年|季度?|月|年|周)[^，。；]{0,8}[一两\d][次轮遍]|目标值?[^，。；]{0,12}调整为"
    r"|[，。；]已(?!经?(?:毕业|离|去世|死|过|到期|满|停|不|无|超|近|达))[\u4e00-\u9fff]{2}"
)
_RESULT = ("verdict", "column.actual", "generic", "group")


def says_no_more(text: str, *senses: str) -> bool:
    """Return whether a text has no letter outside words of some senses: 超额完成 of verdicts."""
    rest = words.without(text, [tag for tag in words.tags(text) if tag.has(*senses)])
    return not any(map(str.isalnum, rest))


def gives_reason(text: str) -> bool:
    """Return whether the text of a cell for reasons states one, rather than that one is awaited.

    One that points elsewhere (见上), says that there is none (无偏差) or only repeats a result
    (超额完成) gives none. Words without any causal word are a reason there (部分家长常年在外务工);
    words about the reason itself are none unless a causal word leads to it (原因是…).
    """
    said = "".join(char for char in text if char.isalnum())
    if said in NOTHING or _ELSEWHERE.fullmatch(said) or says_no_more(text, *_RESULT):
        return False
    if not words.holds(text, _ABOUT):
        return True
    return _GIVEN.search(text) is not None or any(tag.has("reason") for tag in words.tags(text))


def tells_measure(text: str) -> bool:
    """Return whether a text about a deviation says what is done about it."""
    return _MEASURE.search(text) is not None


def hollow(measure: str) -> bool:
    """Return whether every clause of a measure could stand in any form: 高度重视，加强管理."""
    measure = _LABEL.sub("", measure)
    said = (measure[span.start : span.end] for span in clauses(measure))
    parts = ["".join(filter(str.isalnum, each)) for each in said]
    return any(parts) and all(map(_HOLLOW.fullmatch, filter(None, parts)))

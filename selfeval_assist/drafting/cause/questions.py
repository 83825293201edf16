"""The words of the dialogue about deviations, as data: what is asked in which situation."""

from dataclasses import dataclass
from typing import Literal

from selfeval_assist.form import CauseCategory

Step = Literal["category", "cause", "effect", "measure", "owner", "deadline"]
Situation = Literal["missed", "late", "over", "lost", "changed", "low"]
"""Missed, late, far exceeded, points lost otherwise; budget changed only, execution low."""

STEPS: tuple[Step, ...] = ("category", "cause", "effect", "measure", "owner", "deadline")

POLISHED: tuple[Step, ...] = ("cause", "effect", "measure")
"""The answers whose words a model may smooth."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in words.

    ``{name}`` is the indicator or 预算, ``{size}`` how far the value lies from its target.
    """

    text: str
    hint: str
    example: str


CATEGORY: dict[Situation, Asked] = {
    "missed": Asked("{name}{size}，主要是哪一类原因？", "选最主要的一类；拿不准可以先跳过。", ""),
    "late": Asked("{name}{size}，主要是哪一类原因？", "选最主要的一类；拿不准可以先跳过。", ""),
    "over": Asked(
        "{name}{size}，是目标定低了，还是任务、需求有变化？",
        "超出较多的，审核时首先看年初目标是否偏低。",
        "",
    ),
    "lost": Asked("{name}没有得满分，主要是哪一类原因？", "选最主要的一类。", ""),
    "changed": Asked("{size}，属于哪一类原因？", "预算追加、调减按批复文件选择。", ""),
    "low": Asked("{size}，主要是哪一类原因？", "选影响金额最大的一类。", ""),
}

CAUSE: dict[CauseCategory, Asked] = {
    "": Asked(
        "具体是什么事情造成的？",
        "写事实：什么时间、发生了什么、涉及多少；有文件、合同、会议的写明名称或文号。",
        "6月供货商停产，原定的40台设备只到货25台（7月2日供货商来函）",
    ),
    "政策/任务调整": Asked(
        "依据哪份文件或哪次会议调整的，调整了什么？",
        "写明文号或会议、日期和调整前后的任务。",
        "9月12日主任办公会决定，原定的8场巡讲改为线上，现场只办3场",
    ),
    "预算追加/调减": Asked(
        "依据哪份批复追加或调减，金额是多少，用在哪里？",
        "写明批复文号、日期、金额。",
        "8月20日财政批复调减30万元，第二期设备采购取消",
    ),
    "采购或合同": Asked(
        "采购或合同在哪一步出了问题？",
        "写明招标、流标、签约、到货的日期，有公告或合同编号的写上。",
        "5月16日首次招标因投标人不足而流标，7月8日第二次招标才成交",
    ),
    "验收支付跨年": Asked(
        "哪一笔款、哪一项验收跨到了下一年？",
        "写明合同约定、验收日期和未付金额。",
        "12月26日完成初验，尾款按合同在次年终验后支付",
    ),
    "需求变化": Asked(
        "服务对象或业务量发生了什么变化？",
        "写明变化前后的数量和来源。",
        "3月区划调整后，服务的街道由12个变为9个",
    ),
    "目标值设定偏低/偏高": Asked(
        "年初的指标值是怎样测算的，偏在哪里？",
        "写明测算依据和漏算、多算的部分。",
        "年初只按城区人口测算，没有计入新并入的两个镇",
    ),
    "管理不到位": Asked(
        "哪个环节没有管住？",
        "写明事实和时间，不写“重视不够”一类的话。",
        "4月至6月没有按月核对进度，到7月才发现少安排了一个批次",
    ),
    "不可抗力": Asked(
        "发生了什么，影响了多长时间？",
        "写明起止日期和影响范围，有公告的写上。",
        "7月19日至8月5日强降雨停工，两处工地进水",
    ),
    "其他": Asked(
        "具体是什么事情造成的？",
        "写事实：什么时间、发生了什么、涉及多少。",
        "10月原施工单位注销，余下的工程重新委托",
    ),
}

VAGUE_CAUSE = Asked(
    "“{answer}”还看不出具体事实，能否补上时间、数量、文件或合同？",
    "没有这些内容，审核时多半会退回；确实没有的可以跳过。",
    "",
)

EFFECT: dict[Situation, Asked] = {
    "missed": Asked(
        "没有完成的部分对项目有什么影响，现在到哪一步？",
        "写明停在哪一步、何时补做；没有影响的写“不影响”并说明理由。",
        "余下的15台改到次年3月安装，期间由旧设备替代",
    ),
    "late": Asked(
        "推迟对使用或服务对象有什么影响？",
        "写明影响了多长时间、多少人。",
        "推迟期间市民仍到原窗口办理",
    ),
    "over": Asked("多出来的部分由什么资金、人力完成？", "没有特别的可以跳过。", ""),
    "lost": Asked("对项目有什么影响？", "没有影响的可以跳过。", ""),
    "changed": Asked("预算调整后，任务有没有相应调整？", "写明增加或取消了哪些内容。", ""),
    "low": Asked(
        "未执行的{left}怎么处理？",
        "选一项再按实际修改；分几种情况的，分别写明金额。",
        "",
    ),
}

MEASURE: dict[Situation, Asked] = {
    "missed": Asked(
        "针对这个原因准备怎么改？",
        "写一件做得到、查得到的事，不写“加强管理”一类的话。",
        "把采购启动时间提前到1月，并在合同里约定分批到货",
    ),
    "late": Asked("以后怎样避免再推迟？", "写一件做得到、查得到的事。", "立项时预留重新招标的时间"),
    "over": Asked(
        "下一年度的指标值准备调整为多少，按什么测算？",
        "超额完成的，要说明怎样修正目标。",
        "下一年度指标值按近三年平均数调整为120场",
    ),
    "lost": Asked("准备怎么改？", "写一件做得到、查得到的事。", "按季度留存台账，年底前补齐"),
    "changed": Asked("编制下一年预算时准备怎么改？", "没有的可以跳过。", ""),
    "low": Asked(
        "准备怎样提高预算执行的准确性？",
        "写一件做得到、查得到的事。",
        "按合同付款节点编制用款计划，每季度核对一次",
    ),
}

VAGUE_MEASURE = Asked(
    "“{answer}”怎样落实？能否写成一件具体的事？",
    "写明做什么、改到什么程度；确实没有的可以跳过。",
    "",
)

OWNER = Asked("由哪个部门或岗位负责？", "写部门或岗位，不必写姓名。", "设备科")
DEADLINE = Asked("什么时候改到位？", "写到年月日或月底。", "次年3月底前")

LEFT: tuple[tuple[str, str], ...] = (
    ("结转下年继续使用", "未执行的{left}结转下年继续使用"),
    ("由财政收回", "未执行的{left}由财政收回"),
    ("重新安排用途", "未执行的{left}按程序重新安排用途"),
    ("尚未到付款条件，以后支付", "未执行的{left}尚未到付款条件，按合同约定支付"),
)
"""What can become of unspent money: a short label, and the sentence it stands for."""

FIRST: dict[Situation, CauseCategory] = {
    "over": "目标值设定偏低/偏高",
    "changed": "预算追加/调减",
    "low": "验收支付跨年",
}
"""The category that is offered first; only an order, never a default."""

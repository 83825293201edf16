"""How a row is called in prose: 部署自助服务终端28台, not 自助服务终端部署数量为28台."""

import re

from selfeval_assist.facts import Fact

_VERBS = (
    "部署|接入|更换|建设|新建|购置|采购|安装|改造|维修|修复|培训|发放|举办|开展|组织|种植|出台|检查|整治|清理|治理|"
    "配备|建成|养护|资助|救助|新增|开设|维护|改建|修建|扩建|印制|编制|制定|完善|摸排|走访|慰问"
)
_COUNTED = "数量|人次|次数|场次|期数|人数|面积|长度|里程|数"
# 自助服务终端部署数量, 窗口人员培训人次
_BEHIND = re.compile(rf"(?P<thing>[^，（(]{{2,16}}?)(?P<verb>{_VERBS})(?:{_COUNTED})")
# 出台运维管理制度数量, 修复桥梁数量
_BEFORE = re.compile(rf"(?P<said>(?:{_VERBS})[^，（(]{{2,16}}?)(?:{_COUNTED})")
# 项目完工时间, 养护任务完成时间
_FINISHED = re.compile(
    r"(?P<thing>[^，（(]{0,16}?)(?P<verb>完工|竣工|完成|验收|开工|开班|投用|交付|建成)(?:时间|日期|时限|期限|时点)"
)
_NOUNS, _PASSIVE = ("工程", "项目"), ("受", "被", "获", "已", "应")


def counted(name: str, fact: Fact) -> str:
    """Return what was done in a row that counts it, with the verb before the thing; "" for others.

    Args:
        name: the row's name.
        fact: its target or actual value, of which the unit is kept: a count without one stays with
            its name.
    """
    unit = fact.value.rstrip("以上下内").lstrip("不少于超过低约0123456789.,")
    if fact.kind not in {"quantity", "count"} or not unit:
        return ""
    if found := _BEFORE.fullmatch(name):
        return found["said"]
    if (found := _BEHIND.fullmatch(name)) and not found["thing"].endswith(_NOUNS + _PASSIVE):
        return f"{found['verb']}{found['thing']}"
    return ""


def finished(name: str, fact: Fact) -> tuple[str, str] | None:
    """Return what stands before and behind the date of a row that names one: 项目于…完工."""
    found = _FINISHED.fullmatch(name)
    if not found or fact.kind != "date" or found["thing"].startswith(found["verb"]):
        return None
    return None if found["thing"].startswith("完成") else (found["thing"], found["verb"])

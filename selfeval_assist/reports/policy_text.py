"""A scoring policy explained: every setting with its source and how sure we are of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from selfeval_assist.policies import Policy
from selfeval_assist.scoring.arithmetic import plain

STANDINGS = {
    "V": "见于公开资料",
    "M": "凭记忆，引用前请核对原文",
    "P": "本工具的选择，不是规定",
}
"""What the three standings mean, for people."""

# What the sections of a policy, their keys and their values are called.
SECTIONS = {
    "execution": "预算执行",
    "indicators": "指标计分",
    "tiers": "定性指标分档（占分值 %）",
    "overshoot": "超额完成（占指标值 %）",
    "grades": "评价等级（分）",
    "weights": "一级指标分值",
    "texts": "文字长度（字）",
    "labels": "模型文字标识",
    "costs": "成本指标",
    "caps": "总分按执行率封顶",
}
KEYS = {
    "weight": "分值",
    "denominator": "分母",
    "formula": "公式",
    "bands": "分档",
    "tolerance": "允许误差（分）",
    "explain_below": "执行率低于此值须说明（%）",
    "reverse": "反向指标",
    "zero_target": "零目标",
    "decimals": "保留小数",
    "reached": "达成",
    "partly": "部分达成",
    "warn_at": "达到此值提醒",
    "reason_at": "达到此值须说明",
    "cut": "扣分",
    "cut_points": "扣几分",
    "excellent": "优",
    "good": "良",
    "fair": "中",
    "groups": "分组",
    "goal": "预期目标",
    "result": "实际完成情况",
    "deviation": "偏差说明",
    "budget_deviation": "预算偏差写在",
    "also": "其他文字",
    "metadata": "写入文件属性",
    "visible_in_drafts": "草稿中可见",
    "project_words": "应设成本指标的项目用词",
    "amount": "应设成本指标的金额（元）",
    "limits": "上限",
    "rate": "执行率（%）",
    "share": "得分（占分值 %）",
    "below": "执行率低于（%）",
    "at_most": "总分不超过（分）",
}
VALUES = {
    "adjusted": "全年预算数",
    "initial": "年初预算数",
    "linear": "按执行率线性计分，以分值封顶",
    "bands": "按执行率分档",
    "target_over_actual": "指标值 ÷ 完成值 × 分值",
    "one_minus_excess": "(1 − 超出比例) × 分值，超出一倍为 0",
    "all_or_nothing": "达到得满分，否则 0 分",
    "none": "不扣分",
    "points": "扣分",
    "append_to_actual": "实际完成情况之后",
    "notes": "注",
    "column": "原因栏",
}


def policy_text(policy: Policy) -> str:
    """Return a policy as text, section by section."""
    return "\n".join(_lines(policy))


def _lines(policy: Policy) -> Iterator[str]:
    yield f"{policy.name}（{policy.id}）"
    if policy.based_on:
        yield f"没有另行写明的，同 {policy.based_on}"
    if policy.match.places:
        yield f"适用：{'、'.join(policy.match.places)}及所属市县的单位"
    if policy.match.points:
        yield "适用：没有收录当地办法，而预算执行和各一级指标的分值与此相同的表"
    for name, title in SECTIONS.items():
        section = getattr(policy, name)
        if section is None:
            continue
        yield f"\n【{title}】"
        for key in type(section).model_fields:
            value = getattr(section, key)
            blank = value in (None, ()) or (key == "also" and not value)
            if key not in {"source", "standing"} and not blank:
                yield f"  {KEYS.get(key, key)}：{_shown(value)}"
        yield f"  依据：{section.source}（{STANDINGS[section.standing]}）"


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        pairs = (f"{key} {_shown(item)}" for key, item in value.items())
        return "、".join(pairs) or "由单位自行分配"
    if isinstance(value, tuple):
        return "；".join(map(_shown, value))
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return "，".join(f"{KEYS.get(key, key)} {_shown(getattr(value, key))}" for key in fields)
    return VALUES.get(str(value), str(value))

"""The rules: a form and its score sheet in, findings out. They ask, they do not accuse."""

from selfeval_assist.checks import (  # noqa: F401  (their import registers the rules)
    actuals,
    adjusted,
    approved,
    asked,
    budget,
    causes,
    cells,
    deviations,
    evidence,
    filled,
    funds,
    goal_figures,
    goals,
    groups,
    indicators,
    kinds,
    language,
    reach,
    reading,
    returned,
    same_object,
    scale,
    scores,
    strangers,
    structure,
    targets,
    texts,
    told_budget,
    waivers,
    weights,
)
from selfeval_assist.checks.ask import Ask, AskError
from selfeval_assist.checks.consistency import Link, State, consistency
from selfeval_assist.checks.language import Heard, ask_about
from selfeval_assist.checks.registry import RULES, Finding, Hit, Rule, Severity, Subject
from selfeval_assist.checks.run import Checked, check, explain, run_rules, unchecked
from selfeval_assist.checks.second_reading import read_again

FAMILIES = {
    "ACT": "实际完成值",
    "BACK": "退回意见",
    "CELL": "文字与格子",
    "DEV": "偏差说明",
    "EVD": "佐证",
    "FILL": "填写完整",
    "FUND": "项目资金",
    "GOAL": "总体目标",
    "IND": "指标设置",
    "SCR": "得分",
    "TGT": "年度指标值",
    "TXT": "文字",
    "VAL": "指标值的写法",
    "WGT": "分值",
    "WVR": "人工确认",
}
"""What the rules are about whose codes begin so; a code is one of these and a number."""

# Modules register in the order of their names; people look rules up by code.
_in_order = sorted(RULES.items())
RULES.clear()
RULES.update(_in_order)

__all__ = [
    "FAMILIES",
    "RULES",
    "Ask",
    "AskError",
    "Checked",
    "Finding",
    "Heard",
    "Hit",
    "Link",
    "Rule",
    "Severity",
    "State",
    "Subject",
    "ask_about",
    "check",
    "consistency",
    "explain",
    "read_again",
    "run_rules",
    "unchecked",
]

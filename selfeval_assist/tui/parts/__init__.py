"""The parts of the walk through a form: one module for each step."""

STEPS = {
    "head": "基本信息",
    "funds": "项目资金",
    "goals": "总体目标",
    "indicators": "绩效指标",
    "deviations": "偏差说明",
    "findings": "检查",
    "drafts": "起草与审阅",
    "export": "导出",
}
"""The modules in the order of the walk, with their titles."""

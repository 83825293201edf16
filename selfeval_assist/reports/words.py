"""The words of the reports that several of them share."""

from selfeval_assist.checks import Severity

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "建议"}
"""How serious a finding is, for people."""

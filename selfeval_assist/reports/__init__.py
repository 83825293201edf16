"""Findings and scores for people (text, HTML) and for programs (JSON)."""

from selfeval_assist.reports.as_html import as_html
from selfeval_assist.reports.as_json import SCHEMA, as_json
from selfeval_assist.reports.as_text import as_text, score_sheet
from selfeval_assist.reports.model import Report, report_on

__all__ = ["SCHEMA", "Report", "as_html", "as_json", "as_text", "report_on", "score_sheet"]

"""Findings and scores for people (text, HTML) and for programs (JSON)."""

from selfeval_assist.reports.as_html import as_html, html_page, html_section
from selfeval_assist.reports.as_json import SCHEMA, as_json, json_array, json_record
from selfeval_assist.reports.as_text import as_text, score_sheet
from selfeval_assist.reports.model import Failed, Report, only, report_on

__all__ = [
    "SCHEMA",
    "Failed",
    "Report",
    "as_html",
    "as_json",
    "as_text",
    "html_page",
    "html_section",
    "json_array",
    "json_record",
    "only",
    "report_on",
    "score_sheet",
]

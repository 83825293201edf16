"""Columns that no field takes, as the reader lists them with their cells."""

from selfeval_assist.checks.columns import column
from selfeval_assist.form import SelfEvaluation

RULE = "每低1个百分点扣0.5分、逾期（超过3天）不得分"


def test_what_a_column_says_is_whole() -> None:
    form = SelfEvaluation.model_validate(
        {
            "indicators": [{"name": "甲"}, {"name": "乙"}],
            "provenance": {
                "cells": {
                    "indicators.0.name": "表1第20行第3列",
                    "indicators.1.name": "表1第21行第3列",
                },
                "unread": [
                    {"text": f"评分标准：{RULE}（表1第20行第5列）、按比例（表1第21行第5列）"}
                ],
            },
        }
    )
    assert column(form, "评分标准") == {0: RULE, 1: "按比例"}

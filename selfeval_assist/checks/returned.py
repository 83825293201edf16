"""The rule that brings what the office sent back to the cells it is about."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form import Returned, SelfEvaluation

# 复核得分为“6”，自评得分为“5”
_POINTS = re.compile(r"[\u4e00-\u9fff]{2,4}得分为“(\d{1,3}(?:\.\d+)?)”")


@rule(
    "BACK001",
    "退回意见待处理",
    severity=Severity.WARNING,
    message="{place}{spot}有{what}：{text}{by}。{ask}。",
    basis=PRODUCT,
    standing="P",
)
def remark_of_the_office(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    文件里的批注（Excel、Word），以及复核、审核栏里与自评不同的完成值、得分，逐条列在所批的格子上。
    复核得分与自评不同而写明了扣分理由的，不用再改，只作提示；高于分值的由 SCR001 提示。
    处理完的逐条用“人工确认”勾掉，理由写怎样改的；导出到文件夹时另有一份整改情况，列出意见、单元格、
    怎样改的和前后值。
    为什么：退回的表要逐条整改；批注不读，改了哪几条、漏了哪几条就没有记录。
    反例：财政局在满意度完成值上批注“问卷份数不足，请补充佐证”，重新报送时没有回应。
    正例：补充问卷汇总，确认时写明：已补充 120 份问卷汇总，完成值改为 93.5%。
    怎么改：按意见改表或补材料；不同意的写明理由。
    """
    form = subject.form
    listed = zip(places(form), form.returned, strict=True)
    # More points than the row has are SCR001.
    for where, each in (pair for pair in listed if not _above_weight(subject, pair[1])):
        settled = _settled(each)
        signed = "，".join(part for part in (each.by, each.date) if part)
        facts = {
            "text": " ".join(each.text.split()),
            "by": f"（{signed}）" if signed else "",
            "what": "复核意见" if settled else "退回意见",
            "ask": "写明了扣分理由，请核对" if settled else "提请处理，改好后写明怎样改的",
            "spot": "" if each.where or not each.place else f"（{each.place}）",
        }
        yield Hit(where, facts, Severity.INFO if settled else None)


def _settled(remark: Returned) -> bool:
    """Return whether a reviewer gave points and wrote why behind them."""
    return reviewed(remark) is not None and remark.text.rstrip().endswith("）")


def _above_weight(subject: Subject, remark: Returned) -> bool:
    """Return whether a reviewer gave a row more points than it has."""
    points = reviewed(remark)
    weights = (row.score.weight for row in subject.rows if f"{row.path}.score" == remark.where)
    most = next(weights, None)
    return points is not None and most is not None and points > most


def reviewed(remark: Returned | None) -> Decimal | None:
    """Return the points that a reviewer gave in a column beside the claimed ones, or None."""
    found = _POINTS.match(remark.text) if remark else None
    return Decimal(found[1]) if found else None


def places(form: SelfEvaluation) -> tuple[str, ...]:
    """Return the place of the finding on each remark, so that every one is ticked off alone.

    That is its cell; a second remark on a cell, and one on none, has its own place in the form.
    """
    seen: set[str] = {""}
    found = []
    for index, each in enumerate(form.returned):
        found.append(f"returned.{index}" if each.where in seen else each.where)
        seen.add(each.where)
    return tuple(found)

"""The rule that brings what the office sent back to the cells it is about."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule


@rule(
    "BACK001",
    "退回意见待处理",
    severity=Severity.WARNING,
    message="{place}{spot}有退回意见：{text}{by}。提请处理，改好后写明怎样改的。",
    basis=PRODUCT,
    standing="P",
)
def remark_of_the_office(subject: Subject) -> Iterator[Hit]:
    """检查什么：
    文件里的批注（Excel、Word），以及复核、审核栏里与自评不同的完成值、得分，逐条列在所批的格子上。
    处理完的用“人工确认”勾掉，理由写怎样改的，导出整改情况时一并列出。
    为什么：退回的表要逐条整改；批注不读，改了哪几条、漏了哪几条就没有记录。
    反例：财政局在满意度完成值上批注“问卷份数不足，请补充佐证”，重新报送时没有回应。
    正例：补充问卷汇总，确认时写明：已补充 120 份问卷汇总，完成值改为 93.5%。
    怎么改：按意见改表或补材料；不同意的写明理由。
    """
    for each in subject.form.returned:
        signed = "，".join(part for part in (each.by, each.date) if part)
        facts = {
            "text": " ".join(each.text.split()),
            "by": f"（{signed}）" if signed else "",
            "spot": "" if each.where or not each.place else f"（{each.place}）",
        }
        yield Hit(each.where, facts)

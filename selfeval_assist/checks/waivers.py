"""What persons have decided to accept, and which of these decisions meet nothing any more."""

from collections.abc import Iterator

from selfeval_assist.checks.basis import PRODUCT
from selfeval_assist.checks.registry import Hit, Severity, Subject, rule
from selfeval_assist.form import Waiver


def covers(waiver: Waiver, code: str, where: str) -> bool:
    """Return whether a waiver accepts a finding.

    A waiver for a part of the form covers all places inside it; one without a place covers all
    findings of its code.
    """
    if waiver.code.strip().upper() != code:
        return False
    place = waiver.where.strip()
    return not place or where == place or where.startswith(f"{place}.")


@rule(
    "WVR001",
    "人工确认已经用不上",
    severity=Severity.INFO,
    message="{by}对 {waived_code} 的人工确认没有对应的提示，可能问题已经改好，建议删除。",
    basis=PRODUCT,
)
def unused(subject: Subject) -> Iterator[Hit]:
    """检查什么：表中保存的人工确认，现在没有任何提示与它对应。
    为什么：留着用不上的确认，以后同一处再出问题时会被悄悄放过。
    反例：确认过“完成值照抄目标值”，后来已改成实测数，确认仍在。
    正例：改好以后删去确认。
    怎么改：核对后删除这条人工确认。
    """
    for index in subject.unused_waivers:
        waiver = subject.form.waivers[index]
        yield Hit(f"waivers.{index}", {"by": waiver.by, "waived_code": waiver.code})

"""A policy for every form, so that none is shut out."""

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Choice, choose, load
from selfeval_assist.policies.load import DEFAULT


def usable_policy(form: SelfEvaluation) -> tuple[Choice, str]:
    """Return the policy of a form, and a problem in Chinese when the central one stands in for it.

    A form from elsewhere can name a policy that this computer does not have; it can be opened all
    the same.
    """
    choice = attempt("选择评分办法", choose, form)
    if isinstance(choice, Failure):
        problem = f"{choice.why} 暂按“{load(DEFAULT).name}”核算。"
        return Choice(load(DEFAULT), problem), problem
    return choice, ""


def why_policy(form: SelfEvaluation) -> str:
    """Return why a form has its policy, and which others may be meant; empty if a person chose."""
    choice, _ = usable_policy(form)
    if not choice.reason:
        return ""
    others = "、".join(f"“{other.name}”" for other in choice.others)
    return f"按“{choice.policy.name}”：{choice.reason}" + (f"也可以选{others}。" if others else "")

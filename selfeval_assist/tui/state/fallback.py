"""A policy for every form, so that none is shut out."""

from selfeval_assist.failures import Failure, attempt
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import Policy, load, policy_for
from selfeval_assist.policies.load import DEFAULT


def usable_policy(form: SelfEvaluation) -> tuple[Policy, str]:
    """Return the policy of a form, and a problem in Chinese when the central one stands in for it.

    A form from elsewhere can name a policy that this computer does not have; it can be opened all
    the same.
    """
    policy = attempt("选择评分办法", policy_for, form)
    if isinstance(policy, Failure):
        return load(DEFAULT), f"{policy.why} 暂按“{load(DEFAULT).name}”核算。"
    return policy, ""

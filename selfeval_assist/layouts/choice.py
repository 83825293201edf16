"""Which layout a form is printed in."""

from collections.abc import Callable

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.vocabulary import level1_of
from selfeval_assist.layouts.load import DEFAULT, available, load
from selfeval_assist.layouts.model import Layout, Match


def choose(form: SelfEvaluation, policy: str = "", place: str = "") -> Layout:
    """Return the layout of a form.

    What the money is for counts first, then the scoring policy, the place, and what the form
    itself prints; where nothing tells, the central layout is taken.

    Args:
        form: the form.
        policy: the id of its scoring policy.
        place: where it is from, from the province down.
    """
    about = form.title + form.project
    first = level1_of(form.indicators[0].level1) if form.indicators else ""
    tests: tuple[Callable[[Match], bool], ...] = (
        lambda match: any(word in about for word in match.programmes),
        lambda match: policy in match.policies,
        lambda match: any(each in place for each in match.places),
        lambda match: any(word in form.title for word in match.titles),
        lambda match: form.money_unit == match.money_unit,
        lambda match: bool(first) and first == match.first_group,
    )
    fitting = (each for test in tests for each in available() if test(each.match))
    return next(fitting, load(DEFAULT))

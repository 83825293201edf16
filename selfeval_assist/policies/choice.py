"""Which policy a form is scored by, and why.

What the form names counts first, then its place, then the points as they are printed; where two
places bear one name the form is asked for another, and where none tells, a person is.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from selfeval_assist.form import SelfEvaluation
from selfeval_assist.form.vocabulary import level1_of
from selfeval_assist.policies import places
from selfeval_assist.policies.load import DEFAULT, available, load
from selfeval_assist.policies.model import Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """A policy, why it was taken, and which others a person may want instead.

    Attributes:
        policy: the policy.
        reason: one Chinese sentence; it also says what contradicts the choice. Empty where a
            person has said which one.
        others: the policies that the form may belong to as well; a person has to decide.
    """

    policy: Policy
    reason: str = ""
    others: tuple[Policy, ...] = ()


def choose(form: SelfEvaluation) -> Choice:
    """Return the policy of a form: the one it names, else of its place, its points, the central.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    if form.policy:
        return Choice(load(form.policy))
    place = _place(form)
    owners = {policy.id: policy for policy in map(_of_place, sorted(place))}
    if len(owners) > 1:
        return _ambiguous(place, tuple(owners.values()))
    policy = next(iter(owners.values()), load(DEFAULT))
    if policy.id != DEFAULT:
        return _by_place(form, policy, next(iter(place)))
    by_points = next(_as_printed(form), None)
    if by_points:
        return Choice(by_points, "表中预算执行和各一级指标的分值与这一办法相同。")
    return Choice(policy, _central(form, place))


def policy_for(form: SelfEvaluation) -> Policy:
    """Return the policy that ``choose`` takes.

    Raises:
        PolicyError: the form names a policy that does not exist.
    """
    return choose(form).policy


def place_of(form: SelfEvaluation) -> str:
    """Return where a form is from, from the province down (四川省内江市市中区), or nothing.

    Where a name leaves two places open, that is the province in which both lie.
    """
    found = _place(form)
    if len(found) == 1:
        return places.name_of(next(iter(found)))
    provinces = places.provinces(found)
    return places.name_of(next(iter(provinces))) if len(provinces) == 1 else ""


def _place(form: SelfEvaluation) -> frozenset[places.Code]:
    """Return where a form is from; what else it says decides between places of one name."""
    found: frozenset[places.Code] = frozenset()
    for text in (form.unit, form.department, form.title):
        codes = places.codes(text)
        found = places.narrowed(found, codes) or codes
    for text in (form.project, form.provenance.file, form.goal.planned):
        found = places.narrowed(found, places.codes(text))
    return found


def _of_place(code: places.Code) -> Policy:
    """Return the policy of a place: of its county, else of its city, its province, the central."""
    fitting = [
        (len(own), policy)
        for policy in available()
        for place in policy.match.places
        for own in places.codes(place)
        if code.startswith(own)
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else load(DEFAULT)


def _ambiguous(place: frozenset[places.Code], owners: tuple[Policy, ...]) -> Choice:
    central = load(DEFAULT)
    names = "或".join(map(places.name_of, sorted(place)))
    return Choice(
        central,
        f"单位名称可能指{names}，各处评分办法不同，暂按中央通用；请选定。",
        tuple(policy for policy in owners if policy != central),
    )


def _by_place(form: SelfEvaluation, policy: Policy, code: places.Code) -> Choice:
    reason = f"{_told(form)}{places.name_of(code[:2])}。"
    printed = form.funds.total.weight.value
    if printed is None or printed == policy.execution.weight:
        return Choice(policy, reason)
    others = [other for other in _as_printed(form, grouped=False) if other != policy]
    central = [other for other in others if other.id == DEFAULT]
    return Choice(
        policy,
        f"{reason}但表中预算执行印作 {printed.normalize():f} 分，这一办法为 "
        f"{policy.execution.weight.normalize():f} 分，请核对是否选对。",
        tuple(central or others),
    )


def _as_printed(form: SelfEvaluation, *, grouped: bool = True) -> Iterator[Policy]:
    """Yield the policies whose points are those printed on a form."""
    groups: dict[str, Decimal] = defaultdict(Decimal)
    for row in form.indicators:
        groups[level1_of(row.level1)] += row.weight.value or Decimal(0)
    for policy in available():
        if policy.execution.weight != form.funds.total.weight.value:
            continue
        if not grouped or (policy.match.points and policy.weights.groups == groups):
            yield policy


def _central(form: SelfEvaluation, place: frozenset[places.Code]) -> str:
    if not place:
        return "表名和单位名称里没有认出地区，用中央通用。"
    where = "或".join(sorted({places.name_of(code[:2]) for code in place}))
    return f"{_told(form)}{where}，没有收录当地的评分办法，用中央通用。"


def _told(form: SelfEvaluation) -> str:
    """Return how a sentence on the place begins: as the unit's name tells it, or the title."""
    named = places.codes(form.unit) or places.codes(form.department)
    return "单位在" if named else "表名写着"

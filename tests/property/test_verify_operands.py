"""Over every form: a result beside its operands passes, that of another row there does not."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import pytest
from bench import verify_truth as truth
from bench.verify_drafts import table
from selfeval_assist.facts.verify.derived import derived

from selfeval_assist.facts import Fact
from selfeval_assist.verify.text import verify_text

pytestmark = pytest.mark.every_form

SENTENCES = {
    ("actual", "target", "gap"): (
        "{name}目标{whole}，实际{part}，相差{result}。",
        "{name}完成{part}，较目标值{whole}{way}{result}。",
        "{name}年度目标{whole}，实际完成{part}，比目标{way}{result}。",
    ),
    ("actual", "target", "completion"): (
        "{name}目标{whole}，实际完成{part}，完成率{result}。",
        "{name}完成{part}，目标{whole}，完成比例{result}。",
    ),
    ("score", "weight", "rate"): (
        "{name}满分{whole}，实得{part}，得分率{result}。",
        "{name}得{part}（满分{whole}），得分率为{result}。",
    ),
    ("score", "weight", "lost"): ("{name}满分{whole}，得{part}，扣{result}。",),
    ("executed", "adjusted", "rate"): ("{name}全年预算{whole}，执行{part}，执行率为{result}。",),
    ("executed", "adjusted", "unspent"): ("{name}全年预算{whole}，执行{part}，结余{result}。",),
}
_NEAR = Decimal("0.06")
_BOUND = re.compile("^(?:不低于|不超过|不少于|低于|超过)")


def _things(name: str) -> dict[str, dict[str, Fact]]:
    """Return the facts of each row, level and line of money of a form, by the ends of their ids."""
    found: defaultdict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in (*table(name), *derived(table(name))):
        prefix, _, end = fact.id.rpartition(".")
        if prefix.startswith(("row", "level", "funds")):
            found[prefix][end] = fact
    return found


def _number(value: str) -> Decimal:
    return Decimal("".join(re.findall(r"[\d.]", value)))


def _pairs(name: str, rng: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Yield right sentences, each with some where the result is that of another thing."""
    things = _things(name)
    for (part, whole, result), sentences in SENTENCES.items():
        own = [facts for facts in things.values() if {part, whole, result} <= facts.keys()]
        for facts in own:
            right = facts[result].value
            others = {each[result].value for each in own}
            others = {o for o in others if abs(_number(o) - _number(right)) > _NEAR}
            known = {
                "name": facts[part].subjects[0] if facts[part].subjects else "项目",
                "part": facts[part].value,
                "whole": _BOUND.sub("", facts[whole].value),
                "way": "高" if "超出" in facts[result].label else "低",
            }
            wrong = rng.sample(sorted(others), min(2, len(others)))
            for sentence in sentences:
                yield (
                    sentence.format(**known, result=right),
                    [sentence.format(**known, result=other) for other in wrong],
                )


def test_a_result_stands_only_beside_its_own_operands() -> None:
    rng = random.Random(11)
    tried, refused, accepted = 0, [], []
    for name in truth.names():
        for right, wrong in _pairs(name, rng):
            if verify_text(right, table(name)):
                refused.append(right)
                continue
            tried += len(wrong)
            accepted += [f"{name} {text}" for text in wrong if not verify_text(text, table(name))]
    assert tried > 500
    assert accepted == []
    assert len(refused) <= tried / 100, refused

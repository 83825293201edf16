"""All rules as one Markdown page, made from the rules themselves."""

import re
from collections.abc import Iterator
from itertools import groupby

from selfeval_assist.checks import FAMILIES, RULES, Rule
from selfeval_assist.reports.policy_text import STANDINGS
from selfeval_assist.reports.words import SEVERITIES


def rules_page() -> str:
    """Return the page; `make docs` writes it to docs/rules.md."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# 检查规则\n"
    yield "由程序中的规则说明生成，请勿手工修改。"
    yield "“错误”是客观上不对的，“提醒”是审核人会问的，“建议”仅供参考。\n"
    families = [(name, [*rules]) for name, rules in groupby(RULES.values(), _family)]
    for name, rules in families:
        links = "、".join(f"[{rule.code}](#{anchor(_heading(rule))})" for rule in rules)
        yield f"- **[{name}](#{anchor(name)})** {len(rules)} 条：{links}"
    yield ""
    for name, rules in families:
        yield f"## {name}\n"
        for rule in rules:
            yield from _explained(rule)


def _explained(rule: Rule) -> Iterator[str]:
    yield f"### {_heading(rule)}\n"
    yield f"{SEVERITIES[rule.severity]}。依据：{rule.basis}（{STANDINGS[rule.standing]}）。\n"
    yield rule.explain.replace("## ", "#### ") + "\n"


def _family(rule: Rule) -> str:
    return FAMILIES[rule.code.rstrip("0123456789")]


def _heading(rule: Rule) -> str:
    return f"{rule.code} {rule.title}"


def anchor(heading: str) -> str:
    """Return what a link to a heading of a Markdown page says, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")

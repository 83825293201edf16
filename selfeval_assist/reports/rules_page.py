"""All rules as one Markdown page, made from the rules themselves."""

from collections.abc import Iterator

from selfeval_assist.checks import FAMILIES, RULES
from selfeval_assist.reports.policy_text import STANDINGS
from selfeval_assist.reports.words import SEVERITIES


def rules_page() -> str:
    """Return the page; `make docs` writes it to docs/rules.md."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# 检查规则\n"
    yield "由程序中的规则说明生成，请勿手工修改。"
    yield "“错误”是客观上不对的，“提醒”是审核人会问的，“建议”仅供参考。\n"
    family = ""
    for rule in RULES.values():
        name = FAMILIES[rule.code.rstrip("0123456789")]
        if name != family:
            family = name
            yield f"## {family}\n"
        yield f"### {rule.code} {rule.title}\n"
        yield f"{SEVERITIES[rule.severity]}。依据：{rule.basis}（{STANDINGS[rule.standing]}）。\n"
        yield rule.explain.replace("## ", "#### ") + "\n"

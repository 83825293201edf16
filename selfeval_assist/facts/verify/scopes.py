"""Which group of indicators a sentence has come to: 数量指标, or all of them."""

from selfeval_assist.facts.verify.index import WHOLE


def scope_at(before: str, scopes: frozenset[str]) -> str:
    """Return the group of indicators that the sentence has come to before a place."""
    scope, _ = last_scope(before, scopes)
    return scope if scope in scopes else ""


def last_scope(before: str, scopes: frozenset[str]) -> tuple[str, int]:
    """Return the last group of indicators, or word for all of them, in a text, and its place."""
    last = ("", -1)
    for scope in (*scopes, *WHOLE):
        at = before.rfind(scope)
        if at >= 0 and (at + len(scope), len(scope)) > (last[1] + len(last[0]), len(last[0])):
            last = (scope, at)
    return last

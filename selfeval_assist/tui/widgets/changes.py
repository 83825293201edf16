"""The difference of two texts, for the eye: what is new underlined, what is gone struck through."""

from textual.content import Content

from selfeval_assist.review import diff

LEGEND = "下划线是新写的，删除线是去掉的"
_STYLES = {"equal": "", "insert": "$text-success underline", "delete": "$text-error strike"}


def changes(old: str, new: str) -> Content:
    """Return both texts in one; they are shown as data, never as markup."""
    return Content.assemble(*((each.text, _STYLES[each.kind]) for each in diff(old, new)))


def grown(old: str, new: str) -> Content:
    """Return the new text with what is new in it underlined."""
    kept = (each for each in diff(old, new) if each.kind != "delete")
    return Content.assemble(*((each.text, _STYLES[each.kind]) for each in kept))

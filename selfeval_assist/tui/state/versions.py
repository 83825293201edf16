"""The versions of a form, and what one of them changes."""

from collections.abc import Iterator

from selfeval_assist.form import SelfEvaluation, paths

Changed = tuple[str, str, str]
"""The name of a field, and its text before and after."""


def changed(old: SelfEvaluation, new: SelfEvaluation) -> Iterator[Changed]:
    """Yield the fields in which two versions differ, in the order of the form."""
    every = dict.fromkeys([*paths.leaves(new), *paths.leaves(old)])
    for path in every:
        before, after = _text(old, path), _text(new, path)
        if before != after:
            here = new if _has(new, path) else old
            yield paths.label(here, path), before, after


def _has(form: SelfEvaluation, path: str) -> bool:
    try:
        paths.get(form, path)
    except (KeyError, IndexError):
        return False
    return True


def _text(form: SelfEvaluation, path: str) -> str:
    """Return the text of a field; a row that one of the versions has not is blank."""
    return paths.text(form, path) if _has(form, path) else ""

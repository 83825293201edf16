"""Through which files of the package a sentence passes while a form is checked."""

import dataclasses
import sys
from pathlib import Path
from types import CodeType, FrameType

import selfeval_assist
from selfeval_assist.checks import check
from selfeval_assist.checks.registry import RULES
from selfeval_assist.form import SelfEvaluation

_HOME = Path(selfeval_assist.__file__).parent


def files(form: SelfEvaluation, sentence: str, code: str) -> list[str]:
    """Return the files that call each other with a sentence, below the rule that finds it.

    A function is given the sentence where one of its arguments is a text that holds it, or has
    such a text as a field. Its callers up to ``check`` belong to the way.

    Args:
        form: a form in which the sentence stands.
        sentence: the sentence.
        code: the rule.
    """
    found: dict[str, None] = {}
    rule = RULES[code].find.__code__  # type: ignore[attr-defined]

    def follow(frame: FrameType, event: str, _value: object) -> None:
        if event != "call" or not _ours(frame.f_code) or not _given(frame, sentence):
            return
        way = _way(frame)
        if any(each is rule for each in way):
            found.update(dict.fromkeys(map(_name, filter(_ours, way))))

    sys.setprofile(follow)
    try:
        codes = {finding.code for finding in check(form)}
    finally:
        sys.setprofile(None)
    return list(found) if code in codes else []


def _ours(code: CodeType) -> bool:
    return code.co_filename.startswith(str(_HOME))


def _name(code: CodeType) -> str:
    return Path(code.co_filename).relative_to(_HOME).as_posix()


def _way(frame: FrameType | None) -> list[CodeType]:
    """Return what is running from ``check`` down to a frame; nothing where it is not checking."""
    way: list[CodeType] = []
    while frame is not None and frame.f_code is not check.__code__:
        way.append(frame.f_code)
        frame = frame.f_back
    return way[::-1] if frame is not None else []


def _given(frame: FrameType, sentence: str) -> bool:
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return any(_holds(frame.f_locals.get(name), sentence) for name in names)


def _holds(value: object, sentence: str) -> bool:
    if isinstance(value, str):
        return sentence in value
    if not dataclasses.is_dataclass(value):
        return False
    texts = (getattr(value, field.name, None) for field in dataclasses.fields(value))
    return any(isinstance(text, str) and sentence in text for text in texts)

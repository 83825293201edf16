"""Through which files of the package a sentence passes while a form is checked."""

import sys
from pathlib import Path
from types import CodeType, FrameType

import selfeval_assist
from selfeval_assist.checks import check
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.verify import Violation

_HOME = Path(selfeval_assist.__file__).parent


def files(form: SelfEvaluation, sentence: str, code: str) -> list[str]:
    """Return the files from ``check`` down to where a sentence is found to be wrong.

    They are the files of the functions that run when the violation is made which a rule then says:
    who wants to know why it said so opens them one after the other.

    Args:
        form: a form in which the sentence stands.
        sentence: the sentence.
        code: the rule.
    """
    found: list[str] = []

    def follow(frame: FrameType, event: str, value: object) -> None:
        if event != "return" or found or not isinstance(value, Violation):
            return
        if value.quote in sentence:
            found.extend(dict.fromkeys(map(_name, filter(_ours, _way(frame)))))

    sys.setprofile(follow)
    try:
        codes = {finding.code for finding in check(form)}
    finally:
        sys.setprofile(None)
    return found if code in codes else []


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

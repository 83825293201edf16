"""What becomes of an error that nobody foresaw: it costs the one thing that was being done.

``attempt`` stands at the few doors where one form, row, rule, text, file or pane can be left out
and the rest goes on. ``last_resort`` stands around a whole command. Both leave a report that says
where in the program it happened and holds nothing of any form: no message, no value, no argument,
because any of them may quote a cell.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from typing import ParamSpec, TypeVar

import platformdirs

from selfeval_assist import __version__

Given = ParamSpec("Given")
Made = TypeVar("Made")

FAILED, STOPPED = 2, 130
"""Exit codes: something could not be done; the person pressed Ctrl+C."""

_OURS = f"{__package__}."
_DOORS = frozenset({__name__, *(f"{_OURS}tui.terminal.{door}" for door in ("compat", "surviving"))})
"""The modules through which every error passes; none arises there."""
_reported: list[Path | None] = []
"""The reports of this run of the program; None stands for one that could not be written."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be done, in place of its result; shown it is a Chinese sentence.

    Attributes:
        what: what could not be done: a Chinese verb, such as 核算.
        why: the reason in Chinese.
        error: the error, where it is one of this program's own; None for one nobody foresaw.
    """

    what: str
    why: str
    error: Exception | None = field(default=None, compare=False, repr=False)

    @property
    def unforeseen(self) -> bool:
        """Whether it is a mistake of the program."""
        return self.error is None

    def __str__(self) -> str:
        return f"无法{self.what}：{self.why}"


def attempt(
    what: str, work: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
) -> Made | Failure:
    """Return what some work makes; where it raises, a failure in its place.

    Args:
        what: what is being done: a Chinese verb, such as 核算.
        work: does it; a generator has to be used up inside.
        *args: what the work is given.
        **kwargs: what the work is given by name.
    """
    try:
        return work(*args, **kwargs)
    except Exception as error:
        return failure(what, error)


def failure(what: str, error: Exception) -> Failure:
    """Return an error as a failure, and leave a report of one that nobody foresaw."""
    if foreseen(error):
        return Failure(what, str(error), error)
    report(error)
    advice = "其余内容不受影响；请核对这一处的内容，或把报告发给维护人员"
    return Failure(what, f"程序出错（{name_of(error)}）。{advice}。")


def foreseen(error: BaseException) -> bool:
    """Return whether an error is one of this program's own, whose message is for the person."""
    return type(error).__module__.startswith(_OURS)


def name_of(error: BaseException) -> str:
    """Return the kind of an error and where in the program it arose.

    Such as ``KeyError，facts.rows 第 12 行``.
    """
    module, line = _place(error)
    return f"{type(error).__name__}，{module} 第 {line} 行"


def _place(error: BaseException) -> tuple[str, int]:
    """Return the innermost module of this program, and the line, that led to an error."""
    frames = list(_frames(error)) or [("?", "", 0)]
    own = [each for each in frames if each[0].startswith(_OURS) and each[0] not in _DOORS]
    module, _, line = (own or frames)[-1]
    return module.removeprefix(_OURS), line


def reports() -> Path:
    """Return the folder in which reports lie."""
    return platformdirs.user_log_path("selfeval-assist", appauthor=False)


def report(error: BaseException) -> Path | None:
    """Write down where in the program an error arose, once for each place; return the file.

    Returns:
        None where no file can be written.
    """
    file = _written(error)
    _reported.append(file)
    return file


def taken() -> list[Path | None]:
    """Return the reports of this run so far, and forget them: another process is told of them."""
    found = [*_reported]
    _reported.clear()
    return found


def noted(file: Path | None) -> None:
    """Count the report of an error that arose in a process which works for this one."""
    _reported.append(file)


def _written(error: BaseException) -> Path | None:
    module, line = _place(error)
    path = reports() / f"{__version__}-{type(error).__name__}-{module}-{line}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("\n".join(_report(error)) + "\n", encoding="utf-8")
    except OSError:
        return None
    return path


def _report(error: BaseException) -> Iterator[str]:
    """Yield what happened, line by line; the causes of an error follow it."""
    yield f"selfeval-assist {__version__}"
    yield f"Python {platform.python_version()}  {platform.platform()}"
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield ""
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        yield from (f"  {module}:{line} {function}" for module, function, line in _frames(current))
        current = current.__cause__ or current.__context__


def _frames(error: BaseException) -> Iterator[tuple[str, str, int]]:
    """Yield module, function and line of every call that led to an error, the outermost first."""
    for frame, line in walk_tb(error.__traceback__):
        yield str(frame.f_globals.get("__name__", "?")), frame.f_code.co_name, line


def last_words(error: BaseException, *, kept: str) -> str:
    """Return the one line that a person reads when the program ends over an error.

    Args:
        error: what ended it.
        kept: what became of their work, as a Chinese clause.
    """
    if foreseen(error):
        return " ".join(f"没有做完：{error}".split())
    file = report(error)
    return f"程序出错，没有做完（{name_of(error)}）。{kept}。{_where(file)}"


def _where(file: Path | None) -> str:
    if file is None:
        return "报告写不下来，请把这一行告诉维护人员。"
    return f"报告在“{file}”，里面没有表的内容，请发给维护人员。"


def last_resort(work: Callable[[], int]) -> int:
    """Return the exit code of a whole command; an error that nobody foresaw is one Chinese line.

    So is one that cost a single thing only: what is said of that thing may stand far above.
    """
    _reported.clear()
    try:
        code = work()
        if not _reported:
            return code
        line = (
            f"程序有 {len(_reported)} 处出错，已在结果中注明，其余照常完成。{_where(_reported[-1])}"
        )
        code = FAILED
    except KeyboardInterrupt:
        line, code = "已停止。", STOPPED
    except Exception as error:
        line, code = last_words(error, kept="已经保存的内容都在"), FAILED
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)
    return code

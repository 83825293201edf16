"""Files of results, put in place without harming what a person has made of an earlier one."""

from collections.abc import Callable, Collection
from itertools import count
from pathlib import Path

from selfeval_assist.documents import DocumentError, atomic
from selfeval_assist.office.state import State, fingerprint


class Results:
    """The files of results of a batch.

    Attributes:
        written: those written so far, below the folder.
        kept: those that a person has changed, and where they lie now.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._known = state.ours()
        self.written: list[str] = []
        self.kept: dict[str, str] = {}

    def put(self, name: str, fill: Callable[[Path], None]) -> None:
        """Write one file; an earlier one that a person has changed is kept under another name.

        Raises:
            DocumentError: it cannot be written.
        """
        path = self._state.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and fingerprint(path) != self._known.get(name):
            self._keep(path, name)
        atomic.write(path, fill)
        self._state.wrote(name, fingerprint(path))
        self.written.append(name)

    def _keep(self, path: Path, name: str) -> None:
        names = (path.with_stem(f"{path.stem}（改动过{n or ''}）") for n in count())
        other = next(each for each in names if not each.exists())
        try:
            path.rename(other)
        except OSError as error:
            raise DocumentError(
                str(path), "这份结果有人改动过，没有覆盖，也没能改名", "请关闭正在打开它的程序"
            ) from error
        self.kept[name] = other.name

    def drop_others(self, but: Collection[str] = ()) -> None:
        """Remove results of an earlier run that are none any more; changed ones stay."""
        for name, sha in self._known.items():
            if name in self.written or name in but:
                continue
            path = self._state.place / name
            if fingerprint(path) == sha:
                path.unlink(missing_ok=True)
            self._state.wrote(name, None)

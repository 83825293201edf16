"""A child process that answers one request after the other, and that a file may end."""

import json
import queue
import subprocess
import sys
import threading
from typing import Any

from selfeval_assist.documents.errors import DocumentError
from selfeval_assist.system import ended_from_outside

ENDED = "读取它的进程因内存不足或文件损坏而中止"
"""What a person is told of a file that has ended its child."""
OTHERWISE = "请用 Excel、Word 或 WPS 打开后另存一份再读"
"""What they can do about it."""

_END = 5
"""Seconds until a process that has closed its output is gone."""


class EndedError(DocumentError):
    """The process was ended from outside, by somebody or for want of memory; a file crashes it."""


class Child:
    """One child process and the line that it is to answer next.

    Attributes:
        alive: whether it can be asked again; one that is not has to be closed.
    """

    def __init__(self, module: str) -> None:
        """Start ``python -m module``; it reads lines of JSON and answers each with one."""
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self.alive = True

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def _listen(self) -> None:
        """Pass on the child's lines; an empty one says that it has ended."""
        if self._process.stdout is not None:
            for line in self._process.stdout:
                self._answers.put(line)
        self._answers.put("")

    def ask(self, request: object, name: str, seconds: float) -> Any:
        """Return the answer to a request, plain data both.

        Args:
            request: what the child is sent.
            name: the file that it is about, for the error.
            seconds: how long the answer may take.

        Raises:
            EndedError: somebody has ended the child.
            DocumentError: there is no answer in time, or the child has ended; it is not alive then.
        """
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(request) + "\n")
                self._process.stdin.flush()
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.alive = False
            problem = f"读了 {seconds:g} 秒还没有读完，已停止"
            raise DocumentError(name, problem, OTHERWISE) from None
        except OSError:
            line = ""
        if not line:
            self.alive = False
            raise (EndedError if self._ended_from_outside() else DocumentError)(
                name, ENDED, OTHERWISE
            )
        return json.loads(line)

    def _ended_from_outside(self) -> bool:
        try:
            return ended_from_outside(self._process.wait(timeout=_END))
        except subprocess.TimeoutExpired:
            return False

    def close(self) -> None:
        """End the child, if need be by force."""
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # What was still to be sent finds nobody to take it.
                    continue

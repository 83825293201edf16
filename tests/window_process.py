"""A window in a process of its own, told line by line what to do; for what a kill leaves.

``python window_process.py WORKSPACE FORM`` opens the form, prints ``open`` and then reads JSON
lists from its input: ``["put", path, text]``, ``["jot"]``, ``["save"]``, ``["rush", path]`` (types
and jots as fast as it can and prints each text that is on the disk) and ``["stop", what]``
(``"stored"``: from now on stand still where a version is stored and the journal still there).
Each is answered by one line: ``done``, or the name of the error.
"""

import json
import sys
import time
from pathlib import Path

from selfeval_assist.tui.app import now
from selfeval_assist.tui.state.session import Session
from selfeval_assist.workspace import FormId, Workspace


def do(session: Session, what: str, *args: str) -> None:
    if what == "put":
        session.put(args[0], args[1])
    elif what == "jot":
        session.jot()
    elif what == "save":
        session.save()
    elif what == "rush":
        for number in range(1_000_000):
            session.put(args[0], f"第{number}字")
            session.jot()
            print(f"第{number}字", flush=True)
    elif what == "stop":
        session._journal.drop = stand  # type: ignore[method-assign]


def stand() -> None:
    print("stored", flush=True)
    time.sleep(600)


def main() -> None:
    with Workspace.open(Path(sys.argv[1])) as workspace:
        session = Session(workspace, FormId(int(sys.argv[2])), person="另一个窗口", clock=now)
        print("open", flush=True)
        for line in sys.stdin:
            try:
                do(session, *json.loads(line))
            except Exception as error:
                print(type(error).__name__, flush=True)
            else:
                print("done", flush=True)


if __name__ == "__main__":
    main()

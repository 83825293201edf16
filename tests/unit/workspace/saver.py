"""A program that saves one form over and over; the tests run and kill it.

Arguments: the workspace file, the form's number, a name and how often to save (0: without end).
After each save that was acknowledged it prints the new version, after a lost one ``lost``.
"""

import sys
from pathlib import Path

from selfeval_assist.form import paths
from selfeval_assist.workspace import ConflictError, FormId, Workspace


def main(file: str, form_id: int, name: str, times: int) -> None:
    saved = 0
    with Workspace.open(Path(file), wait=60) as workspace:
        while not times or saved < times:
            stored = workspace.load(FormId(form_id))
            changed = paths.put(stored.form, "notes", f"{name} {saved}")
            try:
                new = workspace.save(
                    FormId(form_id), changed, revision=stored.revision, person=name
                )
            except ConflictError:
                print("lost", flush=True)
                continue
            saved += 1
            print(new, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))

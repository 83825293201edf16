"""Prints how many marks are found, by kind of file and by spelling, and how many forms blocked.

Run by ``make bench-marks``.
"""

import tempfile
from collections import Counter
from pathlib import Path

import every_form
import yaml
from marked_files import PLACES, SPELLINGS

from selfeval_assist.documents import read
from selfeval_assist.form import paths
from selfeval_assist.form.marks import find, in_form

CASES = Path(__file__).parents[1] / "data" / "marks" / "spellings.yml"
FIELDS = ("project", "goal.planned", "goal.actual", "notes", "indicators.0.name")


def main() -> None:
    """Print the table."""
    found, tried = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for place, (suffix, make) in PLACES.items():
            path = Path(folder) / f"自评表{suffix}"
            for spelling in SPELLINGS:
                path.write_bytes(make(spelling))
                seen = all(in_form(form) for form in read(path))
                for key in (place.partition(":")[0], spelling, "all"):
                    tried[key] += 1
                    found[key] += seen
    print(f"{len(PLACES)} places x {len(SPELLINGS)} spellings")
    for key, count in tried.items():
        print(f"  {key:<12} {found[key]:>4} of {count:>4}  {found[key] / count:.1%}")
    none = yaml.safe_load(CASES.read_text(encoding="utf-8"))["none"]
    forms = list(every_form.forms().values())
    varied = [
        paths.put(form, FIELDS[at % 5], none[(7 * at + step) % len(none)])
        for at, form in enumerate(forms)
        for step in range(-(-200 // len(forms)))
    ]
    print(f"sentences with a bare word: {sum(map(bool, map(find, none)))} of {len(none)} blocked")
    print(
        f"forms as published: {sum(bool(in_form(each)) for each in forms)} of {len(forms)} blocked"
    )
    blocked = sum(bool(in_form(each)) for each in varied)
    print(f"forms with such a sentence: {blocked} of {len(varied)} blocked")


if __name__ == "__main__":
    main()

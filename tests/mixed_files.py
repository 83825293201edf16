"""Files of every kind that a command over many files meets, the bad ones among them."""

import json
from pathlib import Path

from hostile.corpus import REFUSED

from selfeval_assist.resources import folder

FINISHED = folder("examples").resolve() / "finished.json"


def write_mixed(place: Path) -> list[str]:
    """Write ten files, one broken and one that ends the process which reads it.

    Args:
        place: an empty folder.

    Returns:
        Their names in order.
    """
    data = json.loads(FINISHED.read_text(encoding="utf-8"))
    for number in range(6):
        data["project"] = f"项目{number % 4}"
        (place / f"{number}.json").write_text(json.dumps(data), encoding="utf-8")
    (place / "6.xlsx").write_bytes(FINISHED.with_suffix(".xlsx").read_bytes())
    (place / "7.xlsx").write_bytes(b"PK\x03\x04 broken off")
    (place / "8.pdf").write_bytes(REFUSED["drawings of drawings.pdf"][0]())
    (place / "9.txt").write_bytes((FINISHED.parent / "source" / "two-forms.txt").read_bytes())
    return sorted(each.name for each in place.iterdir())

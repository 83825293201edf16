"""Fail when a source file is longer than 400 lines; name those above the soft limit of 300."""

import sys
from pathlib import Path

SOFT, HARD = 300, 400


def main() -> int:
    """Return 1 when a file is too long."""
    root = Path(__file__).parent.parent
    lengths = {
        path.relative_to(root): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("selfeval_assist", "tests", ".ci")
        for path in (root / folder).rglob("*.py")
    }
    for path, lines in sorted(lengths.items()):
        if lines > SOFT:
            verdict = "too long" if lines > HARD else "above the soft limit"
            print(f"{path}: {lines} lines, {verdict}")
    return int(any(lines > HARD for lines in lengths.values()))


if __name__ == "__main__":
    sys.exit(main())

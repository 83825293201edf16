"""What the program is built from: known weaknesses, versions, checksums and licences.

Run by ``make audit``. Weaknesses are looked up by pip-audit where it is installed; all else needs
no network. The checksums are of the files that were tested together, on the platform they name.
"""

import importlib.util
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINT = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
HASHED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}$", re.MULTILINE)


def key(name: str) -> str:
    """Return the name of a package as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def constrained() -> dict[str, str]:
    """Return the versions that were tested together, by package."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {key(match[1]): match[2] for line in lines if (match := CONSTRAINT.match(line))}


def licence(package: Distribution) -> str:
    """Return the licence that a package states, in one line."""
    data = package.metadata
    stated = data.get("License-Expression") or ""
    classified = [each.rpartition(" :: ")[2] for each in data.get_all("Classifier") or []
                  if each.startswith("License ::")]  # fmt: skip
    first = (data.get("License") or "").strip().partition("\n")[0]
    return stated or "；".join(classified) or first or "not stated"


def weaknesses() -> int:
    """Look up known weaknesses; return the exit code, 0 where nothing can be looked up."""
    if importlib.util.find_spec("pip_audit") is None:
        print("pip-audit is not installed: known weaknesses were not looked up")
        return 0
    command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main() -> int:
    """Print the licences and what is wrong; return 1 where something is."""
    wanted = constrained()
    hashed = {key(name): version for name, version in HASHED.findall(
        (ROOT / "constraints.sha256").read_text(encoding="utf-8"))}  # fmt: skip
    wrong = [f"{name} {version}: no checksum of this version" for name, version in wanted.items()
             if hashed.get(name) != version]  # fmt: skip
    for package in sorted(distributions(), key=lambda each: key(each.metadata["Name"])):
        name = key(package.metadata["Name"])
        print(f"{name} {package.version}: {licence(package)}")
        if wanted.get(name, package.version) != package.version:
            wrong.append(f"{name} {package.version}: constraints say {wanted[name]}")
    print(
        *wrong, f"{len(wanted)} constraints, {len(hashed)} checksums, {len(wrong)} wrong", sep="\n"
    )
    return max(bool(wrong), weaknesses() != 0)


if __name__ == "__main__":
    sys.exit(main())

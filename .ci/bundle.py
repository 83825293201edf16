"""Make a folder, and a zip of it, with which an office installs the program without a network.

Run by ``make bundle PLATFORM=win_amd64``. The wheels are those of ``constraints.txt`` for another
machine than this one: pip can fetch them, but reads conditions such as ``sys_platform == "win32"``
for the machine it runs on, so what each wheel needs is worked out here from its own metadata.

``LEAN=1`` leaves out the model libraries and what only they need (some have no wheel for 32-bit
Windows); the program then works without a model. The list that is written beside the wheels is
installed with ``--no-deps``, so that the declared dependencies stay as they are.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
PROJECT = "selfeval-assist"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MODELS = frozenset({"langchain", "langchain-core", "langchain-openai", "openai"})
"""What the program needs to talk to a model, and runs without."""
SYSTEMS = {
    "win": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "manylinux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macosx": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
MACHINE = re.compile(r"(?:^|_)(x86_64|[a-z0-9]+)$")
MACHINES = {"amd64": "AMD64", "win32": "x86"}
"""How Windows calls its machines."""
GLIBC = re.compile(r"manylinux_2_(\d+)_(\w+)")
OLDER = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""How wheels were called before their tags named the version of the C library."""


def tags(platform: str) -> tuple[str, ...]:
    """Return the tags of the wheels that run where ``platform`` does, the newest first."""
    found = GLIBC.fullmatch(platform)
    if not found:
        return (platform,)
    newest, machine = int(found[1]), found[2]
    return tuple(
        f"{tag}_{machine}"
        for minor in range(newest, 4, -1)
        for tag in (f"manylinux_2_{minor}", *filter(None, [OLDER.get(minor)]))
    )


def environment(platform: str, python: str) -> dict[str, str]:
    """Return what conditions of requirements are answered with for a machine and a Python."""
    system = next((known for name, known in SYSTEMS.items() if platform.startswith(name)), None)
    if system is None:
        raise SystemExit(f"unknown platform {platform}: name one of pip's tags, such as win_amd64")
    machine = MACHINE.search(platform)
    named = machine[1] if machine else ""
    return {
        **system,
        "platform_machine": MACHINES.get(named, named),
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def needed(wheel: Path, extras: Iterable[str], where: Mapping[str, str]) -> Iterator[Requirement]:
    """Yield what a wheel needs on a machine, with some of its extras."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        lines = message_from_bytes(archive.read(name)).get_all("Requires-Dist") or []
    for requirement in map(Requirement, lines):
        asked = ({**where, "extra": extra} for extra in ("", *extras))
        if requirement.marker is None or any(map(requirement.marker.evaluate, asked)):
            yield requirement


def pip(*arguments: str) -> None:
    """Run pip of this Python; what it says is shown only where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"pip {arguments[0]} failed:\n{done.stderr.strip()}")


def fetch(names: Iterable[str], into: Path, platform: str, python: str) -> None:
    """Fetch the wheels of some packages, and not what these need."""
    where = [each for tag in tags(platform) for each in ("--platform", tag)]
    pip(
        *("download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary", ":all:", "--implementation", "cp", "--python-version", python, *where),
        *("--constraint", str(ROOT / "constraints.txt"), "--dest", str(into), *sorted(names)),
    )


def wheel_of(name: str, folder: Path, python: str) -> Path:
    """Return the wheel of a package that runs with a version of Python."""
    cp = f"cp{python.replace('.', '')}"
    for file in sorted(folder.glob("*.whl")):
        found, _, _, fits = parse_wheel_filename(file.name)
        if found == name and any(
            tag.interpreter == cp or tag.interpreter.startswith("py3") or tag.abi == "abi3"
            for tag in fits
        ):
            return file
    raise SystemExit(f"no wheel of {name} for Python {python}")


def collect(
    own: Path, into: Path, platform: str, python: str, without: frozenset[str]
) -> list[Path]:
    """Fetch the wheels that the program needs with one version of Python, layer by layer.

    Args:
        own: the program's own wheel, which lies in ``into``.
        into: the folder of the wheels.
        platform: one of pip's tags.
        python: such as ``3.12``.
        without: packages that are left out, though the program declares them.
    """
    where = environment(platform, python)
    extras: dict[str, set[str]] = {}
    wheels, todo = [own], list(needed(own, (), where))
    while todo:
        layer: set[str] = set()
        for requirement in todo:
            name = canonicalize_name(requirement.name)
            if name in without or (name in extras and extras[name] >= requirement.extras):
                continue
            layer.add(name)
            extras.setdefault(name, set()).update(requirement.extras)
        if layer:
            fetch(layer, into, platform, python)
        found = [wheel_of(name, into, python) for name in sorted(layer)]
        wheels += [each for each in found if each not in wheels]
        todo = [
            requirement
            for name, wheel in zip(sorted(layer), found, strict=True)
            for requirement in needed(wheel, extras[name], where)
        ]
    return wheels


def listed(wheels: Sequence[Path]) -> str:
    """Return wheels as requirements with checksums: pip refuses what was changed on its way."""
    lines = []
    for wheel in sorted(wheels):
        name, version, *_ = parse_wheel_filename(wheel.name)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}")
    return "\n".join(lines) + "\n"


def scripts(into: Path, platform: str) -> None:
    """Write what a person double-clicks, in the bytes that the machine's shell reads.

    The shell of a Chinese Windows reads batch files in GBK with its own line ends.
    """
    windows = platform.startswith("win")
    for source in sorted((ROOT / ".ci" / "bundle").iterdir()):
        if source.suffix == ".ico":
            shutil.copy(source, into)
            continue
        text = source.read_text(encoding="utf-8")
        if source.suffix == (".sh" if windows else ".bat"):
            continue
        target = into / source.name
        if windows:
            target.write_bytes(text.replace("\n", "\r\n").encode("gbk"))
        else:
            target.write_text(text, encoding="utf-8")
            target.chmod(0o755 if source.suffix == ".sh" else 0o644)


def bundle(platform: str, pythons: Sequence[str], into: Path, *, lean: bool) -> Path:
    """Return the zip of a new bundle; the folder of the same name lies beside it."""
    name = f"{PROJECT}-{platform}-python{'-'.join(pythons)}{'-lean' if lean else ''}"
    folder = into / name
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    fetch(["pip"], wheels, platform, pythons[0])
    (own,) = wheels.glob(f"{PROJECT.replace('-', '_')}-*.whl")
    for python in pythons:
        print(f"Python {python} …", flush=True)
        found = collect(own, wheels, platform, python, MODELS if lean else frozenset())
        (folder / f"wheels-{python}.txt").write_text(listed(found), encoding="utf-8")
    scripts(folder, platform)
    return Path(shutil.make_archive(str(folder), "zip", into, name))


def main() -> None:
    """Make the bundle that the command line asks for, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("platform", help="one of pip's tags: win_amd64, manylinux_2_28_x86_64 …")
    parser.add_argument("--python", nargs="+", default=PYTHONS, choices=PYTHONS)
    parser.add_argument("--lean", action="store_true", help="without the model libraries")
    parser.add_argument("--into", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    made = bundle(asked.platform, asked.python, asked.into, lean=asked.lean)
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

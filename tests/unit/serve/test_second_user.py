"""What another account of this computer gets of a server: nothing, whatever it can see of it."""

import asyncio
import json
import os
import stat
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import needs
import pytest
from aiohttp import web
from serving import Browser, entered, served

from selfeval_assist.system import write_private
from selfeval_assist.tui.serve.handover import hand_over

TAB = "3f2b8f7e-0000-4000-8000-000000000000"
BROWSER = """#!/bin/sh
exec > /dev/null 2>&1
echo "$1" > {place}/told
mv {place}/told {place}/opened
while [ ! -e {place}/over ]; do sleep 0.1; done
"""
"""A browser that stays, so that it stands in the process list with all that it was told."""
SPY = r"""
import encodings.idna, glob, http.client, json, os, pwd, sys  # all before it is somebody else
from pathlib import Path
task = json.load(sys.stdin)
other = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(other.pw_gid); os.setuid(other.pw_uid)
assert os.getuid() == other.pw_uid != 0

def tried(work):
    try:
        return repr(work())
    except OSError as error:
        return type(error).__name__

def asked(method, path, headers):
    connection = http.client.HTTPConnection(task["authority"], timeout=20)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return [answer.status, answer.read().decode()]

lines, page = [], Path(task["page"])
for each in glob.glob("/proc/[0-9]*/cmdline"):
    try:
        lines.append(Path(each).read_bytes().replace(b"\0", b" ").decode())
    except OSError:
        pass
json.dump({
    "lines": lines,
    "files": [
        tried(lambda: Path(f"/proc/{task['server']}/environ").read_bytes()),
        tried(lambda: os.listdir(page.parent)),
        tried(page.read_bytes),
        tried(lambda: page.with_name("planted").symlink_to("/etc/passwd")),
        tried(page.unlink),
        tried(lambda: page.parent.rename("/tmp/selfeval-planted")),
    ],
    "answers": [asked(*request) for request in task["requests"]],
}, sys.stdout)
"""
"""Another account: it looks at all processes, at the page, and asks the server what it is told."""


async def spied(task: dict[str, object]) -> dict[str, list[object]]:
    """Let another account try; it is told everything by a pipe, which no list shows."""
    spy = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", SPY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    found, _ = await spy.communicate(json.dumps(task).encode())
    assert spy.returncode == 0
    answer: dict[str, list[object]] = json.loads(found)
    return answer


def root_or_skip() -> None:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        needs.missing("root（Linux）", "本机另一个账户看不到、拿不到填报页面")


async def stolen_by_another_port(browser: Browser) -> str:
    """Return the cookies that a server on another port of 127.0.0.1 receives."""
    got: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        got.append(request.headers.get("Cookie", ""))
        return web.Response()

    runner = web.ServerRunner(web.Server(answer))  # type: ignore[arg-type]
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        async with browser.session.get(f"http://127.0.0.1:{port}/"):
            pass
    finally:
        await runner.cleanup()
    assert got[0].startswith("selfeval-")
    return got[0]


def tries(base: str, cookie: str, keys: tuple[str, ...]) -> list[tuple[str, str, dict[str, str]]]:
    """Return requests as our own page would send them, with what another account has."""
    ours = {"Host": urlsplit(base).netloc, "Origin": base, "Cookie": cookie}
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    return [
        request
        for key in keys
        for request in (
            ("GET", "/alive", ours | {"X-Selfeval-Key": key}),
            ("POST", f"/upload?tab={TAB}", ours | {"X-Selfeval-Key": key}),
            (
                "GET",
                f"/ws?width=80&height=24&tab={TAB}",
                ours | upgrade | {"Sec-WebSocket-Protocol": f"selfeval, {key}"},
            ),
            ("GET", f"/download/{TAB}", ours | {"X-Selfeval-Key": key}),
        )
    ]


async def test_another_account_gets_nothing(tmp_path: Path) -> None:
    root_or_skip()
    browser = tmp_path / "browser"
    browser.write_text(BROWSER.format(place=tmp_path))
    browser.chmod(0o700)
    shown = {"DISPLAY": ":0", "BROWSER": str(browser)}
    try:
        async with served(tmp_path / "work.db", opens=True, **shown) as server:
            page = await asyncio.to_thread(page_opened, tmp_path / "opened", server.link)
            secrets = [urlsplit(server.link).query.removeprefix("token=")]
            base = f"http://{urlsplit(server.link).netloc}"
            task: dict[str, object] = {
                "server": server.number,
                "page": str(page),
                "authority": urlsplit(base).netloc,
            }
            found = await spied(task | {"requests": tries(base, "", ("", "x"))})
            # It sees what the browser was started with, or this test would see nothing either.
            assert any(page.as_uri() in str(line) for line in found["lines"])
            assert set(map(str, found["files"])) <= {"PermissionError", "FileNotFoundError"}
            check(found, secrets)

            async with entered(server.link) as person:
                # The link is dead, and so is the page that leads to it.
                assert os.listdir(page.parent) == []  # noqa: PTH208
                socket = await person.connect(TAB)
                await socket.receive()
                cookie = await stolen_by_another_port(person)
                secrets += [person.key, cookie.partition("=")[2]]
                requests = tries(base, cookie, ("", "none", secrets[0], secrets[2]))
                found = await spied(task | {"requests": requests})
                assert any("tui.serve.child" in str(line) for line in found["lines"])
                check(found, secrets)
                # What the cookie alone opens says nothing of any form, and not the key.
                host = {"Host": urlsplit(base).netloc, "Cookie": cookie}
                (status, text), _ = (
                    await spied(task | {"requests": [("GET", "/", host), ("GET", "/alive", host)]})
                )["answers"]  # type: ignore[misc]
                assert status == 200
                assert person.key not in text
                await socket.close()
    finally:
        (tmp_path / "over").touch()
    assert "Traceback" not in server.printed
    assert page.parent.name not in os.listdir(page.parent.parent)  # noqa: PTH208


def page_opened(told: Path, link: str) -> Path:
    """Wait for the browser; return the page that it was told to open."""
    while not told.exists():
        time.sleep(0.05)
    page = Path(unquote(urlsplit(told.read_text().strip()).path))
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    assert link in page.read_text(encoding="utf-8")
    return page


def check(found: dict[str, list[object]], secrets: list[str]) -> None:
    """See that nothing was answered, and that no list of processes holds a secret."""
    everything = json.dumps(found["lines"])
    assert not [each for each in secrets if each in everything]
    for status, text in found["answers"]:  # type: ignore[misc]
        # A download with the cookie alone is one that there is not.
        assert status == 403 or (status == 404 and "已经下载过" in text)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right on Windows")
def test_nothing_in_the_way_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    target, page = tmp_path / "target", tmp_path / "open.html"
    for existing in (None, "something of somebody"):
        if existing is not None:
            target.write_text(existing, encoding="utf-8")
        page.unlink(missing_ok=True)
        page.symlink_to(target)
        with pytest.raises(FileExistsError):
            hand_over("http://127.0.0.1:1/?token=t", page)
        assert target.exists() is (existing is not None)
        if existing is not None:
            assert target.read_text(encoding="utf-8") == existing
    assert not opened


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right on Windows")
def test_a_link_in_place_of_the_folder_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if the name of the folder could be guessed."""
    from selfeval_assist.tui.serve.server import BrowserServer

    trap = tmp_path / "trap"
    trap.mkdir()
    (tmp_path / "selfeval-guessed").symlink_to(trap)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "_get_candidate_names", lambda: iter(["guessed", "other"]))
    server = BrowserServer(1, tmp_path / "workspace.db")
    assert server.private == tmp_path / "selfeval-other"
    assert stat.S_IMODE(server.private.stat().st_mode) == 0o700


def test_a_private_file_is_new_and_of_this_account_alone(tmp_path: Path) -> None:
    file = tmp_path / "a"
    before = os.umask(0)
    try:
        write_private(file, "汉\n")
    finally:
        os.umask(before)
    assert file.read_text(encoding="utf-8") == "汉\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_private(file, "other")
    assert file.read_text(encoding="utf-8") == "汉\n"

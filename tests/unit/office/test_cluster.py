"""The workers of a cluster give what one machine gives; what is lost is said."""

from collections.abc import Iterator
from pathlib import Path

import dask_cluster
import programs
import pytest
from mixed_files import FINISHED, write_mixed

from selfeval_assist.cli import CLEAN, FINDINGS, UNUSABLE, run
from selfeval_assist.office import cluster as client
from selfeval_assist.office import parallel, there
from selfeval_assist.office.pieces import Kind
from selfeval_assist.office.tasks import Job

POLICY = 'id = "own"\nname = "自己的办法"\nbased_on = "mof-2020"\n'


@pytest.fixture(scope="module")
def dask_address() -> Iterator[str]:
    with dask_cluster.local_cluster() as found:
        yield found


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files of several kinds, one broken, one that ends the process which reads it, one missing."""
    monkeypatch.chdir(tmp_path)
    return [*write_mixed(tmp_path), "没有.xlsx"]


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--format", "json", "--declaration", "1.json"],
        ["check", "--format", "html"],
        ["score", "--policy", "own.toml"],
        ["draft", "--format", "json", "--text", "实际完成情况"],
    ],
)
def test_the_results_are_those_of_one_machine(
    command: list[str], many: list[str], dask_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("own.toml").write_text(POLICY, encoding="utf-8")
    alone = run([*command, *many, "--jobs", "2"]), *capsys.readouterr()
    assert (run([*command, *many, "--cluster", dask_address]), *capsys.readouterr()) == alone
    assert alone[0] == UNUSABLE
    assert "8.pdf" in alone[2]


def test_files_that_are_made_come_back(
    many: list[str], dask_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = [name for name in many if not name.startswith(("7", "8", "没"))]
    for to, shared in (("一", ["--jobs", "2"]), ("二", ["--cluster", dask_address])):
        assert run(["export", *sound, "--to", to, "--format", "md", *shared]) == CLEAN
    first, second = ({f.name: f.read_bytes() for f in Path(to).iterdir()} for to in ("一", "二"))
    assert first == second
    assert len(first) == 9


def test_a_folder_from_beginning_to_end(
    many: list[str], dask_address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for out, shared in (("一", ["--jobs", "2"]), ("二", ["--cluster", dask_address])):
        assert run(["batch", ".", "--into", f"../{out}", *shared]) == FINDINGS
    lines = [(Path("..") / out / "检查结果.jsonl").read_bytes() for out in ("一", "二")]
    assert lines[0] == lines[1]
    assert len(lines[0].splitlines()) == 11


def test_a_file_to_convert_is_converted_here(
    many: list[str], dask_address: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made = FINISHED.with_suffix(".xlsx").read_bytes()
    monkeypatch.setattr("selfeval_assist.documents.readers.office.converted", lambda *_: made)
    Path("旧.rtf").write_bytes(b"{\\rtf1 }")
    assert run(["score", "旧.rtf", "--cluster", dask_address]) == CLEAN
    assert "核算总分 96.66" in capsys.readouterr().out


def test_a_worker_of_another_version_is_refused(
    many: list[str], dask_address: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    here = client.__version__
    monkeypatch.setattr(client, "__version__", "9.9")
    assert run(["score", "0.json", "--cluster", dask_address]) == UNUSABLE
    out, err = capsys.readouterr()
    assert not out
    assert f"是 {here} 版，本机是 9.9 版" in err


def test_a_worker_that_comes_later_is_refused_too(many: list[str], dask_address: str) -> None:
    order = there.Order("9.9", "run", Job("score", {}), {})
    assert there.answer(order, "0.json", b"", whole=False) == {"version": client.__version__}
    with pytest.raises(client.ClusterError, match="没有使用"):
        client._received({"version": "0.0"}, Path("0.json"), None)


@pytest.mark.parametrize(("place", "said"), [("127.0.0.1:9", "连不上集群"), ("一处", "连不上集群")])
def test_a_cluster_that_is_not_there(
    place: str, said: str, many: list[str], dask_address: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(client, "_CONNECT", 1)
    assert run(["score", "0.json", "--cluster", place]) == UNUSABLE
    assert said in capsys.readouterr().err


class _Killing:
    """A client whose workers die of a document, as often as dask tries it."""

    def submit(self, *_: object, **__: object) -> "_Killing":
        return self

    def result(self) -> None:
        from distributed import KilledWorker

        raise KilledWorker("answer", None, 3)


def test_a_document_that_kills_its_workers_is_listed(many: list[str]) -> None:
    order = there.Order(client.__version__, "run", Job("score", {}), {})
    ask = client._asking(_Killing(), order, None)  # type: ignore[arg-type]
    found = dict(parallel.in_order([Path("0.json")], order.job, ask, 1))
    (piece,) = found[Path("0.json")]
    assert piece.kind is Kind.FAILED
    assert "读取它的进程" in piece.text


def test_without_the_extra_it_is_named() -> None:
    code = (
        "import sys\nfrom selfeval_assist.cli import run\n"
        "sys.modules['distributed'] = None\n"
        f"sys.exit(run(['score', {str(FINISHED)!r}, '--cluster', '127.0.0.1:1']))"
    )
    done = programs.python(code)
    assert done.returncode == UNUSABLE
    assert done.stderr.count("pip install 'selfeval-assist[cluster]'") == 1


def test_no_command_loads_dask_without_the_option() -> None:
    code = (
        "import sys\nfrom selfeval_assist.cli import run\n"
        f"run(['check', {str(FINISHED)!r}, '--jobs', '1'])\n"
        "print({'dask', 'distributed'} & sys.modules.keys(), file=sys.stderr)"
    )
    assert programs.python(code).stderr.endswith("set()\n")


def test_desks_of_older_runs_are_closed(many: list[str]) -> None:
    """A client that was ended says no farewell; its processes do not stay for ever."""
    data = Path("0.json").read_bytes()
    try:
        for run_ in ("a", "b", "c"):
            order = there.Order(client.__version__, run_, Job("score", {}), {})
            assert there.answer(order, "0.json", data, whole=False)["pieces"]
        assert list(there._desks) == ["b", "c"]
    finally:
        for run_ in ("a", "b", "c"):
            there.leave(run_)
    assert not there._desks

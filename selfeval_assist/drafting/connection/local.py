"""A model on this machine: a GGUF file served by llama.cpp inside the process (``[local]`` extra).

Meant to show the path to a model without a key. It listens on 127.0.0.1 only, wants a key that is
made up for the run, and uses one thread: with as many threads as cores a call takes forty times
longer as soon as anything else runs.
"""

import mmap
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from selfeval_assist.drafting.connection.endpoints import Endpoint, Limits
from selfeval_assist.drafting.errors import LocalModelError, MissingPackageError

# For a base model without a chat template of its own: turns become one text that it continues. A
# question ends without a line break, so that the answer follows on the same line and ends with it.
CONTINUE = (
    "{%- for m in messages -%}{{ m.content }}"
    "{%- if m.role != 'user' %}\n\n{% endif -%}{%- endfor -%}"
)
_TEMPLATE_KEY = b"tokenizer.chat_template"
_METADATA = 64 * 1024 * 1024
LIMITS = Limits(read=120, chunk=60, deadline=600, run=7200, tries=1)
"""A model on one thread is slow and does not fail in passing."""


@contextmanager
def serve(gguf: Path, *, context: int = 4096, limits: Limits = LIMITS) -> Iterator[Endpoint]:
    """Serve a GGUF file while the context lasts.

    Args:
        gguf: the model file.
        context: tokens that prompt and answer may have together.
        limits: times of the endpoint.

    Yields:
        The endpoint; its model is the file's name.

    Raises:
        MissingPackageError: xllamacpp is not installed.
        LocalModelError: the file is not a readable GGUF file, or the server did not start.
    """
    try:
        import xllamacpp
    except ImportError:
        raise MissingPackageError("xllamacpp") from None
    talks = has_chat_template(gguf)
    key = secrets.token_urlsafe(24)
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf)
    params.model_alias = {gguf.stem}
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.api_keys = [key]
    params.n_parallel, params.n_ctx = 1, context
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.warmup = params.ui = params.endpoint_slots = False
    params.verbosity = 0
    params.use_jinja = True
    if not talks:
        params.chat_template = CONTINUE
    try:
        server = xllamacpp.Server(params)
    except (RuntimeError, ValueError, OSError):
        raise LocalModelError(gguf.name) from None
    try:
        yield Endpoint(
            name="本机模型",
            base_url=f"{server.listening_address}/v1",
            model=gguf.stem,
            api_key=SecretStr(key),
            server="llama.cpp" if talks else "llama.cpp-base",
            limits=limits,
        )
    finally:
        del server  # stops and joins its threads


def has_chat_template(gguf: Path) -> bool:
    """Return whether a GGUF file brings a chat template, which a base model does not.

    Raises:
        LocalModelError: the file cannot be read or is not a GGUF file.
    """
    try:
        with gguf.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data[:4] != b"GGUF":
                raise LocalModelError(f"{gguf.name} 不是 GGUF 文件")
            return data.find(_TEMPLATE_KEY, 0, _METADATA) >= 0
    except (OSError, ValueError):
        raise LocalModelError(f"{gguf.name} 读不出来") from None

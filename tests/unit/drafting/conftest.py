"""A chat model without a network, and a form with real deviations."""

from collections.abc import Callable
from functools import partial

import httpx2
import pytest
from adding import add_layout, one_more
from fake_model import Answer, Recorder

from selfeval_assist.documents import read
from selfeval_assist.drafting.connection import client
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.resources import folder

__all__ = ["add_layout", "one_more"]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], Recorder]:
    """Return what puts a function in the place of every model."""
    opened = client.open_model

    def use(answer: Answer) -> Recorder:
        recorder = Recorder(answer)
        transport = httpx2.MockTransport(recorder)
        monkeypatch.setattr(client, "open_model", partial(opened, transport=transport))
        return recorder

    return use


@pytest.fixture(scope="session")
def form() -> SelfEvaluation:
    """Return the finished example."""
    (found,) = read(folder("examples") / "finished.json")
    return found

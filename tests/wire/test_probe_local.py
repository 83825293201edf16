"""Trying out a real model: a base model behind llama.cpp."""

from selfeval_assist.drafting import Endpoint, probe


async def test_a_real_server_is_probed(local_model: Endpoint) -> None:
    found = await probe(local_model)
    assert (found.listed, found.streams) == (True, True)
    assert found.slots is not None
    assert found.thinks is False
    assert found.usable
    assert found.server == "llama.cpp-base"
    assert found.first_token is not None
    assert found.first_token > 0
    key = local_model.api_key.get_secret_value()
    assert key not in str(found)

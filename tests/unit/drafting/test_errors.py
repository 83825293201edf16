"""Errors: Chinese, with advice, for every exception that a call can raise; keys masked."""

import json
import socket
import ssl

import httpx2
import openai
import pytest
from langchain_openai.chat_models._client_utils import StreamChunkTimeoutError
from langchain_openai.chat_models.base import OpenAIConnectionError, OpenAIRateLimitError
from pydantic import SecretStr

from selfeval_assist.drafting import Endpoint, errors
from selfeval_assist.drafting.connection.mapping import masked, translate

KEY = "sk-secret-0123456789abcdef"
WHERE = Endpoint(base_url="http://127.0.0.1:9/v1", model="m", api_key=SecretStr(KEY))
REQUEST = httpx2.Request("POST", "http://127.0.0.1:9/v1/chat/completions")


def status(code: int, body: object = None, **headers: str) -> openai.APIStatusError:
    response = httpx2.Response(code, headers=headers, request=REQUEST)
    return openai.APIStatusError("refused", response=response, body=body)


def connection(cause: Exception) -> openai.APIConnectionError:
    error = OpenAIConnectionError(message="Connection error.", request=REQUEST)
    error.__cause__ = openai.APIConnectionError(request=REQUEST)
    error.__cause__.__cause__ = cause
    return error


RAISED = {
    "401": (status(401, {"message": f"bad key {KEY}"}), errors.AuthError),
    "403": (status(403), errors.AuthError),
    "404": (status(404), errors.NotFoundError),
    "400": (status(400, {"message": "unknown model"}), errors.BadRequestError),
    "407": (status(407), errors.ConnectError),
    "408": (status(408), errors.ReplyTimeoutError),
    "413": (status(413), errors.BadRequestError),
    "429": (status(429), errors.RateLimitedError),
    "302": (status(302), errors.NotAModelError),
    "500": (status(500), errors.ServerError),
    "529": (status(529), errors.ServerError),
    "LangChain 429": (
        OpenAIRateLimitError("x", response=httpx2.Response(429, request=REQUEST), body=None),
        errors.RateLimitedError,
    ),
    "refused": (connection(ConnectionRefusedError(111, "refused")), errors.UnreachableError),
    "unknown host": (connection(socket.gaierror(-2, "unknown")), errors.UnreachableError),
    "certificate": (
        connection(ssl.SSLError("certificate verify failed")),
        errors.UnreachableError,
    ),
    "reset": (connection(ConnectionResetError(104, "reset by peer")), errors.ConnectError),
    "timeout": (openai.APITimeoutError(REQUEST), errors.ReplyTimeoutError),
    "no chunk": (StreamChunkTimeoutError(1.0), errors.ReplyTimeoutError),
    "deadline": (TimeoutError(), errors.ReplyTimeoutError),
    "in a stream": (openai.APIError("overloaded", REQUEST, body=None), errors.ServerError),
    "bad JSON": (json.JSONDecodeError("x", "{", 1), errors.BrokenStreamError),
    "no chunks": (ValueError("No generation chunks were returned"), errors.NotAModelError),
    "index": (IndexError("list index out of range"), errors.NotAModelError),
    "null": (TypeError("'NoneType' object is not iterable"), errors.NotAModelError),
    "anything": (RuntimeError("?"), errors.BrokenStreamError),
}


@pytest.mark.parametrize("case", RAISED)
def test_whatever_is_raised_gets_a_name_and_an_advice(case: str) -> None:
    raised, kind = RAISED[case]
    error = translate(raised, WHERE)
    assert type(error) is kind
    assert error.summary in str(error)
    assert error.advice in str(error)
    assert KEY not in str(error)


def test_the_deepest_cause_of_a_broken_connection_is_told() -> None:
    error = translate(connection(ssl.SSLError("certificate verify failed")), WHERE)
    assert "certificate verify failed" in str(error)


@pytest.mark.parametrize(
    ("header", "seconds"), [("2", 2.0), ("0.5", 0.5), ("-3", 0.0), ("soon", None), ("nan", None)]
)
def test_what_a_server_asks_to_wait(header: str, seconds: float | None) -> None:
    error = translate(status(429, **{"retry-after": header}), WHERE)
    assert isinstance(error, errors.RateLimitedError)
    assert error.wait == seconds


def test_a_date_in_the_past_asks_for_no_wait() -> None:
    header = {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}
    error = translate(status(503, **header), WHERE)
    assert isinstance(error, errors.ServerError)
    assert error.wait == 0.0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("model not found", "model not found"),
        (f"you sent {KEY}", "you sent ***"),
        ("Incorrect key sk-ab***cdef given", "Incorrect key *** given"),
        ("Bearer abcdef0123", "***"),
        ("<html><body>内网登录</body></html>", ""),
        ("a\x1b[31mb\nc", "a[31mb c"),
        ("长" * 500, "长" * 120),
    ],
)
def test_remarks_of_a_server_are_short_and_hold_no_key_and_no_page(text: str, shown: str) -> None:
    assert masked(text, WHERE) == shown


def test_every_error_says_in_chinese_what_happened_and_what_to_do() -> None:
    kinds = errors.DraftingError.__subclasses__()
    assert len({kind.summary for kind in kinds}) == len(kinds) >= 10
    for kind in kinds:
        assert all("\u4e00" <= kind.summary[0] <= "\u9fff" for _ in kind.summary)
        assert kind.advice.endswith("。")

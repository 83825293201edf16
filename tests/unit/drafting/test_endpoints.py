"""Endpoints: settings, what servers admit, and what may be sent where."""

import datetime
from pathlib import Path

import pytest
from drafting_forms import form_with, sheet_of
from pydantic import SecretStr, ValidationError

from selfeval_assist.drafting import (
    Endpoint,
    Leave,
    Outgoing,
    draft_sync,
    from_environment,
    is_loopback,
)
from selfeval_assist.drafting.connection.capabilities import capability_for, table
from selfeval_assist.drafting.consent import nobody, require
from selfeval_assist.drafting.errors import ClassifiedError, EndpointError, NotAllowedError
from selfeval_assist.form import Mark, Unread, paths
from selfeval_assist.form.marks import in_form, lift

KEY = "sk-secret-0123456789"


def at(url: str, **more: object) -> Endpoint:
    return Endpoint.model_validate({"base_url": url, "model": "m", **more})


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:8080/v1", True),
        ("http://localhost:11434/v1", True),
        ("http://localhost.example.com/v1", False),
        ("http://127.0.0.1.example.com/v1", False),
        ("http://0.0.0.0:8080/v1", False),
        ("http://10.0.0.8/v1", False),
        ("https://api.deepseek.com/v1", False),
    ],
)
def test_loopback_is_this_machine_and_nothing_that_looks_like_it(url: str, local: bool) -> None:
    assert is_loopback(at(url)) is local


@pytest.mark.parametrize(
    "url",
    [
        "", "api.example.com/v1", "ftp://example.com", "http://", "http://u:p@example.com/v1",
        "http://127.0.0.1@example.com/v1", "https://example.com/v1?key=1", "http://a:99999/v1",
    ],
)  # fmt: skip
def test_an_address_that_says_too_little_or_too_much_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        at(url)


@pytest.mark.parametrize("url", ["http://10.0.0.8/v1", "http://model.example/v1"])
def test_a_key_that_everybody_on_the_way_could_read_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="明文"):
        at(url, api_key=SecretStr(KEY))
    with pytest.raises(EndpointError, match="OPENAI_API_KEY：密钥不能用 http://") as refused:
        from_environment({"OPENAI_BASE_URL": url, "OPENAI_MODEL": "m", "OPENAI_API_KEY": KEY})
    assert KEY not in str(refused.value)
    assert at(url).host
    for safe in ("https://10.0.0.8/v1", "http://127.0.0.1:8080/v1", "http://localhost/v1"):
        assert at(safe, api_key=SecretStr(KEY)).api_key.get_secret_value() == KEY


def test_a_key_is_never_shown() -> None:
    endpoint = at("https://example.com/v1/", api_key=SecretStr(KEY))
    assert KEY not in repr(endpoint) + str(endpoint) + endpoint.model_dump_json()
    assert endpoint.base_url == "https://example.com/v1"
    assert endpoint.host == "example.com"


@pytest.mark.parametrize("key", ["密钥", "sk-１２３", "sk 12"])
def test_a_key_that_no_header_can_carry_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="密钥"):
        at("https://example.com/v1", api_key=SecretStr(key))


def test_the_environment_describes_an_endpoint() -> None:
    assert from_environment({}) is None
    assert from_environment({"OPENAI_MODEL": "m", "OPENAI_API_KEY": " "}) is None
    found = from_environment({"OPENAI_API_KEY": KEY})
    assert found
    assert found.base_url == "https://api.openai.com/v1"
    assert found.model == capability_for(found.base_url, "").default_model
    found = from_environment(
        {
            "OPENAI_BASE_URL": "http://127.0.0.1:8000/v1/", "OPENAI_MODEL": "qwen",
            "SELFEVAL_SERVER": "vllm", "SELFEVAL_CA_FILE": "ca.pem",
            "SELFEVAL_PROXY": "http://proxy:3128",
        }
    )  # fmt: skip
    assert found
    assert (found.model, found.server, found.ca_file) == ("qwen", "vllm", Path("ca.pem"))
    assert found.api_key.get_secret_value() == ""


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"OPENAI_BASE_URL": "https://example.com/v1"}, "OPENAI_MODEL"),
        ({"OPENAI_BASE_URL": "example.com", "OPENAI_MODEL": "m"}, "OPENAI_BASE_URL"),
        ({"OPENAI_BASE_URL": "http://[", "OPENAI_API_KEY": KEY}, "OPENAI_BASE_URL"),
        ({"OPENAI_API_KEY": "密钥"}, "OPENAI_API_KEY"),
        ({"OPENAI_API_KEY": KEY, "SELFEVAL_SERVER": "abacus"}, "SELFEVAL_SERVER"),
        ({"OPENAI_API_KEY": KEY, "SELFEVAL_PROXY": "proxy:1"}, "SELFEVAL_PROXY"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(env: dict[str, str], named: str) -> None:
    with pytest.raises(EndpointError, match=named) as caught:
        from_environment(env)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "model", "name"),
    [
        ("https://api.openai.com/v1", "gpt-4.1-mini", "openai"),
        ("https://api.openai.com/v1", "GPT-5-mini", "openai-reasoning"),
        ("https://api.deepseek.com", "deepseek-chat", "deepseek"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus", "dashscope"),
        ("https://open.bigmodel.cn/api/paas/v4", "glm-4.7", "bigmodel"),
        ("https://api.moonshot.cn/v1", "kimi-k2.5", "moonshot-kimi"),
        ("https://api.moonshot.cn/v1", "moonshot-v1-8k", "moonshot"),
        ("http://localhost:11434/v1", "qwen3", "ollama"),
        ("http://127.0.0.1:9000/v1", "x", "default"),
        ("https://api.deepseek.com.example.org/v1", "x", "default"),
    ],
)
def test_what_a_server_admits_is_found_by_its_address(url: str, model: str, name: str) -> None:
    assert capability_for(url, model).name == name


def test_a_row_can_be_chosen_by_name_and_every_row_says_how_it_is_known() -> None:
    chosen = at("http://127.0.0.1:1/v1", server="vllm").capability
    assert chosen.thinking_off == {"chat_template_kwargs": {"enable_thinking": False}}
    assert len({row.name for row in table()}) == len(table())
    assert {row.standing for row in table() if row.name.startswith("llama")} == {"measured"}


def test_the_table_knows_the_servers_that_people_use_and_says_so_in_chinese() -> None:
    rows = {row.name: row for row in table()}
    for name in ("openai", "deepseek", "dashscope", "bigmodel", "moonshot", "ollama", "vllm",
                 "llama.cpp", "llama.cpp-base"):  # fmt: skip
        assert rows[name].title
    # Only what ran here is called measured.
    measured = {row.name for row in table() if row.standing == "measured"}
    assert measured == {"llama.cpp", "llama.cpp-base"}
    assert "实测" not in "".join(row.note for row in table() if row.standing != "measured")


TODAY = datetime.date(2024, 1, 15)
HEADER = Mark(place="页眉", text="机密★10年")
MARKED = [
    ("title", "项目支出绩效自评表 秘密★1年", "秘密★1年"),
    ("project", "【机密 ★】某项目", "机密★"),
    ("notes", "绝密☆启用前", "绝密★启用前"),
    ("department", "密级：秘密", "密级:秘密"),
    ("goal.actual", "机密★10年。全年更换水表164只。", "机密★10年"),
    ("notes", "内部资料 注意保存", "内部资料注意保存"),
    ("provenance.file", "2021自评（机密★）.xlsx", "机密★"),
    ("provenance.unread", (Unread(place="A1", text="机密★10年"),), "机密★10年"),
    ("provenance.marks", (Mark(place="页眉", text="机密★10年"),), "机密★10年"),
]


@pytest.mark.parametrize(("path", "text", "mark"), MARKED)
def test_a_marked_form_is_never_sent_not_even_to_this_machine(
    path: str, text: object, mark: str
) -> None:
    form = paths.put(form_with(), path, text)
    (found,) = in_form(form)
    assert found.text == mark
    # Nothing listens at the port: a call would show as a fallback, not as this error.
    with pytest.raises(ClassifiedError, match="没有发送"):
        draft_sync("actual", form, sheet_of(form), at("http://127.0.0.1:9/v1"))


@pytest.mark.parametrize(
    "project",
    ["内部控制体系建设", "内部管理信息系统", "国家秘密载体销毁", "机密文件柜采购", "★示范项目"],
)  # fmt: skip
def test_words_are_not_marks(project: str) -> None:
    assert in_form(form_with(project=project)) == ()


def test_only_the_decision_of_a_person_on_each_mark_lets_a_form_go() -> None:
    form = paths.put(form_with(title="自评表（秘密★1年）"), "provenance.marks", (HEADER,))
    one = lift(form, in_form(form)[:1], reason="样表，不是涉密文件", by="李明", date=TODAY)
    with pytest.raises(ClassifiedError, match="秘密★1年"):
        require(Outgoing(one, at("http://127.0.0.1:9/v1"), "read"), nobody)
    both = lift(one, in_form(one), reason="样表", by="李明", date=TODAY)
    require(Outgoing(both, at("http://127.0.0.1:9/v1"), "read"), nobody)
    assert [(each.text, each.by) for each in both.lifted] == [
        ("机密★10年", "李明"), ("秘密★1年", "李明"),
    ]  # fmt: skip
    # Another mark, typed later, is not covered by what was decided before.
    with pytest.raises(ClassifiedError, match="绝密"):
        require(
            Outgoing(paths.put(both, "notes", "绝密★"), at("http://127.0.0.1:9/v1"), "read"), nobody
        )


def test_nothing_goes_elsewhere_before_a_person_has_allowed_it() -> None:
    form = form_with()
    asked: list[Outgoing] = []

    def refuse(outgoing: Outgoing) -> Leave | None:
        asked.append(outgoing)
        return None

    elsewhere = at("http://192.0.2.1/v1")
    with pytest.raises(NotAllowedError, match=r"192\.0\.2\.1"):
        draft_sync("actual", form, sheet_of(form), elsewhere)
    with pytest.raises(NotAllowedError, match="没有发送"):
        draft_sync("actual", form, sheet_of(form), elsewhere, consent=refuse)
    assert asked == [Outgoing(form, elsewhere, "draft")]

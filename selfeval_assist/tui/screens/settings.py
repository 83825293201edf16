"""What is chosen once for all forms: name, colours, policy, model, keys; how the screen draws."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Select, Static

from selfeval_assist.drafting import DraftingError, Endpoint
from selfeval_assist.policies import available
from selfeval_assist.tui.commands import Host
from selfeval_assist.tui.dialogs.own import choose_own
from selfeval_assist.tui.state.chosen import (
    chosen_model,
    endpoint_of,
    keep_endpoint,
    own_files,
    own_name,
    unusable,
)
from selfeval_assist.tui.terminal.loading import model_ready
from selfeval_assist.tui.terminal.safe import safe
from selfeval_assist.tui.terminal.themes import THEMES, TITLES
from selfeval_assist.tui.widgets.told import told
from selfeval_assist.tui.words.keys import RULER, TEXT_SIZE
from selfeval_assist.workspace import Workspace
from selfeval_assist.workspace.keys import PLACES, Place, keyring_usable, remove_key, stored_key

if TYPE_CHECKING:
    from selfeval_assist.drafting.connection.probe import Probe

_MODEL = (
    "不配置模型也能完成全部工作；模型只让文字更通顺。任何兼容 OpenAI 接口的服务都可以，"
    "如本机的 http://127.0.0.1:11434/v1。密钥依次取自环境变量 OPENAI_API_KEY、本机的密钥文件、"
    "系统钥匙串，从不存进工作区。"
)
_FROM_OUTSIDE = "现在用的是环境变量或配置文件指定的模型；要在这里改，请先去掉它们。"
_STANDINGS = {"ok": "通过", "note": "提示", "fail": "不行", "skipped": "未测"}


class Settings(Screen[None]):
    """The settings; they are stored when the screen is left.

    Args:
        workspace: where they are stored.
        person: who chooses.
    """

    CSS_PATH = "settings.tcss"
    BINDINGS = [
        Binding("f2", "save", "保存", id="settings.save"),
        Binding("f5", "try", "测试连接", id="settings.try"),
        Binding("f6", "keys", "改按键", id="settings.keys"),
        Binding("f10,escape", "leave", "返回", id="settings.leave", key_display="f10"),
    ]

    def __init__(self, workspace: Workspace, person: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.person = person

    def compose(self) -> ComposeResult:
        """One line a setting, with what it does."""
        yield Static("设置", id="title", markup=False)
        with VerticalScroll(can_focus=False):
            yield from self._about_person()
            yield from self._about_model()
            yield Static("按键", classes="section")
            yield Static("每个操作的键都可以改：按 F6。", classes="told")
            yield Static("显示自检和文字大小", classes="section")
            yield Static(f"三行的右边线应当对齐。\n{RULER}\n{TEXT_SIZE}", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def _about_person(self) -> Iterator[Widget]:
        stored = self.workspace.settings
        yield Static("姓名（采用、修改、确认都记在这个名下）", classes="section")
        yield Input(self.person, id="person", compact=True)
        yield Static("配色", classes="section")
        yield Select(
            [(TITLES[theme.name], theme.name) for theme in THEMES],
            value=self.app.theme,
            allow_blank=False,
            id="theme",
            compact=True,
        )
        yield Static("新建表的评分办法", classes="section")
        policies = self._policies()
        known, policy = {value for _, value in policies}, stored.get("policy")
        yield Select(
            policies,
            prompt="按地区自动选择",
            value=policy if isinstance(policy, str) and policy in known else Select.NULL,
            id="policy",
            compact=True,
        )
        yield Button("用自己的评分办法文件", id="own", compact=True)

    def _about_model(self) -> Iterator[Widget]:
        yield Static("模型（可以不用）", classes="section")
        outside = self._outside
        yield Static(_FROM_OUTSIDE if outside else _MODEL, classes="told", markup=False)
        address, model = chosen_model(self.workspace)
        if outside:
            address, model = outside.base_url, outside.model
        for name, value, hint in (
            ("base_url", address, "服务地址，以 /v1 结尾"),
            ("model", model, "模型名称"),
            ("key", "", "密钥；没有就留空，已存的不显示"),
        ):
            yield Input(
                value,
                placeholder=hint,
                id=name,
                password=name == "key",
                compact=True,
                disabled=outside is not None,
            )
        yield Static("", id="kept", classes="told", markup=False)
        if keyring_usable():
            places = [(f"填写的密钥存到{shown}", place) for place, shown in PLACES.items()]
            key = stored_key(self.workspace, address)
            where = key.place if key else "file"
            yield Select(places, value=where, allow_blank=False, id="place", compact=True)
        with Horizontal(id="buttons"):
            yield Button("测试连接 F5", id="try", compact=True)
            yield Button("删除已存的密钥", id="unkey", compact=True)
            yield Button("不再允许发送到外部服务", id="forget", compact=True)
        yield Static("", id="tested", markup=False)

    @property
    def _outside(self) -> Endpoint | None:
        """The endpoint that the environment names, or None."""
        return self.app.given if isinstance(self.app, Host) else None

    def on_mount(self) -> None:
        """Begin at the name; say where the key is kept, and why a model cannot be used."""
        self._show_kept()
        if self._outside is None:
            self._say(unusable(self.workspace), "$text-warning")
        self.query_one("#person", Input).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one(VerticalScroll).scroll_home, animate=False)

    def action_leave(self) -> None:
        """Store everything and go back; what is not well formed is said first."""
        if self.action_save():
            self.dismiss(None)

    def action_save(self) -> bool:
        """Store everything; return whether all of it was well formed."""
        put = self.workspace.settings.put
        person = " ".join(self.query_one("#person", Input).value.split()) or self.person
        policy = self.query_one("#policy", Select).value
        with told(self, OSError):
            try:
                endpoint = self._typed()
            except ValueError as error:
                self._say(str(error), "$text-error")
                return False
            put("person", person, person=self.person)
            put("policy", "" if policy is Select.NULL else str(policy), person=person)
            if self._outside is None:
                keep_endpoint(self.workspace, endpoint, person=person, place=self._place)
                self.query_one("#key", Input).value = ""
                self._show_kept()
            self._tell_app(person)
            self.notify("设置已保存。", markup=False)
            return True
        return False

    def _tell_app(self, person: str) -> None:
        self.person = person
        if isinstance(self.app, Host):
            self.app.person = person

    def _take_policy(self, path: str) -> None:
        """Choose a file of one's own for new forms."""
        choice = self.query_one("#policy", Select)
        choice.set_options(self._policies())
        choice.value = path

    def _policies(self) -> list[tuple[Content, str]]:
        """Return the policies to choose from, a person's own files last."""
        own = own_files(self.workspace, "policy")
        return [
            *((Content(policy.name), policy.id) for policy in available()),
            *((Content(own_name(path, "policy")), path) for path in own),
        ]

    def _typed(self) -> Endpoint | None:
        """Return the model that stands in the fields, or None when there is none.

        Raises:
            ValueError: it is not well formed.
        """
        if self._outside is not None:
            return self._outside
        address, model, key = (
            self.query_one(f"#{name}", Input).value for name in ("base_url", "model", "key")
        )
        if not address.strip() and not model.strip():
            return None
        return endpoint_of(address, model, key, self.workspace)

    def action_try(self) -> None:
        """Try the model that stands in the fields; nothing of a form is sent."""
        try:
            endpoint = self._typed()
        except ValueError as error:
            self._say(str(error), "$text-error")
            return
        if endpoint is None:
            self._say("请先填写服务地址和模型名称。", "$text-warning")
            return
        self._say(f"正在连接 {endpoint.host}…只发送一条虚构的记录，不发送您的表。", "")
        self._try(endpoint)

    @work(exclusive=True)
    async def _try(self, endpoint: Endpoint) -> None:
        from selfeval_assist.drafting.connection.probe import probe

        await model_ready()
        try:
            found = await probe(endpoint)
        except DraftingError as error:
            self._say(str(error), "$text-error")
            return
        self.query_one("#tested", Static).update(_shown(found))

    def action_keys(self) -> None:
        """Show every action with its key."""
        from selfeval_assist.tui.screens.keys import Keys

        if isinstance(self.app, Host):
            actions = self.app.named_actions()
            self.app.push_screen(Keys(self.workspace, self.person, actions))

    @on(Select.Changed, "#theme")
    def _coloured(self, event: "Select.Changed") -> None:
        event.stop()
        self.app.theme = str(event.value)
        with told(self):
            self.workspace.settings.put("theme", self.app.theme, person=self.person)

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "try":
                self.action_try()
            case "own":
                choose_own(self, self.workspace, "policy", self.person, self._take_policy)
            case "unkey":
                self._remove_key()
            case _:
                with told(self):
                    self.workspace.consents.withdraw(person=self.person)
                    self._say("已撤回；每张表下次发送前会再问。", "")

    def _remove_key(self) -> None:
        """Take the key of the address in the field out of wherever it is kept."""
        address = self._address
        with told(self, OSError):
            gone = remove_key(self.workspace, address, person=self.person)
            said = f"已删除 {address} 的密钥。" if gone else "这个地址没有已存的密钥。"
            self._say(said, "")
            self._show_kept()

    @property
    def _address(self) -> str:
        """The address in the field, as keys are kept under it."""
        return self.query_one("#base_url", Input).value.strip().rstrip("/")

    @property
    def _place(self) -> Place:
        """Where a key is to be kept."""
        chosen = self.query("#place").results(Select)
        return next(("keyring" for each in chosen if each.value == "keyring"), "file")

    @on(Input.Changed, "#base_url")
    def _show_kept(self) -> None:
        """Say where the key of the address in the field is kept."""
        key = None if self._outside else stored_key(self.workspace, self._address)
        said = "没有已存的密钥。"
        if self._outside:
            said = "密钥取自环境变量 OPENAI_API_KEY。"
        elif key:
            said = f"已存的密钥在{PLACES[key.place]}，不显示内容。{key.problem}"
        self.query_one("#kept", Static).update(said)

    def _say(self, text: str, style: str) -> None:
        self.query_one("#tested", Static).update(Content.styled(safe(text), style))


def _shown(found: "Probe") -> Content:
    parts = [
        ("可以使用。\n", "$text-success") if found.usable else ("不能使用。\n", "$text-error"),
    ]
    for each in found.checks:
        line = f"{_STANDINGS[each.standing]}  {each.name}：{each.told}"
        parts.append((safe(f"{line}。{each.advice}".rstrip()) + "\n", ""))
    return Content.assemble(*parts)

"""What would be sent to a model about a form, for the person who has to allow it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_letters

from selfeval_assist.checks import AskError, ask_about
from selfeval_assist.checks.ask import data_in
from selfeval_assist.drafting import Doubt, Leave, Outgoing, calls, doubts, is_loopback
from selfeval_assist.drafting.composing import where_of
from selfeval_assist.drafting.consent import masks_for
from selfeval_assist.drafting.errors import Carries
from selfeval_assist.drafting.masking import Masks
from selfeval_assist.facts.ranges import rows_named
from selfeval_assist.form import Lifted, SelfEvaluation, paths
from selfeval_assist.policies import Policy
from selfeval_assist.prose.words import has_han
from selfeval_assist.reports.drafts import Job, jobs_for, title_of
from selfeval_assist.scoring import ScoreSheet

USES = {"draft": "起草和对话修改", "read": "请模型阅读、提出意见"}
_FIGURES = {
    "draft": "数值用代号代替，不发送；名称里本来有的数字会发送。",
    "read": "照表中原样发送，其中的数字也会发送。",
}
_MORE = {
    "draft": "对话修改和润色另发所改的文字和您写的话：数字、人名、电话等先遮住。",
    "read": "",
}
_MASKS_SHOWN = 12
_ROW = re.compile(r"^第\d+行(?:“.*”)?|^项目资金“.*”")  # 第3行“培训人次”实际完成值
_LATIN = frozenset(ascii_letters)
_SAME = str.maketrans("＜＞｛｝［］", "<>{}[]")


Text = tuple[str, tuple[str, ...]]
"""What some requests are about, and what each of them carries of the form."""

Own = tuple[str, Carries]
"""What a request of its own is about, and what it carries under some masks."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """What would go out.

    Attributes:
        outgoing: of which form, where to and for what.
        texts: the name of each text, and of the form what each request about it carries.
        masks: what stands behind each mask in them.
        doubts: what a mask would change the sense of.
        lifted: the classification marks that a person has declared to be none.
        now: how many of the requests go out at once; the others when a person asks for their texts.
    """

    outgoing: Outgoing
    texts: tuple[Text, ...]
    masks: dict[str, str]
    doubts: tuple[Doubt, ...]
    lifted: tuple[Lifted, ...]
    now: int

    @property
    def requests(self) -> int:
        """How many requests there would be, repairs not counted."""
        return _requests(self.texts)


def shipment(
    outgoing: Outgoing,
    sheet: ScoreSheet,
    policy: Policy,
    leave: Leave | None = None,
    batches: Sequence[Sequence[Job]] | None = None,
    own: Own | None = None,
) -> Shipment:
    """Return what would go out, with the masks that it would go out under; nothing is sent.

    Args:
        outgoing: of which form, where to and for what.
        sheet: the form's score sheet.
        policy: the form's policy.
        leave: the phrases that would stand as they are; by default none.
        batches: the texts that are drafted with each other, those that are drafted now first; by
            default all texts of the form together. Masks are counted over all batches.
        own: a request that is no draft's, a polishing or a turn of a conversation; it goes first.

    Raises:
        DraftingError: a prompt file is damaged.
    """
    form = outgoing.form
    masks = masks_for(form, leave or Leave())
    if outgoing.use == "draft":
        first, *later = [jobs_for(form, sheet)] if batches is None else batches
        parts = [_drafted(outgoing, sheet, batch, masks) for batch in (first, *later)]
        if own:
            name, carries = own
            parts[0] = ((name, (carries(masks)[-1][1],)), *parts[0])
    else:
        parts = [tuple(_read(outgoing, policy, masks))]
    texts = tuple(each for part in parts for each in part)
    now = _requests(parts[0])
    return Shipment(outgoing, texts, dict(masks.kept), doubts(form), form.lifted, now)


def _requests(texts: Sequence[Text]) -> int:
    return sum(len(each) for _, each in texts)


def _drafted(
    outgoing: Outgoing, sheet: ScoreSheet, jobs: Sequence[Job], masks: Masks
) -> tuple[Text, ...]:
    """Return the calls that drafts of some texts make, each with the names of its texts."""
    made = calls(jobs, outgoing.form, sheet, outgoing.endpoint, masks=masks)
    return tuple((_name_of(outgoing.form, texts), (turns[-1][1],)) for texts, turns in made)


def _name_of(form: SelfEvaluation, jobs: Sequence[Job]) -> str:
    """Return what the texts of one call are called; of several rows their numbers."""
    if len(jobs) > 1:
        return f"{rows_named(row for _, row in jobs if row is not None)}偏差说明"
    ((task, row),) = jobs
    return title_of(form, task, where_of(task, row))


def _read(outgoing: Outgoing, policy: Policy, masks: Masks) -> Iterator[Text]:
    asked: list[str] = []

    def note(question: str, /) -> str:
        asked.append(data_in(masks.hide(question)))
        raise AskError

    ask_about(outgoing.form, note, policy)
    if asked:
        yield "目标、完成情况、偏差说明等文字", tuple(asked)


def summary(found: Shipment) -> Iterator[str]:
    """Yield in a few lines where to, what, in which state the marks are, and what is masked."""
    outgoing = found.outgoing
    endpoint = outgoing.endpoint
    yield f"表：{outgoing.form.project or '（未填项目名称）'}"
    place = "本机" if is_loopback(endpoint) else "本机以外"
    yield f"发往：{endpoint.host}，模型 {endpoint.model}（{endpoint.base_url}，{place}）"
    yield f"用途：{USES[outgoing.use]}。涉及{_named(found)}。{_counted(found)}"
    yield f"数字：{_FIGURES[outgoing.use]}{_MORE[outgoing.use]}"
    yield f"密级标志：{_marks(found)}"
    yield f"个人信息：{_masked(found)}"


def words(found: Shipment) -> Iterator[str]:
    """Yield which texts of the form go out, those of one column in a line, as they are sent."""
    form = found.outgoing.form
    masks = {value: f"［{mask}］" for mask, value in found.masks.items()}
    sent = _squeezed("".join(text for _, requests in found.texts for text in requests))
    columns: dict[str, dict[str, None]] = {}
    for path in paths.leaves(form):
        text = " ".join(paths.text(form, path).split())
        for value, mask in masks.items():
            text = text.replace(value, mask)
        # A bare number stands in many a sentence; what is said of figures is in the summary.
        lettered = has_han(text) or not _LATIN.isdisjoint(text)
        if lettered and _squeezed(text) in sent:
            column = _ROW.sub("", paths.label(form, path))
            columns.setdefault(column, {}).setdefault(text)
    for column, texts in columns.items():
        yield f"{column}：{'、'.join(texts)}"


def doubt_line(doubt: Doubt) -> str:
    """Return what a person is asked about one doubt."""
    return f"“{doubt.phrase}”：其中的{doubt.kind}“{doubt.value}”是{doubt.why}"


def contents(found: Shipment) -> Iterator[str]:
    """Yield all that goes out of the form, text by text, as it is sent."""
    for name, requests in found.texts:
        for number, text in enumerate(requests, start=1):
            yield f"── {name}，第 {number} 次 ──"
            yield text


def _named(found: Shipment) -> str:
    """Return the names of the texts; those of rows are counted."""
    names = [name for name, _ in found.texts if not _ROW.match(name)]
    if rows := len(found.texts) - len(names):
        names.append(f" {rows} 行的偏差说明")
    return "、".join(names) or "的文字都不需要模型"


def _counted(found: Shipment) -> str:
    """Return how many requests there are, those of now first."""
    every = f"共 {found.requests} 次请求"
    if not found.now and found.requests:
        every = f"起草每段文字时发一次，{every}"
    elif found.now < found.requests:
        every = f"现在发送 {found.now} 次请求，起草其余文字时各发一次，{every}"
    again = "；没有通过核对的再问一次" if found.outgoing.use == "draft" and found.requests else ""
    return f"{every}{again}。"


def _squeezed(text: str) -> str:
    """Return a text without what JSON and the prompts do to it."""
    plain = text.replace("\\n", "").replace('\\"', '"').translate(_SAME)
    return "".join(plain.split())


def _marks(found: Shipment) -> str:
    if not found.lifted:
        return "没有发现。"
    who = "、".join(dict.fromkeys(each.by for each in found.lifted))
    return f"有 {len(found.lifted)} 处，已由 {who} 确认为误认。"


def _masked(found: Shipment) -> str:
    if not found.masks:
        return "要发送的文字里没有发现。"
    shown = [f"{value}→［{mask}］" for mask, value in found.masks.items()]
    more = f" 等 {len(shown)} 处" if len(shown) > _MASKS_SHOWN else ""
    return f"发现 {len(shown)} 处，遮住后发送：{'，'.join(shown[:_MASKS_SHOWN])}{more}。"

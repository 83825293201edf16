"""The recorded replies: fresh, judged, replayed over HTTP; nothing false passes."""

from collections import Counter
from functools import cache
from typing import Any

import every_form
import pytest
import recorded
import yaml
from bench import replies as bench
from bench.replies import Line
from recorded import Reply
from replying import replying

from selfeval_assist.drafting import Endpoint, Limits, draft_texts, replay
from selfeval_assist.drafting.settling import settled
from selfeval_assist.policies import policy_for
from selfeval_assist.review import Origin
from selfeval_assist.scoring import score

pytestmark = pytest.mark.every_form

JUDGED: list[dict[str, Any]] = yaml.safe_load((recorded.FOLDER / "judged.yml").read_text("utf-8"))
KEY: list[dict[str, Any]] = yaml.safe_load(
    (recorded.FOLDER / "inventor-1-key.yml").read_text("utf-8")
)


@cache
def lines() -> dict[str, Line]:
    """Return the table of the bench."""
    return {line.name: line for line in bench.table()}


def test_no_reply_is_stale() -> None:
    """Else print the prompt with bench.prompts, and have the reply written again."""
    assert recorded.stale() == ()


def test_there_are_replies_enough() -> None:
    assert len(recorded.replies()) >= 60


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("refused at the first reply", 10.0),
        ("refused after one repair", 3.0),
        ("swap missed: another row, same role", 1.0),
        ("swap missed: another role, same row", 1.0),
        ("swap missed: another number of the text", 1.0),
        ("sabotages accepted", 0.0),
        ("inventions silent", 5.0),
        ("honest refused", 3.0),
        ("honest marked", 10.0),
    ],
)
def test_a_share_is_as_low_as_asked_for(name: str, most: float) -> None:
    assert lines()[name].share <= most, lines()[name].found


@pytest.mark.parametrize(("holds", "state"), [(True, "refused"), (False, "silent")])
def test_a_clause_that_exchanges_something_is_refused(*, holds: bool, state: str) -> None:
    cases = [each for each in recorded.cases("contrasts") if each["holds"] is holds]
    assert [each["text"] for each in cases if bench.state(each).startswith(state)] == []


def test_swaps_are_many() -> None:
    assert sum(each.tried for name, each in lines().items() if name.startswith("swap")) >= 400


def test_every_refusal_is_judged() -> None:
    """A person has read each against its sheet: right, or wrong and why; few are wrong."""
    known = {(each["reply"], each["sentence"]) for each in JUDGED}
    refused = [
        (reply.name, each.written.text)
        for reply in recorded.fresh()
        for outcome in reply.first()
        for each in outcome.refused
    ]
    assert [each for each in refused if each not in known] == []
    sentences = sum(len(out.judged) for reply in recorded.fresh() for out in reply.first())
    own = [each for each in JUDGED if (each["reply"], each["sentence"]) in refused]
    verdicts = Counter(each["judged"] for each in own)
    assert verdicts["wrong"] * 100 <= 3 * sentences


@pytest.mark.parametrize("reply", recorded.inventor(), ids=lambda reply: reply.prompt)
def test_nothing_invented_is_printed(reply: Reply) -> None:
    invented = [each["invented"] for each in KEY if each["prompt"] == reply.prompt]
    assert invented
    for outcome in reply.second():
        printed = "".join(each.text for each in settled(outcome)[0])
        assert printed
        assert [each for each in invented if each in printed] == []


async def test_a_stored_draft_is_replayed_as_it_was() -> None:
    """Every reply over HTTP; its draft is stored, read back, and gives the same sentences again."""
    async with replying() as server:
        limits = Limits(tries=1, backoff=0)
        endpoint = Endpoint(base_url=server.url, model="m", limits=limits)
        for reply in (*recorded.replies(), *recorded.inventor()):
            server.reply = reply
            parts = recorded.order(reply.prompt).parts
            jobs = [(part.kind.id, part.row) for part in parts]
            form = every_form.forms()[reply.prompt.rpartition("-")[0]]
            sheet = score(form, policy_for(form))
            for proposal in await draft_texts(jobs, form, sheet, endpoint):
                stored = type(proposal).model_validate_json(proposal.model_dump_json())
                assert stored.generation.replies[0] == reply.raw
                assert replay(stored, form, sheet, jobs) == stored.sentences, reply.name
                assert any(each.origin is Origin.MODEL for each in stored.sentences) or (
                    stored.generation.fallback
                )

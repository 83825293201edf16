"""Replies that other hands wrote from the prompts alone, with the texts that they belong to.

``finished-2-a.txt`` is the reply of hand a to ``prompts/finished-2.txt``, a form's second call;
``finished-2-a-repair.txt`` what that hand made of the refusals. A reply is one to its sheet: where
what it uses of the sheet has changed (``sheets.yml``) it is stale, and has to be written again.
Where a later hand saw a prompt of the same name worded otherwise, it is kept as ``027-2-c.txt``.
``make pin-replies`` pins the replies that are new or written again, and names the stale ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import every_form
import yaml

from selfeval_assist.drafting.asking import Order
from selfeval_assist.drafting.chain import ignore, orders_of, parts_of
from selfeval_assist.drafting.connection.endpoints import Endpoint
from selfeval_assist.drafting.connection.run import Run
from selfeval_assist.drafting.consent import Leave, masks_for
from selfeval_assist.drafting.reply import Written, sentences
from selfeval_assist.drafting.settling import Outcome, first, second
from selfeval_assist.drafting.shapes import shape
from selfeval_assist.drafting.sheet import Part, sha256
from selfeval_assist.drafting.texts import Must
from selfeval_assist.facts.references import REF, Source
from selfeval_assist.form.text import essence
from selfeval_assist.policies import policy_for
from selfeval_assist.reports.drafts import jobs_for
from selfeval_assist.scoring import score

FOLDER = Path(__file__).parent / "data" / "replies"
SHEETS = FOLDER / "sheets.yml"
_NOWHERE = Endpoint(base_url="http://127.0.0.1/v1", model="m")


@dataclass(frozen=True, slots=True)
class Reply:
    """One recorded reply; ``repair`` is empty where none was written."""

    prompt: str
    hand: str
    raw: str
    repair: str = ""

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.prompt}-{self.hand}"

    def first(self) -> tuple[Outcome, ...]:
        """Return what the reply gives."""
        return first(order(self.prompt).parts, self.raw)

    def second(self) -> tuple[Outcome, ...]:
        """Return what it gives with its repair, or by itself where it needed none."""
        outcomes = self.first()
        return second(outcomes, self.repair) if self.repair else outcomes


@cache
def orders(form_name: str) -> tuple[Order, ...]:
    """Return the calls for all texts of a form, in their order."""
    form = every_form.forms()[form_name]
    sheet = score(form, policy_for(form))
    parts = parts_of(jobs_for(form, sheet), form, sheet)
    masks = masks_for(form, Leave())
    return tuple(orders_of(parts, masks, _NOWHERE, ignore, Run(0), 0))


def order(prompt: str) -> Order:
    """Return the call to which a prompt belongs: ``finished-2``."""
    form_name, _, number = prompt.rpartition("-")
    return orders(form_name)[int(number) - 1]


def part_for(prompt: str, written: Written) -> Part:
    """Return the text of a call that a sentence is about."""
    parts = order(prompt).parts
    return next((each for each in parts if each.name == written.row), parts[0])


@cache
def replies() -> tuple[Reply, ...]:
    """Return every recorded reply, stale ones too."""
    return tuple(_replies())


def _replies() -> Iterator[Reply]:
    for path in sorted(FOLDER.glob("*-[a-g].txt")):
        prompt, _, hand = path.stem.rpartition("-")
        repair = path.with_name(f"{path.stem}-repair.txt")
        again = repair.read_text("utf-8") if repair.exists() else ""
        yield Reply(prompt, hand, path.read_text("utf-8"), again)


def asked_for(prompt: str) -> bool:
    """Return whether the form still has the call to which a reply was written."""
    form_name, _, number = prompt.rpartition("-")
    return int(number) <= len(orders(form_name))


def inventor() -> tuple[Reply, ...]:
    """Return the replies of a hand that was told to invent in every sentence."""
    paths = sorted((FOLDER / "inventor-1").glob("*.txt"))
    return tuple(Reply(path.stem, "inventor", path.read_text("utf-8")) for path in paths)


def used_by(reply: Reply) -> str:
    """Return the hash of what a reply uses of its sheet.

    That is its references with the rows that they are of, the texts that it cites, the rows'
    verdicts, and what it had to say. A sheet that is worded otherwise, or whose texts have marks of
    another width, is the same sheet.
    """
    if not asked_for(reply.prompt):
        return "nothing is asked for any more"
    lines: list[str] = []
    for part in order(reply.prompt).parts:
        lines += (f"{part.name} must {_key(must)}" for must in part.musts)
    for each in (*sentences(reply.raw), *sentences(reply.repair)):
        part = part_for(reply.prompt, each)
        for ref in REF.findall(each.text):
            lines.append(f"{part.name} {ref} {_of_row(part, ref)}")
        for cite in each.cites:
            source = part.known.sources.get(cite)
            lines.append(f"{part.name} {cite} {source and _of_text(source)}")
    return sha256("\n".join(sorted(set(lines))))


def _key(must: Must) -> str:
    """Return what a must asks for, however it is worded: rows, amounts, a text, a question."""
    owners = {ref.partition(".")[0] if ref[0] == "r" else ref for ref in must.refs}
    return f"{sorted(owners)}{must.source}{essence(must.words)}"


def _of_text(source: Source | None) -> tuple[str, int | None, str] | None:
    """Return what of a text matters: whose it is and its letters, whatever width its marks have."""
    return source and (source.kind, source.row, essence(source.text))


def _of_row(part: Part, ref: str) -> str:
    fact, sheet = part.known.values.get(ref), part.material.sheet
    if fact is None:
        return "gone"
    if ref[0] == "t" or fact.row is None:
        return "there"
    name, verdict = part.known.names.get(fact.row), sheet.rows[fact.row].verdict.value
    return f"{name} {verdict} {shape(fact)}"


def _pins() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(SHEETS.read_text("utf-8"))
    return found


@cache
def stale() -> tuple[str, ...]:
    """Return the replies of whose sheet something has changed that they use."""
    kept = _pins()
    return tuple(
        each.name for each in replies() if kept.get(each.name, {}).get("uses") != used_by(each)
    )


def pin() -> None:
    """Pin the replies that are new or have been written again since; leave the stale ones."""
    before = _pins()
    kept = {each.name: before[each.name] for each in replies() if each.name in before}
    for each in replies():
        own = {"reply": sha256(each.raw + each.repair), "uses": used_by(each)}
        if kept.get(each.name, {}).get("reply") != own["reply"]:
            kept[each.name] = own
    head = "".join(line for line in SHEETS.read_text("utf-8").splitlines(True) if line[0] == "#")
    SHEETS.write_text(head + yaml.safe_dump(kept), "utf-8")
    print("\n".join(stale()))


def fresh() -> tuple[Reply, ...]:
    """Return the replies to sheets that are the same as ever."""
    return tuple(each for each in replies() if each.name not in stale())


@cache
def cases(file: str) -> tuple[dict[str, Any], ...]:
    """Return the sentences of ``sabotage``, ``inventions`` or ``honest``."""
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{file}.yml").read_text("utf-8"))
    return tuple(found)


def written(case: dict[str, Any]) -> Written:
    """Return a sentence of a case as a reply holds it."""
    (found,) = sentences_of(case)
    return found


def sentences_of(case: dict[str, Any]) -> tuple[Written, ...]:
    """Return a case as sentences of a reply."""
    import json

    item = {key: case[key] for key in ("text", "cites", "row") if key in case}
    return sentences(json.dumps({"sentences": [item]}, ensure_ascii=False))


if __name__ == "__main__":
    pin()

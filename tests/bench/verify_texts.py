"""Texts with what is right about them written beside, and what the verifier marks in them.

The answers were written before any run, by a hand that had not read the code. Nothing here knows a
word of the language: all of it is in the files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import real_forms
import yaml

from selfeval_assist.facts import FactTable, build_facts, for_goal
from selfeval_assist.form import SelfEvaluation
from selfeval_assist.policies import policy_for
from selfeval_assist.scoring import score
from selfeval_assist.verify import Violation, verify_text

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
FOLDERS = (ROOT / "examples", DATA / "verify" / "forms")
EXAMPLES = ("finished", "shanghai-integration", "shanghai-maintenance")


@dataclass(frozen=True, slots=True)
class Text:
    """A text about a form.

    Attributes:
        id: the set and the number of the text in it.
        form: the name of the form.
        text: what is written.
        planned: whether it is a planned goal and not a completion.
        wrong: the words in it that are false or invented; none where the text is true.
    """

    id: str
    form: str
    text: str
    planned: bool = False
    wrong: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.id} {self.form} {self.text}"


@cache
def form(name: str) -> SelfEvaluation:
    """Return an example, a form made up for the verifier, or a published form."""
    for folder in FOLDERS:
        if (path := folder / f"{name}.json").exists():
            return SelfEvaluation.model_validate_json(path.read_bytes())
    return real_forms.form(name)


def forms() -> tuple[str, ...]:
    """Return the names of the examples, the published forms and those made up."""
    return (*EXAMPLES, *real_forms.names(), *sorted(path.stem for path in FOLDERS[1].glob("*")))


@cache
def table(name: str, *, planned: bool = False) -> FactTable:
    """Return the facts that a text about a form may state."""
    if planned:
        return for_goal(table(name))
    whole = form(name)
    return build_facts(whole, score(whole, policy_for(whole)))


@cache
def marks(text: Text) -> tuple[Violation, ...]:
    """Return what is marked in a text."""
    return verify_text(text.text, table(text.form, planned=text.planned))


@cache
def entries(name: str) -> tuple[dict[str, Any], ...]:
    """Return the entries of a file of ``tests/data/texts`` as they are written."""
    return tuple(yaml.safe_load((DATA / "texts" / f"{name}.yml").read_text(encoding="utf-8")))


def texts(name: str, wrong: str = "", **keys: str) -> Iterator[Text]:
    """Yield the texts of a file whose entries have these values.

    Args:
        name: the file.
        wrong: the key that holds the words which are false or invented.
        **keys: values that an entry must have.
    """
    for each in entries(name):
        if all(each.get(key) == value for key, value in keys.items()):
            said = each.get(wrong, "")
            words = (said,) if isinstance(said, str) else tuple(said)
            about = Path(each["form"]).stem
            goal = each.get("kind") == "goal"
            yield Text(
                f"{name}:{each['id']}", about, each["text"], goal, tuple(filter(None, words))
            )


def by_hand(folder: str = "") -> Iterator[Text]:
    """Yield the texts of ``tests/data/verify``: the true ones, or the false ones of a folder."""
    for path in sorted((DATA / "verify" / folder).glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            for at, text in enumerate(group["texts"]):
                name = f"{path.stem}:{group['form']}.{at}"
                yield Text(name, group["form"], text, group.get("planned", False))


def red(text: Text) -> bool:
    """Return whether anything in a text is marked as wrong."""
    return any(mark.grade == "red" for mark in marks(text))


def covered(text: Text, marked: Iterable[Violation]) -> bool:
    """Return whether a mark touches the words of a text that are false."""
    spans = [(text.text.find(words), len(words)) for words in text.wrong if words in text.text]
    return any(
        mark.start < start + length and start < mark.start + len(mark.quote)
        for start, length in spans
        for mark in marked
    )


def changed(text: Text, new: str, words: str) -> Text:
    """Return a text that was made false, with the words in it that are."""
    return replace(text, text=new, wrong=(words,))

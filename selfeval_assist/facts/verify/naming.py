"""How a text may call an indicator: by its name, a shorter form of it, or most of its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from selfeval_assist.facts import lexicon
from selfeval_assist.facts.verify.scan import MASK

_SHORTEST = 4
_LEAD = re.compile(r"^(?:其中[:：]?|完成|开展|形成|提供|新建|是否|本年度|年度)")
_NOTE = re.compile(r"\([^()]*\)")
_MEASURE = re.compile(r"(?:总数量|数量|总数|次数|人数|个数|时间|时限|情况|金额|标准|年限|数)$")
_CLOSED = 0.75
_ENOUGH = 0.5
# Words that say nothing about whose a value is.
_STOP = re.compile(
    r"全年|年度|年内|本年|当年|截至|年底|年末|期末|其中|另外|此外|同时|累计|共计|合计|项目|自评|分别"
    r"|满分|每[亩人户个台次]|上述|以上|该项|该指标|任务|工作|已经|相比|一致|已作|说明|统计|实际|目标|指标"
    r"|[一二三四五六七八九]是|未达|[的为了在已共及和与等均各较约达至到于由有则并且又仍后前内中是将以按年月日、：:（）()“”\s]"
)


@lru_cache(maxsize=1024)
def shorter(name: str) -> tuple[str, ...]:
    """Return shorter forms of a name: without 其中, notes in brackets, 完成…, …数量."""
    found: list[str] = []
    plain = _NOTE.sub("", name).strip(" ，,：:")
    head = re.split(r"[(，,：:]|——|--", name, maxsplit=1)[0]
    for text in (plain, _LEAD.sub("", plain), head, _LEAD.sub("", head)):
        found += [text, _MEASURE.sub("", text)]
    return tuple(dict.fromkeys(text for text in found if len(text) >= _SHORTEST and text != name))


def aliases(names: Iterable[str], together: Iterable[frozenset[str]]) -> Mapping[str, str]:
    """Return the shorter forms that mean one name only, each with that name.

    Args:
        names: the names of a form, in one width.
        together: names that belong to one row.
    """
    known = set(names)
    rows = set(together)
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for name in known:
        for text in shorter(name):
            meant[text].add(name)
    return {
        text: min(owners)
        for text, owners in meant.items()
        if text not in known
        and _one(owners, rows)
        and text not in lexicon.WORDS
        and not _elsewhere(text, owners, known, rows)
    }


def _elsewhere(text: str, owners: set[str], known: set[str], rows: set[frozenset[str]]) -> bool:
    """Whether a short form begins the name of another row as well."""
    own = owners.union(*(row for row in rows if row & owners))
    return any(name.lstrip("★☆*●").startswith(text) for name in known - own)


def _one(owners: set[str], rows: set[frozenset[str]]) -> bool:
    """Whether several names are only forms of one."""
    longest = max(owners, key=len)
    return all(owner in longest for owner in owners) or any(owners <= row for row in rows)


def own_words(segment: str) -> str:
    """Return what a piece of text before a value says besides connecting and introducing words."""
    rest = lexicon.ROLES.sub("", segment.replace(MASK, ""))
    return "".join(char for char in _STOP.sub("", rest) if char.isalpha())


def covers(own: str, subjects: Iterable[str]) -> bool:
    """Whether most of some own words are words of a name."""
    if len(own) == 1:
        return any(own in name for name in subjects)
    pairs = bigrams(own)
    return any(len(pairs & bigrams(name)) >= _ENOUGH * len(pairs) for name in subjects)


def closed(own: str, name: str) -> bool:
    """Whether own words hold so much of a name that they can only mean it."""
    pairs = bigrams(name)
    return len(pairs) >= 3 and len(pairs & bigrams(own)) >= _CLOSED * len(pairs)


@lru_cache(maxsize=4096)
def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))

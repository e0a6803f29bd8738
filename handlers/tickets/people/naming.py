"""Whom praise means, as far as its words and the last weeks of the household tell (A04); pure.

The words are read as those of a complaint are (named.py). Somebody named alone is meant; of several alike, the one who touched the
household lately; a role without a name, the one of that role who did. What stays open is for people to say: praise for the wrong
one would hurt two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from handlers.tickets.fairness.named import alike, named
from storage.staff import Staff

#: What tells where somebody lives: a floor, block, door in either writing, and whatever holds a digit among three signs or more.
#: Each sign of a long run is looked at once: whoever writes "aaa…" for pages keeps nobody waiting.
_NUMERAL = "[0-9０-９A-Za-z零〇一二三四五六七八九十百]"
_WHERE = re.compile(
    rf"(?<!{_NUMERAL}){_NUMERAL}++\s*(?:号楼|號樓|单元|單元|楼|樓|层|層|座|栋|棟|幢|室|号房|號房|号|號)"
    r"|\b(?:flat|unit|apartment|apt|room|block|tower|floor|house|door)\.?\s*(?:no\.?\s*)?[0-9A-Za-z]{1,6}\b(?<=[0-9A-Z])"
    r"|\b[0-9]{1,3}(?:st|nd|rd|th)\s+floor\b"
    r"|(?<![0-9A-Za-z])(?=[0-9A-Za-z])(?=[A-Za-z/#-]{0,40}[0-9])[0-9A-Za-z]++(?:\s?[-/#]\s?[0-9A-Za-z]+)+"
    r"|(?<![0-9A-Za-z])(?=[A-Za-z]{0,2}[0-9])[0-9A-Za-z]{3,}(?![0-9A-Za-z]|%|\s*(?:元|块|塊|蚊|分|年|月|日|天|次|小时|小時))",
    re.IGNORECASE,
)  # fmt: skip
_HIDDEN = "…"


def praised(words: str, serving: Sequence[Staff], near: Collection[int]) -> frozenset[int]:
    """Who is meant, by id; `near` are those who touched the household lately. Empty where nobody in particular can be told."""
    found = named(words, serving)
    people = [one for one in serving if one.id in found.people]
    meant = {one.id for one in people if _alone(one, people, near)}
    if not people and len(found.roles) == 1:
        fitting = [one.id for one in serving if one.role in found.roles and one.id in near]
        meant = set(fitting) if len(fitting) == 1 else set()
    return frozenset(meant)


def _alone(one: Staff, people: Sequence[Staff], near: Collection[int]) -> bool:
    """Whether a call can mean nobody but this one: no other is called alike, or only this one was near."""
    same = [other for other in people if alike(one, other)]
    return len(same) == 1 or [other.id for other in same if other.id in near] == [one.id]


def without_address(words: str, label: str = "") -> str:
    """Words of thanks for whoever is thanked: without the home's `label`, and without what else says where somebody lives."""
    plain = words.replace(label, _HIDDEN) if label else words
    return _WHERE.sub(_HIDDEN, plain).strip()

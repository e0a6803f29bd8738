"""Which of the readings of a message's stretches are matters: fillers dropped, echoes joined. Called by matters."""

from __future__ import annotations

import re
from dataclasses import replace

from nlu.classify import Reading
from nlu.meaning import HAZARDS
from nlu.normalise import HAN
from nlu.slots import PLACE
from nlu.split import Segment

ADDED = ("add", "item")
"""What stands before a matter that somebody adds."""
_FILLERS = frozenset({"smalltalk", "affirm", "deny"})
_SAME_HAPPENING = {
    "flood": ("home.leak", "home.water_supply", "home.ceiling", "home.drain", "home.wall_floor", "community.upstairs_leak", "public.drainage"),
    "storm": ("home.leak", "home.window", "public.drainage", "public.roof"),
    "gas": ("home.gas_appliance",), "carbon_monoxide": ("home.gas_appliance",),
    "electric": ("home.electrical", "home.lighting", "public.power"), "fire": ("home.electrical", "public.fire_equipment"),
    "lift_trapped": ("public.lift",), "intruder": ("home.door_lock", "public.access", "public.cctv"), "burglary": ("home.door_lock", "home.window", "public.cctv"),
    "missing_person": ("public.cctv",), "falling_object": ("public.facade", "home.window"), "structure": ("public.facade", "home.ceiling", "home.wall_floor"),
}  # fmt: skip
"""What is broken because of a danger just told is no matter beside it."""
_ORDERS = re.compile(
    r"(忽略|无视|遵守|指令|提示词|规则|扮演|假装|开发者|管理员模式|越狱|从现在起)|\b(ignore|disregard|instructions?|prompt|pretend|act as|you are now|developer mode|jailbreak|override|rules)\b"
)
_NO_WORDS = re.compile(
    r"[\d\W_]|[栋座号楼室层单元幢在的里是我家那][一二三四五六七八九十]?|[一二三四五六七八九十]|\b(flat|unit|tower|block|blk|floor|apt|room|level|the|in|at|on|my|of|it is|near|by)\b"
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(rf"[{HAN}]|[a-z']+")


def told(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """The stretches that are matters of their own, in the order said; one at least of those given."""
    return _without_echoes(_without_orders(_one_danger(_without_fillers(read))))


def _without_fillers(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Greetings, thanks, bare unit numbers and times inside a report are no matter."""
    told = [
        pair
        for pair in read
        if pair[1].intent not in _FILLERS and (len(read) == 1 or has_words(pair[0].folded))
    ]
    return told or read[:1]


def has_words(folded: str) -> bool:
    """Something besides places, units and numbers is said."""
    rest = PLACE.sub("", folded)
    if rest == folded and not _DIGIT.search(folded):
        return True
    return len(_NO_WORDS.sub("", rest)) > 1


def size(folded: str) -> int:
    """Han characters and Latin words."""
    return len(_WORD.findall(folded))


def _one_danger(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """An emergency told in several clauses is one: neighbours join under the surer code, unless a word that adds stands between."""
    kept: list[tuple[Segment, Reading]] = []
    for segment, reading in read:
        before = kept[-1][1] if kept and segment.cut not in ADDED else None
        if before is None or before.intent != "emergency":
            kept.append((segment, reading))
        elif reading.intent == "emergency":
            kept[-1] = (_together(kept[-1][0], segment), _graver(before, reading))
        elif reading.code in _SAME_HAPPENING.get(before.code or "", ()):
            kept[-1] = (_together(kept[-1][0], segment), before)
        else:
            kept.append((segment, reading))
    return kept


def _together(one: Segment, two: Segment) -> Segment:
    return replace(one, text=f"{one.text} {two.text}", folded=f"{one.folded} {two.folded}", end=two.end)


def _graver(one: Reading, two: Reading) -> Reading:
    if min(one.code_share, two.code_share) >= 0.6:
        return min((one, two), key=lambda reading: HAZARDS.index(reading.code or HAZARDS[-1]))
    return max((one, two), key=lambda reading: reading.code_share)


def _without_orders(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Orders to the bot swallow all but emergencies: what they are dressed up with is no report."""
    if any(reading.intent == "out_of_scope" and _ORDERS.search(segment.folded) for segment, reading in read):
        return [pair for pair in read if pair[1].intent in ("out_of_scope", "emergency")]
    return read


def _without_echoes(read: list[tuple[Segment, Reading]]) -> list[tuple[Segment, Reading]]:
    """Neighbours with one reading are one matter, unless a word that adds stands between two broken things."""
    kept: list[tuple[Segment, Reading]] = []
    for segment, reading in read:
        same = [
            at
            for at, (_, other) in enumerate(kept)
            if (other.intent, other.code) == (reading.intent, reading.code)
        ]
        if same and not (segment.cut in ADDED and reading.intent == "repair"):
            before, other = kept[same[-1]]
            kept[same[-1]] = (_together(before, segment), other if other.share >= reading.share else reading)
        else:
            kept.append((segment, reading))
    return kept

"""The hazard net: rules in front of the classifier that say whether a clause speaks of a present danger.

A wording of `nlu/data/rules/hazards.yml` is an alarm unless `scopes.yml` takes the danger out of it: an idiom, a denial,
a danger that is over, imagined, or only asked about. Recall comes before precision: a doubt is an alarm.
Called by matters for each stretch, and for the whole message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu.meaning import HAZARDS
from nlu.needles import Guarded, shingles
from nlu.normalise import DATA, HAN, read_yaml

_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[a-z]{2}")
_GAPS = {"zh": r"[^,。!?;\n]{0,12}", "en": r"[^.!?;\n]{0,40}?"}
_CLAUSE = re.compile(r"[,。!?;\n]|\.(?=\s|$)| but | 但是?|不过")
_SENTENCE = re.compile(r"[。!?;\n]|\.(?=\s|$)")
_CALL_FOR_HELP = re.compile("救命|for help")
"""Heard last night or now, a call for help is an emergency until somebody knows better."""
_OVER_NEVER = frozenset({"burglary"})
_PAST_NEVER = frozenset({"burglary", "missing_person", "self_harm"})


@dataclass(frozen=True, slots=True)
class Alarm:
    """One dangerous wording. `sure` is False for a wording that needs the classifier's consent;
    `cancelled` names the scope that took the danger out, or is empty."""

    hazard: str
    sure: bool
    cancelled: str
    start: int
    wording: str


@lru_cache(maxsize=64)
def alarms(folded: str) -> tuple[Alarm, ...]:
    """Every dangerous wording of a folded text, cancelled ones included, the most dangerous first. One message asks more than
    once for the same stretch."""
    found: list[Alarm] = []
    for tongue in _tongues(folded):
        raw = _search(folded, tongue)
        if raw:
            masked = _masks()[tongue].sub(lambda hit: "□" * len(hit.group()), folded)
            kept = _search(masked, tongue)
            found += [_judge(masked, tongue, hit) for hit in kept]
            lost = {hazard for hazard, _, _ in raw} - {hazard for hazard, _, _ in kept}
            found += [Alarm(h, sure, "idiom", hit.start(), hit.group()) for h, sure, hit in raw if h in lost]
    return tuple(sorted(found, key=lambda alarm: HAZARDS.index(alarm.hazard)))


def prepare() -> None:
    """Read the rules now rather than with the first message; an expression is compiled when a text first asks for it."""
    for rules in (_index, _masks, _scopes):
        rules()


def _tongues(folded: str) -> list[str]:
    return [name for name, pattern in (("zh", _HAN), ("en", _LATIN)) if pattern.search(folded)]


def _search(folded: str, tongue: str) -> list[tuple[str, bool, re.Match[str]]]:
    hits: list[tuple[str, bool, re.Match[str]]] = []
    wordings, always, openers = _index()[tongue]
    likely = set(always).union(*(openers[needle] for needle in openers.keys() & shingles(folded)))
    for at in sorted(likely):
        hazard, sure, wording = wordings[at]
        hits += [(hazard, sure, hit) for hit in wording.pattern.finditer(folded)]
    return hits


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[list[tuple[str, bool, Guarded]], list[int], dict[str, list[int]]]]:
    """The wordings of each tongue; which of them are always tried; which each needle stands for."""
    found = {}
    for tongue, wordings in _patterns().items():
        openers: dict[str, list[int]] = {}
        for at, (_, _, wording) in enumerate(wordings):
            for needle in wording.needles or ():
                openers.setdefault(needle, []).append(at)
        always = [at for at, (_, _, wording) in enumerate(wordings) if wording.needles is None]
        found[tongue] = (wordings, always, openers)
    return found


def _judge(text: str, tongue: str, found: tuple[str, bool, re.Match[str]]) -> Alarm:
    hazard, sure, hit = found
    return Alarm(hazard, sure, _scope(text, tongue, hazard, hit), hit.start(), hit.group())


def _scope(text: str, tongue: str, hazard: str, hit: re.Match[str]) -> str:
    rules = _scopes()
    if rules["withdrawn", tongue].search(text):
        return "denied"
    before = _CLAUSE.split(text[: hit.start()])[-1] or ""
    after = text[hit.end() :]
    behind = text[hit.start() :]
    if rules["denied", tongue].search(before) or rules["denied_after", tongue].search(after):
        return "denied"
    if rules["imagined", tongue].search(before) or rules["imagined_after", tongue].search(after):
        return "imagined"
    if hazard == "violence" and rules["threat", tongue].search(before):
        return "threat"
    closing = "closed" if hazard in _OVER_NEVER else "over"
    if rules[closing, tongue].search(behind[:120]) or (
        closing == "closed" and rules[closing, tongue].search(text)
    ):
        return "over"
    sentence = (_SENTENCE.split(text[: hit.start()])[-1] or "") + hit.group()
    if hazard in _PAST_NEVER or _CALL_FOR_HELP.search(hit.group()):
        return ""
    return (
        "past" if rules["past", tongue].search(sentence) or rules["past_after", tongue].search(after) else ""
    )


def _rules(name: str) -> Any:
    return read_yaml(DATA / "rules" / name)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, bool, Guarded]]]:
    table: dict[str, list[tuple[str, bool, Guarded]]] = {"zh": [], "en": []}
    for hazard, lists in _rules("hazards.yml").items():
        for tongue in ("zh", "en"):
            for sure, key in ((True, tongue), (False, f"{tongue}_weak")):
                if lists.get(key):
                    table[tongue].append((hazard, sure, Guarded(_joined(lists[key], tongue))))
    return table


@lru_cache(maxsize=1)
def _masks() -> dict[str, re.Pattern[str]]:
    masks = _rules("scopes.yml")["masks"]
    return {
        "zh": re.compile(_joined(masks["zh"], "zh")),
        "en": re.compile(r"(?<!\w)(?:" + "|".join(masks["en"]).replace("~", _GAPS["en"]) + r")(?!\w)"),
    }


@lru_cache(maxsize=1)
def _scopes() -> dict[tuple[str, str], re.Pattern[str]]:
    rules = _rules("scopes.yml")
    return {
        (name, tongue): re.compile(pattern)
        for name, tongues in rules.items()
        if name != "masks"
        for tongue, pattern in tongues.items()
    }


def _joined(patterns: list[str], tongue: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns).replace("~", _GAPS[tongue])

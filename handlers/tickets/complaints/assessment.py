"""The initial assessment of a matter as a table: how severe, how dangerous, how knotty, how wide, and what must happen at once.

ISO 10002:2018, 7.5 names the five things judged; the grades are our reading. The line judges at once from what was read (A13);
people put it right. It grades haste, never whether somebody is heard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.plain import one_line

#: What sort of trouble it is (A13): danger; failed_again (a repair or an answer that did not hold); the four domains of the
#: sources (A02) and the neighbours; defect (something broken); wish.
NATURES = (
    "danger",
    "failed_again",
    "design",
    "construction",
    "promise",
    "service",
    "neighbours",
    "defect",
    "wish",
    "other",
)

#: Codes in which somebody can come to harm while nothing is done: fire escapes, falling things, lifts, gas, current.
SAFETY_CODES = frozenset(
    {"community.fire_lane", "community.thrown_objects", "public.fire_equipment", "public.lift", "public.facade",
     "public.power", "public.playground", "public.charging", "home.gas_appliance", "home.electrical"}
)  # fmt: skip

_DOMAINS = {
    "design": "design", "construction": "construction", "promise": "promise", "service": "service", "community": "neighbours",
    "home": "defect", "public": "defect",
}  # fmt: skip

#: The longest key point, in characters: one line on a phone held sideways.
_LINE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the line knows of a matter. `earlier`: the household's other tickets under the same code."""

    intent: str
    code: str | None
    urgency: str
    hazard: str | None = None
    risks: frozenset[str] = frozenset()
    stance: str = "neutral"
    earlier: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Severity 1 (a trifle) to 4 (danger or injury); complexity 1 (one trade) to 3 (law, contracts, several departments); impact
    1 (one home) to 3 (many people)."""

    severity: int
    safety: bool
    complexity: int
    impact: int
    immediate: bool
    key_point: str
    nature: str


def judge(facts: Facts) -> Judgement:
    """The line's own judgement; the same facts give the same judgement."""
    safety = _is_dangerous(facts) or (facts.code or "") in SAFETY_CODES
    return Judgement(
        severity=severity(facts), safety=safety, complexity=_complexity(facts), impact=_impact(facts),
        immediate=safety or facts.urgency in ("E0", "E1"), key_point=key_point(facts.text), nature=nature(facts),
    )  # fmt: skip


def severity(facts: Facts) -> int:
    """4: danger or injury (ISO 10002 7.5, E0). 3: law, media, authorities, a threat, people acting together, the same again
    (G02, G12), urgent. 1: wishes, praise and what is low. 2: everything else."""
    if _is_dangerous(facts):
        return 4
    if facts.risks & {"legal", "media", "threat", "authority", "group"} or _is_again(facts):
        return 3
    if facts.urgency == "E1":
        return 3
    return 1 if facts.urgency == "L" else 2


def _is_dangerous(facts: Facts) -> bool:
    return facts.urgency == "E0" or facts.hazard is not None or "injury" in facts.risks


def _is_again(facts: Facts) -> bool:
    return "repeat" in facts.risks or facts.code == "construction.repeat_fault" or facts.earlier >= 2


def _complexity(facts: Facts) -> int:
    """3: law, contracts, plans. 2: builders and neighbours, for others must agree; people acting together. 1: one trade."""
    domain = _domain(facts)
    if facts.risks & {"legal", "authority"} or domain in ("promise", "design"):
        return 3
    return 2 if domain in ("construction", "community") or "group" in facts.risks else 1


def _impact(facts: Facts) -> int:
    """3: many people. 2: others too, or this home once more. 1: one home."""
    public = _domain(facts) == "public"
    if "group" in facts.risks or (public and facts.urgency in ("E0", "E1")):
        return 3
    return 2 if public or _domain(facts) == "community" or facts.earlier else 1


def nature(facts: Facts) -> str:
    """What sort of trouble: the gravest that is true."""
    if _is_dangerous(facts):
        return "danger"
    if _is_again(facts):
        return "failed_again"
    return "wish" if facts.intent == "suggestion" else _DOMAINS.get(_domain(facts), "other")


def key_point(text: str) -> str:
    """The heart of it in one line: the owner's own first words (A13)."""
    line = one_line(text)
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"


def _domain(facts: Facts) -> str:
    return (facts.code or "").partition(".")[0]


def facts_of(
    reading: dict[str, Any], *, intent: str, code: str | None, urgency: str, earlier: int, words: str
) -> Facts:
    """The facts of a ticket from the reading it was opened with."""
    return Facts(
        intent=intent, code=code, urgency=urgency, hazard=reading.get("hazard") or None, earlier=earlier,
        risks=frozenset(reading.get("risks") or ()), stance=str(reading.get("stance") or "neutral"),
        text=str(reading.get("text") or words),
    )  # fmt: skip

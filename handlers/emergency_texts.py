"""The fixed words for each danger, by jurisdiction and language, with the numbers to call there.

The texts are approved sentences of the catalogue, never composed by a model. Every number is a default of the jurisdiction
that an estate overrides (Estate.numbers); last checked 2026-11-22 against the public emergency numbers.
"""

from __future__ import annotations

from handlers.wording import has, say
from storage.estates import Estate

#: jurisdiction -> whom to call; "any" is the number that mobile networks connect almost everywhere.
NUMBERS: dict[str, dict[str, str]] = {
    "CN": {"fire": "119", "police": "110", "ambulance": "120", "gas": "119", "crisis": "12356"},
    "HK": {"fire": "999", "police": "999", "ambulance": "999", "gas": "2880 6999", "crisis": "2389 2222"},
    "MO": {"fire": "999", "police": "999", "ambulance": "999", "gas": "999", "crisis": "999"},
    "TW": {"fire": "119", "police": "110", "ambulance": "119", "gas": "119", "crisis": "1925"},
    "SG": {"fire": "995", "police": "999", "ambulance": "995", "gas": "995", "crisis": "1767"},
    "GB": {"fire": "999", "police": "999", "ambulance": "999", "gas": "0800 111 999", "crisis": "116 123"},
    "US": {"fire": "911", "police": "911", "ambulance": "911", "gas": "911", "crisis": "988"},
    "AU": {"fire": "000", "police": "000", "ambulance": "000", "gas": "000", "crisis": "13 11 14"},
    "any": {"fire": "112", "police": "112", "ambulance": "112", "gas": "112", "crisis": "112"},
}


def advice(language: str, estate: Estate, hazard: str) -> str:
    """What to do now: at most three short lines, the action first. A jurisdiction may have words of its own (gas in the US)."""
    own = f"emergency.advice.{hazard}.{estate.jurisdiction}"
    return say(language, own if has(own) else f"emergency.advice.{hazard}", **numbers(estate))


def numbers(estate: Estate) -> dict[str, str]:
    """Whom to call in this estate."""
    return NUMBERS.get(estate.jurisdiction, NUMBERS["any"]) | estate.numbers

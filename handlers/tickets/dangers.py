"""What a message holds besides its danger: which matters are the danger told once more, and which get a ticket of their own."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.meaning import Matter, Meaning

#: What is the danger itself told once more, not a matter of its own: a burst pipe leaks, a stopped lift is broken.
_PART_OF = {
    "flood": frozenset({"home.leak", "home.water_supply", "home.drain", "community.upstairs_leak", "storm"}),
    "storm": frozenset({"flood", "public.drainage"}),
    "gas": frozenset({"home.gas_appliance", "carbon_monoxide"}),
    "fire": frozenset({"home.electrical", "electric", "public.fire_equipment"}),
    "electric": frozenset({"home.electrical", "public.power"}),
    "lift_trapped": frozenset({"public.lift"}),
    "falling_object": frozenset({"public.facade", "community.thrown_objects"}),
    "structure": frozenset({"home.ceiling", "home.wall_floor", "public.facade"}),
    "violence": frozenset({"medical"}),
}

#: Matters of a message that become tickets of their own; an absence never does: it names an empty home.
OWN_TICKET = ("emergency", "repair", "complaint", "suggestion", "enquiry", "praise", "privacy")


def danger_in(meaning: Meaning, text: str) -> Matter | None:
    """The worst present danger of a message; None where there is none."""
    if not meaning.hazard:
        return None
    whole = Matter("emergency", meaning.hazard, "E0", 1.0, text)
    return next((one for one in meaning.matters if one.code == meaning.hazard), whole)


def beside(danger: Matter | None, matters: Sequence[Matter]) -> list[Matter]:
    """The matters that get tickets of their own besides the danger's."""
    same = _PART_OF.get((danger.code if danger else None) or "", frozenset())
    return [one for one in matters if one is not danger and one.intent in OWN_TICKET and one.code not in same]

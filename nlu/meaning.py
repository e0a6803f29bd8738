"""What a message means: the frozen values that `nlu.parse` hands to whoever decides what to do.

The codes are fixed: reports, routing and integrations hang on them. Estates add leaves under a code
(`home.leak.balcony`), they never rename one. Called by everybody; knows nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

INTENTS: tuple[str, ...] = (
    "emergency", "repair", "complaint", "enquiry", "suggestion", "praise", "follow_up", "correction",
    "cancel", "reschedule", "dispute", "handoff", "rating", "rsvp", "away", "privacy", "preferences",
    "account", "affirm", "deny", "smalltalk", "out_of_scope",
)  # fmt: skip
"""Every intent a matter may have."""

REPAIR_CODES: tuple[str, ...] = (
    "home.water_supply", "home.drain", "home.leak", "home.electrical", "home.lighting",
    "home.gas_appliance", "home.door_lock", "home.window", "home.wall_floor", "home.ceiling",
    "home.sanitary", "home.hvac", "home.intercom", "home.pest", "home.other",
    "public.lift", "public.lighting", "public.access", "public.fire_equipment", "public.water_pump",
    "public.power", "public.drainage", "public.road", "public.facade", "public.roof",
    "public.playground", "public.parking_gear", "public.cctv", "public.charging",
    "public.landscaping", "public.other",
)  # fmt: skip
"""What can be broken, in the home and in the public parts."""

COMPLAINT_DOMAINS: dict[str, tuple[str, ...]] = {
    "design": ("design.layout", "design.facilities"),
    "construction": ("construction.handover_defect", "construction.repeat_fault"),
    "promise": ("promise.sales", "promise.title_deed"),
    "service": (
        "service.staff_attitude", "service.security", "service.cleaning", "service.response_delay",
        "service.fees", "service.privacy", "service.committee", "service.other",
    ),
    "community": (
        "community.renovation_noise", "community.neighbour_noise", "community.pets", "community.parking",
        "community.fire_lane", "community.thrown_objects", "community.illegal_build", "community.smoking",
        "community.ac_drip", "community.upstairs_leak", "community.other",
    ),
}  # fmt: skip
"""Complaint codes under the domain each belongs to; the domain drives departmental routing."""

COMPLAINT_CODES: tuple[str, ...] = tuple(code for codes in COMPLAINT_DOMAINS.values() for code in codes)

ENQUIRY_CODES: tuple[str, ...] = tuple(
    f"enquiry.{leaf}"
    for leaf in (
        "fees", "rules", "facilities", "outage", "parking", "visitor", "documents", "contacts", "warranty",
        "events", "how_to_complain", "other",
    )
)  # fmt: skip

HAZARDS: tuple[str, ...] = (
    "fire", "gas", "carbon_monoxide", "structure", "violence", "intruder", "self_harm", "medical", "electric",
    "lift_trapped", "falling_object", "missing_person", "flood", "storm", "burglary",
)  # fmt: skip
"""Codes of `emergency`, the most dangerous first: the order decides which one `Meaning.hazard` names."""

CODES: dict[str, tuple[str, ...]] = {
    "emergency": HAZARDS,
    "repair": REPAIR_CODES,
    "complaint": COMPLAINT_CODES,
    "enquiry": ENQUIRY_CODES,
}
"""The codes of each intent that has codes."""

LANGUAGES: tuple[str, ...] = ("zh-Hans", "zh-Hant", "yue", "en", "und")
STANCES: tuple[str, ...] = ("neutral", "monitor", "rational", "negotiator", "victim", "advocate")
RISKS: tuple[str, ...] = ("media", "legal", "authority", "group", "threat", "injury", "repeat")
AWAITABLE: tuple[str, ...] = ("rating", "rsvp", "unit", "confirm", "when", "place")
"""What a conversation may be waiting for."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing said. `confidence` is a probability in 0..1; `text` the part of the message it was read from."""

    intent: str
    code: str | None
    urgency: str
    confidence: float
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {
            "intent": self.intent,
            "code": self.code,
            "urgency": self.urgency,
            "confidence": round(self.confidence, 4),
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading to offer as a button when the message was not understood."""

    intent: str
    code: str | None
    probability: float

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of the contract."""
        return {"intent": self.intent, "code": self.code, "probability": round(self.probability, 4)}


@dataclass(frozen=True, slots=True)
class When:
    """A zoned interval, closed at `start` and open at `end`; a missing side has no limit ("after 2")."""

    start: datetime | None
    end: datetime | None

    def as_dict(self) -> dict[str, str | None]:
        """ISO 8601 with offset."""
        return {
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
        }


@dataclass(frozen=True, slots=True)
class Score:
    """What was said, on the scale it was said on; 0 stays 0, and `of` is 5 where no scale was named."""

    value: float
    of: int

    def as_dict(self) -> dict[str, float | int]:
        """Whole numbers stay whole."""
        return {"value": int(self.value) if self.value == int(self.value) else self.value, "of": self.of}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money; `currency` is an ISO 4217 code, or None where none was said."""

    value: float
    currency: str | None

    def as_dict(self) -> dict[str, float | int | str | None]:
        """Whole numbers stay whole."""
        whole = self.value == int(self.value)
        return {"value": int(self.value) if whole else self.value, "currency": self.currency}


@dataclass(frozen=True, slots=True)
class Slots:
    """What was said, parsed. None is "not said"; `people` counts the speaker and 0 is "not coming"."""

    unit: str | None = None
    place: str | None = None
    when: When | None = None
    ticket: str | None = None
    people: int | None = None
    score: Score | None = None
    phone: str | None = None
    amount: Amount | None = None

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of the contract: every key is present."""
        return {
            "unit": self.unit,
            "place": self.place,
            "when": self.when.as_dict() if self.when else None,
            "ticket": self.ticket,
            "people": self.people,
            "score": self.score.as_dict() if self.score else None,
            "phone": self.phone,
            "amount": self.amount.as_dict() if self.amount else None,
        }


@dataclass(frozen=True, slots=True)
class Meaning:
    """One message, read. `understood` is False when the bot should ask instead of guessing."""

    language: str
    matters: tuple[Matter, ...]
    hazard: str | None
    stance: str
    risks: tuple[str, ...]
    slots: Slots
    understood: bool
    candidates: tuple[Candidate, ...]
    model_version: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Exactly the fields of the contract; `model_version` is for the ticket's record, not among them."""
        return {
            "language": self.language,
            "matters": [matter.as_dict() for matter in self.matters],
            "hazard": self.hazard,
            "stance": self.stance,
            "risks": list(self.risks),
            "slots": self.slots.as_dict(),
            "understood": self.understood,
            "candidates": [candidate.as_dict() for candidate in self.candidates],
        }

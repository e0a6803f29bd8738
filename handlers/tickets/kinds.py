"""What a ticket can be: intent and code under one label, `intent/code` or the intent alone, as the training phrases write it.

A danger is no kind to choose: it is more than a word on a ticket.
"""

from __future__ import annotations

from handlers.wording import has, say
from nlu.meaning import CODES, HAZARDS, INTENTS

#: Every label that people may give a message, by intent; intents without codes stand under "".
GROUPS: dict[str, tuple[str, ...]] = {
    **{
        intent: tuple(f"{intent}/{code}" for code in CODES[intent])
        for intent in CODES
        if intent != "emergency"
    },
    "": tuple(intent for intent in INTENTS if intent not in CODES),
}

LABELS: tuple[str, ...] = tuple(label for labels in GROUPS.values() for label in labels)


def label_of(intent: str, code: str | None) -> str:
    return f"{intent}/{code}" if code else intent


def parts_of(label: str) -> tuple[str, str | None]:
    """Intent and code of a label."""
    intent, _, code = label.partition("/")
    return intent, code or None


def named(language: str, label: str) -> str:
    """A label in people's words: "Repair · Leak"; a word that the catalogues do not know stays as it is."""
    intent, code = parts_of(label)
    words = [(f"codes.intent.{intent}", intent), (f"codes.{code}", code)]
    return " · ".join(say(language, key) if has(key) else word for key, word in words if word)


def meant(language: str, said: str) -> list[str]:
    """The labels that somebody may mean: by label, code, intent without codes, or by the name in their language."""
    typed = said.strip()
    exact = [label for label in LABELS if typed in (label, parts_of(label)[1])]
    return exact or [label for label in LABELS if typed and typed.casefold() in _names(language, label)]


def last_name(language: str, label: str) -> str:
    """A label's own word, without the intent that it stands under: "Leak"."""
    intent, code = parts_of(label)
    return say(language, f"codes.{code}" if code else f"codes.intent.{intent}")


def _names(language: str, label: str) -> tuple[str, ...]:
    known = (label, parts_of(label)[1] or "", named(language, label), last_name(language, label))
    return tuple(one.casefold() for one in known)


def is_danger(language: str, said: str) -> bool:
    """Whether somebody means an emergency, in any of these ways."""
    wanted = said.strip().casefold()
    known = [
        "emergency",
        *HAZARDS,
        *(f"emergency/{hazard}" for hazard in HAZARDS),
        say(language, "codes.intent.emergency"),
    ]
    return wanted in {one.casefold() for one in (*known, *(say(language, f"codes.{one}") for one in HAZARDS))}

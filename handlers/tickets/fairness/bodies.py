"""Bodies outside the estate that hear complaints: which fit, and how they are told to an owner (C18, C50; ISO 10003).

The list that comes along is general knowledge to be checked by the estate; `tickets.bodies` in config.yaml replaces or adds entries:
jurisdiction -> key -> name (by language or one for all), contact, for, after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handlers.wording import say
from storage.estates import Estate

#: The fields that an entry may have.
_FIELDS = {"name", "contact", "for", "after", "checked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body. `name` and `after` by language; `checked`: the estate has looked it up, with the date."""

    key: str
    name: Mapping[str, str]
    contact: str = ""
    codes: tuple[str, ...] = ()
    after: Mapping[str, str] = field(default_factory=dict)
    checked: str = ""

    def hears(self, code: str | None) -> bool:
        """Whether it hears a matter of this code; one that lists nothing hears everything."""
        return (
            not self.codes
            or code is None
            or any(code == one or code.startswith(f"{one}.") for one in self.codes)
        )


#: What an estate replaces or adds: `tickets.bodies`, by jurisdiction and key.
Listed = dict[str, dict[str, dict[str, Any]]]


def check(own: Listed) -> None:
    """Raises ValueError for an entry that could not be told."""
    for place, entries in own.items():
        for key, entry in entries.items():
            unknown = sorted(set(entry) - _FIELDS)
            if unknown:
                raise ValueError(
                    f"{place}.{key}: there is no field {unknown[0]}; there are {', '.join(sorted(_FIELDS))}"
                )
            if not entry.get("name"):
                raise ValueError(f"{place}.{key}: needs a name")
            if len(key) > 60:
                raise ValueError(f"{place}.{key}: is longer than 60 letters")


def of(jurisdiction: str, own: Listed, code: str | None = None) -> list[Body]:
    """The bodies of a jurisdiction that hear a matter, in the order of the list; those that name the matter itself come first."""
    listed = _shipped().get(jurisdiction, {}) | own.get(jurisdiction, {})
    found = [_body(key, entry) for key, entry in listed.items()]
    return sorted((one for one in found if one.hears(code)), key=lambda one: code not in one.codes)


def told(language: str, estate: Estate, own: Listed, code: str | None = None) -> str:
    """The bodies as lines for an owner; where none is known for the jurisdiction, that."""
    found = of(estate.jurisdiction, own, code)
    if not found:
        return say(language, "complaints.no_bodies", phone=estate.phone)
    return "\n".join(f"· {line_of(language, one)}" for one in found)


def line_of(language: str, body: Body) -> str:
    """A body as one line: its name, how it is reached, what it asks for first."""
    return " · ".join(filter(None, (_in(language, body.name), body.contact, _in(language, body.after))))


def name_of(language: str, estate: Estate, key: str, own: Listed | None = None) -> str:
    """A body's name; a key that is no longer listed stays as it is."""
    found = next((one for one in of(estate.jurisdiction, own or {}) if one.key == key), None)
    return _in(language, found.name) if found else key


def _in(language: str, texts: Mapping[str, str]) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _body(key: str, entry: Mapping[str, Any]) -> Body:
    return Body(
        key=key, name=_texts(entry["name"]), contact=str(entry.get("contact", "")), codes=tuple(entry.get("for") or ()),
        after=_texts(entry.get("after", {})), checked=str(entry.get("checked", "")),
    )  # fmt: skip


def _texts(said: Any) -> dict[str, str]:
    """A text by language; one alone counts for all."""
    return (
        {str(key): str(text) for key, text in said.items()}
        if isinstance(said, Mapping)
        else {"en": str(said)}
    )


@cache
def _shipped() -> Listed:
    found: Listed = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return found

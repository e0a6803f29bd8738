"""A kept notice as the value that becomes an alert: its words, its row of earlier notices, its place in our own geocodes.

Until it is sent its status is Draft, whatever it will be: what residents did not get is not in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handlers.notices.cap.from_notice import Outgoing, Said
from handlers.notices.cap.matching import BUILDING, ESTATE, FLOOR, UNIT
from handlers.notices.cap.values import Coded, Reference
from handlers.wording import say, speak
from storage.audience import Audience, from_json
from storage.estates import Estate
from storage.notices import Notice, NoticeText

#: Kinds that concern whoever is near, and may be read by anybody; the others are between an estate and its people.
PUBLIC = ("safety", "outage")

#: So many single homes are named; of more, the place is the estate.
MOST_HOMES = 100


@dataclass(frozen=True, slots=True)
class Places:
    """The names of an audience's buildings and of its single homes, as the estate writes them."""

    buildings: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


def outgoing(
    notice: Notice, texts: Mapping[str, NoticeText], estate: Estate, places: Places, earlier: Iterable[Notice], sender: str, web: str
) -> Outgoing:  # fmt: skip
    """The notice as far as an alert tells of it. `earlier` are those of its row that were sent before it."""
    audience = from_json(notice.audience)
    return Outgoing(
        identifier=identifier(estate, notice), sender=sender, sent=notice.sent_at or notice.created_at,
        timezone=estate.timezone, status=notice.status if notice.sent_at else "Draft", msg_type=notice.msg_type,
        references=tuple(Reference(sender, identifier(estate, one), one.sent_at) for one in earlier if one.sent_at),
        source=str(notice.source.get("name", "")), restriction=_restriction(notice, estate), category=notice.category,
        urgency=notice.urgency, severity=notice.severity, certainty=notice.certainty, response_type=notice.response_type,
        effective=notice.effective, onset=notice.onset, expires=notice.expires, sender_name=estate.name, contact=estate.phone,
        web=web, said=tuple(_said(notice, text, estate, audience, places) for text in texts.values()),
        geocodes=tuple(geocodes(estate.code, audience, places)),
    )  # fmt: skip


def identifier(estate: Estate, notice: Notice) -> str:
    """How other systems know a notice: the estate's code and its number."""
    return f"{estate.code}-N{notice.id}"


def geocodes(code: str, audience: Audience, places: Places) -> Iterator[Coded]:
    """The narrowest of our codes that together hold all that are meant; a floor says in which building where some are chosen."""
    if audience.floors and places.buildings:
        yield from (
            Coded(FLOOR, f"{code}/{one}/{floor}") for one in places.buildings for floor in audience.floors
        )
    elif audience.floors:
        yield from (Coded(FLOOR, f"{code}/{floor}") for floor in audience.floors)
    elif places.buildings:
        yield from (Coded(BUILDING, f"{code}/{one}") for one in places.buildings)
    elif not places.homes or audience.narrows_homes or len(places.homes) > MOST_HOMES:
        yield Coded(ESTATE, code)
        return
    if len(places.homes) <= MOST_HOMES:
        yield from (Coded(UNIT, f"{code}/{one}") for one in places.homes)
    else:
        yield Coded(ESTATE, code)


def _restriction(notice: Notice, estate: Estate) -> str:
    if notice.kind in PUBLIC:
        return ""
    return say(speak(estate.language, "en"), "cap.residents", estate=estate.name)


def _said(notice: Notice, text: NoticeText, estate: Estate, audience: Audience, places: Places) -> Said:
    language = text.language
    return Said(
        language=language, event=say(language, f"notices.kind.{notice.kind}"), headline=text.headline,
        description="\n\n".join(part for part in (text.facts, _doing(text)) if part.strip()), instruction=text.asked,
        area=_area(language, estate, audience, places), audience=say(language, "cap.residents", estate=estate.name),
    )  # fmt: skip


def _doing(text: NoticeText) -> str:
    return f"{say(text.language, 'notices.doing')}\n{text.doing}" if text.doing.strip() else ""


def _area(language: str, estate: Estate, audience: Audience, places: Places) -> str:
    place = " · ".join([estate.name, *places.buildings])
    beyond_codes = (audience.lines, audience.with_attributes, audience.without_attributes, audience.tiers, audience.stages,
                    audience.open_incident, audience.exclude, audience.include, audience.floors)  # fmt: skip
    if any(beyond_codes) or audience.narrows_people:
        return say(language, "cap.some_homes", place=place)
    return place

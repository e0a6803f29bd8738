"""A ticket on one card, for the staff group and the pages: what was said, by whom, from where, how long it may wait.

`facts` gathers it within a scope, `draw` puts it into words and buttons. The card holds the owner's words, so a reply to
the card is a reply to the owner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.base import Button, Reply, ToTopic
from handlers.staff.light import IN_HAND, MARKS, Runs, light
from handlers.staff.quality import spent_words
from handlers.staff.warning import warnings
from handlers.tickets import kinds, misread
from handlers.tickets.lifecycle import may
from handlers.wording import has, moment, say, speak
from storage.efforts import Spent
from storage.estates import Estate
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: How many of the owner's characters the card in the staff group shows; the pages show all of them.
WORDS_SHOWN = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a card tells. Empty text: not known. `earlier` are the household's other tickets, the newest first, without those that
    must not show in the staff group; `warnings` what to know before acting, in the room's language."""

    ticket: Ticket
    estate: Estate
    name: str = ""
    role: str = ""
    unit: str = ""
    building: str = ""
    floor: str = ""
    holder: str = ""
    earlier: tuple[Ticket, ...] = ()
    runs: Runs = ()
    warnings: tuple[str, ...] = ()
    spent: Spent = field(default_factory=lambda: Spent(0, ()))

    @property
    def language(self) -> str:
        """The estate's staff language, which the staff group speaks."""
        return speak(self.estate.language, "en")


def facts(store: StaffStore, ticket: Ticket) -> Facts:
    """The card's facts as a member of staff may know them."""
    estate = next(estate for estate in store.estates() if estate.id == ticket.estate_id)
    contact = store.contact_of(ticket)
    unit = store.unit(ticket.unit_id) if ticket.unit_id else None
    building = next((one for one in store.buildings() if unit and one.id == unit.building_id), None)
    person_id = ticket.person_id or (contact.person_id if contact else None)
    occupant = (
        next((one for one in store.occupants(unit) if one.person_id == person_id), None) if unit else None
    )
    holder = store.colleague(ticket.holder_id) if ticket.holder_id else None
    return Facts(
        ticket=ticket,
        estate=estate,
        name=occupant.name if occupant else (contact.name if contact else ""),
        role=occupant.role if occupant else "",
        unit=unit.label if unit else "",
        building=building.name if building else "",
        floor=unit.floor if unit else "",
        holder=holder.name if holder else "",
        earlier=tuple(one for one in store.tickets.of_household(ticket) if not one.guard),
        runs=store.clocks.running_of([ticket]).get(ticket.id, ()),
        warnings=warnings.lines(store, ticket, speak(estate.language, "en")),
        spent=store.efforts.of(ticket),
    )


def room_language(store: StaffStore, estate_id: int) -> str:
    """The language that the staff group of an estate speaks."""
    return speak(next((one.language for one in store.estates() if one.id == estate_id), None), "en")


def draw(known: Facts, now: datetime, *, kind: Literal["card", "redraw"] = "card") -> Reply:
    """The card as it stands in the ticket's topic."""
    ticket, language = known.ticket, known.language
    title = f"{MARKS.get(ticket.urgency, '')} {ticket.number} · {stage_name(language, ticket.stage)}".strip()
    lines = [
        *known.warnings,
        reading(language, ticket),
        "",
        _quoted(ticket.words),
        "",
        *who_and_where(known, language),
    ]
    zone = ZoneInfo(known.estate.timezone)
    lines += [clock(language, ticket, now, zone, known.runs), holder_line(language, known)]
    if spent := spent_words.told(language, known.spent):
        lines.append(say(language, "quality.card_spent", spent=spent))
    if known.earlier:
        lines.append(say(language, "desk.card.earlier", tickets=earlier(language, known)))
    lines += ["", say(language, "desk.card.how_to_answer")]
    return Reply(
        to=ToTopic(ticket.id), kind=kind, title=title, text="\n".join(lines), buttons=buttons(language, ticket),
        relays="owner_words",
    )  # fmt: skip


def buttons(language: str, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The steps that fit the ticket as it stands."""

    def button(step: str) -> Button:
        return Button(say(language, f"desk.button.{step}"), f"desk:{step}:{ticket.id}")

    if not may(ticket, "resolve"):
        return ()
    first = (button("claim"),) if may(ticket, "claim") else ()
    there = (button("on_site"),) if somebody_comes(ticket) else ()
    rows = (
        (*first, button("next")),
        (button("ask"), button("transfer")),
        (*there, button("escalate"), button("resolve")),
    )
    return tuple(row for row in rows if row)


def somebody_comes(ticket: Ticket) -> bool:
    """Whether being there is a step of this matter, and nobody was there yet."""
    visited = ticket.intent in ("repair", "emergency") or ticket.urgency in ("E0", "E1")
    return visited and ticket.on_site_at is None and may(ticket, "resolve") and ticket.stage != "decided"


def stage_name(language: str, stage: str) -> str:
    """A stage as people call it; owners and staff read the same word (C06)."""
    return say(language, f"desk.stage.{stage}")


def reading(language: str, ticket: Ticket) -> str:
    """What the words were read as, and how sure the reader was; what it really is, where people put the reading right."""
    now, read = kinds.label_of(ticket.intent, ticket.code), misread.read_as(ticket)
    what, was = kinds.named(language, now), kinds.named(language, read)
    sure = ticket.reading.get("confidence")
    percent = round(sure * 100) if isinstance(sure, (int, float)) else None
    if read == misread.UNKNOWN:
        return say(language, "desk.card.not_read", what=what)
    if read != now:
        return say(language, "desk.card.put_right", what=what, was=was, percent=percent or 0)
    if percent is None:
        return say(language, "desk.card.read_as", what=what)
    return say(language, "desk.card.read_as_sure", what=what, percent=percent)


def who_and_where(known: Facts, language: str) -> list[str]:
    """The lines that name the owner and the place."""
    role = say(language, f"desk.occupant.{known.role}") if has(f"desk.occupant.{known.role}") else ""
    who = say(language, "desk.person", name=known.name, role=role) if known.name and role else known.name
    lines = [say(language, "desk.card.who", who=who or say(language, "desk.card.unknown"))]
    where = place(known, language)
    if where:
        lines.append(say(language, "desk.card.where", where=where))
    return lines


def place(known: Facts, language: str) -> str:
    """Unit, building and floor, and the place that was said."""
    floor = say(language, "desk.card.floor", floor=known.floor) if known.floor else ""
    return " · ".join(part for part in (known.unit, known.building, floor, known.ticket.place or "") if part)


def clock(language: str, ticket: Ticket, now: datetime, tz: ZoneInfo, runs: Runs = ()) -> str:
    """How long a ticket may wait, and for what."""
    found = light(ticket, now, runs)
    late = "_late" if found.colour == "red" else ""
    when = moment(language, found.due, tz, now) if found.due else ""
    waits_for = found.waits_for if has(f"desk.clock.{found.waits_for}") else "other"
    return say(language, f"desk.clock.{waits_for}{late}", when=when)


def holder_line(language: str, known: Facts) -> str:
    """Who is accountable; nobody has to be said too."""
    claimed = known.ticket.stage in IN_HAND or not may(known.ticket, "claim")
    if not known.holder:
        return say(language, "desk.card.no_holder")
    line = say(language, "desk.card.holder" if claimed else "desk.card.named_holder", name=known.holder)
    if known.ticket.transfers:
        line += " · " + say(language, "desk.card.transfers", count=known.ticket.transfers)
    return line


def earlier(language: str, known: Facts) -> str:
    """The household's other tickets as numbers and stages."""
    return ", ".join(f"{one.number} ({stage_name(language, one.stage)})" for one in known.earlier)


def _quoted(words: str) -> str:
    shown = words if len(words) <= WORDS_SHOWN else words[:WORDS_SHOWN] + " […]"
    return "“" + shown + "”"

"""What staff say of a home: its attributes and the household's tier, which a notice goes by (H08, H10)."""

from __future__ import annotations

from handlers.base import Mistake, Reply
from handlers.notices import attributes
from handlers.notices.home_lists import parted
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: Who keeps what the register says of homes.
KEEPERS = ("housekeeper", *SENIOR)

#: As long as storage keeps a tier.
LONGEST_TIER = 20


def may_keep(who: Staff) -> bool:
    return who.role in KEEPERS


def keep(
    request: StaffRequest, store: StaffStore, ticket: Ticket, *, said: str, tier: str
) -> tuple[Reply, ...]:
    """The home of a ticket has exactly these attributes, each with its value where one follows "="; and this tier, or none.

    Raises Mistake: not theirs to keep, no home, no name of an attribute, a value or a tier that is too long.
    """
    if not may_keep(request.who):
        raise Mistake("homes.not_yours")
    unit = store.unit(ticket.unit_id) if ticket.unit_id else None
    if unit is None:
        raise Mistake("homes.no_home", number=ticket.number)
    wanted = _named(said)
    standing = " ".join(tier.split()).casefold()
    if len(standing) > LONGEST_TIER:
        raise Mistake("homes.long_tier", most=LONGEST_TIER)
    before = {one.name: one.value for one in store.homes.attributes(unit)}
    for name in before.keys() - wanted.keys():
        store.homes.clear_attribute(unit, name)
    for name, value in wanted.items():
        if before.get(name) != value:
            store.homes.set_attribute(unit, name, request.now, value)
    store.homes.set_tier(unit, standing or None)
    if (before, unit.tier or "") != (wanted, standing):
        record(
            request, store, ticket, "home_described", unit.label, shown=False, now=wanted | {"tier": standing},
            before=before | {"tier": unit.tier or ""},
        )  # fmt: skip
    return ()


def _named(said: str) -> dict[str, str]:
    """The attributes in a list, by their names as they are kept."""
    found: dict[str, str] = {}
    for item in parted(said):
        word, _, value = item.partition("=")
        try:
            name = attributes.name_in(word)
        except ValueError:
            raise Mistake("homes.no_name", said=word.strip(), most=attributes.LONGEST) from None
        if len(value.strip()) > attributes.LONGEST_VALUE:
            raise Mistake("homes.long_value", said=word.strip(), most=attributes.LONGEST_VALUE)
        found[name] = value.strip()
    return found

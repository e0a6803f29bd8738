"""Somebody leaves the staff: in the same transaction their access ends and what they hold goes to others (B13)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting
from bot.settings import Settings
from bot.wiring import conversation_of, routes_of
from handlers.base import LineAct
from handlers.tickets.holders import assigning
from storage import estates, staff
from storage.db import Connection
from storage.staff import Staff
from storage.store import LineStore


def take_off(connection: Connection, who: Staff, settings: Settings) -> tuple[int, list[str]]:
    """Ends somebody's access; how many tickets they held, and the numbers of those that nobody else may hold."""
    now, store = clock.now(), LineStore(connection)
    routes = routes_of(settings, telegram=bool(settings.telegram.token.get_secret_value()))
    first = estates.by_id(connection, who.estate_ids[0]) if who.estate_ids else None
    zone = ZoneInfo(first.timezone if first else "UTC")
    acting = LineAct(now=now, tz=zone, settings=conversation_of(settings, routes))
    held = [ticket.id for ticket in store.tickets.held_by(who.id, 100_000) if ticket.holder_id == who.id]
    staff.change(connection, who.id, active=False)
    moved = assigning.leave(acting, store, who)
    Posting(connection, routes, now=now, turn_id=clock.turn_id()).post(tuple(acting.told), None)
    now_held = [ticket for ticket in map(store.tickets.by_id, held) if ticket]
    unheld = [one.number for one in now_held if one.holder_id is None and one.stage != "resolved"]
    return moved, unheld

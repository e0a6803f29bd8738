"""The pages of events: the list, planning one, one event with its answers and what it did, and the list at the door."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.events.door_pages import DoorPages
from bot.web.staff.events.event_pages import EventPages
from bot.web.staff.events.list_pages import ListPages
from bot.web.staff.inside import Inside


def event_routes(inside: Inside) -> list[web.RouteDef]:
    """Every address of the pages of events, the most particular first."""
    return [*ListPages(inside).routes(), *DoorPages(inside).routes(), *EventPages(inside).routes()]

"""The pages of the people who serve: thanks, what somebody can, what is known."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.team.known_pages import KnownPages
from bot.web.staff.team.profile_pages import ProfilePages
from bot.web.staff.team.recognition_pages import RecognitionPages


def team_routes(inside: Inside) -> list[web.RouteDef]:
    """Every address of these pages."""
    return [
        *RecognitionPages(inside).routes(),
        *ProfilePages(inside).routes(),
        *KnownPages(inside).routes(),
    ]

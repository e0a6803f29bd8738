"""Pages of the owner's voice: what was asked, what was said, and what came of it."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.voice.perception_pages import PerceptionPages
from bot.web.staff.voice.standards_pages import StandardsPages
from handlers.voice.rules import VoiceRules


def voice_routes(inside: Inside, rules: VoiceRules) -> list[web.RouteDef]:
    """Every address of the pages of the owner's voice."""
    return [
        *StandardsPages(inside, rules.standards.least_answers).routes(),
        *PerceptionPages(inside).routes(),
    ]

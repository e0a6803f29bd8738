"""Pages of the owner's voice: what was asked, what was said, and what came of it; and the way to each."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.inside import Inside
from bot.web.staff.voice.club_pages import ClubPages
from bot.web.staff.voice.hub import Hub
from bot.web.staff.voice.loyalty_pages import LoyaltyPages
from bot.web.staff.voice.perception_pages import PerceptionPages
from bot.web.staff.voice.recovery_pages import RecoveryPages
from bot.web.staff.voice.reward_pages import RewardPages
from bot.web.staff.voice.standards_pages import StandardsPages
from bot.web.staff.voice.suggestion_pages import SuggestionPages
from bot.web.staff.voice.survey_calls import SurveyCallPages
from bot.web.staff.voice.survey_pages import SurveyPages


def voice_routes(inside: Inside) -> list[web.RouteDef]:
    """Every address of the owner's voice."""
    return [
        *Hub(inside).routes(),
        *RecoveryPages(inside).routes(),
        *StandardsPages(inside).routes(),
        *PerceptionPages(inside).routes(),
        *SurveyPages(inside).routes(),
        *SurveyCallPages(inside).routes(),
        *LoyaltyPages(inside).routes(),
        *ClubPages(inside).routes(),
        *RewardPages(inside).routes(),
        *SuggestionPages(inside).routes(),
    ]

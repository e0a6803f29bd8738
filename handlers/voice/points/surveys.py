"""Nobody is given points just before a survey, or while it runs: what was earned comes after it (I11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.voice.points.rules import PointRules, survey_period
from storage.estates import Estate
from storage.store import Store


def surveys_near(rules: PointRules, store: Store, estate: Estate, now: datetime) -> datetime | None:
    """Until when points wait at an estate because of its surveys; None where they may come at once.

    Asks for the periods (from, until before) of all surveys of the estate that are not over: those that headquarters run through
    the line, and those of the settings, which others run.
    """
    before = timedelta(days=rules.no_points_before_survey_days)
    own = store.surveys.periods(estate.id, now)
    others = [survey_period(one, ZoneInfo(estate.timezone)) for one in rules.surveys.get(estate.code, ())]
    until: datetime | None = None
    for begins, ends in sorted([*own, *others]):
        if begins - before <= (until or now) and ends > now:
            until = max(ends, until or ends)
    return until

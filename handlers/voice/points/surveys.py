"""Nobody is given points just before a survey, or while it runs: what was earned comes after it (I11)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.voice.points.rules import PointRules, survey_period
from storage.estates import Estate
from storage.store import Store

_DAY = timedelta(days=1)


def surveys_near(rules: PointRules, store: Store, estate: Estate, now: datetime) -> datetime | None:
    """Until when points wait at an estate because of its surveys; None where they may come at once.

    Surveys of the settings, which the line does not run itself, by their days; of the line's own only whether one is near, for its
    days are headquarters' alone: then it is asked again on the next day.
    """
    before = timedelta(days=rules.no_points_before_survey_days)
    periods = [survey_period(one, ZoneInfo(estate.timezone)) for one in rules.surveys.get(estate.code, ())]
    until: datetime | None = None
    for begins, ends in sorted(periods):
        if begins - before <= (until or now) and ends > now:
            until = max(ends, until or ends)
    if store.surveys.surveys_near(estate.id, now, rules.no_points_before_survey_days):
        until = max(now + _DAY, until or now)
    return until

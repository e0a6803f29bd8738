"""The calendar of reminders (H12, H09): which season begins on a day, whom it concerns, and the notice it proposes; pure.

The seasons stand in seasons.yml. What does not fit there is refused when it is first read, in plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handlers.wording import LANGUAGES
from storage.audience import Audience, from_json
from storage.notices import NoticeText

#: How many days after its first day a season may still be put forward, where the line stood still; later it comes next year.
LATE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """One season. `days`: its first and last day (month, day) by jurisdiction; `audience`: the homes it concerns; `texts`: the
    proposed notice in each language; `cap`: the fields in which it differs from an announcement.
    """

    key: str
    days: Mapping[str, tuple[tuple[int, int], tuple[int, int]]]
    audience: Audience
    cap: Mapping[str, str]
    title: Mapping[str, str]
    texts: tuple[NoticeText, ...]

    def begins(self, jurisdiction: str, year: int) -> date | None:
        """Its first day in a year; None where the jurisdiction does not have it."""
        span = self.days.get(jurisdiction)
        return date(year, *span[0]) if span else None

    def ends(self, jurisdiction: str, year: int) -> date:
        """The last day of the season that begins in a year; it may lie in the next one."""
        first, last = self.days[jurisdiction]
        return date(year + (last < first), *last)


@dataclass(frozen=True, slots=True)
class Due:
    """A season to be put forward, and the year in which it began."""

    season: Season
    year: int


def due(jurisdiction: str, today: date) -> list[Due]:
    """What began today, or within the days for which it may still be put forward; the new year's and the old year's."""
    found = []
    for season in seasons().values():
        for year in (today.year - 1, today.year):
            first = season.begins(jurisdiction, year)
            if first and first <= today < first + timedelta(days=LATE):
                found.append(Due(season, year))
    return found


@cache
def seasons() -> dict[str, Season]:
    """Every season by its key, in the order in which they are written. Raises ValueError for what cannot be one."""
    written = yaml.safe_load(Path(__file__).with_name("seasons.yml").read_text("utf-8"))
    return {key: read(key, one) for key, one in written.items()}


def read(key: str, one: Mapping[str, Any]) -> Season:
    """A season as it is written. Raises ValueError naming the season and what is wrong with it."""
    for name in ("title", "facts", "asked"):
        if set(one.get(name) or ()) != set(LANGUAGES):
            raise ValueError(f"{key}: {name} is needed in {', '.join(LANGUAGES)}")
    if not all(isinstance(line, str) for lines in one["asked"].values() for line in lines):
        raise ValueError(f"{key}: every line of asked is one text; one with a colon stands in quotes")
    try:
        days = {place: _span(text) for place, text in one["days"].items()}
        audience = from_json(one.get("for", {}))
    except (ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"{key}: {error}") from error
    texts = tuple(
        NoticeText(
            language=language, headline=one["title"][language], facts=one["facts"][language], doing="",
            asked="\n".join(one["asked"][language]), signature="",
        )
        for language in LANGUAGES
    )  # fmt: skip
    return Season(
        key=key, days=days, audience=audience, cap=one.get("cap", {}), title=one["title"], texts=texts
    )


def _span(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """ "12-01 01-20" as two days of the year; 29 February is none, it does not come every year."""
    first, last = (date.fromisoformat(f"2001-{part}") for part in text.split())
    return (first.month, first.day), (last.month, last.day)

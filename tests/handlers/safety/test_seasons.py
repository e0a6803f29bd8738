"""The calendar of reminders: which season begins where and when, in three languages, and what may stand in the file (H12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.safety.seasons import LATE, due, read, seasons
from handlers.wording import LANGUAGES
from tests.handlers.test_wording import SOFT

EVERY = list(seasons().values())

ONE = {
    "days": {"CN": "06-01 06-30"},
    **{name: dict.fromkeys(LANGUAGES, "x") for name in ("title", "facts")},
    "asked": {language: ["x"] for language in LANGUAGES},
}


@pytest.mark.parametrize(
    ("where", "day", "keys"),
    [
        ("CN", date(2026, 12, 1), {"year_end", "ground_floor", "switch_the_alarm_on"}),
        ("CN", date(2026, 6, 1), {"e_bikes"}),
        ("HK", date(2026, 5, 1), {"storms"}),
        ("HK", date(2026, 11, 16), set()),
        ("GB", date(2026, 10, 25), {"bonfire_night", "ground_floor"}),
        ("GB", date(2026, 11, 15), {"winter"}),
        ("HK", date(2027, 1, 15), {"lunar_new_year"}),
        ("SG", date(2026, 12, 1), set()),
    ],
)
def test_what_is_put_forward_on_a_day(where: str, day: date, keys: set[str]) -> None:
    assert {one.season.key for one in due(where, day)} == keys


@pytest.mark.parametrize("season", EVERY, ids=lambda one: one.key)
def test_a_season_is_put_forward_from_its_first_day_for_as_long_as_the_line_may_have_stood_still(
    season,
) -> None:
    for where in season.days:
        first = season.begins(where, 2026)
        assert first
        keys = lambda day, where=where: [(one.season.key, one.year) for one in due(where, day)]  # noqa: E731
        assert (season.key, 2026) not in keys(first - timedelta(days=1))
        assert (season.key, 2026) in keys(first)
        assert (season.key, 2026) in keys(first + timedelta(days=LATE - 1))
        assert (season.key, 2026) not in keys(first + timedelta(days=LATE))
        assert season.ends(where, 2026) > first + timedelta(days=LATE) or season.key == "bonfire_night"


@pytest.mark.parametrize("season", EVERY, ids=lambda one: one.key)
def test_every_notice_is_whole_in_three_languages_and_promises_nothing(season) -> None:
    assert {text.language for text in season.texts} == set(LANGUAGES)
    for text in season.texts:
        assert text.headline
        assert text.facts
        assert text.asked
        assert not SOFT.search(" ".join((text.headline, text.facts, text.asked)))
        assert text.doing == "", "what the estate does is for its people to say"
    assert len({len(text.asked.splitlines()) for text in season.texts}) == 1


@pytest.mark.parametrize(
    ("key", "change", "said"),
    [
        ("days", {"CN": "06-31 07-01"}, "one: "),
        ("days", {"CN": "02-29 03-01"}, "one: "),
        ("days", {"CN": "soon"}, "one: "),
        ("days", {"CN": None}, "one: "),
        ("title", {"en": "x"}, "title is needed in"),
        ("asked", {}, "asked is needed in"),
        ("asked", dict.fromkeys(LANGUAGES, ({"Smoke": "go out"},)), "stands in quotes"),
        ("for", {"colour": ["red"]}, "no “colour”"),
    ],
)
def test_what_is_no_season_is_refused_by_name(key: str, change: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read("one", ONE | {key: change})


def test_a_season_across_the_new_year_belongs_to_the_year_in_which_it_began() -> None:
    winter = read("winter", ONE | {"days": {"CN": "12-25 01-10"}})
    assert winter.ends("CN", 2026) == date(2027, 1, 10)
    assert winter.begins("HK", 2026) is None

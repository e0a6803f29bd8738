"""Which windows somebody can meet, as a table: hours, other visits, what a day holds; and which are offered (L17)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.tickets.works.roster import Roster, Window, slots, trouble
from handlers.tickets.works.work_rules import Work

TZ = ZoneInfo("Asia/Hong_Kong")


def at(text: str) -> datetime:
    """A moment of November 2026 in Hong Kong: "24 09:00"."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=TZ)


def window(since: str, until: str) -> Window:
    return at(since), at(until)


DAY = Roster(name="Eli", hours="09:00-18:00")
NIGHT = Roster(name="Gus", hours="22:00-06:00")


@pytest.mark.parametrize(
    ("roster", "since", "until", "why"),
    [
        pytest.param(DAY, "24 09:00", "24 11:00", "", id="within the hours"),
        pytest.param(DAY, "24 16:00", "24 18:00", "", id="up to their end"),
        pytest.param(DAY, "24 08:00", "24 10:00", "hours", id="begins before them"),
        pytest.param(DAY, "24 17:00", "24 19:00", "hours", id="ends after them"),
        pytest.param(DAY, "24 17:00", "25 10:00", "hours", id="both ends within, the night between"),
        pytest.param(NIGHT, "24 23:00", "25 01:00", "", id="across midnight"),
        pytest.param(NIGHT, "24 05:00", "24 07:00", "hours", id="past the end of a night"),
        pytest.param(Roster(name="Ivy"), "24 03:00", "24 05:00", "", id="no hours: any"),
        pytest.param(
            Roster(name="Ivy", taken=(window("24 10:00", "24 12:00"),)), "24 11:00", "24 13:00", "busy",
            id="another visit overlaps",
        ),
        pytest.param(
            Roster(name="Ivy", taken=(window("24 10:00", "24 12:00"),)), "24 12:00", "24 14:00", "",
            id="one after the other",
        ),
        pytest.param(
            Roster(name="Ivy", taken=(window("24 10:00", "24 12:00"),), promised=(at("24 17:00"),), most=2),
            "24 13:00", "24 15:00", "full", id="a visit and a promise fill the day",
        ),
        pytest.param(
            Roster(name="Ivy", taken=(window("24 10:00", "24 12:00"),), promised=(at("25 17:00"),), most=2),
            "24 13:00", "24 15:00", "", id="a promise of another day does not",
        ),
    ],
)  # fmt: skip
def test_what_somebody_can_meet(roster: Roster, since: str, until: str, why: str) -> None:
    assert trouble(at(since), at(until), roster, TZ) == why


def offered(roster: Roster, now: str, count: int = 6) -> list[str]:
    return [f"{since.astimezone(TZ):%d %H:%M}" for since, _ in slots(at(now), roster, TZ, count=count)]


def test_the_next_free_windows_are_offered_two_a_day() -> None:
    assert offered(DAY, "24 12:30") == [
        "24 15:00", "25 09:00", "25 11:00", "26 09:00", "26 11:00", "27 09:00",
    ]  # fmt: skip
    taken = Roster(
        name="Eli",
        hours="09:00-18:00",
        taken=(window("24 15:00", "24 17:00"), window("25 10:00", "25 12:00")),
    )
    assert offered(taken, "24 12:30", 3) == ["25 13:00", "25 15:00", "26 09:00"]


def test_a_night_guard_is_offered_at_night_and_whoever_is_full_not_at_all() -> None:
    assert offered(NIGHT, "24 12:00", 2) == ["24 22:00", "25 00:00"]
    full = Roster(name="Eli", promised=tuple(at(f"{day} 09:00") for day in range(24, 31)), most=1)
    assert offered(full, "24 08:00") == []


def test_an_hour_that_the_clocks_leave_out_is_not_offered() -> None:
    london = ZoneInfo("Europe/London")
    now = datetime(2026, 3, 29, 0, 0, tzinfo=london) - timedelta(hours=3)
    found = slots(now, Roster(name="Gus", hours="01:00-05:00"), london, count=20)
    assert all(since.astimezone(london).hour in (1, 3) for since, _ in found)
    assert f"{found[0][0].astimezone(london):%d %H:%M}" == "29 03:00"


def test_a_day_holds_one_visit_at_least() -> None:
    with pytest.raises(ValueError, match="visits_a_day"):
        Work(visits_a_day=0)

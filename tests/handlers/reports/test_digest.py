"""The morning's digest, word for word in three languages, in a house that can be counted by hand; and what must not be in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.reports import digest, standing
from handlers.reports.digest import Digest
from handlers.reports.rules import ReportRules
from storage import staff, ticket_sweeps
from storage.store import LineStore
from tests.handlers.reports.small_house import on
from tests.handlers.staff.house import NOW, TZ, House
from tests.support.rated import rated

HOUR = timedelta(hours=1)
ADDRESS = "https://line.example"


def managing(house: House, name: str, language: str, *codes: str, role: str = "executive") -> None:
    """Somebody who manages these estates."""
    with house.db.transaction() as connection:
        ids = tuple(house.estates[code] for code in codes)
        found = staff.by_id(
            connection, staff.add(connection, name=name, role=role, language=language, estate_ids=ids)
        )
        assert found
        house.staff[name] = found


def morning(house: House, name: str) -> Digest:
    since = standing.since(ReportRules(), NOW.astimezone(TZ))
    with house.store(name) as store:
        return digest.digest(store, house.staff[name].language, NOW, TZ, since)


def told(house: House, name: str) -> str:
    return digest.told(house.staff[name].language, morning(house, name), ADDRESS)


def pressing(house: House) -> None:
    """Beside what the small house has open: a fire that burns, a visit that was promised and not made, a low rating of Cat's."""
    house.open("Ann", urgency="E0", intent="emergency", code="home.fire", opened_at=NOW - HOUR)
    waiting = house.open("Cat", opened_at=NOW - 40 * HOUR, complaint=True, intent="complaint")
    with house.db.transaction() as connection:
        line = LineStore(connection)
        line.tickets.promise(
            waiting, kind="visit", due_at=NOW - 3 * HOUR, made_at=NOW - 30 * HOUR, staff_id=None
        )
        ticket_sweeps.claim_broken(connection, NOW)
        rating = rated(connection, waiting, 1, NOW - 30 * HOUR)
        line.recoveries.open(rating, holder_id=None, at=NOW - 30 * HOUR, due_at=NOW - 6 * HOUR)


EN = """☀️ Sun 22 Nov · Green Valley
🔴 Red (2): GV-1009 emergency, GV-1008 serious risk
⏰ Late (2): GV-1003 (the first answer, 18 d), GV-1010 (promise broken: the promised visit, 3 h)
📞 Late contacts after a low rating (1): GV-1010 (6 h)
🆕 New since yesterday 08:00 (2): GV-1009, GV-1006
📂 Open (4): received 3, in hand 1
https://line.example/staff/reports/digest"""

HANS = """☀️ 11月22日 周日 · Green Valley
🔴 告急 2 宗：GV-1009 紧急事件、GV-1008 重大风险
⏰ 超时 2 宗：GV-1003（首次答复，18 天）、GV-1010（承诺未守：约定的上门，3 小时）
📞 低分后的联络超时 1 宗：GV-1010（6 小时）
🆕 昨天 08:00 以来新增 2 宗：GV-1009、GV-1006
📂 在办 4 宗：已收到 3、已接单 1
https://line.example/staff/reports/digest"""

HANT = """☀️ 11月22日 週日 · Green Valley
🔴 告急 2 宗：GV-1009 緊急事故、GV-1008 嚴重風險
⏰ 過時 2 宗：GV-1003（第一次回覆，18 日）、GV-1010（應承咗未做：約好嘅上門，3 個鐘）
📞 低分之後嘅聯絡過時 1 宗：GV-1010（6 個鐘）
🆕 尋日 08:00 之後新增 2 宗：GV-1009、GV-1006
📂 跟緊 4 宗：已收到 3、已接單 1
https://line.example/staff/reports/digest"""


@pytest.mark.parametrize(("language", "golden"), [("en", EN), ("zh-Hans", HANS), ("zh-Hant", HANT)])
def test_a_morning_reads_at_a_glance(small: House, language: str, golden: str) -> None:
    managing(small, "Eve", language, "GV")
    pressing(small)
    assert told(small, "Eve") == golden


@pytest.mark.parametrize(
    ("language", "golden"),
    [
        ("en", "☀️ Sun 22 Nov · Sea Breeze: nothing new, nothing late, nothing red. 0 open."),
        ("zh-Hans", "☀️ 11月22日 周日 · Sea Breeze：没有新的，没有超时的，没有告急的。在办 0 宗。"),
        ("zh-Hant", "☀️ 11月22日 週日 · Sea Breeze：冇新個案、冇過時、冇告急。跟緊 0 宗。"),
    ],
)
def test_nothing_to_say_is_said_in_one_line_without_a_picture(
    small: House, language: str, golden: str
) -> None:
    managing(small, "Eve", language, "SB")
    assert told(small, "Eve") == golden
    assert morning(small, "Eve").chart is None


def test_the_picture_shows_what_is_open_and_how_it_stands(small: House) -> None:
    managing(small, "Eve", "en", "GV")
    pressing(small)
    chart = morning(small, "Eve").chart
    assert chart
    assert dict(zip(chart.categories, zip(*(one.values for one in chart.series), strict=True), strict=True)) == {
        "received": (1, 0, 2, 0), "in hand": (1, 0, 0, 0),
    }  # fmt: skip
    assert [one.name for one in chart.series] == [
        "Late 2",
        "Late within hours 0",
        "In time 2",
        "Owner's turn 0",
    ]


def test_somebody_with_two_estates_reads_one_message_about_both(small: House) -> None:
    managing(small, "Eve", "en", "GV", "SB")
    small.open("Zoe", opened_at=NOW - HOUR)
    found = morning(small, "Eve")
    assert found.head == "☀️ Sun 22 Nov · Green Valley, Sea Breeze"
    assert found.chart
    assert set(found.chart.categories) == {"Green Valley", "Sea Breeze"}
    assert "SB-1002" in told(small, "Eve")


def test_a_complaint_about_that_very_person_does_not_show_to_them(small: House) -> None:
    """It shows to the other one, who may read it; to the one it is about it is as if it were not there (C11)."""
    managing(small, "Eve", "en", "GV")
    managing(small, "Dora", "en", "GV", role="director")
    about = small.open("Ann", opened_at=NOW - HOUR, complaint=True, intent="complaint", urgency="E0")
    before = told(small, "Eve")
    with small.db.transaction() as connection:
        LineStore(connection).subjects.name(about, small.staff["Eve"].id, by="owner", at=NOW)
    assert about.number in before
    assert about.number in told(small, "Dora")
    assert about.number not in told(small, "Eve")
    assert "🔴 Red (1)" in told(small, "Eve")


def test_what_belongs_to_another_estate_is_not_in_it(small: House) -> None:
    managing(small, "Eve", "en", "GV")
    pressing(small)
    before = told(small, "Eve")
    foreign = small.open("Zoe", opened_at=NOW - HOUR, urgency="E0", intent="emergency", code="home.fire")
    with small.db.transaction() as connection:
        LineStore(connection).risks.raise_one(foreign, NOW, level="crisis", signals=[], decide_by=NOW)
    assert told(small, "Eve") == before


def test_a_bad_morning_still_fits_under_a_picture(small: House) -> None:
    """A messaging app takes 1,024 characters with a picture; what is left out is counted, and the page has all of it."""
    managing(small, "Eve", "en", "GV")
    for _ in range(30):
        small.open("Ann", opened_at=NOW - HOUR, urgency="E0", intent="emergency", code="home.fire")
    said = told(small, "Eve")
    assert len(said.encode("utf-16-le")) // 2 <= 1024
    assert "and 25 more" in said


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(seconds=30), "0 min"), (timedelta(minutes=59), "59 min"), (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"), (timedelta(days=2), "2 d"), (-timedelta(hours=1), "0 min"),
    ],
)  # fmt: skip
def test_lateness_is_told_in_its_largest_unit(late: timedelta, said: str) -> None:
    assert digest.span("en", NOW - late, NOW) == said


def test_a_crisis_stands_before_emergencies_and_a_ticket_stands_once(small: House) -> None:
    managing(small, "Eve", "en", "GV")
    fire = small.open("Ann", opened_at=on(21), urgency="E0", intent="emergency", code="home.fire")
    other = small.open("Cat", opened_at=on(21), urgency="E0", intent="emergency", code="home.fire")
    with small.db.transaction() as connection:
        LineStore(connection).risks.raise_one(fire, NOW, level="crisis", signals=[], decide_by=NOW)
    lines: dict[str, Any] = {line.key: line for line in morning(small, "Eve").lines}
    assert [part.words for part in lines["red"].parts] == [
        f"{fire.number} crisis", f"{other.number} emergency", "GV-1008 serious risk"
    ]  # fmt: skip

"""The pages of events over real HTTP: planning, owners' proposals, inviting, the door, costs and the report; and nothing for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import clock
from handlers.base import LineAct
from handlers.notices import sending
from storage.events import Event, events, rsvps
from storage.rsvps import Rsvp
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.house import SETTINGS, TZ, House
from tests.storage.asked.events import made

#: A day some weeks ahead, the days before and after it, and one in the year after that.
DAY, EARLIER, LATER, NEXT_YEAR = (
    f"{clock.now() + timedelta(days=days):%Y-%m-%d}" for days in (40, 38, 50, 406)
)

PLAN = {
    "kind": "company", "title_en": "Mooncake evening", "place_en": "Hall", "description_en": "Lanterns <b>and</b> tea",
    "starts": f"{DAY}T18:00", "ends": f"{DAY}T20:00", "until": f"{EARLIER}T20:00", "capacity": "6", "form": "f1",
}  # fmt: skip


def planned(house: House, *homes: str, **values) -> Event:
    """An event that begins in two days, to which the homes of these people are invited."""
    begins = clock.now() + timedelta(days=2)
    times = {"starts": begins, "ends": begins + timedelta(hours=2), "rsvp_until": begins}
    with house.db.transaction() as connection:
        return made(connection, house, *homes, **times | values)


def rsvp_of(house: House, event: Event, name: str) -> Rsvp:
    with house.store("Max") as store:
        found = store.rsvps.at_home(event, house.units[name])
    assert found
    return found


def now_of(house: House, event_id: int = 1) -> Event:
    with house.store("Max") as store:
        found = store.events.by_id(event_id)
    assert found
    return found


async def test_an_event_is_planned_once_and_stands_in_the_list(desk: Desk, signed_in) -> None:
    ivy = await signed_in("Ivy")
    assert "No event is planned" in plain(await ivy.page("/staff/events"))
    form = PLAN | {"estate": str(desk.house.estates["GV"])}
    for _ in range(2):
        response = await ivy.post("/staff/events", **form)
        assert response.status == 303, await response.text()
    event = now_of(desk.house)
    assert (event.status, event.capacity, event.kind) == ("CONFIRMED", 6, "company")
    assert f"{event.starts:%Y-%m-%dT%H:%M}" == f"{DAY}T10:00"  # 18:00 in Hong Kong
    assert event.token
    assert len(event.token) == 43
    listed = plain(await ivy.page("/staff/events"))
    assert listed.count("Mooncake evening") == 1
    page = await ivy.page("/staff/events/1")
    assert "Lanterns &lt;b&gt;and&lt;/b&gt; tea" in page
    assert f"/event/{event.token}.ics" in page


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"title_en": " "}, "Give the event a name"),
        ({"starts": ""}, "beginning and the end"),
        ({"starts": "yesterday"}, "date"),
        ({"ends": f"{DAY}T17:00"}, "must end after it begins"),
        ({"starts": "2020-01-01T10:00", "ends": "2020-01-01T11:00"}, "passed already"),
        ({"until": f"{LATER}T10:00"}, "not after it begins"),
        ({"capacity": "many"}, "“many” is no number"),
        ({"capacity": "0"}, "from 1 to 100,000"),
        ({"title_en": "x" * 121}, "longer than 120"),
        ({"estate": "77"}, "no such event"),
        ({"kind": "owner"}, "no such event"),
    ],
)
async def test_what_cannot_be_is_said_and_what_was_typed_stays(
    desk: Desk, signed_in, typed: dict[str, str], wrong: str
) -> None:
    ivy = await signed_in("Ivy")
    response = await ivy.post("/staff/events", **PLAN | {"estate": str(desk.house.estates["GV"])} | typed)
    page = await response.text()
    assert response.status == 422
    assert wrong in plain(page)
    assert "Lanterns" in page
    with desk.house.store("Ivy") as store:
        assert store.events.newest() == []


async def test_there_is_one_brand_event_a_year(desk: Desk, signed_in) -> None:
    ivy = await signed_in("Ivy")
    form = PLAN | {"estate": str(desk.house.estates["GV"]), "kind": "brand"}
    assert (await ivy.post("/staff/events", **form)).status == 303
    refused = await ivy.post("/staff/events", **form | {"form": "f2"})
    assert refused.status == 422
    assert "one a year" in plain(await refused.text())
    next_year = {"starts": f"{NEXT_YEAR}T18:00", "ends": f"{NEXT_YEAR}T20:00", "until": "", "form": "f3"}
    assert (await ivy.post("/staff/events", **form | next_year)).status == 303


async def test_an_owners_proposal_is_agreed_to_and_they_hear_it(desk: Desk, signed_in) -> None:
    event = planned(
        desk.house, kind="owner", status="TENTATIVE", contact_id=desk.house.contacts["Ann"], staff_id=None
    )
    max_ = await signed_in("Max")
    assert "業主提議" in plain(await max_.page("/staff/events"))
    form = {name: PLAN[name] for name in ("title_en", "place_en", "starts", "ends", "until", "capacity")}
    assert (await max_.post(f"/staff/events/{event.id}/approve", **form)).status == 303
    assert now_of(desk.house).status == "CONFIRMED"
    assert [text for text in desk.sent() if "Good news" in text and "Mooncake evening" in text]
    again = await max_.post(f"/staff/events/{event.id}/approve", **form)
    assert again.status == 422


async def test_a_refusal_needs_its_reason_which_the_owner_reads(desk: Desk, signed_in) -> None:
    planned(
        desk.house, kind="owner", status="TENTATIVE", contact_id=desk.house.contacts["Ann"], staff_id=None
    )
    ivy = await signed_in("Ivy")
    assert (await ivy.post("/staff/events/1/refuse", reason=" ")).status == 422
    assert (await ivy.post("/staff/events/1/refuse", reason="The hall is closed.")).status == 303
    assert [text for text in desk.sent() if "The hall is closed." in text]
    assert now_of(desk.house).status == "CANCELLED"


async def test_an_invitation_is_proposed_as_a_notice_and_reaches_who_may_answer(
    desk: Desk, signed_in
) -> None:
    event = planned(desk.house)
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    for _ in range(2):
        assert (await ivy.post("/staff/events/1/invite", building="", form="same")).status == 303
    with desk.house.store("Max") as store:
        [notice] = store.notices.newest()
        assert (notice.kind, notice.state, notice.question) == ("invitation", "proposed", "rsvp:1:0")
        assert {"zh-Hans", "zh-Hant", "en"} == set(store.notices.texts(notice))
        assert store.rsvps.counts(event).invited == 0
    assert (await max_.post(f"/staff/notices/{notice.id}/approve")).status == 303, "a second person agrees"
    with desk.house.db.transaction() as connection:
        line = LineStore(connection)
        waiting = line.notices.by_id(notice.id)
        assert waiting
        if (
            waiting.state == "approved"
        ):  # the test runs in the quiet hours: in the morning the clock begins it
            sending.start(
                LineAct(now=waiting.send_at or clock.now(), tz=TZ, settings=SETTINGS), line, waiting
            )
    with desk.house.store("Max") as store:
        assert store.rsvps.counts(event).invited == 2  # two homes of Green Valley
    assert f"/staff/notices/{notice.id}" in await ivy.page("/staff/events/1")


async def test_another_time_raises_the_sequence_and_fewer_places_than_given_are_refused(
    desk: Desk, signed_in
) -> None:
    event = planned(desk.house, "Ann")
    with desk.house.store("Ivy") as store:
        store.rsvps.change(
            event, rsvp_of_in(store, event, desk.house.units["Ann"]), partstat="ACCEPTED", people=3
        )
    ivy = await signed_in("Ivy")
    same = {"title_en": "Mooncakes", "place_en": "Hall", **local(event)}
    refused = await ivy.post("/staff/events/1/change", **same, capacity="2")
    assert refused.status == 422
    assert "3 people have a place already" in plain(await refused.text())
    assert (
        await ivy.post("/staff/events/1/change", **same | {"title_en": "Mooncake tea"}, capacity="3")
    ).status == 303
    assert now_of(desk.house).sequence == 0
    assert (
        await ivy.post("/staff/events/1/change", **same | {"place_en": "Garden"}, capacity="2")
    ).status == 303
    assert now_of(desk.house).sequence == 1
    assert rsvp_of(desk.house, event, "Ann").partstat == "NEEDS-ACTION"
    assert 'name="drawn" value="1"' in await ivy.page("/staff/events/1")
    stale = await ivy.post("/staff/events/1/change", **same, capacity="4", drawn="0")
    assert stale.status == 422
    assert "has changed since you opened the page" in plain(await stale.text())
    assert (await ivy.post("/staff/events/1/cancel", reason="Rain.")).status == 303
    assert (now_of(desk.house).status, now_of(desk.house).sequence) == ("CANCELLED", 2)
    assert "Rain." in plain(await ivy.page("/staff/events/1"))


def rsvp_of_in(store: StaffStore, event: Event, unit_id: int) -> Rsvp:
    found = store.rsvps.at_home(event, unit_id)
    assert found
    return found


def local(event: Event) -> dict[str, str]:
    hong_kong = timedelta(hours=8)
    moments = {"starts": event.starts, "ends": event.ends, "until": event.rsvp_until}
    return {name: f"{at + hong_kong:%Y-%m-%dT%H:%M:%S.%f}" for name, at in moments.items()}


async def test_anybody_on_duty_checks_in_at_the_door(desk: Desk, signed_in) -> None:
    event = planned(desk.house, "Ann")
    ann = rsvp_of(desk.house, event, "Ann")
    with desk.house.store("Ivy") as store:
        store.rsvps.change(event, ann, partstat="ACCEPTED", people=3, contact_id=desk.house.contacts["Ann"])
    eli = await signed_in("Eli")  # an engineer: plans nothing, and stands at the door
    page = plain(await eli.page("/staff/events/1/door"))
    assert "1-101" in page
    assert "Ann" in page
    assert (await eli.post("/staff/events/1/door", rsvp=str(ann.id), people="2")).status == 303
    assert rsvp_of(desk.house, event, "Ann").came == 2
    assert (await eli.post("/staff/events/1/door", rsvp=str(ann.id), undo="yes")).status == 303
    assert rsvp_of(desk.house, event, "Ann").came is None
    assert (await eli.post("/staff/events/1/door", home="2-201", people="4")).status == 303
    assert rsvp_of(desk.house, event, "Cat").came == 4
    wrong = await eli.post("/staff/events/1/door", home="9-999", people="4")
    assert wrong.status == 422
    assert "9-999" in await wrong.text()
    assert (await eli.post("/staff/events/1/door", rsvp="77", people="1")).status == 404
    assert (await eli.post("/staff/events/1/cancel", reason="No.")).status == 422


async def test_the_report_tells_noticing_beside_coming_and_what_each_cost(desk: Desk, signed_in) -> None:
    event = planned(desk.house, "Ann", "Cat")
    with desk.house.store("Ivy") as store:
        store.rsvps.change(
            event, rsvp_of_in(store, event, desk.house.units["Ann"]), partstat="ACCEPTED", people=3, came=3
        )
    with desk.house.db.transaction() as connection:
        past = clock.now() - timedelta(hours=3)
        connection.execute(update(events).values(starts=past - timedelta(hours=2), ends=past))
        connection.execute(update(rsvps).where(rsvps.c.came.isnot(None)).values(came_at=past))
    ivy = await signed_in("Ivy")
    costs = {"planned": "1,000", "actual": "1200.50", "minutes": "90", "effect": "Neighbours met."}
    assert (await ivy.post("/staff/events/1/account", **costs)).status == 303
    page = plain(await ivy.page("/staff/events/1"))
    for words in (
        "HK$1,200.50",
        "planned HK$1,000.00",
        "90 minutes",
        "Neighbours met.",
        "homes: 1, people: 3",
        "nobody has answered",
    ):
        assert words in page, words
    wrong = await ivy.post("/staff/events/1/account", **costs | {"actual": "a lot"})
    assert wrong.status == 422
    assert now_of(desk.house).cost_actual == 120_050


async def test_what_the_committee_posts_stands_as_it_was_written(desk: Desk, signed_in) -> None:
    ivy, eli = await signed_in("Ivy"), await signed_in("Eli")
    estate = str(desk.house.estates["GV"])
    post = {"estate": estate, "poster": "Committee", "amount": "+1,200", "note": "From the <i>fair</i>"}
    assert (await ivy.post("/staff/events/fund", **post)).status == 303
    assert "From the &lt;i&gt;fair&lt;/i&gt;" in await ivy.page("/staff/events")
    assert (await ivy.post("/staff/events/fund", **post | {"note": ""})).status == 422
    assert (await ivy.post("/staff/events/fund", **post | {"estate": "77"})).status == 422
    assert (await eli.post("/staff/events/fund", **post)).status == 422


async def test_another_estates_event_is_the_page_of_what_does_not_exist(desk: Desk, signed_in) -> None:
    planned(desk.house, "Ann")
    otto = await signed_in("Otto")
    missing = []
    for number in (1, 999):
        for end in ("", "/door"):
            response = await otto.get(f"/staff/events/{number}{end}")
            assert response.status == 404
            missing.append(await response.text())
    assert len(set(missing)) == 1
    for step in ("change", "cancel", "invite", "account", "approve", "refuse", "door"):
        answers = [
            (await otto.post(f"/staff/events/{number}/{step}", reason="x", people="1")).status
            for number in (1, 999)
        ]
        assert answers == [404, 404], step
    assert (await otto.post("/staff/events/1/nonsense")).status == 404
    assert "Mooncakes" not in await otto.page("/staff/events")

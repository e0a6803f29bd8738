"""Headquarters' pages of experience officers over real HTTP: drawn, made again, given missions, findings improved, figures told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import clock
from handlers.voice.officers import scoring
from storage.officer_rows import draws, scores
from storage.scope import LineScope
from storage.ticket_rows import attachments
from storage.tickets import Tickets
from tests.bot.web.staff.desk_house import JPEG, Desk, plain
from tests.handlers.staff.house import NOW, House
from tests.support.officers import (
    act,
    as_owner,
    drawn,
    headquarters,
    in_office,
    mission_of,
    neighbours,
    order,
    swept,
)

PAGES = (
    "officers",
    "officers/draws/1",
    "officers/findings/1",
    "officers/findings/1/photos/0",
    "officers/lines",
    "officers/layers",
)


@pytest.fixture(autouse=True)
def dora(house: House) -> None:
    headquarters(house)
    neighbours(house, 6)


def answered(house: House, people: int = 1, words: str = "The lamp <b>flickers</b>") -> list[str]:
    """So many officers tried the small repair, and the first one found something."""
    names = in_office(house, size=people)
    swept(house)
    for name in names:
        mission = mission_of(house, name)
        template = scoring.template_of(mission)
        assert template
        with as_owner(house, name) as store:
            for question, value in zip(template.questions, (1, 4), strict=True):
                mission = scoring.score(act(), store, mission, question, value)
    first = mission_of(house, names[0])
    with house.db.transaction() as connection:
        photo = Tickets(connection, LineScope()).attach(
            estate_id=first.estate_id, ticket_id=None, contact_id=house.contacts[names[0]], at=NOW, size=1, channel="telegram",
            kind="photo", reference="file:photo", name="", mime="image/jpeg", album=None,
        )  # fmt: skip
        assert connection.execute(select(attachments.c.id).where(attachments.c.id == photo)).first()
    with as_owner(house, names[0]) as store:
        scoring.add(act(), store, first, words, [photo])
    return names


FIELDS = {"size": "2", "term_months": "6", "tenure_days": "30", "estates": "1", "roles": "owner"}


async def test_a_draw_is_made_once_and_can_be_made_again(desk: Desk, signed_in) -> None:
    browser = await signed_in("Dora")
    for _ in range(2):
        response = await browser.post("/staff/officers/draws", form="k", **FIELDS)
        assert (response.status, response.headers["Location"]) == (303, "/staff/officers?done=drawn")
    assert (await browser.page("/staff/officers")).count("/staff/officers/draws/") == 1
    record = await browser.page("/staff/officers/draws/1?again")
    assert "Made again from seed and pool: all 2 places are the same." in plain(record)
    assert "living there for at least 30 days" in plain(record)
    with desk.house.db.reading() as connection:
        [row] = connection.execute(select(draws)).all()
    assert (row.seed in record, row.pool_hash in record) == (True, True)


async def test_the_seed_never_comes_from_a_form(desk: Desk, signed_in) -> None:
    browser = await signed_in("Dora")
    await browser.post("/staff/officers/draws", form="k", seed="mine", pool="1", unit="1", **FIELDS)
    with desk.house.db.reading() as connection:
        [row] = connection.execute(select(draws)).all()
    assert row.seed != "mine"
    assert len(row.pool) == 7, "all owners of the estate"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"size": ""}, "How many: a number from 1 to 200."), ({"size": "many"}, "How many"), ({"estates": "2"}, "Choose at least one"),
        ({"estates": ""}, "Choose at least one"), ({"roles": "king"}, "Choose life stages and roles"), ({"tenure_days": "x"}, "Days of living there"),
        ({"term_months": "99"}, "Months: a number"), ({"tenure_days": "3000"}, "No household fits"),
    ],
)  # fmt: skip
async def test_a_wrong_form_says_why_and_keeps_what_was_typed(
    desk: Desk, signed_in, values: dict[str, str], words: str
) -> None:
    browser = await signed_in("Dora")
    response = await browser.post("/staff/officers/draws", form="k", **{**FIELDS, **values})
    page = await response.text()
    assert response.status == 422
    assert words in plain(page)
    if values.get("term_months") is None:
        assert 'name="term_months" inputmode="numeric" maxlength="2" required value="6"' in page
    with desk.house.db.reading() as connection:
        assert connection.execute(select(draws)).all() == []


async def test_a_form_without_its_key_is_refused(signed_in) -> None:
    browser = await signed_in("Dora")
    for path in ("draws", "missions", "findings/1/improve"):
        assert (await browser.post(f"/staff/officers/{path}", **FIELDS)).status == 403


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
async def test_at_the_estate_every_page_is_the_page_of_what_does_not_exist(
    desk: Desk, signed_in, who: str
) -> None:
    answered(desk.house)
    browser = await signed_in(who)
    absent = await (await browser.get("/staff/tickets/GV-9999")).text()
    for page in PAGES:
        response = await browser.get(f"/staff/{page}")
        assert response.status == 404, page
        assert plain(await response.text()) == plain(absent)
    for path in ("draws", "missions", "findings/1/improve", "findings/1/set_aside"):
        response = await browser.post(f"/staff/officers/{path}", form="k", **FIELDS)
        assert response.status == 404, path
    assert "/staff/officers" not in await browser.page("/staff/voice")
    assert 'href="/staff/officers"' in await (await signed_in("Dora")).page("/staff/voice")


async def test_nobody_reads_them_without_signing_in(desk: Desk, signed_in) -> None:
    answered(desk.house)
    browser = await signed_in("")
    for page in PAGES:
        assert (await browser.get(f"/staff/{page}")).status == 401


async def test_a_finding_becomes_an_improvement_that_names_no_officer(desk: Desk, signed_in) -> None:
    [name] = answered(desk.house)
    browser = await signed_in("Dora")
    listed = await browser.page("/staff/officers")
    assert "The lamp &lt;b&gt;flickers&lt;/b&gt;" in listed
    page = plain(await browser.page("/staff/officers/findings/1"))
    assert "Did somebody come at the time you were told? Yes" in page
    assert "How well was it dealt with? 4 / 5" in page
    photo = await browser.get("/staff/officers/findings/1/photos/0")
    assert (photo.status, await photo.read()) == (200, JPEG)
    assert (await browser.get("/staff/officers/findings/1/photos/1")).status == 404
    due = (clock.now() + timedelta(days=14)).date().isoformat()
    fields = {"form": "k", "what": "New lamps", "why": "An officer tried it", "due": due}
    eli = f"staff:{desk.house.staff['Eli'].id}"
    wrong = await browser.post("/staff/officers/findings/1/improve", **fields, owner="staff:999")
    assert (wrong.status, "New lamps" in await wrong.text()) == (422, True)
    for _ in range(2):
        response = await browser.post("/staff/officers/findings/1/improve", **fields, owner=eli)
        assert (response.status, response.headers["Location"]) == (303, "/staff/officers?done=improved")
    assert "Every finding has its improvement." in plain(await browser.page("/staff/officers"))
    assert 'href="/staff/officers/findings/1"' in await browser.page("/staff/actions/1")
    seen = await (await signed_in("Ivy")).page("/staff/actions/1")
    assert "From experience officers" in plain(seen)
    assert "/staff/officers" not in seen
    assert name not in plain(seen)
    again = await browser.post("/staff/officers/findings/1/improve", **{**fields, "form": "l"}, owner=eli)
    assert (again.status, "settled already" in plain(await again.text())) == (422, True)


async def test_a_finding_is_left_as_it_is_with_a_reason(desk: Desk, signed_in) -> None:
    answered(desk.house)
    browser = await signed_in("Dora")
    wrong = await browser.post("/staff/officers/findings/1/set_aside", form="k", reason=" ")
    assert wrong.status == 422
    done = await browser.post("/staff/officers/findings/1/set_aside", form="k", reason="It is a motion lamp")
    assert done.status == 303
    assert any("It is a motion lamp" in text for text in desk.sent())
    assert "Left as it is: It is a motion lamp" in plain(await browser.page("/staff/officers/findings/1"))
    assert (await browser.post("/staff/officers/findings/1/burn", form="k")).status == 404


async def test_a_mission_is_given_to_every_officer_it_suits(desk: Desk, signed_in) -> None:
    in_office(desk.house, size=3)
    browser = await signed_in("Dora")
    for _ in range(2):
        done = await browser.post("/staff/officers/missions", form="k", estate="1", template="lobby")
        assert done.status == 303
    assert plain(await browser.page("/staff/officers")).count("the lobby · ") == 3
    for values, words in (
        ({"estate": "1", "template": "one_change"}, "No officer in office fits"), ({"estate": "1", "template": "show_flat"}, "No officer in office fits"), ({"estate": "2", "template": "lobby"}, "your estates"),
        ({"estate": "1", "template": "dragon"}, "Choose a mission"),
    ):  # fmt: skip
        wrong = await browser.post("/staff/officers/missions", form="x", **values)
        assert (wrong.status, words in plain(await wrong.text())) == (422, True)


async def test_figures_stand_by_line_and_by_layer_and_never_of_a_few(desk: Desk, signed_in) -> None:
    answered(desk.house, people=3)
    browser = await signed_in("Dora")
    period = "since=2026-11-01&until=2026-12-01"
    lines = plain(await browser.page(f"/staff/officers/lines?{period}"))
    assert "Engineering" in lines
    assert "100 % 4 or 5 of 5 · 3 of 3 answered" in lines
    layers = plain(await browser.page(f"/staff/officers/layers?{period}"))
    assert "a repair Self check Not measured Survey Not measured Experience officers" in layers
    with desk.house.db.transaction() as connection:
        connection.execute(scores.delete().where(scores.c.mission_id == 1))
    for page in ("lines", "layers"):
        few = plain(await browser.page(f"/staff/officers/{page}?{period}"))
        assert "No figure: fewer than 3 officers answered." in few
        assert "100 %" not in few
    wrong = await browser.get("/staff/officers/lines?since=2026-02-30")
    assert wrong.status == 422
    assert (await browser.get("/staff/officers/layers?estate=2")).status == 422


async def test_our_own_ticks_stand_in_the_first_layer_with_what_they_rest_on(desk: Desk, signed_in) -> None:
    ticket = desk.house.open()
    with desk.house.store("Ivy") as store:
        store.self_checks.keep(ticket, "visit", {("badge", 1): True, ("covers", 1): False}, NOW)
    browser = await signed_in("Dora")
    layers = plain(await browser.page("/staff/officers/layers?since=2026-11-01&until=2026-12-01"))
    assert "50 % done as the list says · 2 of 2 answered" in layers


async def test_a_record_that_was_changed_says_so(desk: Desk, signed_in) -> None:
    drawn(desk.house, size=2)
    assert order(desk.house)
    with desk.house.db.transaction() as connection:
        connection.execute(draws.update().values(pool=[1]))
    page = plain(await (await signed_in("Dora")).page("/staff/officers/draws/1?again"))
    assert "The pool does not match its fingerprint." in page


async def test_another_estates_draw_is_an_absent_one(desk: Desk, signed_in) -> None:
    in_office(desk.house)
    with desk.house.db.transaction() as connection:
        connection.execute(draws.update().values(estate_ids=[2]))
    browser = await signed_in("Dora")
    one, other = await browser.get("/staff/officers/draws/1"), await browser.get("/staff/officers/draws/77")
    assert (one.status, plain(await one.text())) == (other.status, plain(await other.text()))

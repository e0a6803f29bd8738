"""The pages of incidents and risks over real HTTP: what they show, what their forms do, and what another estate finds: nothing."""

from __future__ import annotations

import pytest

from storage.incidents import Incident
from storage.risks import Risk
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.notices.sheets import sheet
from tests.handlers.staff.house import House
from tests.handlers.staff.neighbours import home, lift_incident, received

PRESS = {"words": "Fix it or I call the press.", "reading": {"risks": ["media"]}, "complaint": True}


def incident_of(house: House) -> Incident:
    with house.store("Max") as store:
        return store.incident_book.newest()[0]


def risk_of(house: House) -> Risk:
    with house.store("Max") as store:
        return store.risk_book.newest()[0]


async def test_an_incident_from_suspicion_to_its_end(desk: Desk, signed_in) -> None:
    lift_incident(desk.house)
    home(desk.house, "Ed", "1-301")
    max_ = await signed_in("Max")
    assert "升降機" in plain(await max_.page("/staff/incidents"))
    address = f"/staff/incidents/{incident_of(desk.house).id}"
    page = plain(await max_.page(address))
    assert "GV-1001" in page
    assert "確認係事故" in page
    for step, fields in (
        ("confirm", {"told": "The maker is on the way", "next": "2030-01-01T10:00"}),
        ("say", {"told": "The part is here", "next": ""}),
        ("tell", {"text": "The lift of Block 1 stands still"}),
        ("fix", {"cause": "A worn drive", "actions": "A new one"}),
        ("again", {"reason": "It stopped again"}),
        ("fix", {"cause": "A worn drive", "actions": "Another one"}),
        ("tell", {"text": "The lift runs"}),
    ):
        response = await max_.post(f"{address}/{step}", **fields)
        assert response.status == 303, (step, await response.text())
    page = plain(await max_.page(address))
    assert all(label in page for label in ("1-101", "1-201", "1-301"))
    refused = await max_.post(f"{address}/close", recovery="A letter", reason="")
    assert refused.status == 422
    assert "A letter" in await refused.text()
    assert (await max_.post(f"{address}/close", recovery="A letter", reason="They are away")).status == 303
    assert incident_of(desk.house).stage == "closed"
    assert [one for one in desk.sent() if "The lift runs" in one]


async def test_whoever_does_not_lead_reads_and_cannot_act(desk: Desk, signed_in) -> None:
    lift_incident(desk.house)
    ivy = await signed_in("Ivy")
    address = f"/staff/incidents/{incident_of(desk.house).id}"
    assert "in charge" in plain(await ivy.page(address))
    assert (await ivy.post(f"{address}/confirm", told="x", next="")).status == 422
    assert incident_of(desk.house).stage == "suspected"


async def test_a_risk_is_decided_verified_and_closed_by_two(desk: Desk, signed_in) -> None:
    ticket, _ = received(desk.house, "Ann", **PRESS)
    max_, ivy, eli = await signed_in("Max"), await signed_in("Ivy"), await signed_in("Eli")
    feed = plain(await ivy.page("/staff/risks"))
    assert ticket.number in feed
    assert "1 of 1" in feed
    address = f"/staff/risks/{risk_of(desk.house).id}"
    assert "Fix it or I call the press." in plain(await ivy.page(address))
    assert (await max_.post(f"{address}/decide", text="We call her")).status == 303
    for one, status in ((ivy, 422), (max_, 422), (eli, 303)):  # Ivy holds the matter, Max decided
        assert (await one.post(f"{address}/verify", text="She was called")).status == status
    assert (await ivy.post(f"{address}/ask", to="close", reason="Settled")).status == 303
    assert (await ivy.post(f"{address}/confirm", answer="yes")).status == 422
    assert "Settled" in plain(await max_.page(address))
    assert (await max_.post(f"{address}/confirm", answer="yes")).status == 303
    assert risk_of(desk.house).stage == "closed"


async def test_a_crisis_from_one_step_to_its_plan(desk: Desk, signed_in) -> None:
    received(desk.house, "Ann", **PRESS)
    max_, address = await signed_in("Max"), f"/staff/risks/{risk_of(desk.house).id}"
    leader = str(desk.house.staff["Ivy"].id)
    assert (await max_.post(f"{address}/start", leader=leader, freeze="yes")).status == 303
    party, danger = sheet(desk.house, kind="announcement"), sheet(desk.house, kind="safety")
    assert (await max_.post("/staff/notices/preview", **party)).status == 422
    assert (await max_.post("/staff/notices/preview", **danger)).status == 200
    assert (await max_.post(f"{address}/task", task="1", text="Cordoned off")).status == 303
    half = await max_.post(f"{address}/end", outcome="Over", follow1="Call each home", date1="")
    assert half.status == 422
    plan = {"follow1": "Call each home", "date1": "2030-01-01T10:00"}
    assert (await max_.post(f"{address}/end", outcome="Over", **plan)).status == 303
    page = plain(await max_.page(address))
    assert "Cordoned off" in page
    assert "Call each home" in page


async def test_a_risk_is_raised_on_its_page_and_on_a_tickets(desk: Desk, signed_in) -> None:
    eli, ticket = await signed_in("Eli"), desk.house.open()
    estate = str(desk.house.estates["GV"])
    assert (await eli.post("/staff/risks", text="People gather", level="watch", estate=estate)).status == 303
    assert (await eli.post("/staff/risks", text="", level="watch", estate=estate)).status == 422
    foreign = str(desk.house.estates["SB"])
    assert (await eli.post("/staff/risks", text="x", level="watch", estate=foreign)).status == 422
    response = await eli.post(
        f"/staff/tickets/{ticket.number}/risk", text="The wall bulges", level="serious", form="k"
    )
    assert response.status == 303
    page = plain(await eli.page(f"/staff/tickets/{ticket.number}"))
    assert "风险" in page
    assert "The wall bulges" in plain(await eli.page("/staff/risks/2"))


@pytest.mark.parametrize("path", ["/staff/incidents/1", "/staff/risks/1"])
async def test_what_belongs_to_another_estate_is_an_absent_page(desk: Desk, signed_in, path: str) -> None:
    lift_incident(desk.house)
    received(desk.house, "Ann", **PRESS)
    otto = await signed_in("Otto")
    absent = await otto.get("/staff/incidents/999")
    assert absent.status == 404
    found = await otto.get(path)
    assert (found.status, await found.read()) == (404, await absent.read())
    for step in ("confirm", "tell", "close", "decide", "ask", "start", "task", "fly"):
        response = await otto.post(
            f"{path}/{step}", text="x", told="x", reason="x", to="watch", leader="1", task="1"
        )
        assert response.status == 404, step
    assert "GV-1001" not in plain(await otto.page("/staff/risks"))


@pytest.mark.parametrize("number", ["x", "-1", "²", "9" * 40])
async def test_an_address_that_is_no_number_is_an_absent_page(desk: Desk, signed_in, number: str) -> None:
    max_ = await signed_in("Max")
    for kind in ("incidents", "risks"):
        assert (await max_.get(f"/staff/{kind}/{number}")).status == 404

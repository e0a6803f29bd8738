"""The pages of who holds what, of hand-overs and of escalation, as people use them."""

from __future__ import annotations

from datetime import timedelta

from bot import clock
from handlers.base import LineAct
from handlers.tickets.ladder import escalating
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.house import SETTINGS, TZ
from tests.handlers.staff.ladder import called, calls, escalations, hire, house_ticket, subject


def at(ticket, step: str = "") -> str:
    return f"/staff/tickets/{ticket.number}" + (f"/{step}" if step else "")


def raised(desk: Desk, ticket) -> None:
    with desk.house.db.transaction() as connection:
        acting = LineAct(now=clock.now(), tz=TZ, settings=SETTINGS)
        escalating.raise_to(acting, LineStore(connection), house_ticket(connection, ticket), reason="late")


async def test_who_holds_what_and_whose_burns(desk: Desk, signed_in):
    hire(desk.house, "Sue", "officer", skills=["complaint"], speaks=["yue"], capacity=1, hours="08:00-20:00")
    late = desk.house.open(holder_id=desk.house.staff["Ivy"].id, respond_by=clock.now() - timedelta(hours=1))
    desk.house.open(holder_id=desk.house.staff["Ivy"].id, respond_by=clock.now() + timedelta(hours=1))
    desk.house.open(holder_id=desk.house.staff["Sue"].id, respond_by=clock.now() + timedelta(hours=1))
    page = plain(await (await signed_in("Ivy")).page("/staff/people"))
    assert f"Ivy housekeeper Holds 2 of 40 · Burning longest {late.number}" in page
    assert (
        "Sue customer officer Holds 1 of 1 · nothing overdue Skills: complaint Languages: English, 粵語 Hours: 08:00-20:00"
        in page
    )
    assert "Otto" not in page


async def test_a_ticket_that_complains_of_the_reader_does_not_count_for_them(desk: Desk, signed_in):
    ticket = desk.house.open(
        holder_id=desk.house.staff["Max"].id, respond_by=clock.now() - timedelta(hours=1)
    )
    subject(desk.house, ticket, "Ivy")
    page = plain(await (await signed_in("Ivy")).page("/staff/people"))
    assert ticket.number not in page
    assert "Max manager Holds 0 of 40" in page


async def test_asked_to_take_over_accepts_or_refuses_on_the_page(desk: Desk, signed_in):
    ticket = desk.house.open(holder_id=desk.house.staff["Ivy"].id, stage="assigned")
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    await ivy.post(at(ticket, "transfer"), to=str(desk.house.staff["Max"].id))
    assert "Max is asked to take it over, until" in plain(await ivy.page(at(ticket)))
    assert "refuse_handover" not in await ivy.page(at(ticket))
    assert ticket.number in await max_.page("/staff/?show=mine")
    refused = await max_.post(at(ticket, "refuse_handover"), text=" ")
    assert refused.status == 422
    assert (await max_.post(at(ticket, "refuse_handover"), text="我喺外面")).status == 303
    assert desk.house.ticket(ticket).handover_to_id is None
    await ivy.post(at(ticket, "transfer"), to=str(desk.house.staff["Max"].id))
    accepted = await max_.post(at(ticket, "accept_handover"))
    assert accepted.headers["Location"] == f"{at(ticket)}?done=accept_handover"
    assert "✓" in await max_.page(accepted.headers["Location"])
    assert desk.house.ticket(ticket).holder_id == desk.house.staff["Max"].id


async def test_the_page_tells_who_was_called_by_which_route_and_takes_the_decision(desk: Desk, signed_in):
    ticket = desk.house.open(holder_id=desk.house.staff["Ivy"].id, stage="assigned")
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    assert "Not escalated" in plain(await ivy.page(at(ticket)))
    assert (await ivy.post(at(ticket, "escalate"), text="")).status == 422
    assert (await ivy.post(at(ticket, "escalate"), form="key-1", text="Nobody comes")).status == 303
    assert (await ivy.post(at(ticket, "escalate"), form="key-1", text="Nobody comes")).status == 303
    assert len(escalations(desk.house, ticket)) == 1, "the same form twice acts once"
    page = plain(await ivy.page(at(ticket)))
    assert "Level: manager" in page
    assert "Max : called" in page
    assert "no answer yet" in page
    assert "decide_level" not in await ivy.page(at(ticket))
    assert (await ivy.post(at(ticket, "decide_level"), text="I decide")).status == 422
    assert [one["number"] for one in (await (await max_.get("/staff/alarms.json")).json())["alarms"]] == [
        ticket.number
    ]
    assert (await (await ivy.get("/staff/alarms.json")).json())["alarms"] == []
    assert (await max_.post(at(ticket, "accept"))).status == 303
    assert calls(desk.house, ticket)[0].accepted_route == "staff_pages"
    done = await max_.post(at(ticket, "decide_level"), text="聽日派兩個師傅")
    assert done.headers["Location"] == f"{at(ticket)}?done=decide_level"
    page = plain(await max_.page(done.headers["Location"]))
    assert "聽日派兩個師傅" in page
    assert "接手（員工頁面）" in page
    assert escalations(desk.house, ticket)[0].decide_due is None


async def test_the_alarm_says_how_many_more_are_needed(desk: Desk, signed_in):
    ticket = desk.house.open(urgency="E0", intent="emergency", code="fire")
    with desk.house.store("Ivy") as store:
        store.page(ticket, hazard="fire", routes=[], at=clock.now(), repeat_at=clock.now(), needed=2)
    ivy, eli = await signed_in("Ivy"), await signed_in("Eli")
    assert "2 more needed" in plain(await ivy.page("/staff/"))
    await ivy.post(at(ticket, "accept"))
    assert (await (await ivy.get("/staff/alarms.json")).json())["alarms"] == []
    assert "还需 1 人" in plain(await eli.page("/staff/"))
    await eli.post(at(ticket, "accept"))
    assert called(desk.house, ticket)[0].accepted_at is not None


async def test_what_people_write_as_reasons_runs_nowhere(desk: Desk, signed_in):
    ticket, ivy = desk.house.open(), await signed_in("Ivy")
    raised(desk, ticket)
    await ivy.post(at(ticket, "escalate"), text="<script>alert(1)</script>")
    assert "<script>alert" not in await ivy.page(at(ticket))

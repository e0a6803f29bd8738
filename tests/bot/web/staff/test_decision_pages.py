"""Assessment, decision and follow-ups over the pages' forms: what each sees, what is refused in words, what acts once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import clock
from bot.web.staff.parts.decision_form import amount_of, day_of
from handlers.base import Mistake
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.bot.web.staff.desk_house import Desk, opened, plain

ADDRESS = "/staff/tickets/GV-1001"


def day(days: int) -> str:
    return (clock.now() + timedelta(days=days)).date().isoformat()


def form(**values: str) -> dict[str, str]:
    return {
        "form": "k1", "outcome": "partly", "reasons": "The guard was alone.", "compared": "partly",
        "compared_words": "no money", "remedy": "A call", "due": day(5), "feedback": "security", "feedback_why": "Two at night.",
        **values,
    }  # fmt: skip


def complaint(desk: Desk, **values: object) -> Ticket:
    known = {
        "intent": "complaint",
        "code": "service.staff_attitude",
        "complaint": True,
        "remedy_sought": "my money back",
    }
    return desk.house.open(**(known | values))


async def test_a_decision_is_written_once_and_told(desk: Desk, signed_in):
    ticket = complaint(desk)
    ivy = await signed_in()
    assert "The owner asked for: “my money back”" in plain(await ivy.page(ADDRESS))
    for _ in range(2):
        assert (await ivy.post(f"{ADDRESS}/decide", **form())).status == 303
    assert len([text for text in desk.sent() if "The guard was alone." in text]) == 1
    page = plain(await ivy.page(f"{ADDRESS}?done=decide"))
    for words in (
        "upheld in part",
        "round 1",
        "told",
        "What we do: A call",
        "Fed back to: Security",
        "The remedy is carried out",
    ):
        assert words in page
    assert desk.house.ticket(ticket).stage == "decided"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reasons": " "}, "Write the reasons"),
        ({"due": ""}, "A remedy needs a date"),
        ({"due": "soonest"}, "cannot read that as a date"),
        ({"due": "9999-12-31"}, "cannot read that as a date"),
        ({"due": "2020-01-01"}, "has passed"),
        ({"amount": "a lot"}, "cannot read that as an amount"),
        ({"amount": "-5"}, "cannot read that as an amount"),
        ({"outcome": "adopted"}, "Choose how it is decided"),
        ({"compared_words": ""}, "Hold the decision against"),
        ({"feedback": ""}, "which department"),
        ({"rule": "No dogs"}, "source and its date"),
        ({"reasons": "x" * 1501}, "1500 fit"),
    ],
)
async def test_what_is_lacking_is_said_and_what_was_typed_stays(desk: Desk, signed_in, values, told: str):
    complaint(desk)
    ivy = await signed_in()
    response = await ivy.post(f"{ADDRESS}/decide", **form(**values))
    page = await response.text()
    assert (response.status, told in plain(page)) == (422, True)
    assert "Two at night." in page
    assert desk.sent() == []


async def test_a_decision_beyond_the_limit_is_released_by_somebody_else(desk: Desk, signed_in):
    complaint(desk)
    ivy, max_ = await signed_in(), await signed_in("Max")
    await ivy.post(f"{ADDRESS}/decide", **form(amount="1,000"))
    assert desk.sent() == []
    assert 'action="/staff/tickets/GV-1001/approve"' not in await ivy.page(ADDRESS)
    assert "GV-1001" in plain(await max_.page("/staff/followups"))
    assert 'action="/staff/tickets/GV-1001/approve"' in await max_.page(ADDRESS)
    assert (await max_.post(f"{ADDRESS}/approve", form="k2")).status == 303
    assert any("HK$1,000.00" in text for text in desk.sent())


async def test_the_assessment_is_put_right_at_the_page(desk: Desk, signed_in):
    complaint(desk)
    ivy = await signed_in()
    values = {
        "severity": "3",
        "complexity": "2",
        "impact": "1",
        "nature": "service",
        "key_point": "He shouted",
        "safety": "on",
    }
    assert (await ivy.post(f"{ADDRESS}/assess", form="k1", **values)).status == 303
    page = plain(await ivy.page(ADDRESS))
    assert "severity 3" in page
    assert "He shouted" in page
    refused = await ivy.post(f"{ADDRESS}/assess", form="k2", **(values | {"severity": "9"}))
    assert (refused.status, "Choose every grade" in await refused.text()) == (422, True)


async def test_a_request_has_no_decision(desk: Desk, signed_in):
    desk.house.open()
    assert "/decide" not in await (await signed_in()).page(ADDRESS)


async def test_follow_ups_are_listed_and_recorded(desk: Desk, signed_in):
    ticket = complaint(desk, stage="closed", holder_id=desk.house.staff["Ivy"].id)
    with desk.house.db.transaction() as connection:
        LineStore(connection).followups.plan(ticket, kind="follow_up", due_at=clock.now())
    ivy, otto = await signed_in(), await signed_in("Otto")
    assert "Did it stay settled?" in plain(await ivy.page("/staff/followups"))
    assert "GV-1001" not in await otto.page("/staff/followups")
    refused = await ivy.post("/staff/followups/1", result="not_satisfied", text="")
    assert (refused.status, "is not satisfied with" in plain(await refused.text())) == (422, True)
    assert (await otto.post("/staff/followups/1", result="satisfied", text="")).status == 422
    assert (await ivy.post("/staff/followups/x", result="satisfied")).status == 404
    assert (await ivy.post("/staff/followups/1", result="satisfied", text="Fine.")).status == 303
    assert "Nobody needs to be asked now." in plain(await ivy.page("/staff/followups?kept"))


async def test_two_who_decide_at_once_leave_one_decision(desk_on_both: Desk):
    complaint(desk_on_both)
    browsers = [await opened(desk_on_both) for _ in range(2)]
    for browser, name in zip(browsers, ("Ivy", "Max"), strict=True):
        await browser.signs_in(name)
    answers = await asyncio.gather(
        *(one.post(f"{ADDRESS}/decide", **form(form=f"k{number}")) for number, one in enumerate(browsers))
    )
    assert sorted(answer.status for answer in answers) == [303, 422]
    assert len([text for text in desk_on_both.sent() if "The guard was alone." in text]) == 1
    for browser in browsers:
        await browser.client.close()


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("", None), ("1200", 120000), ("1200.5", 120050), ("1,200.50", 120050), ("1 200", 120000), ("0.01", 1), ("12,345,678", 1234567800)],
)  # fmt: skip
def test_an_amount_is_kept_in_minor_units(typed: str, minor: int | None):
    assert amount_of(typed) == minor


@pytest.mark.parametrize("typed", ["-1", "1.234", "1,2", "１２", "1e3", "£5", "9" * 10, "nan"])
def test_what_is_no_amount_is_refused(typed: str):
    with pytest.raises(Mistake):
        amount_of(typed)


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "2026-02-30", "0001-01-01", "20260301x"])
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(Mistake):
        day_of(typed)

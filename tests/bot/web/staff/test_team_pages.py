"""The pages of the people who serve: thanks in words, what somebody can, what is known; within one's own estates alone."""

from __future__ import annotations

from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.house import House

PRAISE = {"intent": "praise", "code": None, "words": "You were all so kind yesterday", "reading": {}}


async def test_a_colleague_says_whom_a_praise_means_and_the_page_of_thanks_shows_it(
    desk: Desk, signed_in
) -> None:
    house: House = desk.house
    ticket = house.open("Ann", **PRAISE)
    ivy = await signed_in("Ivy")
    assert "The words do not tell" in plain(await ivy.page(f"/staff/tickets/{ticket.number}"))
    wrong = await ivy.post(
        f"/staff/tickets/{ticket.number}/praise_of", form="a", who=str(house.staff["Ivy"].id)
    )
    assert wrong.status == 422
    assert "A colleague has to say" in plain(await wrong.text())
    done = await ivy.post(
        f"/staff/tickets/{ticket.number}/praise_of", form="b", who=str(house.staff["Eli"].id)
    )
    assert done.headers["Location"].endswith("?done=praise_of")
    page = plain(await ivy.page("/staff/thanks?days=30"))
    assert "Eli" in page
    assert "thanked 1×" in page
    assert "so kind" not in page, "what was said is for whom it means, and for managers"
    assert "so kind" in plain(await (await signed_in("Eli")).page("/staff/thanks"))
    assert "so kind" in plain(await (await signed_in("Max")).page("/staff/thanks"))
    otto = plain(await (await signed_in("Otto")).page("/staff/thanks?days=nonsense"))
    assert "Eli" not in otto


async def test_other_tickets_have_no_such_part(desk: Desk, signed_in) -> None:
    repair = desk.house.open("Ann")
    ivy = await signed_in("Ivy")
    assert "Whom the praise means" not in await ivy.page(f"/staff/tickets/{repair.number}")


async def test_a_manager_keeps_a_profile_that_the_person_reads_and_nobody_else(desk: Desk, signed_in) -> None:
    ivy_id = desk.house.staff["Ivy"].id
    address = f"/staff/people/{ivy_id}"
    max_, ivy, eli = await signed_in("Max"), await signed_in("Ivy"), await signed_in("Eli")
    assert f'href="{address}"' in await max_.page("/staff/people")
    done = await max_.post(f"{address}/ability", form="a", ability="calm", level="2", evidence="two calls")
    assert done.headers["Location"] == f"{address}?done=ability"
    paper = {"kind": "module", "name": "gas safety", "passed": "2026-01-05", "evidence": "exam of January"}
    assert (await max_.post(f"{address}/paper", form="b", **paper)).status == 303
    wrong = await max_.post(f"{address}/paper", form="c", **(paper | {"passed": "yesterday"}))
    assert wrong.status == 422
    assert "gas safety" in await wrong.text(), "what was typed stays"
    page = plain(await ivy.page(address))
    for words in ("alone", "two calls", "gas safety", "exam of January"):
        assert words in page, words
    assert "Judge an ability" not in page
    assert (
        await ivy.post(f"{address}/ability", form="d", ability="calm", level="3", evidence="x")
    ).status == 422
    assert (await max_.post(f"{address}/revoke", form="e", paper="1")).status == 303
    assert (await eli.get(address)).status == 404
    assert (await (await signed_in("Otto")).get(address)).status == 404
    assert (await max_.post(f"{address}/nothing", form="f")).status == 404


async def test_a_solved_case_is_proposed_approved_found_and_put_into_a_reply(desk: Desk, signed_in) -> None:
    house = desk.house
    case = house.open("Ann", stage="resolved", language="en")
    other = house.open("Bob", words="The tap in the kitchen drips", language="en")
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    assert f"/staff/known/new?from={case.number}" in await ivy.page(f"/staff/tickets/{case.number}")
    form = await ivy.page(f"/staff/known/new?from={case.number}")
    assert 'value="The tap leaks"' in form
    fields = {"from": case.number, "of": "", "code": "home.leak"}
    half = await ivy.post("/staff/known/new", form="a", **fields, **{"question-en": "The tap drips"})
    assert half.status == 422
    assert "The tap drips" in await half.text()
    texts = {"question-en": "The tap drips", "answer-en": "Close the valve <b>under</b> the sink."}
    assert (await ivy.post("/staff/known/new", form="b", **fields, **texts)).status == 303
    assert "Close the valve" in await max_.page("/staff/known")
    assert (await ivy.post("/staff/known/1/approve", form="c")).status == 422
    assert (await max_.post("/staff/known/1/approve", form="d")).status == 303
    page = await ivy.page(f"/staff/tickets/{other.number}")
    assert f"/staff/tickets/{other.number}?draft=known-1" in page
    drafted = await ivy.page(f"/staff/tickets/{other.number}?draft=known-1")
    assert "Close the valve &lt;b&gt;under&lt;/b&gt; the sink.</textarea>" in drafted
    assert "approved by Max" in drafted
    found = plain(await ivy.page(f"/staff/known?q=valve&for={other.number}"))
    assert f"Put into the reply to {other.number}" in found
    assert "Close the valve" not in plain(await ivy.page("/staff/known?q=swimming"))
    otto = await signed_in("Otto")
    assert "Close the valve" not in await otto.page("/staff/known")
    assert (await otto.get("/staff/known/new?of=1")).status == 404
    assert (await otto.post("/staff/known/1/retire", form="e", why="x")).status == 404

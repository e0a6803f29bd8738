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

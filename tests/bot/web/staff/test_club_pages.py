"""Pages of points, rewards, suggestions and silent households: who sees what, and every step in the words people can put right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from handlers.staff import desk as steps
from handlers.tickets.complaints.decision import Draft
from storage import contacts
from storage.estates import units_by_id
from storage.owner_store import OwnerStore
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.ladder import hire


def person(desk: Desk, name: str = "Ann") -> int:
    with desk.house.db.reading() as connection:
        found = contacts.by_id(connection, desk.house.contacts[name])
    assert found
    assert found.person_id
    return found.person_id


def balance(desk: Desk, name: str = "Ann") -> int:
    with desk.house.db.transaction() as connection:
        return LineStore(connection).points.balance(person(desk, name))


async def test_a_manager_finds_a_person_by_the_home_and_records_an_article_once(
    desk: Desk, signed_in
) -> None:
    max_ = await signed_in("Max")
    page = await max_.page("/staff/club?home=1-101")
    assert f'/staff/club/people/{person(desk)}"' in page
    address = f"/staff/club/people/{person(desk)}"
    done = await max_.post(f"{address}/record", rule="article", what="2026-1, page 4", reason="Spring issue")
    assert done.headers.get("Location") == f"{address}?done=record", plain(await done.text())
    assert balance(desk) == 20
    assert any("20 points for an article" in text for text in desk.sent())
    again = await max_.post(f"{address}/record", rule="article", what="2026-1, Page 4", reason="Spring issue")
    assert again.status == 422
    assert "已經記咗" in plain(await again.text())
    shown = plain(await max_.page(address))
    for words in ("+20", "會刊上嘅文章", "Spring issue", "Max"):
        assert words in shown


async def test_a_manager_takes_an_entry_back_with_a_reason_and_the_owner_hears_it(
    desk: Desk, signed_in
) -> None:
    max_, address = await signed_in("Max"), f"/staff/club/people/{person(desk)}"
    await max_.post(f"{address}/record", rule="referral", what="C-7", reason="")
    assert (await max_.post(f"{address}/back", entry="1", reason=" ")).status == 422
    done = await max_.post(f"{address}/back", entry="1", reason="The contract was called off")
    assert done.headers.get("Location") == f"{address}?done=back"
    assert balance(desk) == 0
    assert any("50 points were taken back: The contract was called off" in text for text in desk.sent())
    assert (await max_.post(f"{address}/back", entry="1", reason="again")).status == 422
    assert (await max_.post(f"{address}/back", entry="x", reason="again")).status == 422


@pytest.mark.parametrize(
    "path", ["/staff/club", "/staff/club/rewards", "/staff/club/silent", "/staff/club/people/1"]
)
async def test_whoever_repairs_has_no_use_for_points(desk: Desk, signed_in, path: str) -> None:
    eli = await signed_in("Eli")
    assert (await eli.get(path)).status == 404
    assert "/staff/club" not in await eli.page("/staff/voice")
    assert "/staff/suggestions" in await eli.page("/staff/voice")


async def test_a_housekeeper_sees_and_hands_over_and_records_nothing(desk: Desk, signed_in) -> None:
    ivy, address = await signed_in("Ivy"), f"/staff/club/people/{person(desk)}"
    assert "Record points" not in await ivy.page(address)
    for step, fields in (("record", {"rule": "article", "what": "x"}), ("back", {"entry": "1", "reason": "x"}),
                         ("put", {"group": "fan", "purpose": "x"}), ("note", {"kind": "retention"})):  # fmt: skip
        assert (await ivy.post(f"{address}/{step}", **fields)).status == 422, step
    assert (await ivy.post(f"{address}/burn")).status == 404
    assert (await ivy.post("/staff/club/rewards", form="a", **{"name-en": "x", "price": "1"})).status == 422
    assert balance(desk) == 0


async def test_staff_of_another_estate_find_nobody(desk: Desk, signed_in) -> None:
    otto = await signed_in("Otto")
    for wanted in (str(person(desk)), "999", "x"):
        assert (await otto.get(f"/staff/club/people/{wanted}")).status == 404
    assert "no home 1-102" in plain(await otto.page("/staff/club?home=1-102"))
    assert f"people/{person(desk)}" not in await otto.page(
        f"/staff/club?estate={desk.house.estates['GV']}&home=1-101"
    )


async def test_the_catalogue_is_kept_and_what_was_asked_for_is_handed_over_or_comes_back(
    desk: Desk, signed_in
) -> None:
    max_, gv = await signed_in("Max"), str(desk.house.estates["GV"])
    facts = {
        "name-en": "Umbrella",
        "name-zh-Hant": "雨遮",
        "price": "15",
        "stock": "2",
        "until": "",
        "tier": "",
    }
    for wrong in ({"price": "0"}, {"price": "x"}, {"stock": "-1"}, {"until": "2020-01-01"}, {"until": "soon"}, {"tier": "gold"},
                  {"name-en": "", "name-zh-Hant": ""}, {"name-en": "x" * 41}):  # fmt: skip
        assert (
            await max_.post("/staff/club/rewards", form="a", estate=gv, **(facts | wrong))
        ).status == 422, wrong
    assert (await max_.post("/staff/club/rewards", estate=gv, **facts)).status == 403
    for _ in range(2):
        done = await max_.post("/staff/club/rewards", form="a", estate=gv, **facts)
        assert done.headers["Location"] == f"/staff/club/rewards?estate={gv}&done=added"
    assert (await max_.page("/staff/club/rewards")).count('/staff/club/rewards/1"') == 1
    assert '/staff/club/rewards/2"' not in await max_.page("/staff/club/rewards")
    _asked(desk, "Ann")
    ivy = await signed_in("Ivy")
    assert "Umbrella" in plain(await ivy.page("/staff/club/rewards"))
    done = await ivy.post("/staff/club/redemptions/1/hand", estate=gv)
    assert done.headers["Location"].endswith("done=handed")
    assert (await ivy.post("/staff/club/redemptions/1/cancel", estate=gv, reason="late")).status == 422
    _asked(desk, "Ann")
    assert (await ivy.post("/staff/club/redemptions/2/cancel", estate=gv, reason="")).status == 422
    await ivy.post("/staff/club/redemptions/2/cancel", estate=gv, reason="It was broken")
    assert any("15 points came back to you: It was broken" in text for text in desk.sent())
    assert balance(desk) == 45
    assert (await ivy.post("/staff/club/redemptions/2/burn", estate=gv)).status == 404
    changing = {"estate": gv, **(facts | {"price": "20", "stock": "1"})}
    assert (await max_.post("/staff/club/rewards/1", had="2", **changing)).status == 422, (
        "one was taken meanwhile"
    )
    changed = await max_.post("/staff/club/rewards/1", had="1", **changing)
    assert changed.headers["Location"].endswith("done=changed"), "put away, for the box was not ticked"
    with desk.house.store("Max") as store:
        (reward,) = store.rewards.catalogue(int(gv))
        assert (reward.price, reward.stock, reward.active) == (20, 1, False)


def _asked(desk: Desk, name: str) -> None:
    """An owner has points and asks for the first reward."""
    now = clock.now()
    with desk.house.db.transaction() as connection:
        line, contact = LineStore(connection), contacts.by_id(connection, desk.house.contacts[name])
        assert contact
        own = OwnerStore(connection, contact, now)
        who, reward = person(desk, name), line.rewards.by_id(1)
        assert reward
        line.points.credit(
            who,
            rule="event",
            amount=30,
            reason="x",
            ref=f"e{now.isoformat()}",
            at=now,
            expires_at=now + timedelta(days=9),
        )
        made = own.rewards.ask(reward, who, 15, now)
        assert made
        assert own.points.spend(who, 15, reason="x", ref=f"redemption:{made.id}", at=now, lapsed="lapsed")


async def test_headquarters_alone_put_people_into_groups_and_keep_no_notes_without_consent(
    desk: Desk, signed_in
) -> None:
    hire(desk.house, "Dora", "director")
    max_, dora, address = (
        await signed_in("Max"),
        await signed_in("Dora"),
        f"/staff/club/people/{person(desk)}",
    )
    assert (await max_.post(f"{address}/put", group="fan", purpose="tea")).status == 422
    assert (await dora.post(f"{address}/put", group="fan", purpose="")).status == 422
    assert (await dora.post(f"{address}/put", group="whale", purpose="x")).status == 422
    assert (await dora.post(f"{address}/put", group="fan", purpose="Yearly tea")).status == 303
    assert (await dora.post(f"{address}/put", group="fan", purpose="again")).status == 422
    assert "Yearly tea" in plain(await dora.page(address))
    assert (await dora.post(f"{address}/note", kind="retention", note="x", purpose="x")).status == 422
    assert (await dora.post(f"{address}/out", group="1")).status == 303
    assert (await dora.post(f"{address}/out", group="1")).status == 422


async def test_nothing_of_points_and_groups_stands_on_the_page_of_a_ticket(desk: Desk, signed_in) -> None:
    max_, ticket = await signed_in("Max"), desk.house.open("Ann")
    before = await max_.page(f"/staff/tickets/{ticket.number}")
    await max_.post(f"/staff/club/people/{person(desk)}/record", rule="referral", what="C-7", reason="")
    after = await max_.page(f"/staff/tickets/{ticket.number}")
    assert _without_keys(before) == _without_keys(after)


def _without_keys(page: str) -> list[str]:
    """A page without the keys of its forms and the moments it was drawn at."""
    return [
        line
        for line in page.splitlines()
        if 'name="form"' not in line and 'type="radio"' not in line and "datetime" not in line
    ]


async def test_suggestions_are_on_a_board_and_those_taken_up_are_shared_without_identities(
    desk: Desk, signed_in
) -> None:
    words = "I am Cat from 2-201. A bench in the lobby would be nice"
    one = desk.house.open("Cat", intent="suggestion", code="suggestion.facility", summary=words, words=words)
    max_, otto = await signed_in("Max"), await signed_in("Otto")
    assert one.number in await max_.page("/staff/suggestions")
    assert one.number not in await otto.page("/staff/suggestions?show=all")
    draft = Draft(outcome="adopted", reasons="A bench fits beside the letter boxes.", shared=True)
    desk.house.do("Max", steps.decide, one, draft)
    page = plain(await max_.page("/staff/suggestions?show=all"))
    assert "A bench fits beside the letter boxes." in page
    assert "已採納" in page
    shared = plain(await otto.page("/staff/suggestions?show=shared"))
    assert "bench in the lobby" in shared
    assert "Green Valley" in shared
    for hidden in ("2-201", "Cat", one.number):
        assert hidden not in shared, hidden


async def test_a_suggestion_that_nobody_ticked_or_that_is_private_is_not_shared(
    desk: Desk, signed_in
) -> None:
    for number, (shared, private) in enumerate(((False, False), (True, True))):
        words = f"A bench in the lobby {number}"
        one = desk.house.open("Ann", intent="suggestion", summary=words, words=words, private=private)
        desk.house.do("Max", steps.decide, one, Draft(outcome="adopted", reasons="Right.", shared=shared))
    otto = await signed_in("Otto")
    assert "bench" not in plain(await otto.page("/staff/suggestions?show=shared"))


async def test_silent_households_are_counted_with_what_they_said(desk: Desk, signed_in) -> None:
    max_ = await signed_in("Max")
    page = plain(await max_.page("/staff/club/silent"))
    assert "問候咗 0 戶" in page
    with desk.house.db.transaction() as connection:
        line = LineStore(connection)
        (unit,) = units_by_id(connection, (desk.house.units["Cat"],))
        made = line.silences.ask(unit, desk.house.contacts["Cat"], clock.now(), clock.now().date())
        contact = contacts.by_id(connection, desk.house.contacts["Cat"])
        assert made
        assert contact
        assert OwnerStore(connection, contact, clock.now()).silences.answer(made, "wrong", clock.now())
    page = plain(await max_.page("/staff/club/silent"))
    assert "問候咗 1 戶：一切都好 0，有啲唔妥 1。" in page
    assert "2-201" in page

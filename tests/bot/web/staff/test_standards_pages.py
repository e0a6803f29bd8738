"""The page of standards for everybody in staff, its forms for managers, the list on a ticket, and the calls of headquarters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from handlers.wording import say
from storage import perception, staff
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.house import House

PAGE = "/staff/voice/standards"


def asked(house: House, answers: str) -> None:
    """A day on which so many homes were asked about the badge: y yes, n no, u did not notice, . no answer."""
    now = clock.now()
    today = now.date()
    with house.db.transaction() as connection:
        line = LineStore(connection)
        for back, answer in enumerate(answers):
            draw = perception.claim_day(
                connection, estate_id=house.estates["GV"], day=today - timedelta(days=back), ends=now, seed="s",
                share=1.0, at=now,
            )  # fmt: skip
            assert draw
            row = {
                "unit_id": house.units["Ann"], "contact_id": house.contacts["Ann"], "language": "en", "touch_point": "visit",
                "item": "badge", "version": 1, "happened_at": now, "due_at": now, "sent_at": now, "expires_at": now,
            }  # fmt: skip
            line.perception.keep(draw, 1, [row])
            check = line.perception.by_id(back + 1)
            assert check
            said = {"y": "yes", "n": "no", "u": "unseen"}.get(answer, "")
            line.perception.change(check, ("waiting",), state="answered" if said else "sent", answer=said)


@pytest.mark.parametrize(
    ("who", "language"), [("Ivy", "en"), ("Max", "zh-Hant"), ("Eli", "zh-Hans"), ("Otto", "en")]
)
async def test_everybody_reads_the_standards_in_their_language(
    desk: Desk, signed_in, who: str, language: str
) -> None:
    browser = await signed_in(who)
    words = plain(await browser.page(PAGE))
    for key in ("of.visit", "moment", "standard.visit", "item.badge", "item.take_money", "do", "dont"):
        assert say(language, f"standards.{key}") in words, key
    assert say(language, "standards.not_measured") in words
    assert f'href="{PAGE}"' in await browser.page("/staff/voice")


async def test_nobody_reads_them_without_signing_in(desk: Desk, signed_in) -> None:
    assert (await (await signed_in("")).get(PAGE)).status == 401


@pytest.mark.parametrize("estate", ["2", "99", "x", "' OR 1=1"])
async def test_another_estate_has_no_page_here(desk: Desk, signed_in, estate: str) -> None:
    assert (await (await signed_in("Ivy")).get(PAGE, params={"estate": estate})).status == 404


async def test_a_measured_standard_shows_its_figure(desk: Desk, signed_in) -> None:
    now = clock.now()
    ticket = desk.house.open(complaint=True, intent="complaint")
    with desk.house.db.transaction() as connection:
        LineStore(connection).tickets.change(
            ticket, stage="closed", closed_at=now - timedelta(hours=1), followed_up_at=now
        )
    words = plain(await (await signed_in("Ivy")).page(PAGE))
    assert "Measured over 90 days: 100.0 % 1 / 1 · 95 % sure: 20.6 % – 100.0 % reached" in words


async def test_what_homes_noticed_stands_beside_what_staff_ticked(desk: Desk, signed_in) -> None:
    ticket = desk.house.open()
    with desk.house.store("Ivy") as store:
        store.self_checks.keep(ticket, "visit", {("badge", 1): True}, clock.now())
    asked(desk.house, "yyyynu..")
    words = plain(await (await signed_in("Ivy")).page(PAGE))
    assert "Ticked by ourselves: done in 1 of 1 jobs" in words
    assert "66.6 % · 4 yes, 1 no, 1 did not notice; 6 of 8 answered · 95 % sure: 29.9 % – 90.3 %" in words


async def test_few_answers_show_no_figure(desk: Desk, signed_in) -> None:
    asked(desk.house, "nnnn.")
    words = plain(await (await signed_in("Ivy")).page(PAGE))
    assert "4 of 5 answered: too few for a figure" in words
    assert "4 no" not in words


async def test_a_manager_adds_rewords_and_switches_off(desk: Desk, signed_in) -> None:
    max_ = await signed_in("Max")
    own = {"estate": "1", "touch_point": "visit"}
    done = await max_.post(f"{PAGE}/add", **own, side="do", text="門口揮下手", noticeable="yes")
    assert done.headers["Location"] == f"{PAGE}?estate=1&done=added#visit"
    await max_.post(f"{PAGE}/reword", **own, key="own_1", text="門口講聲早晨")
    await max_.post(f"{PAGE}/switch", **own, key="badge", on="no")
    words = plain(await (await signed_in("Eli")).page(PAGE))
    assert "門口講聲早晨" in words
    assert "揮下手" not in words
    assert say("zh-Hans", "standards.item.badge") not in words
    edited = plain(await max_.page(PAGE))
    assert say("zh-Hant", "standards.item.badge") in edited, (
        "a manager sees what is off, and may switch it on"
    )


async def test_a_mistake_keeps_what_was_typed_and_opens_the_form(desk: Desk, signed_in) -> None:
    max_ = await signed_in("Max")
    answer = await max_.post(
        f"{PAGE}/add", estate="1", touch_point="visit", side="dont", text="<b>" + "好" * 170
    )
    page = await answer.text()
    assert answer.status == 422
    assert 'role="alert"' in page
    assert "&lt;b&gt;好好" in page


@pytest.mark.parametrize("change", ["add", "switch", "reword"])
async def test_others_change_nothing(desk: Desk, signed_in, change: str) -> None:
    ivy = await signed_in("Ivy")
    answer = await ivy.post(
        f"{PAGE}/{change}", estate="1", touch_point="visit", key="badge", on="no", side="do", text="x"
    )
    assert answer.status == 422
    assert f"{PAGE}/{change}" not in await ivy.page(PAGE)
    with desk.house.store("Ivy") as store:
        assert store.standards.of(desk.house.estates["GV"]) == []


@pytest.mark.parametrize("typed", [{}, {"estate": "9" * 40}, {"estate": "2", "touch_point": "visit"}])
async def test_a_forged_form_is_answered_in_words(desk: Desk, signed_in, typed: dict[str, str]) -> None:
    max_ = await signed_in("Max")
    assert (await max_.post(f"{PAGE}/switch", key="badge", on="no", **typed)).status in (404, 422)
    assert (await max_.post(f"{PAGE}/erase", **typed)).status == 404


async def test_staff_tick_their_own_list_on_a_ticket_once(desk: Desk, signed_in) -> None:
    ticket = desk.house.open()
    ivy = await signed_in("Ivy")
    at = f"/staff/tickets/{ticket.number}"
    assert "Own check" in plain(await ivy.page(at))
    form = {"touch_point": "repair", "item-cleaned_up": "done", "item-photos": "not_done", "form": "k"}
    for _ in range(2):
        assert (await ivy.post(f"{at}/self_checked", **form)).status == 303
    assert [one.kind for one in desk.house.timeline(ticket)].count("self_checked") == 1
    page = await ivy.page(at)
    assert 'name="item-cleaned_up" value="done" checked' in page
    wrong = await ivy.post(f"{at}/self_checked", touch_point="repair", form="other")
    assert wrong.status == 422
    assert "Tick at least one item" in await wrong.text()


CALLS = "/staff/voice/perception"


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
async def test_local_staff_find_no_page_of_calls(desk: Desk, signed_in, who: str) -> None:
    browser = await signed_in(who)
    assert (await browser.get(CALLS)).status == 404
    assert (await browser.post(f"{CALLS}/1", result="yes")).status in (404, 422)
    assert CALLS not in await browser.page("/staff/voice")


async def test_headquarters_telephone_and_read_how_it_was_drawn(desk: Desk, signed_in) -> None:
    house = desk.house
    with house.db.transaction() as connection:
        ids = (house.estates["GV"],)
        added = staff.by_id(
            connection, staff.add(connection, name="Dora", role="director", language="en", estate_ids=ids)
        )
        assert added
        house.staff["Dora"] = added
    asked(house, ".")
    with house.db.transaction() as connection:
        seen = LineStore(connection).perception
        check = seen.by_id(1)
        assert check
        seen.change(check, ("sent",), state="calling", expires_at=clock.now() + timedelta(hours=5))
    dora = await signed_in("Dora")
    words = plain(await dora.page(CALLS))
    assert "1-101 · Green Valley" in words
    assert "Did whoever came show a badge at your door?" in words
    assert "1 of 1 homes, chance 1, seed s" in words
    assert not any(name in words for name in ("Ivy", "Eli", "Max"))
    assert (await dora.post(f"{CALLS}/1", result="")).status == 422
    assert (await dora.post(f"{CALLS}/1", result="unseen")).headers["Location"] == f"{CALLS}?kept"
    assert (await dora.post(f"{CALLS}/1", result="yes")).status == 422
    assert (await dora.post(f"{CALLS}/{'9' * 30}", result="yes")).status == 422
    assert "No call waits." in plain(await dora.page(CALLS))

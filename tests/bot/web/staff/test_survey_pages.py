"""The pages of surveys: headquarters plan, draw, run and read; others find no such page, and every unit its own loyalty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot import clock
from handlers.base import LineAct
from handlers.voice.surveys import asking
from storage import contacts, estates, people, staff, survey_sweeps
from storage.owner_store import OwnerStore
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Browser, Desk, plain
from tests.bot.web.staff.test_event_pages import PLAN
from tests.handlers.staff.house import SETTINGS, TZ

HOMES = 8


@pytest.fixture
def headed(desk: Desk) -> Desk:
    """Hana is director of both estates; Green Valley has eight old homes more, each with an account."""
    house = desk.house
    with house.db.transaction() as connection:
        ids = tuple(house.estates.values())
        found = staff.by_id(
            connection, staff.add(connection, name="Hana", role="director", language="en", estate_ids=ids)
        )
        assert found
        house.staff["Hana"] = found
        for number in range(HOMES):
            estate_id = house.estates["GV"]
            unit = estates.add_unit(
                connection, estate_id=estate_id, building_id=house.buildings["GV"], label=f"9-{number}", floor="9",
                delivered_on=date(2015, 1, 31),
            )  # fmt: skip
            person = people.add(connection, estate_id=estate_id, name=f"Owner {number}", phone="+852 1234")
            people.occupy(
                connection, estate_id=estate_id, person_id=person, unit_id=unit, role="owner", at=clock.now()
            )
            account = contacts.add(
                connection,
                estate_id=estate_id,
                channel="telegram",
                address=f"o{number}",
                name="",
                at=clock.now(),
            )
            contacts.change(connection, account.id, person_id=person, language="en")
            house.contacts[f"Owner {number}"] = account.id
    return desk


def fields(desk: Desk, **values: str | list[str]) -> dict[str, str | list[str]]:
    today = clock.now().astimezone(TZ).date()
    usual: dict[str, str | list[str]] = {
        "name": "Autumn", "estates": str(desk.house.estates["GV"]), "stages": ["living", "moved_in"], "mode": "chat",
        "questions": ["overall", "buy_again", "sentence"], "opens": today.isoformat(),
        "closes": (today + timedelta(days=10)).isoformat(), "size": "100", "unit": "share", "form": "f1",
    }  # fmt: skip
    return usual | values


async def planned(browser: Browser, desk: Desk, **values: str | list[str]) -> str:
    done = await browser.post("/staff/voice/surveys/new", **fields(desk, **values))
    assert done.status == 303, plain(await done.text())
    return done.headers["Location"].partition("?")[0]


def asked(desk: Desk) -> int:
    """The clock asks whoever is due at noon, when nobody sleeps."""
    noon = clock.now().astimezone(TZ).replace(hour=12) + timedelta(days=1)
    with desk.house.db.transaction() as connection:
        act = LineAct(now=noon, tz=TZ, settings=SETTINGS)
        for one in survey_sweeps.claim(connection, noon, 100):
            asking.due(one, act, LineStore(connection))
        return len(act.told)


def answered(desk: Desk, name: str, **said: object) -> None:
    with desk.house.db.transaction() as connection:
        account = contacts.by_id(connection, desk.house.contacts[name])
        assert account
        owner = OwnerStore(connection, account, clock.now())
        (one,) = owner.survey_invitations.open_ones()
        for question, value in said.items():
            owner.survey_invitations.answer(one, question, value)
        owner.survey_invitations.end(one, "finished")


async def test_headquarters_plan_draw_run_close_read_and_report(headed: Desk, signed_in) -> None:
    hana = await signed_in("Hana")
    assert "How it is asked" in plain(await hana.page("/staff/voice/surveys/new"))
    address = await planned(hana, headed)
    for step, next_one in (("draw", "Start it"), ("start", "Close it now")):
        done = await hana.post(f"{address}/{step}")
        assert done.headers["Location"] == f"{address}?done={step}"
        assert next_one in plain(await hana.page(address))
    assert asked(headed) == HOMES
    for number in range(6):
        answered(
            headed, f"Owner {number}", overall=5 if number < 3 else 2, buy_again=1, sentence=f"say {number}"
        )
    running = plain(await hana.page(address))
    assert "Nobody reads an answer while the survey runs" in running
    assert "say 0" not in running
    await hana.post(f"{address}/close")
    page = plain(await hana.page(f"{address}?again"))
    for words in (
        "existing owners", "50 %", "75 %", "19 % – 81 %", "Drawn again from 8 households: the same sample", "“say 3”", "100 %",
    ):  # fmt: skip
        assert words in page, words
    assert (await hana.post(f"{address}/start")).status == 422, "each step once"
    await hana.post(f"{address}/report")
    ivy = await signed_in("Ivy")
    loyalty = plain(await ivy.page("/staff/voice/loyalty"))
    assert "Would buy again" in loyalty
    assert "100 %" in loyalty
    assert "Satisfaction" not in loyalty
    otto = await signed_in("Otto")
    assert "Would buy again" not in plain(await otto.page("/staff/voice/loyalty"))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"questions": ["overall", "effort", "recommend", "buy_again"]}, "4 questions are too many for a chat: at most 3"),
        ({"questions": []}, "at least one question"),
        ({"estates": []}, "at least one of your estates"),
        ({"estates": "999"}, "at least one of your estates"),
        ({"stages": []}, "at least one stage"),
        ({"size": "many"}, "“many” is no whole number"),
        ({"size": "0"}, "The sample is"),
        ({"opens": "yesterday"}, "yesterday"),
        ({"name": " "}, "Give it a name"),
        ({"mode": ""}, "in the chat or by telephone"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_told_and_the_form_keeps_what_was_typed(
    headed: Desk, signed_in, values: dict[str, str | list[str]], words: str
) -> None:
    hana = await signed_in("Hana")
    answer = await hana.post("/staff/voice/surveys/new", **fields(headed, **values))
    page = await answer.text()
    assert answer.status == 422
    assert words in plain(page)
    if "name" not in values:
        assert 'value="Autumn"' in page
    assert "No survey is planned" in await hana.page("/staff/voice/surveys")


async def test_a_second_wave_leaves_out_whom_the_first_one_drew_and_says_how_many(headed: Desk, signed_in) -> None:  # fmt: skip
    hana = await signed_in("Hana")
    first = await planned(hana, headed, unit="homes", size="5")
    await hana.post(f"{first}/draw")
    second = await planned(hana, headed, form="f2", name="Region")
    await hana.post(f"{second}/draw")
    assert "5 were left out: they were asked for the same stage already" in plain(await hana.page(second))
    calendar = plain(await hana.page("/staff/voice/surveys"))
    assert "Autumn" in calendar
    assert "Region" in calendar


async def test_interviewers_call_from_the_list(headed: Desk, signed_in) -> None:
    hana = await signed_in("Hana")
    address = await planned(
        hana, headed, mode="phone", questions=["overall", "complained", "effort", "sentence"]
    )
    await hana.post(f"{address}/draw")
    await hana.post(f"{address}/start")
    assert asked(headed) == 0
    page = await hana.page(f"{address}/calls")
    assert "8 households are left" in plain(page)
    assert "+852 1234" in page
    wrong = await hana.post(f"{address}/calls/1/fill", **{"answer-overall": "9"})
    assert wrong.status == 422
    done = await hana.post(
        f"{address}/calls/1/fill", **{"answer-overall": "4", "answer-sentence": "Louder bell"}
    )
    assert done.headers["Location"] == f"{address}/calls?done=fill"
    assert (await hana.post(f"{address}/calls/2/tried")).status == 303
    page = plain(await hana.page(f"{address}/calls"))
    assert "7 households are left" in page
    assert "nobody answered" in page


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli", "Otto"])
async def test_people_at_the_estates_find_no_such_page(headed: Desk, signed_in, who: str) -> None:
    hana, other = await signed_in("Hana"), await signed_in(who)
    address = await planned(hana, headed, mode="phone", questions=["overall"])
    await hana.post(f"{address}/draw")
    for path in (
        "/staff/voice/surveys",
        "/staff/voice/surveys/new",
        address,
        f"{address}/calls",
        "/staff/voice/begging",
    ):
        assert (await other.get(path)).status == 404, path
    for path in ("start", "close", "report", "withdraw", "draw", "calls/1/fill"):
        assert (await other.post(f"{address}/{path}")).status == 404, path
    assert (await other.post("/staff/voice/surveys/new", **fields(headed))).status == 404
    home = await other.page("/staff/voice")
    assert "/staff/voice/surveys" not in home
    assert "/staff/voice/loyalty" in home
    assert "drawn" in plain(await hana.page(address))


@pytest.mark.parametrize("number", ["0", "99", "9" * 40, "x"])
async def test_a_survey_that_nobody_planned(headed: Desk, signed_in, number: str) -> None:
    hana = await signed_in("Hana")
    assert (await hana.get(f"/staff/voice/surveys/{number}")).status == 404
    assert (await hana.get(f"/staff/voice/surveys/{number}/calls")).status == 404
    assert (await hana.post(f"/staff/voice/surveys/{number}/draw")).status == 404


async def test_the_same_form_sent_twice_plans_one_survey(headed: Desk, signed_in) -> None:
    hana = await signed_in("Hana")
    await planned(hana, headed)
    again = await hana.post("/staff/voice/surveys/new", **fields(headed))
    assert again.status == 422
    assert (await hana.page("/staff/voice/surveys")).count("Autumn") == 1


async def test_words_that_beg_for_stars_do_not_leave_and_headquarters_see_who_tried(headed: Desk, signed_in) -> None:  # fmt: skip
    ticket = headed.house.open("Ann")
    ivy, hana = await signed_in("Ivy"), await signed_in("Hana")
    words = "The tap is changed. Please give us 5 stars!"
    for fields_sent in ({"text": words}, {"text": words, "as_it_is": "yes"}):
        answer = await ivy.post(f"/staff/tickets/{ticket.number}/reply", form="k", **fields_sent)
        assert answer.status == 422
        assert "“Please give us 5 stars” asks for a good score" in plain(await answer.text())
    assert headed.sent() == [], "it does not leave, as it is or otherwise"
    page = plain(await hana.page("/staff/voice/begging"))
    for told in ("Ivy", "Green Valley", ticket.number, "“Please give us 5 stars”", words):
        assert told in page, told
    assert (await ivy.get("/staff/voice/begging")).status == 404
    assert (
        await ivy.post(f"/staff/tickets/{ticket.number}/reply", form="k2", text="The tap is changed.")
    ).status == 303


async def test_a_notice_that_begs_is_refused_before_anybody_sees_it(headed: Desk, signed_in) -> None:
    ivy, hana = await signed_in("Ivy"), await signed_in("Hana")
    sent = {
        "estate": str(headed.house.estates["GV"]), "kind": "announcement", "headline-en": "Survey week", "form": "n1",
        "facts-en": "Headquarters ask owners this week. Please rate us 10 out of 10.", "fallback": "yes",
    }  # fmt: skip
    answer = await ivy.post("/staff/notices/preview", **sent)
    assert answer.status == 422
    page = plain(await hana.page("/staff/voice/begging"))
    assert "notice" in page
    assert "Please rate us 10 out of 10" in page


async def test_neither_a_promised_date_nor_an_event_begs(headed: Desk, signed_in) -> None:
    ticket = headed.house.open("Ann")
    ivy, hana = await signed_in("Ivy"), await signed_in("Hana")
    at = (clock.now() + timedelta(days=1)).astimezone(TZ).strftime("%Y-%m-%dT%H:%M")
    promised = await ivy.post(
        f"/staff/tickets/{ticket.number}/next", form="k", at=at, said="到時唔該俾五星好評"
    )
    assert promised.status == 422
    words = {"description_en": "Come along, and please give us a five-star rating."}
    event = await ivy.post("/staff/events", **PLAN | {"estate": str(headed.house.estates["GV"])} | words)
    assert event.status == 422
    page = plain(await hana.page("/staff/voice/begging"))
    assert "date for an owner" in page
    assert "please give us a five-star rating" in page
    assert headed.sent() == []

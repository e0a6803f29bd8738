"""The pages of standing reports over real HTTP: who sees them, bad periods, files, the cases behind low ratings, the way to improve."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot import clock
from storage import staff
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.test_quality import complaint, form_key
from tests.support.rated import rated

SENIOR = ("digest", "weekly", "review")


def rate(desk: Desk, ticket, score: int | None, **values) -> None:
    with desk.house.db.transaction() as connection:
        rated(connection, ticket, score, clock.now() - timedelta(hours=1), **values)


def manager(desk: Desk, name: str, code: str) -> None:
    with desk.house.db.transaction() as connection:
        one = staff.add(
            connection, name=name, role="manager", language="en", estate_ids=(desk.house.estates[code],)
        )
        found = staff.by_id(connection, one)
        assert found
        desk.house.staff[name] = found


@pytest.mark.parametrize("page", [*SENIOR, "ratings", "matrix"])
@pytest.mark.parametrize(("who", "status"), [("Max", 200), ("Ivy", 404), ("", 401)])
async def test_the_standing_reports_are_for_managers_and_ratings_for_all_staff(
    desk: Desk, signed_in, page: str, who: str, status: int
):
    response = await (await signed_in(who)).get(f"/staff/reports/{page}")
    assert response.status == (200 if who == "Ivy" and page not in SENIOR else status)


async def test_a_tab_stands_for_whoever_may_open_it(desk: Desk, signed_in):
    ivy, max_ = [await (await signed_in(who)).page("/staff/reports/ratings") for who in ("Ivy", "Max")]
    tabs = [f'href="/staff/reports/{one}' for one in SENIOR]
    assert [tab in max_ for tab in tabs] == [True] * 3
    assert [tab in ivy for tab in tabs] == [False] * 3


async def test_the_digest_shows_what_the_message_tells_and_leads_to_each_case(desk: Desk, signed_in):
    manager(desk, "Sam", "GV")
    ticket = desk.house.open(
        "Ann", opened_at=clock.now() - timedelta(hours=1), urgency="E0", intent="emergency"
    )
    page = await (await signed_in("Sam")).page("/staff/reports/digest")
    assert f'href="/staff/tickets/{ticket.number}">{ticket.number} emergency' in page
    assert "data:image/svg+xml;base64," in page
    assert "Red (1)" in plain(page)


async def test_a_quiet_digest_says_so_in_one_line(desk: Desk, signed_in):
    manager(desk, "Sam", "SB")
    words = plain(await (await signed_in("Sam")).page("/staff/reports/digest"))
    assert "Sea Breeze: nothing new, nothing late, nothing red. 0 open." in words


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=fortnight", "is no period"), ("since=2026-13-01&until=2026-12-01", "cannot read"), ("since=2026-02-01&until=2026-01-01", "comes after"),
        ("since=2001-01-01&until=2026-01-01", "ten years"), ("at=%27%20OR%201%3D1", "cannot read"), ("estate=999", "not known"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["weekly", "review", "ratings", "matrix", "ratings/cases"])
async def test_a_bad_period_is_said_and_never_guessed(
    desk: Desk, signed_in, page: str, query: str, told: str
):
    manager(desk, "Sam", "GV")
    response = await (await signed_in("Sam")).get(f"/staff/reports/{page}?point=repair&{query}")
    assert (response.status, told in plain(await response.text())) == (422, True)


async def test_the_week_is_the_last_whole_one_where_none_is_named(desk: Desk, signed_in):
    manager(desk, "Sam", "GV")
    today = clock.now().date()
    begins = today - timedelta(days=today.weekday() + 7)
    shown = plain(await (await signed_in("Sam")).page("/staff/reports/weekly"))
    assert any(f"{begins + timedelta(days=one)} –" in shown for one in (0, 1, 7))


async def test_a_low_rating_leads_to_its_ticket_and_to_no_score(desk: Desk, signed_in):
    ticket = complaint(desk.house)
    rate(desk, ticket, 1)
    browser = await signed_in("Ivy")
    page = await browser.page("/staff/reports/ratings?period=year")
    link = re.search(r'href="(/staff/reports/ratings/cases\?[^"]+)"', page)
    assert link
    cases = await browser.page(link[1].replace("&amp;", "&"))
    assert f'href="/staff/tickets/{ticket.number}"' in cases
    assert "To learn from, not to judge by." in plain(cases)


async def test_low_ratings_of_another_estate_are_not_listed(desk: Desk, signed_in):
    foreign = complaint(desk.house, "Zoe")
    rate(desk, foreign, 1)
    cases = await (await signed_in("Ivy")).page("/staff/reports/ratings/cases?point=repair&period=year")
    assert foreign.number not in cases


@pytest.mark.parametrize("point", ["", "event", "luck"])
async def test_a_touch_point_without_cases_is_an_absent_page(desk: Desk, signed_in, point: str):
    assert (await (await signed_in("Ivy")).get(f"/staff/reports/ratings/cases?point={point}")).status == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx", "png"])
async def test_every_table_of_the_week_is_a_file(desk: Desk, signed_in, kind: str):
    complaint(
        desk.house, opened_at=clock.now() - timedelta(days=10), closed_at=clock.now() - timedelta(days=8)
    )
    manager(desk, "Sam", "GV")
    browser = await signed_in("Sam")
    response = await browser.get(f"/staff/reports/weekly/figures.{kind}?period=year")
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "png": b"\x89PNG"}
    assert (response.status, (await response.read()).startswith(starts[kind])) == (200, True)


async def test_a_file_of_a_managers_report_is_absent_for_others(desk: Desk, signed_in):
    assert (await (await signed_in("Ivy")).get("/staff/reports/weekly/figures.csv")).status == 404


async def test_a_report_ends_in_a_form_whose_improvement_stands_there_next_time(desk: Desk, signed_in):
    browser = await signed_in("Max")
    page = await browser.page("/staff/reports/ratings?period=month")
    source = re.search(r'name="source_ref" value="(ratings\.[^"]+)"', page)
    assert source
    ivy = desk.house.staff["Ivy"].id
    due, check = (str((clock.now() + timedelta(days=days)).date()) for days in (14, 28))
    sent = await browser.post(
        "/staff/actions/new", form=form_key(page), kind="improvement", source="report", source_ref=source[1], why="4 of 10 were not content",
        what="Call after every repair", owner=f"staff:{ivy}", due=due, check=check, estate=str(desk.house.estates["GV"]),
    )  # fmt: skip
    assert sent.status == 303
    again = plain(await browser.page("/staff/reports/ratings?period=month"))
    assert re.search(rf"Call after every repair.*Ivy.*{due}", again)
    leads = await browser.get(f"/staff/reports/at/{source[1]}", allow_redirects=False)
    assert leads.headers["Location"].startswith("/staff/reports/ratings?since=")


async def test_the_report_of_a_complaint_about_a_manager_does_not_show_it_to_them(desk: Desk, signed_in):
    manager(desk, "Sam", "GV")
    ticket = complaint(
        desk.house, opened_at=clock.now() - timedelta(hours=2), stage="received", closed_at=None, urgency="E0"
    )
    with desk.house.store("Max") as store:
        store.subjects.name(ticket, desk.house.staff["Sam"].id, by="owner", at=clock.now())
    sam, max_ = await signed_in("Sam"), await signed_in("Max")
    assert ticket.number not in await sam.page("/staff/reports/digest")
    assert ticket.number in await max_.page("/staff/reports/digest")

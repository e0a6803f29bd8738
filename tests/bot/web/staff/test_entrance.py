"""Coming in: a link works once, a session is for one browser, and nobody else sees a page."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import clock
from storage import staff
from storage.staff import sessions
from tests.bot.web.staff.desk_house import Desk, opened

PAGES = (
    "/staff/",
    "/staff/tickets/GV-1001",
    "/staff/notices",
    "/staff/alarms.json",
    "/staff/media/1",
    "/staff/anything",
)


async def test_looking_at_a_link_does_not_spend_it_and_pressing_the_button_does_once(desk: Desk, signed_in):
    browser, link = await signed_in(""), desk.link("Ivy")
    for _ in range(3):
        assert "Sign in" in await browser.page(f"/staff/sign-in/{link}")
    first = await browser.client.post(f"/staff/sign-in/{link}", allow_redirects=False)
    assert (first.status, first.headers["Location"]) == (303, "/staff/")
    other = await signed_in("")
    second = await other.client.post(f"/staff/sign-in/{link}", allow_redirects=False)
    assert second.status == 410
    assert "Set-Cookie" not in second.headers


@pytest.mark.parametrize("hours", [-1, 0])
async def test_a_link_past_its_time_is_refused(desk: Desk, signed_in, hours: float):
    browser = await signed_in("")
    assert (await browser.client.post(f"/staff/sign-in/{desk.link('Ivy', hours)}")).status == 410


async def test_the_cookie_is_kept_from_scripts_and_from_other_sites(desk: Desk, signed_in):
    browser = await signed_in("")
    response = await browser.client.post(f"/staff/sign-in/{desk.link('Ivy')}", allow_redirects=False)
    cookie = response.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/staff", "Max-Age=43200"))


async def test_over_https_the_cookie_travels_over_https_only(house):
    browser = await opened(Desk(house, secure=True))
    response = await browser.client.post(f"/staff/sign-in/{browser.desk.link('Ivy')}", allow_redirects=False)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-ownerline_staff=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/;"))
    await browser.client.close()
    browser.desk.workers.close()


async def test_the_database_never_holds_the_token_of_a_session(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    token = next(cookie.value for cookie in browser.client.session.cookie_jar)
    with desk.house.db.reading() as connection:
        rows = [tuple(row) for row in connection.execute(sessions.select())]
    assert rows
    assert not any(token in str(row) for row in rows)


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_unknown_sees_a_page(desk: Desk, signed_in, path: str):
    desk.house.open()
    response = await (await signed_in("")).get(path)
    assert response.status == 401
    text = await response.text()
    assert "leaks" not in text
    assert "Ann" not in text


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "é", "null"])
async def test_a_made_up_cookie_opens_nothing(desk: Desk, token: str):
    async with TestClient(TestServer(desk.application())) as client:
        response = await client.get("/staff/", headers={"Cookie": f"ownerline_staff={token}"})
        assert response.status == 401


async def test_signing_out_ends_the_session_for_good(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    token = next(cookie.value for cookie in browser.client.session.cookie_jar)
    assert "signed out" in await (await browser.post("/staff/sign-out")).text()
    again = await signed_in("")
    assert (await again.get("/staff/", headers={"Cookie": f"ownerline_staff={token}"})).status == 401


async def test_a_session_ends_at_its_time(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    with desk.house.db.transaction() as connection:
        connection.execute(sessions.update().values(expires_at=clock.now()))
    assert (await browser.get("/staff/")).status == 401


async def test_whoever_no_longer_works_here_is_out_at_once(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Ivy"].id, active=False)
    assert (await browser.get("/staff/")).status == 401


async def test_words_typed_after_the_session_ended_are_not_lost(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    with desk.house.db.transaction() as connection:
        connection.execute(sessions.delete())
    response = await browser.post(f"/staff/tickets/{ticket.number}/reply", text="A long & careful answer")
    assert response.status == 401
    assert "A long &amp; careful answer" in await response.text()
    assert desk.sent() == []


async def test_the_short_address_leads_to_the_list(signed_in):
    response = await (await signed_in("")).get("/staff", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/staff/")


@pytest.mark.parametrize(
    ("wants", "language"), [("zh-HK,zh", "zh-Hant"), ("zh-CN", "zh-Hans"), ("de", "en"), ("", "en")]
)
async def test_the_sign_in_page_speaks_the_browsers_language(signed_in, wants: str, language: str):
    response = await (await signed_in("")).get("/staff/sign-in/x", headers={"Accept-Language": wants})
    assert f'<html lang="{language}">' in await response.text()


async def test_the_pages_speak_the_staff_members_language(signed_in):
    for name, language in (("Ivy", "en"), ("Max", "zh-Hant"), ("Eli", "zh-Hans")):
        assert f'<html lang="{language}">' in await (await signed_in(name)).page("/staff/")

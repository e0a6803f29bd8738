"""Writing a notice: what it begins from, what is refused before anything is kept, what the preview counts, and that a form acts once."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot import clock
from handlers.notices import drafting, templates
from handlers.wording import say
from storage import contacts, estates, staff
from tests.bot.web.staff.desk_house import Browser, Desk, opened, plain
from tests.bot.web.staff.notices.sheets import notice, proposed, sheet
from tests.handlers.notices.writing import wanted
from tests.handlers.staff.house import House


def kept(desk: Desk) -> list[str]:
    """The states of all notices."""
    with desk.house.store("Ivy") as store:
        return [one.state for one in store.notices.newest()]


async def test_a_new_notice_begins_from_a_template_or_an_empty_sheet(signed_in):
    browser = await signed_in("Ivy")
    page = await browser.page("/staff/notices/new")
    for name in templates.every():
        assert f"/staff/notices/new?template={name}" in page
        assert "【" in await browser.page(f"/staff/notices/new?template={name}")
    assert "【" not in await browser.page("/staff/notices/new?kind=announcement")


async def test_an_engineer_looks_and_does_not_write(desk: Desk, signed_in):
    eli = await signed_in("Eli")
    assert "通知由管家或经理发送" in await eli.page("/staff/notices/new?template=water")
    for path in ("/staff/notices", "/staff/notices/preview"):
        response = await eli.post(path, form="k", **sheet(desk.house))
        assert response.status == 422
        assert "通知由管家或经理发送" in await response.text()
    assert kept(desk) == []


async def test_a_template_with_an_open_gap_is_refused_by_its_name(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    values = sheet(desk.house, template="water", kind="outage", **{"facts-en": "No water from 【start】 on."})
    response = await browser.post("/staff/notices/preview", **values)
    assert response.status == 422
    assert "Some gaps are still open: 【start】" in await response.text()
    values["facts-en"] = "No water from 【10:00】 on."
    assert (await browser.post("/staff/notices/preview", **values)).status == 200, (
        "people write 【】 themselves"
    )


async def test_the_preview_counts_whom_it_reaches_and_whom_not_and_why(desk: Desk, signed_in):
    with desk.house.db.transaction() as connection:
        contacts.change(connection, desk.house.contacts["Cat"], state="blocked")
    browser = await signed_in("Ivy")
    words = plain(await (await browser.post("/staff/notices/preview", **sheet(desk.house))).text())
    assert "Reaches 1 of 2 households, on 2 accounts." in words
    assert "blocked us 1 1" in words
    assert "Everybody in Green Valley" in words
    assert kept(desk) == []
    assert desk.sent() == []


async def test_the_preview_shows_the_message_in_each_language_that_somebody_reads(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    values = sheet(
        desk.house,
        **{"headline-zh-Hant": "停水", "facts-zh-Hant": "維修水喉", "asked-zh-Hant": "儲水\n閂水喉"},
    )
    words = plain(await (await browser.post("/staff/notices/preview", **values)).text())
    assert "安全提示 · 停水" in words
    assert "1. 儲水 2. 閂水喉" in words
    assert "Simplified Chinese · 1 readers · in Traditional Chinese, as none was written" in words
    assert "Safety alert · Water off" in words


async def test_a_language_without_a_text_is_named_unless_another_is_allowed(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    response = await browser.post("/staff/notices/preview", **sheet(desk.house, fallback=""))
    assert response.status == 422
    assert "1 readers of Simplified Chinese" in unescape(await response.text())


async def test_the_moment_is_read_in_the_estates_own_time(desk: Desk, signed_in):
    soon = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%d")
    number = await proposed(await signed_in("Ivy"), send_at=f"{soon}T03:30", expires=f"{soon}T09:00")
    found = notice(desk, number)
    assert found.send_at
    assert found.expires
    assert found.send_at.strftime("%Y-%m-%d %H:%M") < f"{soon} 03:30", "eight hours east of UTC"
    assert (found.send_at.hour, found.send_at.minute) == (19, 30)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"headline-en": " ", "facts-en": ""}, "There is no text yet."),
        ({"facts-en": "x" * 4200}, "fit into one notice"),
        ({"estate": "x"}, "That place is not among yours."),
        ({"estate": ""}, "That place is not among yours."),
        ({"kind": "gossip"}, "That kind of notice is not known."),
        ({"severity": "Apocalyptic"}, "One of the choices is not in its list."),
        ({"question": "colour"}, "One of the choices is not in its list."),
        ({"send_at": "2020-01-01T10:00"}, "That moment is past."),
        ({"send_at": "tomorrow"}, "date"),
        ({"expires": "2020-01-01T10:00"}, "It would have expired"),
        ({"floors": "99"}, "has no floor 99"),
        ({"include": "9-999"}, "has no home 9-999"),
        ({"refers_to": "999", "msg_type": "Update"}, "needs the notice that it is about"),
    ],
)
@pytest.mark.parametrize("path", ["/staff/notices", "/staff/notices/preview"])
async def test_a_notice_that_cannot_go_says_why_and_keeps_the_text(
    desk: Desk, signed_in, path: str, more: dict[str, str], sentence: str
):
    browser = await signed_in("Ivy")
    response = await browser.post(
        path, form="k", **sheet(desk.house, **{"signature-en": "The office", **more})
    )
    page = unescape(await response.text())
    assert response.status == 422
    assert sentence in page
    assert 'value="The office"' in page
    assert kept(desk) == []


async def test_changing_ones_mind_keeps_every_field(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    values = sheet(
        desk.house, floors="1", roles=["owner", "tenant"], at_most_once="yes", urgency="Expected", back="1",
        **{"asked-en": "Store water\nClose taps", f"buildings-of-{desk.house.estates['GV']}": "Block 2"},
    )  # fmt: skip
    page = await (await browser.post("/staff/notices/preview", **values)).text()
    assert "Store water\nClose taps</textarea>" in page
    for ticked in ('name="roles" value="owner" checked', 'value="tenant" checked', 'value="Block 2" checked'):
        assert ticked in page
    assert 'name="floors" type="text" value="1"' in page
    assert 'value="Expected" selected' in page


async def test_a_form_without_its_key_is_not_kept(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    response = await browser.post("/staff/notices", **sheet(desk.house))
    assert response.status == 403
    assert "The main is being repaired." in await response.text()
    assert kept(desk) == []


async def test_the_words_are_kept_when_the_session_has_ended(desk: Desk, signed_in):
    browser = await signed_in("")
    with aiohttp.MultipartWriter("form-data") as body:
        for name, value in sheet(desk.house).items():
            body.append(value).set_content_disposition("form-data", name=name)
        response = await browser.client.post("/staff/notices/preview", data=body)
    assert response.status == 401
    assert "The main is being repaired." in await response.text()


async def test_a_form_sent_eight_times_at_once_makes_one_notice(desk_on_both: Desk):
    browser = await (await opened(desk_on_both)).signs_in("Ivy")
    answers = await asyncio.gather(
        *(
            browser.post("/staff/notices", form="one", do="propose", **sheet(desk_on_both.house))
            for _ in range(8)
        )
    )
    assert {answer.status for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert kept(desk_on_both) == ["proposed"]
    await browser.client.close()


# Several estates


@pytest.fixture
def ivy_serves_both(house: House) -> House:
    """Ivy keeps house in Green Valley and in Sea Breeze."""
    with house.db.transaction() as connection:
        both = tuple(house.estates.values())
        number = staff.add(connection, name="Una", role="manager", language="en", estate_ids=both)
        found = staff.by_id(connection, number)
        assert found
        house.staff["Una"] = found
    return house


def both(house: House, **more: Any) -> dict[str, Any]:
    return sheet(house) | {"estate": [str(one) for one in house.estates.values()], **more}


async def test_several_estates_get_a_notice_each_in_one_go(ivy_serves_both: House, desk: Desk, signed_in):
    una = await signed_in("Una")
    seen = plain(await (await una.post("/staff/notices/preview", **both(desk.house))).text())
    assert "Everybody in Green Valley" in seen
    assert "Everybody in Sea Breeze" in seen
    for _ in range(2):
        response = await una.post("/staff/notices", form="k", do="propose", **both(desk.house))
        assert response.headers["Location"] == "/staff/notices?done=propose"
    with desk.house.store("Una") as store:
        assert {one.estate_id for one in store.notices.newest()} == set(desk.house.estates.values())
        assert len(store.notices.newest()) == 2


async def test_a_list_of_homes_belongs_to_one_estate(ivy_serves_both: House, desk: Desk, signed_in):
    una = await signed_in("Una")
    response = await una.post("/staff/notices/preview", **both(desk.house, include="1-101"))
    assert response.status == 422
    assert "belong to one estate" in await response.text()


async def test_what_one_estate_does_not_have_is_named_with_that_estate(
    ivy_serves_both: House, desk: Desk, signed_in
):
    una = await signed_in("Una")
    with desk.house.db.transaction() as connection:
        estates.add_unit(
            connection, estate_id=desk.house.estates["GV"], building_id=desk.house.buildings["GV"], label="1-901", floor="9"
        )  # fmt: skip
    response = await una.post("/staff/notices/preview", **both(desk.house, floors="9"))
    assert "Sea Breeze has no floor 9" in await response.text()


# Drafts


async def test_a_draft_is_kept_changed_by_its_author_and_proposed(desk: Desk, signed_in):
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    response = await ivy.post("/staff/notices", form="k", do="draft", **sheet(desk.house, floors="1"))
    [number] = re.findall(r"/staff/notices/(\d+)", response.headers["Location"])
    form = await ivy.page(f"/staff/notices/new?draft={number}")
    assert 'name="draft" value="' + number in form
    assert "The main is being repaired.</textarea>" in form
    changed = sheet(desk.house, draft=number, **{"facts-en": "The pump is being repaired."})
    assert (await max_.post("/staff/notices", form="m", do="draft", **changed)).status == 422, "it is Ivy's"
    assert (await ivy.post("/staff/notices", form="l", do="propose", **changed)).status == 303
    found = notice(desk, int(number))
    assert (found.state, found.audience) == ("proposed", {})
    assert "The pump is being repaired." in await ivy.page(f"/staff/notices/{number}")
    assert (await ivy.post("/staff/notices", form="n", do="draft", **changed)).status == 422, "it moved on"


def official(desk: Desk, status: str, state: str = "draft") -> int:
    """The number of a notice that the line made from an alert of the weather bureau."""
    with desk.house.store("Ivy") as store:
        made = drafting.draft(
            desk.house.request("Ivy"), store,
            wanted(desk.house, kind="safety", status=status, source={"name": "Weather Bureau", "part": 0}), "cap:1",
        )  # fmt: skip
        found = store.notices.change(made, "draft", state=state)
        assert found
        return found.id


@pytest.mark.parametrize("status", ["Actual", "Exercise", "Test", "System", "Draft"])
async def test_what_an_official_called_an_exercise_or_a_draft_stays_that_in_the_form(
    desk: Desk, signed_in, status: str
):
    ivy, number = await signed_in("Ivy"), official(desk, status)
    assert 'name="status"' not in await ivy.page(f"/staff/notices/new?draft={number}")
    for said in ("Actual", "Exercise", ""):
        changed = sheet(desk.house, draft=number, status=said)
        preview = plain(await (await ivy.post("/staff/notices/preview", **changed)).text())
        assert (
            (say("en", f"notices.status.{status}") in preview)
            if status != "Actual"
            else "xercise" not in preview
        )
        assert (await ivy.post("/staff/notices", form=f"k{said}", do="draft", **changed)).status == 303
        assert notice(desk, number).status == status
    assert "Weather Bureau" in plain(await ivy.page(f"/staff/notices/{number}"))


async def test_an_update_of_an_officials_exercise_is_one_and_a_copy_is_one_until_somebody_says_otherwise(
    desk: Desk, signed_in
):
    ivy, number = await signed_in("Ivy"), official(desk, "System", "sent")
    assert 'name="status"' not in await ivy.page(f"/staff/notices/new?update={number}")
    copied = await ivy.page(f"/staff/notices/new?from={number}")
    assert '<option value="System" selected>' in copied


# Photos


def picture(size: tuple[int, int], form: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form)
    return out.getvalue()


async def with_photo(
    browser: Browser, data: bytes, path: str = "/staff/notices/preview", **more: Any
) -> aiohttp.ClientResponse:
    body = aiohttp.FormData()
    for name, value in {"csrf": browser.csrf, **sheet(browser.desk.house), **more}.items():
        body.add_field(name, value)
    body.add_field("photo", BytesIO(data), filename="roof.png", content_type="image/png")
    return await browser.client.post(path, data=body, allow_redirects=False)


async def test_a_photo_is_kept_clean_shown_and_sent_with_the_notice(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    page = await (await with_photo(browser, picture((640, 480)))).text()
    assert "data:image/jpeg;base64," in page
    token = re.search(r'name="photo_token" value="([^"]+)"', page)
    assert token
    number = await proposed(browser, photo_token=token[1])
    [reference] = notice(desk, number).pictures
    response = await browser.get(f"/staff/notices/{number}/photos/0")
    assert (await response.read())[:3] == b"\xff\xd8\xff"
    assert (await browser.get(f"/staff/notices/{number}/photos/1")).status == 404
    otto = await signed_in("Otto")
    assert (await otto.get(f"/staff/notices/{number}/photos/0")).status == 404
    values = sheet(desk.house, "SB", photo_token=token[1])
    assert (await otto.post("/staff/notices", form="k", do="draft", **values)).status == 303
    with desk.house.store("Otto") as store:
        assert store.notices.newest()[0].pictures == (), "a token is worth nothing to anybody else"
    again = await proposed(await signed_in("Max"), photo_of=str(number))
    assert notice(desk, again).pictures == (reference,)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a and nothing else", "is no picture that can be shown"),
        (b"%PDF-1.7", "is no picture that can be shown"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (picture((2100, 100)), "more than 20 times as long as wide"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["broken", "document", "heic", "thin", "large"],
)
async def test_a_photo_that_no_messenger_takes_is_refused_in_plain_words(
    desk: Desk, signed_in, data: bytes, sentence: str
):
    response = await with_photo(await signed_in("Ivy"), data)
    assert response.status == 422
    assert sentence in plain(await response.text())
    assert "The main is being repaired.</textarea>" in await response.text()

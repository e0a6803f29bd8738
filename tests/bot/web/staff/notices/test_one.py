"""One notice and the list: who may approve, how it is held, resumed and stopped, how far it is, and what follows it."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from bot import clock
from storage import notices as rows
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.notices.sheets import approved, arrived, fed, notice, proposed, sent, sheet


def part(page: str, title: str) -> str:
    """What stands on the list under a heading."""
    found = re.search(rf"<h2>{title}</h2>(.*?)(<h2>|$)", page, re.DOTALL)
    return plain(found[1]) if found else ""


def button(number: int, step: str) -> str:
    return f'action="/staff/notices/{number}/{step}"'


async def test_whoever_wrote_it_has_no_button_to_approve_it_and_the_line_refuses_it(desk: Desk, signed_in):
    ivy = await signed_in("Ivy")
    number = await proposed(ivy)
    page = await ivy.page(f"/staff/notices/{number}")
    assert button(number, "approve") not in page
    assert button(number, "refuse") not in page
    assert "You wrote this one, so another person approves it." in page
    for step in ("approve", "refuse"):
        response = await ivy.post(f"/staff/notices/{number}/{step}", reason="x")
        assert response.status == 422
    assert notice(desk, number).state == "proposed"


async def test_it_waits_on_top_for_the_other_one_who_approves_it(desk: Desk, signed_in):
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    number = await proposed(ivy)
    assert "Water off" in part(await max_.page("/staff/notices"), "等你批")
    assert "Water off" in part(await ivy.page("/staff/notices"), "Waits for a colleague")
    page = await max_.page(f"/staff/notices/{number}")
    assert button(number, "approve") in page
    assert "1-101" not in page, "homes are counted, not listed"
    response = await max_.post(f"/staff/notices/{number}/approve")
    assert response.headers["Location"] == f"/staff/notices/{number}?done=approve"
    assert notice(desk, number).state == "sending"
    assert "Water off" in part(await ivy.page("/staff/notices"), "On its way")
    facts = plain(await ivy.page(f"/staff/notices/{number}"))
    assert "Written Ivy" in facts
    assert "Approved Max" in facts
    assert (await max_.post(f"/staff/notices/{number}/approve")).status == 422, "it was decided before"


async def test_a_refusal_names_its_reason_to_whoever_wrote_it(desk: Desk, signed_in):
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    number = await proposed(ivy)
    response = await max_.post(f"/staff/notices/{number}/refuse", reason=" ")
    assert response.status == 422
    assert "請寫低點解唔批" in await response.text()
    assert (await max_.post(f"/staff/notices/{number}/refuse", reason="Wrong day")).status == 303
    page = await ivy.page(f"/staff/notices/{number}")
    assert "Wrong day" in page
    assert f"/staff/notices/new?from={number}" in page
    assert "The main is being repaired.</textarea>" in await ivy.page(f"/staff/notices/new?from={number}")


async def test_its_author_takes_it_back(desk: Desk, signed_in):
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    number = await proposed(ivy)
    assert (await max_.post(f"/staff/notices/{number}/withdraw")).status == 422
    assert (await ivy.post(f"/staff/notices/{number}/withdraw")).status == 303
    assert notice(desk, number).state == "refused"


async def test_an_emergency_goes_first_with_a_warning_and_waits_for_approval_after(desk: Desk, signed_in):
    ivy, max_ = await signed_in("Ivy"), await signed_in("Max")
    preview = await (await ivy.post("/staff/notices/preview", **sheet(desk.house))).text()
    assert 'value="first"' in preview
    assert "Only where waiting puts somebody in danger." in preview
    calm = await (
        await ivy.post("/staff/notices/preview", **sheet(desk.house, severity="Minor", urgency="Future"))
    ).text()
    assert 'value="first"' not in calm
    response = await ivy.post("/staff/notices", form="k", do="first", **sheet(desk.house))
    [number] = re.findall(r"/staff/notices/(\d+)", response.headers["Location"])
    assert notice(desk, int(number)).state == "sending"
    assert "先發咗，未補批" in part(await max_.page("/staff/notices"), "等你批")
    assert (await ivy.post(f"/staff/notices/{number}/approve")).status == 422
    assert (await max_.post(f"/staff/notices/{number}/approve")).status == 303
    assert part(await max_.page("/staff/notices"), "等你批") == ""
    late = await ivy.post("/staff/notices", form="l", do="first", **sheet(desk.house, kind="announcement"))
    assert late.status == 422, "no emergency"


async def test_it_is_held_resumed_and_stopped_with_a_reason(desk: Desk, signed_in):
    number = await approved(desk, signed_in)
    max_ = await signed_in("Max")
    arrived(desk, fed(desk, number, 1))
    assert (await max_.post(f"/staff/notices/{number}/hold")).status == 303
    assert notice(desk, number).state == "paused"
    page = await max_.page(f"/staff/notices/{number}")
    assert "仲有 2 個，暫停緊" in page
    assert (await max_.post(f"/staff/notices/{number}/resume")).status == 303
    assert (await max_.post(f"/staff/notices/{number}/stop")).status == 422
    assert (await max_.post(f"/staff/notices/{number}/stop", reason="Repaired")).status == 303
    assert (await max_.post(f"/staff/notices/{number}/resume")).status == 422
    words = plain(await max_.page(f"/staff/notices/{number}"))
    assert "Repaired" in words
    assert "未發就停咗 1 2" in words, "one household, two accounts"


async def test_how_far_it_is_is_told_to_the_script_and_without_one(desk: Desk, signed_in):
    number = await approved(desk, signed_in)
    ivy = await signed_in("Ivy")
    arrived(desk, fed(desk, number, 1))
    page = await ivy.page(f"/staff/notices/{number}")
    assert f'data-live="/staff/notices/{number}/progress.json" data-state="sending"' in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
    told = json.loads(await (await ivy.get(f"/staff/notices/{number}/progress.json")).text())
    assert (told["state"], told["percent"]) == ("sending", 33)
    assert told["parts"]["done"] == "1 of 3 accounts"
    assert told["parts"]["left"] == "2 left, about 1 s"
    assert told["parts"]["sent"] == "1"


async def test_what_is_over_is_not_asked_for_again(desk: Desk, signed_in):
    number = await sent(desk, signed_in)
    page = await (await signed_in("Ivy")).page(f"/staff/notices/{number}")
    assert "data-live" not in page
    assert "http-equiv" not in page
    assert "Delivered to 2 of 2 households." in page


async def test_an_update_is_written_from_the_notice_and_linked_to_it(desk: Desk, signed_in):
    number = await sent(desk, signed_in)
    ivy = await signed_in("Ivy")
    form = await ivy.page(f"/staff/notices/new?update={number}")
    assert f'name="refers_to" value="{number}"' in form
    assert 'name="msg_type" value="Update"' in form
    assert 'name="floors"' not in form, "it goes to whoever got the first"
    follow = {"refers_to": str(number), "msg_type": "Update", "estate": ""}
    seen = plain(await (await ivy.post("/staff/notices/preview", **sheet(desk.house, **follow))).text())
    assert "Safety alert, new state · Water off" in seen
    assert f"To exactly those who got notice {number}." in seen
    response = await ivy.post("/staff/notices", form="u", do="propose", **sheet(desk.house, **follow))
    [update] = re.findall(r"/staff/notices/(\d+)", response.headers["Location"])
    assert notice(desk, int(update)).refers_to == number
    assert f"/staff/notices/{update}" in await ivy.page(f"/staff/notices/{number}")
    assert f"/staff/notices/{number}" in await ivy.page(f"/staff/notices/{update}")
    cancel = await ivy.page(f"/staff/notices/new?cancel={number}")
    assert 'name="msg_type" value="Cancel"' in cancel
    assert "The main is being repaired." not in cancel


async def test_engineers_look_and_have_no_steps(desk: Desk, signed_in):
    number = await proposed(await signed_in("Ivy"))
    eli = await signed_in("Eli")
    page = await eli.page(f"/staff/notices/{number}")
    assert "Water off" in page
    assert "/staff/notices/new" not in page
    assert f'action="/staff/notices/{number}' not in page
    for step in ("approve", "refuse", "hold", "stop", "propose", "first", "withdraw", "resume"):
        assert (await eli.post(f"/staff/notices/{number}/{step}", reason="x")).status == 422, step
    assert notice(desk, number).state == "proposed"


@pytest.mark.parametrize(
    "path",
    ["", "/progress.json", "/proof", "/doors", "/proof.csv", "/proof.html", "/proof.jsonl", "/doors.csv"],
)
async def test_another_estates_notice_is_an_absent_page(desk: Desk, signed_in, path: str):
    number = await sent(desk, signed_in)
    otto = await signed_in("Otto")
    foreign, absent = (
        await otto.get(f"/staff/notices/{number}{path}"),
        await otto.get(f"/staff/notices/424242{path}"),
    )
    assert (foreign.status, absent.status) == (404, 404)
    assert await foreign.text() == await absent.text()
    assert (await (await signed_in("Ivy")).get(f"/staff/notices/{number}{path}")).status == 200


@pytest.mark.parametrize("step", ["approve", "refuse", "hold", "stop", "fly"])
async def test_another_estates_notice_cannot_be_touched(desk: Desk, signed_in, step: str):
    number = await proposed(await signed_in("Ivy"))
    otto = await signed_in("Otto")
    assert (await otto.post(f"/staff/notices/{number}/{step}", reason="x")).status == 404
    assert notice(desk, number).state == "proposed"
    for how in ("from", "update", "cancel", "draft"):
        assert (await otto.get(f"/staff/notices/new?{how}={number}")).status == 404


async def test_older_ones_stand_on_further_pages(desk: Desk, signed_in):
    ivy = await signed_in("Ivy")
    for place in range(27):
        response = await ivy.post(
            "/staff/notices",
            form=f"k{place}",
            do="draft",
            **sheet(desk.house, **{"headline-en": f"Draft number {place}."}),
        )
        assert response.status == 303
    with desk.house.db.transaction() as connection:
        connection.execute(
            rows.notices.update().values(state="refused", ended_at=clock.now() - timedelta(days=1))
        )
    first = await ivy.page("/staff/notices")
    assert "Draft number 26." in first
    assert "Draft number 1." not in first
    link = re.search(r'href="(/staff/notices\?before=\d+)"', first)
    assert link
    second = await ivy.page(link[1])
    assert "Draft number 1." in second
    assert "Draft number 26." not in second

"""The pages of quality over real HTTP: what they show, to whom, what a form does once, and what a wrong one leaves."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from bot import clock
from storage import parties
from tests.bot.web.staff.desk_house import Desk, plain
from tests.handlers.staff.house import House
from tests.storage.asked.defects import DEFECT

PAGES = ("quality", "measures", "actions", "actions/new", "cases", "defects/new", "partners", "handbook")


def complaint(house: House, owner: str = "Ann", **values):
    """A complaint of yesterday, closed; counted by every measure of complaints."""
    now = clock.now()
    row = {"opened_at": now - timedelta(days=1), "respond_by": now - timedelta(hours=16), "closed_at": now, "stage": "closed",
           "responded_at": now - timedelta(hours=20), "complaint": True, "intent": "complaint", "code": "service.fees"}  # fmt: skip
    return house.open(owner, **{**row, **values})


def defect(house: House, ticket, **values) -> None:
    with house.store("Max" if ticket.guard else "Ivy") as store:
        store.defects.keep(ticket, **{**DEFECT, **values})


def form_key(page: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("page", PAGES)
async def test_every_page_opens_in_an_empty_house_and_is_reached_from_the_menu(
    desk: Desk, signed_in, page: str
):
    browser = await signed_in("Ivy")
    shown = await browser.page(f"/staff/{page}")
    assert 'href="/staff/quality" aria-current="page"' in shown
    if page not in ("quality", "actions/new"):
        assert f'href="/staff/{page}"' in await browser.page("/staff/quality")


@pytest.mark.parametrize("page", [*PAGES, "measures.csv", "measures/cases?measure=closed"])
async def test_nobody_reads_them_without_signing_in(desk: Desk, signed_in, page: str):
    assert (await (await signed_in("")).get(f"/staff/{page}")).status == 401


@pytest.mark.parametrize(
    "page",
    [
        "measures",
        "cases",
        "partners",
        "handbook",
        "actions?show=all",
        "measures.csv",
        "measures/cases?measure=closed",
    ],
)
async def test_nothing_of_another_estate_stands_on_a_page(desk: Desk, signed_in, page: str):
    foreign = complaint(desk.house, "Zoe", summary="SECRET leak", words="SECRET leak")
    with desk.house.store("Otto") as store:
        store.defects.keep(
            foreign,
            **{**DEFECT, "contractor": "SECRET Ltd", "contractor_key": "secretltd", "cause": "SECRET cause"},
        )
    ivy, otto = await signed_in("Ivy"), await signed_in("Otto")
    assert "SECRET" not in await ivy.page(f"/staff/{page}")
    estate = desk.house.estates["SB"]
    narrowed = await ivy.get(
        f"/staff/{page}{'&' if '?' in page else '?'}estate={estate}&contractor=secretltd"
    )
    assert "SECRET" not in (await narrowed.text()).replace("contractor=secretltd", "")
    if page in ("cases", "partners"):
        assert "SECRET" in await otto.page(f"/staff/{page}")


async def test_a_partner_shows_how_it_stands_on_the_list_of_parties_of_the_estates_served(
    desk: Desk, signed_in
):
    defect(desk.house, desk.house.open())
    with desk.house.db.transaction() as connection:
        for code, status in (("GV", "trial"), ("SB", "suspended")):
            parties.add(
                connection, estate_id=desk.house.estates[code], kind="contractor", name="HARBOUR pipes ltd", status=status
            )  # fmt: skip
    words = plain(await (await signed_in("Ivy")).page("/staff/partners"))
    assert "on trial" in words
    assert "suspended" not in words


async def test_measures_tell_figure_sample_interval_target_and_lead_to_the_cases(desk: Desk, signed_in):
    ticket = complaint(desk.house)
    browser = await signed_in("Ivy")
    page = await browser.page("/staff/measures")
    words = plain(page)
    assert (
        "Closed 100.0 % 1 / 1 · 95 % sure: 20.6 % – 100.0 % reached The cases behind it Target: more than 95 %"
        in words
    )
    assert "Hung up before an answer Not measured." in words
    assert "Satisfied No cases in this period." in words
    link = re.search(r'href="(/staff/measures/cases\?[^"]*measure=closed)"', page)
    assert link
    assert ticket.number in await browser.page(link[1].replace("&amp;", "&"))


async def test_a_part_of_a_split_leads_to_its_own_cases(desk: Desk, signed_in):
    one, other = complaint(desk.house), complaint(desk.house, channel="phone")
    browser = await signed_in("Ivy")
    page = await browser.page("/staff/measures?split=channel")
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/staff/measures/cases[^"]+)"', page)]
    link = next(one for one in links if "channel=phone" in one and "measure=closed" in one)
    listed = await browser.page(link)
    assert (one.number in listed, other.number in listed) == (False, True)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=2026-13-01", "cannot read"), ("since=yesterday", "cannot read"), ("since=0001-01-01", "cannot read"),
        ("since=2026-03-01&until=2026-02-01", "ends before it begins"), ("estate=2", "not known here"), ("split=person", "not known here"),
        ("kind=' OR 1=1 --", "not known here"), ("until=9999-12-31", "cannot read"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["measures", "measures.csv", "measures/cases"])
async def test_what_cannot_be_counted_is_said(desk: Desk, signed_in, page: str, query: str, told: str):
    response = await (await signed_in("Ivy")).get(f"/staff/{page}?measure=closed&{query}")
    assert (response.status, told in await response.text()) == (422, True)


async def test_an_unknown_measure_is_an_absent_page(desk: Desk, signed_in):
    assert (await (await signed_in("Ivy")).get("/staff/measures/cases?measure=luck")).status == 404


async def test_the_table_runs_nothing_in_a_spreadsheet(desk: Desk, signed_in):
    defect(desk.house, complaint(desk.house), contractor="=HYPERLINK(1)", contractor_key="hyperlink1")
    response = await (await signed_in("Ivy")).get("/staff/measures.csv?split=contractor")
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(StringIO((await response.text()).removeprefix("\ufeff"))))
    assert len({len(row) for row in rows}) == 1
    groups = {row[1] for row in rows}
    assert "'=HYPERLINK(1)" in groups
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell] == []


async def test_a_defect_is_recorded_and_put_right_on_the_tickets_page(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    page = await browser.page(f"/staff/tickets/{ticket.number}")
    assert '<option value="water_pipe" selected>' in page
    fields = {
        "component": "water_pipe",
        "work_step": "build",
        "found_by": "repair",
        "cause": "loose <b>joint</b>",
    }
    key = form_key(page)
    for _ in range(2):
        assert (
            await browser.post(f"/staff/tickets/{ticket.number}/defect", form=key, **fields)
        ).status == 303
    with desk.house.store("Ivy") as store:
        assert len(store.defects.versions(ticket)) == 1
    await browser.post(
        f"/staff/tickets/{ticket.number}/defect", form="other", **{**fields, "material": "copper"}
    )
    shown = await browser.page(f"/staff/tickets/{ticket.number}?done=defect")
    assert "<b>joint</b>" not in shown
    assert "Water pipe · Copper · Building work · loose <b>joint</b>" in plain(shown)
    with desk.house.store("Ivy") as store:
        assert len(store.defects.versions(ticket)) == 2


async def test_a_wrong_defect_keeps_what_was_typed(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    response = await browser.post(
        f"/staff/tickets/{ticket.number}/defect", form="k", component="?", cause="typed in vain"
    )
    assert response.status == 422
    page = await response.text()
    assert "typed in vain" in page
    assert "Choose a component from the list." in page


async def test_minutes_are_added_once_for_a_form_and_shown(desk: Desk, signed_in):
    ticket, browser = desk.house.open(), await signed_in("Ivy")
    for _ in range(2):
        await browser.post(
            f"/staff/tickets/{ticket.number}/spent",
            form="k",
            minutes="20",
            cost="12.5",
            currency="HKD",
            what="visit",
        )
    assert "Minutes and money: 20 min · HKD 12.50" in plain(
        await browser.page(f"/staff/tickets/{ticket.number}")
    )
    assert (
        await browser.post(f"/staff/tickets/{ticket.number}/spent", form="l", minutes="many")
    ).status == 422


async def test_an_inspections_defect_is_kept_once_and_found_in_the_library(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    key = form_key(await browser.page("/staff/defects/new"))
    fields = {"estate": str(desk.house.estates["GV"]), "unit": "1-101", "day": "2026-01-31", "code": "home.window",
              "component": "window", "found_by": "inspection", "cause": "gasket too short"}  # fmt: skip
    for _ in range(2):
        response = await browser.post("/staff/defects/new", form=key, **fields)
        assert (response.status, response.headers["Location"]) == (303, "/staff/cases?kept")
    page = plain(await browser.page("/staff/cases?q=gasket"))
    assert page.count("gasket too short") == 1
    assert "Spray every window" in page
    assert "gasket" not in plain(await browser.page("/staff/cases?q=hinge"))
    wrong = await browser.post("/staff/defects/new", form="z", **{**fields, "unit": "9-9"})
    assert (wrong.status, "gasket too short" in await wrong.text()) == (422, True)
    assert (await browser.post("/staff/defects/new", **fields)).status == 403


async def begun(desk: Desk, browser, **more: str) -> None:
    due = (clock.now() + timedelta(days=14)).date().isoformat()
    fields = {"estate": str(desk.house.estates["GV"]), "kind": "corrective", "what": "Tighten <i>joints</i>", "why": "loose",
              "code": "home.leak", "component": "water_pipe", "owner": "department:construction", "due": due, **more}  # fmt: skip
    response = await browser.post("/staff/actions/new", **{"form": "k", **fields})
    assert response.status == 303, await response.text()


async def test_an_action_goes_from_begun_to_checked_and_asks_for_a_next_one(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    for _ in range(2):
        await begun(desk, browser)
    listed = await browser.page("/staff/actions")
    assert listed.count("/staff/actions/1") == 1
    assert "<i>joints</i>" not in listed
    assert (await browser.post("/staff/actions/1/check", result="effective", text="x")).status == 422
    assert (await browser.post("/staff/actions/1/done", text="All of them")).status == 303
    assert (
        await browser.post("/staff/actions/1/send", partner="Harbour Pipes", text="Use a wrench")
    ).status == 303
    assert (await browser.post("/staff/actions/1/replied", text="We will")).status == 303
    assert (await browser.post("/staff/actions/1/check", result="not_effective", text="")).status == 422
    assert (
        await browser.post("/staff/actions/1/check", result="not_effective", text="one more")
    ).status == 303
    page = await browser.page("/staff/actions/1")
    assert "It did not work, so a next action is wanted." in plain(page)
    assert "The fault was found 0× before and 0× after" in plain(page)
    assert "/staff/actions/1" in await browser.page("/staff/actions?show=again")
    proposed = await browser.page("/staff/actions/new?after=1")
    assert '<option value="water_pipe" selected>' in proposed
    await begun(desk, browser, form="l", after="1")
    assert "/staff/actions/1" not in (await browser.page("/staff/actions?show=again")).replace(
        "/staff/actions/1?", ""
    )


async def test_a_tickets_defect_proposes_its_action(desk: Desk, signed_in):
    ticket = desk.house.open()
    defect(desk.house, ticket)
    browser = await signed_in("Ivy")
    page = await browser.page(f"/staff/actions/new?ticket={ticket.number}")
    assert "a joint was not tightened" in page
    assert f'name="ticket" value="{ticket.number}"' in page


@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", "{}"), ("POST", "{}/done"), ("POST", "{}/check"), ("POST", "{}/send"), ("POST", "{}/replied")],
)
async def test_another_estates_action_is_an_absent_one(desk: Desk, signed_in, verb: str, path: str):
    await begun(desk, await signed_in("Ivy"))
    otto = await signed_in("Otto")

    async def ask(number: str) -> tuple[int, bytes]:
        address = f"/staff/actions/{path.format(number)}"
        response = await (otto.get(address) if verb == "GET" else otto.post(address, text="x"))
        return response.status, await response.read()

    assert await ask("1") == await ask("424242") == await ask("x")
    assert (await ask("1"))[0] == 404


async def test_a_complaint_about_ivy_is_in_none_of_her_figures_lists_or_exports(desk: Desk, signed_in):
    ticket = complaint(desk.house, summary="SECRET rudeness", guard="named")
    defect(desk.house, ticket, cause="SECRET cause", contractor="SECRET Ltd", contractor_key="secretltd")
    with desk.house.store("Max") as store:
        store.subjects.name(ticket, desk.house.staff["Ivy"].id, by="staff", at=clock.now())
    ivy, manager = await signed_in("Ivy"), await signed_in("Max")
    for page in (
        "measures",
        "measures/cases?measure=closed",
        "cases",
        "partners",
        "handbook",
        "measures.csv?split=contractor",
    ):
        assert "SECRET" not in await ivy.page(f"/staff/{page}"), page
        assert ticket.number not in await ivy.page(f"/staff/{page}"), page
    assert "SECRET" in await manager.page("/staff/cases")
    assert (await ivy.get(f"/staff/tickets/{ticket.number}")).status == 404


async def test_the_handbook_stands_on_a_page_that_prints(desk: Desk, signed_in):
    defect(desk.house, complaint(desk.house))
    words = plain(await (await signed_in("Ivy")).page("/staff/handbook"))
    assert "Defects: 1, homes: 2" in words
    assert "Water pipe (1)" in words
    assert "50.0 in 100 homes" in words


async def test_an_improvement_needs_no_fault_and_is_found_by_its_kind_and_source(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    form = await browser.page("/staff/actions/new?kind=improvement")
    assert 'name="code"' not in form
    assert 'name="component"' not in form
    check = (clock.now() + timedelta(days=20)).date().isoformat()
    more = {
        "kind": "improvement",
        "code": "",
        "component": "",
        "source": "survey",
        "check": check,
        "form": "i",
    }
    await begun(desk, browser)
    await begun(desk, browser, **more)
    for query, there in (
        ("kind=improvement", True), ("source=survey", True), ("kind=improvement&source=survey", True), ("kind=corrective", False),
        ("source=rating", False), ("show=late&source=survey", False), ("kind=nonsense", True),
    ):  # fmt: skip
        listed = await browser.page(f"/staff/actions?{query}")
        assert ('href="/staff/actions/2"' in listed) is there, query
    assert "/staff/actions?show=late&amp;source=survey" in await browser.page("/staff/actions?source=survey")
    await browser.post("/staff/actions/2/done", text="Done")
    page = plain(await browser.page("/staff/actions/2"))
    assert "Where it comes from: From a survey" in page
    assert "What came of it" in page
    assert (
        await browser.post("/staff/actions/2/check", result="not_effective", text="Not yet")
    ).status == 303
    assert "The fault was found" not in plain(await browser.page("/staff/actions/2"))
    again = await browser.page("/staff/actions/new?after=2")
    assert '<option value="survey" selected>' in again


async def test_a_wrong_improvement_says_why_and_keeps_what_was_typed(desk: Desk, signed_in):
    browser = await signed_in("Ivy")
    due = (clock.now() + timedelta(days=14)).date().isoformat()
    fields = {"estate": str(desk.house.estates["GV"]), "kind": "improvement", "what": "Answer faster", "why": "slow",
              "owner": "department:construction", "due": due, "check": "2026-01-01", "source": "survey", "form": "k"}  # fmt: skip
    response = await browser.post("/staff/actions/new", **fields)
    page = await response.text()
    assert response.status == 422
    assert "The check comes after the due day" in plain(page)
    assert "Answer faster" in page
    assert 'name="code"' not in page

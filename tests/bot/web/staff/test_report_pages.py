"""The pages of reports: each figure leads to just its cases, each table is a file, each row can become an improvement."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.async_api import Browser as Chromium

from handlers.reports.boards import BOARDS, boards_for
from handlers.reports.measures import MEASURES
from storage import staff
from storage.entry_questions import ENTRIES
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.test_browser import PHONE, WIDE, _window, address
from tests.bot.web.staff.test_quality_browser import overflows, speaks
from tests.handlers.reports.small_house import build_small

__all__ = ["address"]

#: Boards whose counts each lead to a list as long as they are; reports made of several boards gather them.
COUNTED = (
    "now",
    "service",
    "lapses",
    "channels",
    "estates",
    "people",
    "costs",
    "faults",
    "partners",
    "entries",
)

#: What everybody sees, whatever their role.
EVERYBODYS = boards_for("housekeeper")

NOVEMBER = "period=month&at=2026-11-05"
_CELL = re.compile(r'<td class="number"[^>]*><a href="([^"]+)">([\d,]+)</a>')


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The hand-counted house; Ivy holds what Ann asked for."""
    house = build_small(f"sqlite:///{tmp_path / 'small.db'}")
    for number in ("GV-1001", "GV-1003", "GV-1005"):
        with house.store("Max") as store:
            ticket = store.tickets.numbered(number)
            assert ticket
            store.tickets.change(ticket, holder_id=house.staff["Ivy"].id)
    made = Desk(house)
    with house.db.transaction() as connection:
        staff.change(connection, house.staff["Max"].id, language="en")
    house.staff["Max"] = replace(house.staff["Max"], language="en")
    yield made
    house.db.close()


@pytest.mark.parametrize("board", COUNTED)
async def test_each_count_leads_to_as_many_cases(desk: Desk, signed_in, board: str):
    max_ = await signed_in("Max")
    found = _CELL.findall(await max_.page(f"/staff/reports/{board}?{NOVEMBER}"))
    for link, count in found:
        if any(f"measure={one.name}&" in link for one in MEASURES) or any(
            f"measure={one}&" in link for one in ENTRIES
        ):
            continue  # "met" and "of" lead to one list, which marks those that met it
        page = await max_.page(unescape(link))
        assert page.split('class="rows plain"')[1].count("<li>") == int(count.replace(",", "")), link
    assert found or board in ("partners", "ratings", "matrix")


async def test_the_cases_of_a_share_are_marked_as_met_or_not(desk: Desk, signed_in):
    page = await (await signed_in("Max")).page(f"/staff/reports/targets?{NOVEMBER}")
    (link, met), (_, every) = [one for one in _CELL.findall(page) if "measure=timeliness" in one[0]]
    cases = await (await signed_in("Max")).page(unescape(link))
    assert (cases.count("badge reached"), cases.count("badge missed")) == (int(met), int(every) - int(met))
    assert "/staff/reports/targets?since=2026-11-01&amp;until=2026-11-30" in cases


@pytest.mark.parametrize("board", BOARDS)
async def test_every_table_can_be_taken_along(desk: Desk, signed_in, board: str):
    max_ = await signed_in("Max")
    page = await max_.page(f"/staff/reports/{board}?{NOVEMBER}")
    links = [unescape(one) for one in re.findall(r'<a class="file" href="([^"]+)"', page)]
    assert links
    for link in links:
        answer = await max_.get(link)
        data = await answer.read()
        name = Path(urlsplit(link).path).name
        assert (answer.status, answer.headers["Content-Disposition"]) == (
            200,
            f'attachment; filename="{name}"',
        )
        if name.endswith(".csv"):
            head = next(csv.reader(StringIO(data.decode("utf-8-sig"))))
        elif name.endswith(".xlsx"):
            assert [cell.value for cell in openpyxl.load_workbook(BytesIO(data)).worksheets[0][1]] == head
        else:
            assert data.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=fortnight", "“fortnight” is no period"),
        ("period=month&at=yesterday", "cannot read “yesterday” as a day"),
        ("since=2026-11-05&until=2026-11-01", "The first day, 2026-11-05, comes after the last, 2026-11-01"),
        ("since=2026-11-05&until=soon%3Cb%3E", "cannot read “soon<b>” as a day"),
        ("estate=999", "One of the choices is not known here"),
        ("estate=x", "One of the choices is not known here"),
    ],
)
async def test_a_broken_period_gets_a_clear_answer_on_the_page_and_in_the_file(
    desk: Desk, signed_in, query: str, told: str
):
    max_ = await signed_in("Max")
    for path in (
        "targets",
        "targets/targets.csv",
        "targets/targets.xlsx",
        "people/cases?person=1&figure=held",
    ):
        answer = await max_.get(f"/staff/reports/{path}{'&' if '?' in path else '?'}{query}")
        assert answer.status == 422
        assert told in unescape(await answer.text())


async def test_a_period_without_data_says_so(desk: Desk, signed_in):
    page = await (await signed_in("Max")).page("/staff/reports/targets?period=year&at=2020-01-01")
    assert "Nothing of this kind happened in this period." in page
    assert not re.findall(r'<td class="(?:share|number)"[^>]*>[^<]*[0-9]', page)
    assert "<picture>" not in page


@pytest.mark.parametrize(
    "path",
    ["weather", "targets/nothing.csv", "people/cases?person=999&figure=held", "people/cases?person=1&figure=ratings", "at/x",
     "at/targets.x.y.targets.closed", "at/weather.2026-11-01.2026-11-30.targets.closed"],
)  # fmt: skip
async def test_what_is_not_there_is_an_absent_page(desk: Desk, signed_in, path: str):
    assert (await (await signed_in("Max")).get(f"/staff/reports/{path}")).status == 404


async def test_only_managers_see_the_figures_of_others(desk: Desk, signed_in):
    ivy, eli = (desk.house.staff[name].id for name in ("Ivy", "Eli"))
    query = f"figure=held&{NOVEMBER}"
    assert "GV-1001" in await (await signed_in("Max")).page(
        f"/staff/reports/people/cases?person={ivy}&{query}"
    )
    assert "GV-1001" in await (await signed_in("Ivy")).page(
        f"/staff/reports/people/cases?person={ivy}&{query}"
    )
    assert (
        await (await signed_in("Ivy")).get(f"/staff/reports/people/cases?person={eli}&{query}")
    ).status == 404
    assert (
        await (await signed_in("Otto")).get(f"/staff/reports/people/cases?person={ivy}&{query}")
    ).status == 404


@pytest.mark.parametrize("board", EVERYBODYS)
async def test_nothing_of_another_estate_stands_on_a_board(desk: Desk, signed_in, board: str):
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Otto"].id, role="manager")
    otto = await signed_in("Otto")
    assert "GV-" not in await otto.page(f"/staff/reports/{board}?{NOVEMBER}")
    foreign = desk.house.estates["GV"]
    assert (await otto.get(f"/staff/reports/{board}?{NOVEMBER}&estate={foreign}")).status == 422


async def test_a_row_becomes_an_improvement_with_owner_and_date_that_leads_back(desk: Desk, signed_in):
    max_ = await signed_in("Max")
    page = await max_.page(f"/staff/reports/targets?{NOVEMBER}")
    link = next(
        unescape(one)
        for one in re.findall(r'<td class="improve"><a href="([^"]+)"', page)
        if "targets.closed" in one
    )
    proposed = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    form = await max_.page(link)
    assert "Closed · Figure: 66.6 %" in plain(form)
    assert proposed["source_ref"] == "targets.2026-11-01.2026-11-30.targets.closed"
    answer = await max_.post(
        "/staff/actions/new", **{**proposed, "form": "f1", "what": "Call the owner before closing.", "due": "2027-06-01", "check": "2027-07-01",
                                 "estate": str(desk.house.estates["GV"]), "owner": f"staff:{desk.house.staff['Ivy'].id}"},
    )  # fmt: skip
    assert answer.status == 303, await answer.text()
    with desk.house.store("Max") as store:
        made = next(one for one in store.corrective_actions.every() if one.kind == "improvement")
    assert (made.owner_id, made.source, made.source_ref) == (
        desk.house.staff["Ivy"].id,
        "report",
        proposed["source_ref"],
    )
    action = await max_.page(f"/staff/actions/{made.id}")
    back = next(unescape(one) for one in re.findall(r'href="(/staff/reports/at/[^"]+)"', action))
    led = await max_.get(back, allow_redirects=False)
    assert led.headers["Location"] == "/staff/reports/targets?since=2026-11-01&until=2026-11-30#t-targets"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light")])
async def test_every_board_fits_its_window_and_shows_its_pictures(
    desk: Desk, browser: Chromium, address: str, language: str, size, scheme: str
):
    await speaks(desk, language)
    with desk.house.db.transaction() as connection:
        staff.change(connection, desk.house.staff["Ivy"].id, role="manager")
    desk.house.staff["Ivy"] = replace(desk.house.staff["Ivy"], role="manager")
    seen = await _window(browser, desk, address, size=size, color_scheme=scheme)
    for board in BOARDS:
        await seen.goes_to(f"/staff/reports/{board}?{NOVEMBER}")
        assert not await overflows(seen), board
        for picture in await seen.page.locator("picture img").all():
            await picture.scroll_into_view_if_needed()
            assert await picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)"), board
            assert await picture.get_attribute("alt")
    assert seen.complaints == []

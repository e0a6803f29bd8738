"""Whoever was drawn, the world of local staff is the same: every page they can reach, every answer of their stores (J02).

Two houses with the same people and the same past; in each another household was drawn by chance, became an officer, tried the
same mission and found the same thing. What Ivy, Max, Eli and Otto see of the two must not differ by a letter.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from handlers.base import ToRoom, ToStaff, ToTopic
from handlers.staff.quality import action_steps
from handlers.staff.quality.improving import Improvement
from handlers.voice.courtesy import budget
from handlers.voice.officers import findings, scoring
from storage import staff
from tests.bot.web.staff.desk_house import Browser, Desk, opened
from tests.handlers.staff.house import NOW, House, build
from tests.support.officers import (
    DAY,
    act,
    as_owner,
    headquarters,
    in_office,
    mission_of,
    neighbours,
    order,
    places,
    swept,
)

LOCAL = ("Ivy", "Max", "Eli", "Otto")
SECRET = "The lamp by the lift flickers"


def lived(file: Path, seed: str) -> tuple[House, list[Any]]:
    """The house after a draw with this seed and all that follows; and where anything was said to staff on the way."""
    house = build(f"sqlite:///{file}")
    headquarters(house)
    neighbours(house, 8)
    for name in ("Ann", "Cat", "N01", "Zoe"):
        house.open(name)
    names, said = in_office(house, size=3, seed=seed), swept(house)
    first = mission_of(house, names[0])
    with as_owner(house, names[0]) as store:
        template = scoring.template_of(first)
        assert template
        for question in template.questions:
            first = scoring.score(act(), store, first, question, 0 if question.scale == "yes_no" else 2)
        found = scoring.add(act(), store, first, SECRET)
    said += swept(house, NOW + 8 * DAY)
    with house.store("Dora") as store:
        wanted = Improvement(
            what="New lamps", why="An officer tried it", owner_id=house.staff["Eli"].id, due_at=NOW + 14 * DAY, source="officer",
            source_ref=str(found.id), form_key="k", check_at=NOW + 20 * DAY,
        )  # fmt: skip
        findings.become(house.request("Dora"), store, found.id, wanted)
    with house.store("Eli") as store:
        action_steps.done(house.request("Eli"), store, 1, "Done")
        action_steps.check(house.request("Eli"), store, 1, "effective", "None flickers")
    said += swept(house, NOW + 9 * DAY)
    return house, [one.to for one in said]


def differing_seeds() -> list[tuple[str, str]]:
    chance = random.Random(7)
    return [(f"{chance.random()}", f"{chance.random()}") for _ in range(3)]


@pytest.fixture(scope="module", params=differing_seeds(), ids=["one", "another", "a third"])
def worlds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, House]:
    """Built once for every look at them: nobody below changes anything."""
    tmp_path = tmp_path_factory.mktemp("worlds")
    (one, said), (other, also) = (
        lived(tmp_path / f"{number}.db", seed) for number, seed in enumerate(request.param)
    )
    assert order(one)[:3] != order(other)[:3], "two draws of the same households would prove nothing"
    assert {place.unit_id for place in places(one)} != {place.unit_id for place in places(other)}
    dora = {one.staff["Dora"].id}
    assert {to.staff_id for to in (*said, *also) if isinstance(to, ToStaff)} == dora
    assert not [to for to in (*said, *also) if isinstance(to, ToRoom | ToTopic)]
    return one, other


@pytest_asyncio.fixture
async def browsers() -> AsyncIterator[list[Browser]]:
    opened_here: list[Browser] = []
    yield opened_here
    for one in opened_here:
        await one.client.close()
        one.desk.workers.close()


def steady(page: str) -> str:
    """A page without what is new each time it is drawn: keys of sessions and forms, and how long ago the last minute was."""
    page = re.sub(r'(name="(?:csrf|form)" value|data-csrf)="[^"]*"', "", page)
    return re.sub(r"\d+ (?:min|h)\b|\d{1,2}:\d{2}", "", page)


#: How often one address is looked at, with whatever stands behind its question mark.
_LOOKS = 3


async def crawl(one: Browser, other: Browser) -> dict[str, tuple[str, str]]:
    """Every page that can be reached from the first by links, of both houses; of one address with many periods and choices a few."""
    wanted, found = ["/staff/", "/staff/people", "/staff/officers"], {}
    looks: Counter[str] = Counter()
    while wanted:
        path = wanted.pop()
        address = path.partition("?")[0]
        if path in found or looks[address] == _LOOKS:
            continue
        looks[address] += 1
        for _ in range(3):  # the clock may move on between the two
            pages = [await (await browser.get(path)).text(errors="replace") for browser in (one, other)]
            found[path] = (steady(pages[0]), steady(pages[1]))
            if found[path][0] == found[path][1]:
                break
        links = re.findall(r'href="(/staff/[^"#]*)"', pages[0])
        wanted += [link.replace("&amp;", "&") for link in links if "/static/" not in link]
    return found


@pytest.mark.parametrize("who", LOCAL)
async def test_every_page_of_local_staff_is_the_same_whoever_was_drawn(
    worlds: tuple[House, House], browsers: list[Browser], who: str
) -> None:
    browsers.extend([await (await opened(Desk(house))).signs_in(who) for house in worlds])
    found = await crawl(*browsers)
    assert len(found) > 25, "the pages were reached"
    assert [path for path, (one, other) in found.items() if one != other] == []
    assert not [path for path, (page, _) in found.items() if SECRET in page]


def told(house: House, who: str) -> dict[str, Any]:
    """What a member of staff can ask of homes, budgets and improvements, and of whatever belongs to officers."""
    with house.store(who) as store:
        every = act(NOW + 9 * DAY)
        homes = [*store.units()]
        return {
            "budget": [store.unasked.is_spent(one.estate_id, one.id, budget(every)) for one in homes],
            "alarm": [store.unasked.had_alarm(one.id, NOW - 7 * DAY) for one in homes],
            "accounts": [store.unasked.accounts(one.id, NOW.date()) for one in homes],
            "people": [(store.occupants(one), store.household_contacts(one, NOW.date())) for one in homes],
            "actions": store.corrective_actions.every(),
            "tickets": store.tickets.open_ones(100),
            "officers": (store.officers.draws(), store.officers.active(), store.officers.by_id(1)),
            "missions": (
                store.officer_missions.newest(), store.officer_missions.findings(), store.officer_missions.by_id(1),
                store.officer_missions.asked(1, NOW - DAY, NOW + timedelta(days=99)),
                store.officer_missions.answers(1, NOW - DAY, NOW + timedelta(days=99)),
            ),
            "staff": store.colleagues(house.estates["GV"]),
        }  # fmt: skip


@pytest.mark.parametrize("who", LOCAL)
def test_every_answer_of_their_stores_is_the_same_whoever_was_drawn(
    worlds: tuple[House, House], who: str
) -> None:
    one, other = (told(house, who) for house in worlds)
    assert one == other
    assert one["officers"] == ([], [], None)
    assert one["missions"] == ([], [], None, {}, [])


def test_the_same_questions_tell_headquarters_who_was_drawn(worlds: tuple[House, House]) -> None:
    """The tests above prove nothing if nobody could see anything."""
    one, other = (told(house, "Dora") for house in worlds)
    assert one["officers"] != other["officers"]
    with worlds[0].db.reading() as connection:
        assert staff.by_name(connection, "Dora")

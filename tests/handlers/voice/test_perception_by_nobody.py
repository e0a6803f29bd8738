"""Property: who of staff did the visits changes nothing. Every draw, question, result and page is the same, to the letter (I03, I14)."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.web.staff import page
from bot.web.staff.voice import standards_view
from handlers.staff import self_checking
from handlers.tickets.rules import Rules
from storage.perception_rows import ANSWERS, perception_checks, perception_draws
from storage.self_checks import self_checks
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House, build
from tests.handlers.voice.perception_house import ask, checks, draw, visited

#: Whoever did the visits at Ann's, at Cat's and at Bob's account of Ann's home.
STAFF = ("Ivy", "Max", "Eli")


def told(folder: Path, who: tuple[str, ...], seed: int) -> tuple[Any, ...]:
    """Everything that a house tells when these did the visits: rows, results, and the page as each member of staff reads it."""
    house = build(f"sqlite:///{folder}/{'-'.join(who)}.db")
    chance = Random(seed)
    for owner, by in zip(("Ann", "Cat", "Bob"), who, strict=True):
        ticket = visited(house, owner, by=by)
        marks = {key: chance.choice(("done", "not_done")) for key in ("badge", "sheet", "shoe_covers")}
        house.do("Ivy", self_checking.tick, ticket, "visit", marks)
    draw(house, seed=f"GV {seed}")
    _answer(house, chance)
    with house.db.reading() as connection:
        rows = [
            [tuple(row) for row in connection.execute(table.select())]
            for table in (perception_draws, perception_checks, self_checks)
        ]
    pages = [_drawn(house, name) for name in STAFF]
    house.db.close()
    return rows, pages


def _answer(house: House, chance: Random) -> None:
    for check in checks(house):
        ask(house, check.id)
        with house.db.transaction() as connection:
            seen = LineStore(connection).perception
            known = seen.by_id(check.id)
            assert known
            seen.change(known, ("sent",), state="answered", answer=chance.choice(ANSWERS), answered_at=NOW)


def _drawn(house: House, name: str) -> str:
    with house.store(name) as store:
        who = house.staff[name]
        seen = standards_view.view(store, who, "en", "", NOW, Rules(), 1)
        return page.drawn(
            "voice/standards.html",
            "en",
            seen=seen,
            done="",
            typed={},
            at="",
            wrong="",
            who=who,
            csrf="",
            alarms=(),
        )


@pytest.mark.parametrize("seed", range(3))
def test_permuting_who_did_the_visits_leaves_everything_as_it_is(tmp_path: Path, seed: int) -> None:
    found = [told(tmp_path, who, seed) for who in permutations(STAFF)]
    assert len(found) == 6
    assert all(one == found[0] for one in found)
    assert any("95 % sure" in one for one in found[0][1]), "something was told"


@pytest.mark.parametrize(
    "of", [perception_draws, perception_checks, self_checks], ids=lambda table: table.name
)
def test_no_member_of_staff_stands_in_the_rows(of: Any) -> None:
    """Nor does anything of a question to a home lead to a ticket, and through it to whoever did the job."""
    leads = {key.column.table.name for column in of.c for key in column.foreign_keys}
    assert leads <= ({"estates", "tickets"} if of is self_checks else {"estates", "units", "contacts"})

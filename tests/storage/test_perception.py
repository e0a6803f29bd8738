"""Who was drawn is nobody's to know but headquarters' and the account's that was asked; each day, and each question, is claimed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import perception, staff
from storage.perception_rows import CALLING, SENT
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW
from tests.storage.asked.asking import Asking, asking
from tests.storage.asked.perception import ASKED
from tests.storage.test_scope import different

__all__ = ["asking"]

_SOON = NOW + timedelta(days=1)


def headquarters(asking: Asking, code: str = "GV") -> StaffStore:
    ids = (asking.seen.house.estates[code],)
    staff_id = staff.add(asking.connection, name="Dora", role="director", language="en", estate_ids=ids)
    who = staff.by_id(asking.connection, staff_id)
    assert who
    return StaffStore(asking.connection, who)


@pytest.mark.parametrize("who", ["Ivy", "Max", "Eli"])
def test_local_staff_see_counts_and_never_a_single_home(asking: Asking, who: str) -> None:
    """A manager is local too: nobody who serves homes knows which of them were asked (I10)."""
    assert set(different(asking, ASKED, asking.staff(who).perception)) == {"noticed", "asked_since"}


def test_whoever_shares_the_home_cannot_answer_for_another(asking: Asking) -> None:
    assert different(asking, ASKED, asking.owner("Bob").perception) == ["asked_since"]
    assert set(different(asking, ASKED, asking.owner("Ann").perception)) == {
        "by_id", "open_of_mine", "change", "asked_since",
    }  # fmt: skip


def test_headquarters_see_the_draw_and_call_only_their_own_estates(asking: Asking) -> None:
    hq, check = headquarters(asking), asking.staff("Ivy").as_line().perception.by_id(1)
    assert check
    assert hq.perception.change(check, (SENT,), state=CALLING)
    assert [home for _, home in hq.perception.calls(NOW)] == ["1-101"]
    assert hq.perception.calls(_SOON + timedelta(hours=1)) == [], "too late to ask"
    assert [one.seed for one in hq.perception.draws()] == ["GV"]


def test_headquarters_of_another_estate_see_nothing(asking: Asking) -> None:
    assert different(asking, ASKED, headquarters(asking, "SB").perception) == []


def test_a_day_is_drawn_once(asking: Asking) -> None:
    estate = asking.seen.house.estates["GV"]
    day = {"estate_id": estate, "day": NOW.date(), "ends": NOW, "seed": "other", "share": 1.0, "at": NOW}
    assert perception.claim_day(asking.connection, **day) is None
    assert [one.id for one in perception.undrawn(asking.connection, NOW - timedelta(hours=1))] == [
        asking.seen.house.estates["SB"]
    ]
    assert len(perception.undrawn(asking.connection, NOW)) == 2, "another day has ended"


def test_a_question_is_claimed_once_and_again_only_after_a_fault(asking: Asking) -> None:
    line = asking.staff("Ivy").as_line()
    check = line.perception.by_id(1)
    assert check
    line.perception.change(check, (SENT,), state="waiting", sent_at=None)
    later = NOW + timedelta(hours=1)
    assert [one.id for one in perception.claim_due(asking.connection, NOW, later)] == [1]
    assert perception.claim_due(asking.connection, NOW, later) == []
    assert [one.id for one in perception.claim_due(asking.connection, later, _SOON)] == [1]


def test_wordings_stay_with_their_version(asking: Asking) -> None:
    estate, ivy = asking.seen.house.estates["GV"], asking.staff("Ivy")
    by = {"staff_id": asking.seen.house.staff["Ivy"].id, "at": NOW}
    own = ivy.standards.add(estate, "visit", side="do", text="Wave", noticeable=True, **by)
    assert own
    again = ivy.standards.reword(estate, "visit", own.key, text="Wave twice", **by)
    assert again
    assert (own.version, again.version) == (1, 2)
    off = ivy.standards.switch(estate, "visit", own.key, side="do", is_on=False, **by)
    assert off
    assert (off.version, off.text, off.noticeable, off.is_on) == (2, "Wave twice", True, False)
    assert ivy.standards.of(estate) == [replace(off)]
    assert ivy.standards.wordings(estate) == {
        ("visit", "own_1", 1): "Wave",
        ("visit", "own_1", 2): "Wave twice",
    }
    assert ivy.standards.reword(estate, "visit", "badge", text="x", **by) is None, "it stands in every estate"

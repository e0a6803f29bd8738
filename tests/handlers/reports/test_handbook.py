"""The handbook tells what goes wrong and why, with its period and sample, and never who it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handlers.reports.handbook import Handbook, Wanted, gather
from handlers.reports.handbook_text import markdown
from handlers.staff.quality import action_steps
from storage.scope import LineScope
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.reports.small_house import november, on
from tests.handlers.staff.house import NOW, House
from tests.handlers.staff.quality.test_action_steps import step
from tests.storage.asked.defects import DEFECT

WANTED = Wanted(
    estate_id=None, place="Green Valley", since=november().since, until=november().until, language="en"
)


def book(house: House, name: str = "Ivy", **values) -> Handbook:
    with house.store(name) as store:
        return gather(store, replace(WANTED, **values))


def test_it_counts_by_component_and_fault_in_its_period(small: House) -> None:
    found = book(small)
    assert (found.count, found.homes, found.since, found.until) == (3, 2, "2026-11-01", "2026-11-30")
    told = [
        (one.component, one.count, [(f.count, f.per_hundred, f.came_back) for f in one.faults])
        for one in found.chapters
    ]
    assert told[0] == ("water_pipe", 2, [(2, 100.0, 1)])
    assert told[1] == ("window", 1, [(1, 50.0, 0)])
    assert found.chapters[0].partners == (("Harbour Pipes Ltd", 2),)
    assert found.chapters[0].causes == (("a joint was not tightened", 2),)
    assert "joint" in found.chapters[0].check


def test_departments_hear_of_their_own(small: House) -> None:
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1002")
        assert ticket
        store.defects.keep(
            ticket, **{**DEFECT, "work_step": "sell", "component": "window", "found_by": "complaint"}
        )
    digests = {one.name: one.lines for one in book(small).digests}
    assert set(digests) == {"Construction", "Sales"}
    assert digests["Sales"] == (("Window", "Leak", 1, 1),)
    assert sum(line[2] for line in digests["Construction"]) == 2


#: ticket -> outcome, department, why it is fed back, when the owner was told
DECIDED = {
    "GV-1001": ("upheld", "service", "Nobody rang Ann Lee of 1-101 back", 4),
    "GV-1002": ("partly", "engineering", "The window was ordered twice", 5),
    "GV-1003": ("not_upheld", "sales", "Nothing to learn", 5),
    "GV-1008": ("upheld", "suppliers", "The seal came late", 6),
}


def decide(house: House, **of: tuple[str, str, str, int | None]) -> None:
    with house.store("Max") as store:
        for number, (outcome, department, why, told) in of.items():
            ticket = store.tickets.numbered(number.replace("_", "-"))
            assert ticket
            made = store.decisions.add(
                ticket, staff_id=house.staff["Max"].id, at=on(3), outcome=outcome, reasons="x", feedback=department, feedback_why=why
            )  # fmt: skip
            assert made
            if told:
                store.decisions.tell(ticket, made, on(told), recourse=False)


def test_departments_hear_of_the_complaints_that_were_upheld_and_fed_back_to_them(small: House) -> None:
    decide(small, **DECIDED)
    found = book(small)
    told = {one.name: [(each.said, each.why) for each in one.decided] for one in found.digests if one.decided}
    assert set(told) == {"Construction", "Operations", "Suppliers"}
    assert told["Construction"] == [
        ("Complaints upheld in part · Slow response: 1", ("The window was ordered twice",))
    ]
    assert told["Operations"][0][0] == "Complaints upheld · Slow response: 1"
    text = markdown(found, "en")
    assert "- Complaints upheld · Slow response: 1" in text
    assert [word for word in ("Ann", "1-101", "Nothing to learn") if word in text] == []
    assert [one for one in book(small, "Otto").digests if one.decided] == []


def test_the_last_word_on_a_complaint_is_what_is_learnt(small: House) -> None:
    decide(small, **{"GV-1001": DECIDED["GV-1001"]})
    decide(small, **{"GV-1001": ("not_upheld", "none", "Nothing to learn", 8)})
    decide(small, **{"GV-1002": ("upheld", "sales", "Not told yet", None)})
    assert [one for one in book(small).digests if one.decided] == []


@pytest.mark.parametrize("hidden", [{"private": True}, {"guard": "named"}])
def test_why_a_private_or_guarded_complaint_is_fed_back_is_counted_and_not_told(
    small: House, hidden: dict[str, Any]
) -> None:
    decide(small, **{"GV-1002": DECIDED["GV-1002"]})
    with small.store("Max") as store:
        ticket = store.tickets.numbered("GV-1002")
        assert ticket
        Tickets(store._connection, LineScope()).change(ticket, **hidden)
    [digest] = [one for one in book(small).digests if one.decided]
    assert [(each.said.endswith(": 1"), each.why) for each in digest.decided] == [(True, ())]


def test_it_never_tells_who_it_was(small: House) -> None:
    words = "Ann Lee of 1-101 says call 9123 4567, the pipe leaks"
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1005")
        assert ticket
        changed = store.tickets.change(ticket, summary=words)
        assert changed
        store.defects.keep(changed, **{**DEFECT, "cause": "Eli forgot the seal in 1-101"})
        store.tickets.record(
            changed, at=NOW, kind="resolved", actor="staff", text="Ivy told Ann at 9123 4567"
        )
    for language in ("en", "zh-Hant"):
        text = markdown(book(small, language=language), language)
        assert [one for one in ("Ann", "Ivy", "Eli", "1-101", "9123", "4567", "GV-1005") if one in text] == []


def test_what_a_person_wrote_is_no_heading_and_no_tag_of_the_file(small: House) -> None:
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1005")
        assert ticket
        store.defects.keep(
            ticket, **{**DEFECT, "contractor": "# Evil <script>|*x*", "contractor_key": "evilscriptx"}
        )
    text = markdown(book(small), "en")
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "\\# Evil" in text


def test_actions_stand_with_whether_they_worked(small: House) -> None:
    step(small, action_steps.check, "effective", "none since", now=NOW + timedelta(days=100))
    assert book(small).chapters[0].actions == (
        "Tighten every joint (checked: effective)",
        "Tighten every joint (done, effect not checked yet)",
        *["Tighten every joint (open)"] * 2,
    )
    assert book(small).chapters[1].actions == ()


def test_a_year_without_defects_says_so(small: House) -> None:
    empty = book(small, since=on(1, 1, 2020), until=on(1, 1, 2021))
    assert (empty.chapters, empty.digests) == ((), ())
    assert "Defects: 0" in markdown(empty, "en")


def test_otto_reads_nothing_of_green_valley(small: House) -> None:
    assert book(small, "Otto").count == 0
    assert book(small, "Otto", estate_id=small.estates["GV"]).homes == 0
    with small.db.reading() as connection:
        assert gather(LineStore(connection), WANTED).count == 3

"""The measures against a house that was counted by hand; within the scope of whoever asks, and never a figure for no case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.reports import measures
from handlers.reports.measures import MEASURES, figures, percent, reached
from storage import followups, ratings
from storage.measure_questions import QUESTIONS
from storage.measures import Share
from storage.scope import LineScope
from storage.store import LineStore
from storage.tickets import Tickets
from tests.handlers.reports.small_house import clock, november, on
from tests.handlers.staff.house import NOW, House

#: measure -> met, of how many, whether its target is reached
COUNTED = {
    "timeliness": (4, 8, False),  # answers 2 of 4, decisions 1 of 2, promises 1 of 2
    "closed": (2, 3, False),
    "followed_up": (1, 3, False),  # what was closed in November, opened when it may
    "satisfied": (2, 3, False),
    "managed": (1, 3, None),
    "managed_serious": (1, 2, False),
    "recurred": (1, 3, None),  # the leak of 400 days ago lies too far back
    "tasks": (1, 3, False),
}


def counted(
    house: House, name: str = "Ivy", split: str = "", **narrowed
) -> dict[tuple[str, str], tuple[int, int]]:
    with house.store(name) as store:
        return {
            (one.name, one.group): (one.met, one.all)
            for one in figures(store, "en", november(**narrowed), split)
        }


def test_every_measure_is_what_was_counted_by_hand(small: House) -> None:
    with small.store("Ivy") as store:
        found = {one.name: one for one in figures(store, "en", november())}
    assert {name: (found[name].met, found[name].all, found[name].reached) for name in COUNTED} == COUNTED
    assert set(COUNTED) == {one.name for one in MEASURES}
    assert found["timeliness"].figure == "50.0 %"
    assert found["timeliness"].between == "21.5 % – 78.4 %"
    assert (found["minutes"].figure, found["minutes"].all) == ("60.0 min", 2)
    assert (found["intake"].figure, found["cost"].figure) == ("25.0 %", "HKD 60.25")


@pytest.mark.parametrize(
    ("narrowed", "measure", "met_of_all"),
    [
        ({"channel": "phone"}, "closed", (1, 1)),
        ({"domain": "home"}, "tasks", (1, 3)),
        ({"domain": "home"}, "recurred", (1, 3)),
        ({"channel": "telegram"}, "tasks", (1, 1)),
        ({"channel": "phone"}, "timeliness", (0, 1)),
        ({"kind": "repair"}, "satisfied", (0, 0)),
        ({"kind": "repair"}, "closed", (0, 0)),
        ({"intent": "complaint"}, "satisfied", (2, 3)),
        ({"kind": "complaint"}, "timeliness", (2, 5)),
        ({"domain": "home"}, "timeliness", (2, 3)),
        ({"domain": "hom"}, "timeliness", (0, 0)),
        ({"component": "window"}, "satisfied", (0, 1)),
        ({"component": "water_pipe"}, "recurred", (1, 2)),
        ({"contractor": "harbourpipesltd"}, "timeliness", (4, 5)),
        ({"recurrence": timedelta(days=500)}, "recurred", (2, 3)),
        ({"recurrence": timedelta(days=3)}, "recurred", (0, 3)),
        ({"since": on(3), "until": on(5)}, "closed", (1, 2)),
        ({"since": on(22), "until": on(23)}, "timeliness", (0, 0)),
    ],
)
def test_a_measure_can_be_narrowed(small: House, narrowed, measure: str, met_of_all) -> None:
    assert counted(small, **narrowed)[measure, ""] == met_of_all


@pytest.mark.parametrize(
    ("split", "measure", "groups"),
    [
        ("estate", "closed", {"Green Valley": (2, 3)}),
        ("channel", "closed", {"telegram": (1, 2), "Telephone": (1, 1)}),
        ("intent", "satisfied", {"Complaint": (2, 3)}),
        ("domain", "timeliness", {"Service": (2, 5), "In the home": (2, 3)}),
        ("component", "satisfied", {"Water pipe": (1, 1), "Window": (0, 1), "Not recorded": (1, 1)}),
        ("contractor", "recurred", {"Harbour Pipes Ltd": (1, 2), "Not recorded": (0, 1)}),
    ],
)
def test_a_measure_can_be_split(small: House, split: str, measure: str, groups) -> None:
    found = counted(small, split=split)
    named = {group.casefold(): counts for (name, group), counts in found.items() if name == measure}
    assert named == {group.casefold(): counts for group, counts in groups.items()}


def test_ratings_in_chat_change_no_measure(small: House) -> None:
    """They are for improving the work; that people were satisfied is what they said after their complaint (D08)."""
    before = counted(small)
    with small.store("Ivy") as store:
        store._connection.execute(update(ratings.ratings).values(score=1))
    assert counted(small) == before
    with small.store("Ivy") as store:
        store._connection.execute(update(followups.followups).values(result="not_satisfied"))
    assert counted(small)["satisfied", ""] == (0, 4)


def test_an_empty_period_has_no_figure_at_all(small: House) -> None:
    with small.store("Ivy") as store:
        found = figures(store, "en", november(since=on(1, 1), until=on(2, 1)))
    assert {one.name for one in found} == {*COUNTED, *measures.AMOUNTS}
    assert {(one.figure, one.between, one.all, one.reached) for one in found} == {("", "", 0, None)}


def test_otto_counts_his_own_estate_alone(small: House) -> None:
    found = counted(small, "Otto")
    assert (found["closed", ""], found["timeliness", ""], found["recurred", ""]) == ((1, 1), (0, 1), (0, 0))
    assert counted(small, "Ivy", estate_id=small.estates["SB"])["closed", ""] == (0, 0)


def test_whoever_is_complained_of_neither_counts_nor_lists_the_case(small: House) -> None:
    with small.store("Max") as store:
        ticket = store.tickets.numbered("GV-1001")
        assert ticket
        Tickets(store._connection, LineScope()).change(ticket, guard="named")
        store.subjects.name(ticket, small.staff["Ivy"].id, by="staff", at=on(3))
    assert counted(small, "Ivy")["closed", ""] == (1, 2)
    assert counted(small, "Max")["closed", ""] == (2, 3)
    assert (counted(small, "Ivy")["tasks", ""], counted(small, "Max")["tasks", ""]) == ((0, 2), (1, 3))
    with small.store("Ivy") as store:
        listed = [one for name in QUESTIONS for one in store.measures.cases(name, november())]
        assert "GV-1001" not in {one.number for one in [*listed, *store.measures.spent_on(november())]}
        assert [one.defects for one in store.partner_records.every(november())] == [1]


def test_the_cases_behind_a_figure_are_as_many_as_it_counts_and_the_missed_ones_come_first(
    small: House,
) -> None:
    with small.store("Ivy") as store:
        for measure in MEASURES:
            for count in measure.counts:
                cases = store.measures.cases(count, november())
                shares = store.measures.shares(count, november())
                assert [(sum(one.met for one in cases), len(cases))] == [
                    (one.met, one.all) for one in shares
                ], count
                assert [one.met for one in cases] == sorted(one.met for one in cases)
        missed = [one for one in store.measures.cases("clocked", november()) if not one.met]
        assert [(one.number, one.step) for one in missed] == [
            ("GV-1003", "decide"),
            ("GV-1003", "answer"),
            ("GV-1002", "answer"),
        ]


def test_every_step_that_was_missed_has_a_breach_and_names_who_had_it_then(small: House) -> None:
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1003")
        assert ticket
        store.tickets.change(ticket, holder_id=small.staff["Eli"].id)
    clock(small, ticket, "fix", due_at=NOW - timedelta(hours=2), done_at=None)
    with small.store("Ivy") as store:
        store.tickets.change(store.tickets.by_id(ticket.id) or ticket, holder_id=small.staff["Ivy"].id)
    with small.store("Ivy") as store:
        cases = [
            one
            for name in ("clocked", "promised")
            for one in store.measures.cases(name, november())
            if not one.met
        ]
        missed = [
            (of.number, breach.kind, breach.due_at) for breach, of in store.breaches.newest() if of.number != "GV-1007"
        ]  # fmt: skip
        assert sorted((one.number, one.step, one.due_at) for one in cases) == sorted(missed)
        names = {(one.number, one.step): one.holder_id for one in cases}
    assert names["GV-1003", "fix"] == small.staff["Eli"].id
    assert names["GV-1003", "answer"] == small.staff["Ivy"].id  # nobody had it then, she has it now


def test_what_is_asked_for_no_more_counts_only_where_it_had_been_missed(small: House) -> None:
    before = counted(small)["timeliness", ""]
    with small.store("Ivy") as store:
        for number in ("GV-1001", "GV-1003"):
            ticket = store.tickets.numbered(number)
            assert ticket
            store.tickets.change(ticket, stage="withdrawn")
    assert (before, counted(small)["timeliness", ""]) == ((4, 8), (2, 6))


@pytest.mark.parametrize(
    ("rested", "ended", "met"),
    [(None, 9, 0), (7, 9, 1), (7, None, None), (None, 7, 1)],
    ids=["ended late", "rested in time", "rests still", "ended in time"],
)
def test_a_clock_that_rests_misses_nothing(
    small: House, rested: int | None, ended: int | None, met: int | None
) -> None:
    """Unswept on purpose: whatever ends between its hour and the sweep was late all the same."""
    begun = on(15)
    ticket = small.open("Cat", opened_at=begun, complaint=True, intent="complaint", channel="paper")
    with small.db.transaction() as connection:
        clocks = LineStore(connection).clocks
        clocks.start(ticket, "fix", started_at=begun, due_at=begun + timedelta(hours=8), warn_at=begun)
        if rested:
            clocks.pause(ticket, begun + timedelta(hours=rested))
        if ended:
            clocks.stop(ticket, None, begun + timedelta(hours=ended))
    share = counted(small, channel="paper")["timeliness", ""]
    assert share == ((0, 0) if met is None else (met, 1))


@pytest.mark.parametrize(
    ("told", "reached"), [("Max", (2, 2)), ("Eli", (1, 2))], ids=["a manager", "a colleague"]
)
def test_management_is_reached_by_a_message_to_one_of_them_as_by_the_ladder(
    small: House, told: str, reached: tuple[int, int]
) -> None:
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1003")
        assert ticket
        store.risks.reach(ticket, small.staff[told].id, level="serious", route="page", at=on(5))
    assert counted(small)["managed_serious", ""] == reached


@pytest.mark.parametrize(
    ("level", "closed", "serious"),
    [("watch", False, 2), ("serious", False, 3), ("crisis", False, 3), ("serious", True, 2)],
)
def test_an_open_risk_makes_a_complaint_serious(small: House, level: str, closed: bool, serious: int) -> None:
    with small.store("Ivy") as store:
        ticket = store.tickets.numbered("GV-1002")
        assert ticket
        risk = store.risks.raise_one(ticket, on(10), level=level, signals=[], decide_by=on(30))
        store.risks.grow(ticket, risk, on(11), closed_at=on(12) if closed else None)
    assert counted(small)["managed_serious", ""][1] == serious


@pytest.mark.parametrize(
    ("met", "every", "target", "told"),
    [
        (95, 100, 0.95, False), (96, 100, 0.95, True), (19, 20, 0.95, False), (20, 20, 0.95, True),
        (99, 100, 1.0, False), (100, 100, 1.0, True), (0, 0, 1.0, None), (0, 0, 0.95, None), (5, 5, None, None),
    ],
)  # fmt: skip
def test_more_than_95_percent_means_more(
    met: int, every: int, target: float | None, told: bool | None
) -> None:
    assert reached(Share("", met, every), target) is told


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "100.0 %"),
        (0.9999, "99.9 %"),
        (0.0, "0.0 %"),
        (0.95, "95.0 %"),
        (2 / 3, "66.6 %"),
        (0.29, "29.0 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all(share: float, said: str) -> None:
    assert percent(share) == said

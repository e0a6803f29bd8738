"""The week, the quarter, the ratings and the matrix of the hand-counted house: figures beside those before, sources that never mix."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.reports import improving, period
from handlers.reports.boards import BOARDS, Asked, Section
from handlers.reports.period import Period
from handlers.reports.table import Table, plain
from handlers.tickets.quality.defects import Quality
from handlers.voice import sources
from handlers.voice.formulas import DATA_SETS, Tally
from storage import estates, staff
from storage.store import LineStore
from tests.handlers.reports.small_house import november, on
from tests.handlers.staff.house import NOW, TZ, House
from tests.storage.asked.corrective_actions import ACTION
from tests.storage.asked.defects import DEFECT
from tests.support.rated import rated

NOVEMBER = period.around("month", date(2026, 11, 1))


def link(what: str, **values: object) -> str:
    part = values.pop("part", None)
    return f"{what} {' '.join(str(one) for one in values.values())}{' before' if part and part != NOVEMBER else ''}"


def sections(house: House, board: str, who: str = "Max", about: Period = NOVEMBER) -> dict[str, Section]:
    with house.store(who) as store:
        asked = Asked(
            store=store, language="en", period=about, zone=TZ, now=NOW, quality=Quality(), link=link
        )
        return {one.table.name: one for one in (*BOARDS[board](asked), improving.section(asked, board))}


def rows(table: Table) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in plain(table, "en")[1:]}


def links(table: Table) -> set[str]:
    return {cell.link for row in table.rows for cell in row.cells if cell.link}


def test_each_figure_stands_beside_that_of_the_period_before(small: House) -> None:
    """November by hand (small_house); in October one complaint came in and was closed, answered in time."""
    found = rows(sections(small, "weekly")["figures"].table)
    assert found["Closed"][:6] == ["66.6 %", "2", "3", "100.0 %", "-33.3", "> 95 %"]
    assert found["Satisfied"][:5] == ["66.6 %", "2", "3", "no case", ""]
    assert found["In time"][3] == "100.0 %"


def test_the_picture_shows_both_periods(small: House) -> None:
    chart = sections(small, "weekly")["figures"].chart
    assert chart
    assert [one.name for one in chart.series] == ["This period", "The period before"]


@pytest.mark.parametrize("board", ["weekly", "review"])
def test_a_period_without_data_says_so(small: House, board: str) -> None:
    found = sections(small, board, about=period.around("week", date(2020, 1, 1)))["figures"]
    assert found.table.note == "No data in this period: nothing that is measured ended in it."
    assert {one[0] for one in rows(found.table).values()} == {"no case"}
    assert found.chart
    assert found.chart.is_empty


def test_the_review_lists_measures_lapses_causes_partners_costs_and_what_owners_think(small: House) -> None:
    assert list(sections(small, "review")) == [
        "figures", "counts", "estates", "lapses_cause", "lapses_kind", "lapses", "systemic", "causes", "top_components", "top_partners",
        "costs_domain", "costs_estate", "channels", "ratings", "matrix", "formulas", "improvements",
    ]  # fmt: skip


def test_a_fault_in_several_homes_is_systemic(small: House) -> None:
    assert not sections(small, "review")["systemic"].table.rows
    with small.db.transaction() as connection:
        home = {"estate_id": small.estates["GV"], "building_id": small.buildings["GV"], "floor": "2"}
        units = [estates.add_unit(connection, label=f"9-90{one}", **home) for one in range(2)]
        line = LineStore(connection)
        for unit in units:
            line.defects.add(small.estates["GV"], form_key=f"d{unit}", unit_id=unit, at=on(9), **DEFECT)
    assert plain(sections(small, "review")["systemic"].table, "en")[1][2:4] == ["3", "4"]


def test_ratings_stand_by_question_with_their_sample_and_lead_to_low_ones(small: House) -> None:
    """5, 3 and 4 of the small house, and one that nobody answered: two of three content."""
    with small.db.transaction() as connection:
        rated(connection, LineStore(connection).tickets.numbered("GV-1008"), None, on(12))  # type: ignore[arg-type]
    found = sections(small, "ratings")["ratings"].table
    assert plain(found, "en")[1:] == [
        ["A repair", "66.6 %", "20.7 %", "93.8 %", "4.0", "3", "4", "75.0 %", "0", "0"]
    ]
    assert "never for judging a person" in found.note


def test_low_ratings_lead_to_their_cases_and_unasked_ones_stand_beside(small: House) -> None:
    with small.db.transaction() as connection:
        line = LineStore(connection)
        rated(connection, line.tickets.numbered("GV-1003"), 1, on(13))  # type: ignore[arg-type]
        beside = line.tickets.numbered("GV-1006")
        assert beside
        made = rated(connection, beside, None, on(14), sent_at=None, state="waiting")
        line.ratings.change(made, ("waiting",), state="answered", score=5, answered_at=on(14))
    found = sections(small, "ratings")["ratings"].table
    assert plain(found, "en")[1][5:] == ["4", "4", "100.0 %", "1", "1"]
    assert links(found) == {"ratings repair"}


def test_what_was_not_asked_is_told_with_its_reason(small: House) -> None:
    with small.db.transaction() as connection:
        ticket = LineStore(connection).tickets.numbered("GV-1006")
        rated(connection, ticket, None, on(14), sent_at=None, state="withheld", reason="budget")  # type: ignore[arg-type]
    found = plain(sections(small, "ratings")["ratings_flow"].table, "en")[1:]
    assert ["A repair", "not asked", "asked often enough", "1"] in found
    assert ["A repair", "answered", "", "3"] in found


def test_ratings_of_another_estate_and_of_a_complaint_about_oneself_are_not_counted(small: House) -> None:
    with small.db.transaction() as connection:
        line = LineStore(connection)
        rated(connection, line.tickets.numbered("SB-1001"), 1, on(13))  # type: ignore[arg-type]
        about = line.tickets.numbered("GV-1002")
        assert about
        line.subjects.name(about, small.staff["Max"].id, by="owner", at=NOW)
    assert plain(sections(small, "ratings")["ratings"].table, "en")[1][5:7] == ["2", "2"]


def test_the_matrix_sets_sources_side_by_side_and_says_where_there_are_no_data(small: House) -> None:
    found = rows(sections(small, "matrix")["matrix"].table)
    assert found == {
        "A repair": ["CSAT 66.6 % (20.7–93.8), 3 of 3", "no data yet", "no data yet", "no data yet"],
        "A complaint closed": ["no data yet", "yes 66.6 % (20.7–93.8), 3 of 4", "no data yet", "no data yet"],
    }


def test_a_source_is_connected_by_one_line(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """NPS stands as a number from -100 to 100, and in no picture of shares."""
    tally = Tally(
        data_set="survey", question="recommend", scale="nps", version=1, asked=20, counts={10: 6, 8: 2, 3: 2}
    )
    survey = sources.Source(tallies=lambda *_asked: [tally], topic=lambda one: one.question)
    monkeypatch.setitem(sources.SOURCES, "survey", survey)
    found = sections(small, "matrix")
    assert rows(found["matrix"].table)["Would recommend us"] == [
        "no data yet",
        "no data yet",
        "NPS +40 (-10–+90), 10 of 20",
        "no data yet",
    ]
    assert found["matrix"].chart
    assert "Would recommend us" not in found["matrix"].chart.categories


def test_a_source_that_is_not_connected_is_named(small: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sources.SOURCES, "officer")
    assert sections(small, "matrix")["matrix_figures"].table.note == "Not connected yet: Experience officers."


def test_each_source_tells_its_own_and_nothing_where_it_has_none(small: House) -> None:
    cohort = november()
    with small.store("Max") as store:
        told = {one: sources.tallies_of(one, store, cohort.since, cohort.until) for one in DATA_SETS}
    assert {one: bool(found) for one, found in told.items()} == {
        "touch_point": True,
        "follow_up": True,
        "survey": False,
        "officer": False,
    }
    assert (told["follow_up"][0].asked, dict(told["follow_up"][0].counts)) == (4, {0: 1, 1: 2})


def improvement(house: House, what: str, due: int, *, source_ref: str = "", done: bool = False) -> None:
    with house.store("Max") as store:
        row = {
            **ACTION,
            "kind": "improvement",
            "what": what,
            "code": "",
            "component": "",
            "due_at": on(due),
            "check_at": on(30),
        }
        made = store.corrective_actions.add(
            house.estates["GV"], form_key=what, **row, owner_id=house.staff["Ivy"].id, source="report" if source_ref else "", source_ref=source_ref
        )  # fmt: skip
        if made and done:
            store.corrective_actions.change(made, state="done", done_at=on(due) - timedelta(hours=1))


def test_every_report_ends_in_its_improvements_with_owner_and_date(small: House) -> None:
    improvement(
        small, "Call back on Fridays", 20, source_ref="ratings.2026-10-01.2026-10-31.ratings.repair:1"
    )
    improvement(
        small, "Answer at night too", 28, source_ref="service.2026-10-01.2026-10-31.course.2026-10-01"
    )
    improvement(small, "Replace the drain pipes", 10, done=True)
    ratings = plain(sections(small, "ratings")["improvements"].table, "en")[1:]
    week = plain(sections(small, "weekly")["improvements"].table, "en")[1:]
    assert ratings == [["Call back on Fridays", "From a report", "Ivy", "2026-11-20", "late"]]
    assert [(one[0], one[4]) for one in week] == [
        ("Call back on Fridays", "late"), ("Answer at night too", "under way"), ("Replace the drain pipes", "done"),
    ]  # fmt: skip


def test_a_report_that_led_to_nothing_asks_what_should_follow(small: House) -> None:
    found = sections(small, "targets")["improvements"].table
    assert found.empty == "Nothing has been begun from this report yet. What do the figures ask for?"


def test_nobody_of_another_estate_reads_figures_or_improvements(small: House) -> None:
    improvement(small, "Call back on Fridays", 20)
    with small.db.transaction() as connection:
        who = staff.add(
            connection, name="Sam", role="manager", language="en", estate_ids=(small.estates["SB"],)
        )
        found = staff.by_id(connection, who)
        assert found
        small.staff["Sam"] = found
    week = sections(small, "weekly", "Sam")
    assert rows(week["figures"].table)["Closed"][1:3] == ["1", "1"]
    assert not week["improvements"].table.rows
    assert not week["ratings"].table.rows

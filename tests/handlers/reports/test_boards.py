"""The boards against the house that was counted by hand, within the scope of whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from handlers.reports.boards import BOARDS, Asked, Section
from handlers.reports.period import Period, around
from handlers.reports.table import Table, plain
from handlers.tickets.quality.defects import Quality
from handlers.wording import LANGUAGES
from tests.handlers.staff.house import NOW, TZ, House

NOVEMBER = around("month", date(2026, 11, 1))


def link(what: str, **values: Any) -> str:
    return f"{what}?{values}"


def sections(
    house: House, board: str, name: str = "Max", *, period: Period = NOVEMBER, **more: Any
) -> list[Section]:
    with house.store(name) as store:
        values = {"language": "en", "quality": Quality(), **more}
        return BOARDS[board](Asked(store=store, period=period, zone=TZ, now=NOW, link=link, **values))


def rows(house: House, board: str, table: str, name: str = "Max", **more: Any) -> dict[str, list[str]]:
    """A table in words, by the first cell of each row."""
    [found] = [one.table for one in sections(house, board, name, **more) if one.table.name == table]
    return {row[0]: row[1:] for row in plain(found, "en")[1:]}


def test_the_targets_are_met_or_missed_as_was_counted(small: House) -> None:
    assert rows(small, "targets", "targets") == {
        "In time": ["50.0 %", "4", "8", "21.5 %", "78.4 %", "100 %", "not reached"],
        "Closed": ["66.6 %", "2", "3", "20.7 %", "93.8 %", "> 95 %", "not reached"],
        "Followed up": ["33.3 %", "1", "3", "6.1 %", "79.2 %", "> 95 %", "not reached"],
        "Satisfied": ["66.6 %", "2", "3", "20.7 %", "93.8 %", "> 95 %", "not reached"],
        "Hung up before an answer": ["not measured", "", "", "", "", "≤ 5 %", ""],
    }


def test_every_figure_says_how_it_is_counted(small: House) -> None:
    formulas = rows(small, "targets", "formulas")
    assert formulas["Closed"] == [
        "Closed complaints ÷ complaints opened in the period, without those withdrawn."
    ]
    assert set(formulas) == set(rows(small, "targets", "targets"))


def test_waiting_is_counted_by_week_and_by_channel(small: House) -> None:
    course = rows(small, "service", "course")
    assert course["2 Nov"][:4] == ["4", "3.7", "9.0", "96.0"]  # 1001, 1002, 1003 and the repair 1005
    assert course["9 Nov"][:2] == ["0", "no case"]
    assert rows(small, "service", "waited") == {
        "Telephone": ["1", "9.0", "9.0", "168.0"], "Telegram": ["4", "1.0", "1.0", "60.0"]
    }  # fmt: skip


def test_each_channel_and_each_estate_stands_beside_the_others(small: House) -> None:
    assert rows(small, "channels", "channels") == {
        "Telegram": ["4", "1.0", "60.0", "57.1 %", "50.0 %", "50.0 %", "100.0 %"],
        "Telephone": ["1", "9.0", "168.0", "0.0 %", "100.0 %", "0.0 %", "0.0 %"],
    }
    assert set(rows(small, "estates", "estates")) == {"Green Valley"}
    assert set(rows(small, "estates", "estates", "Otto")) == {"Sea Breeze"}


def held(house: House) -> None:
    """Ivy holds what Ann asked for, Eli what Cat did."""
    for name, numbers in (("Ivy", ("GV-1001", "GV-1003", "GV-1005")), ("Eli", ("GV-1002",))):
        with house.store("Max") as store:
            for number in numbers:
                ticket = store.tickets.numbered(number)
                assert ticket
                store.tickets.change(ticket, holder_id=house.staff[name].id)


def test_a_person_s_figures_are_what_they_did(small: House) -> None:
    held(small)
    assert rows(small, "people", "people") == {
        "Eli": ["1", "0.0 %", "1", "100.0 %", "9.0", "0", "no case"],
        "Ivy": ["7", "57.1 %", "3", "66.6 %", "1.0", "4", "75.0 %"],
    }


def test_managers_see_everybody_others_themselves(small: House) -> None:
    held(small)
    assert set(rows(small, "people", "people", "Ivy")) == {"Ivy"}
    assert set(rows(small, "people", "people", "Max")) == {"Eli", "Ivy"}


def test_no_figure_of_a_person_reads_what_owners_scored(small: House) -> None:
    held(small)
    with small.store("Max") as store:
        sent: list[str] = []
        event.listen(
            store._connection,
            "before_cursor_execute",
            lambda _c, _u, statement, *_more: sent.append(statement.casefold()),
        )
        BOARDS["people"](
            Asked(store=store, language="en", period=NOVEMBER, zone=TZ, now=NOW, quality=Quality(), link=link)
        )
        store.person_measures.cases("held", about(store).cohort, small.staff["Ivy"].id)
    assert sent
    assert [one for one in sent if "rating" in one or "survey" in one] == []


def about(store: Any) -> Asked:
    return Asked(store=store, language="en", period=NOVEMBER, zone=TZ, now=NOW, quality=Quality(), link=link)


def test_what_cases_cost_is_told_by_subject_and_estate(small: House) -> None:
    assert rows(small, "costs", "costs_domain") == {
        "In the home": ["1", "60.0", "0.0 %", "HK$120.50", "", "", "HK$120.50"],
        "Service": ["1", "60.0", "50.0 %", "", "", "", ""],
    }
    assert rows(small, "costs", "costs_estate") == {
        "Green Valley": ["2", "60.0", "25.0 %", "HK$120.50", "", "", "HK$60.25"]
    }  # fmt: skip


def test_minutes_have_the_price_that_was_set(small: House) -> None:
    priced = rows(small, "costs", "costs_estate", quality=Quality(labour_hour=90, labour_currency="HKD"))
    assert priced == {"Green Valley": ["2", "60.0", "25.0 %", "HK$120.50", "HK$180.00", "", "HK$150.25"]}
    other = sections(small, "costs", quality=Quality(labour_hour=90, labour_currency="CNY"))[1].table
    assert [row[-4:] for row in plain(other, "en")[1:]] == [
        ["", "CN¥180.00", "", "CN¥90.00"], ["HK$120.50", "", "", "HK$60.25"]
    ]  # fmt: skip


def test_what_owners_were_promised_counts_once_a_case(small: House) -> None:
    with small.store("Max") as store:
        ticket = store.tickets.numbered("GV-1002")
        assert ticket
        promised = {
            "outcome": "upheld",
            "reasons": "",
            "remedy": "Paid.",
            "currency": "HKD",
            "approval": "none",
            "legal": "none",
            "compared": "met",
        }
        for amount, round_ in ((70_000, 0), (30_000, 1)):
            made = store.decisions.add(
                replace(ticket, round=round_),
                staff_id=small.staff["Max"].id,
                at=NOW,
                remedy_amount=amount,
                **promised,
            )
            assert made
            assert store.decisions.tell(ticket, made, NOW, recourse=True)
    assert rows(small, "costs", "costs_estate")["Green Valley"][-2:] == ["HK$300.00", "HK$140.17"]


def test_every_missed_step_is_listed_by_name(small: House) -> None:
    listed = sections(small, "lapses")[2].table
    assert [row[:3] for row in plain(listed, "en")[1:]] == [
        ["GV-1003", "the decision", "2026-11-14 10:00"], ["GV-1005", "the promised contact", "2026-11-09 10:00"],
        ["GV-1003", "the first answer", "2026-11-04 18:00"], ["GV-1002", "the first answer", "2026-11-03 18:00"],
    ]  # fmt: skip
    assert rows(small, "lapses", "lapses_kind")["the first answer"] == ["2", "1"]


def test_what_goes_wrong_is_counted_by_part_place_and_work(small: House) -> None:
    parts = rows(small, "faults", "components")
    assert {name.casefold(): row[0] for name, row in parts.items()} == {"water pipe": "2", "window": "1"}
    assert {name.casefold(): row[3] for name, row in parts.items()} == {
        "water pipe": "50.0 %",
        "window": "0.0 %",
    }
    assert sum(int(row[-2]) for row in plain(section(small, "buildings"), "en")[1:]) == 3
    assert [row[1:] for row in plain(section(small, "work_steps"), "en")[1:]] == [["3", "0"]]


def section(house: House, table: str) -> Table:
    return next(one.table for one in sections(house, "faults") if one.table.name == table)


def test_a_partner_has_no_score_below_enough_jobs(small: House) -> None:
    [few] = rows(small, "partners", "partners", quality=Quality(least_jobs=5)).values()
    [enough] = rows(small, "partners", "partners", quality=Quality(least_jobs=1)).values()
    assert few[1] == "too few jobs"
    assert float(enough[1]) > 0


def test_how_complete_entries_are_is_counted_over_what_people_wrote(small: House) -> None:
    found = rows(small, "entries", "entries")
    assert found["Home"][:3] == ["100.0 %", "1", "1"]  # the one taken down on the telephone
    assert found["Minutes spent"][:3] == ["50.0 %", "2", "4"]
    assert found["What was wrong"][:3] == ["100.0 %", "1", "1"]
    assert found["What the owner said afterwards"][:3] == ["0.0 %", "0", "3"]
    assert found["Why a step was missed"][:3] == ["0.0 %", "0", "4"]


def test_what_is_open_now_is_told_by_stage_and_person(small: House) -> None:
    held(small)
    assert rows(small, "now", "open_stage") == {
        "received": ["1", "0", "0", "1", "0"],
        "in hand": ["1", "1", "0", "0", "0"],
    }
    assert rows(small, "now", "open_holder") == {
        "Ivy": ["1", "1", "0", "0", "0"],
        "Nobody yet": ["1", "0", "0", "1", "0"],
    }


@pytest.mark.parametrize("board", [one for one in BOARDS if one != "now"])
def test_a_period_without_a_case_says_so_and_shows_no_figure(small: House, board: str) -> None:
    empty = around("month", date(2025, 1, 1))
    for one in sections(small, board, period=empty):
        assert one.chart is None or one.chart.is_empty
        kinds = {column.title: column.kind for column in one.table.columns}
        figures = [
            cell.value
            for row in one.table.rows
            for column, cell in zip(one.table.columns, row.cells, strict=True)
            if kinds[column.title] not in ("text", "date") and cell.value not in (None, 0)
        ]
        assert figures == []
        assert one.table.rows or one.table.empty == "Nothing of this kind happened in this period."


@pytest.mark.parametrize("board", BOARDS)
def test_otto_sees_nothing_of_green_valley(small: House, board: str) -> None:
    held(small)
    said = " ".join(
        cell for one in sections(small, board, "Otto") for row in plain(one.table, "en") for cell in row
    )
    assert "GV-" not in said
    assert "Green Valley" not in said
    assert not any(name in said for name in ("Ivy", "Eli", "Harbour"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_the_same_rows_in_every_language(small: House, language: str) -> None:
    for board in BOARDS:
        english, own = sections(small, board), sections(small, board, language=language)
        keys = [[{row.key for row in one.table.rows} for one in found] for found in (english, own)]
        assert keys[0] == keys[1]
        assert [one.table.name for one in english] == [one.table.name for one in own]


@pytest.mark.parametrize("kind", ["week", "quarter", "year"])
def test_every_board_can_be_asked_for_every_period(small: House, kind: Any) -> None:
    for board in BOARDS:
        assert sections(small, board, period=around(kind, date(2026, 11, 5)))

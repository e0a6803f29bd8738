"""What a case cost is over every case that cost something, in minutes, in money or in what its owner was promised (M06)."""

from __future__ import annotations

from handlers.reports.boards import Asked, costs
from handlers.reports.period import around
from handlers.tickets.quality.defects import Quality
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.handlers.reports.small_house import on
from tests.handlers.staff.house import NOW, TZ, House
from tests.storage.asked.decisions import DECISION

PAID = {"what": "visit", "note": "", "currency": "HKD", "at": on(12)}


def by_estate(house: House) -> list[object]:
    """The row of the estate: cases, minutes a case, receiving, money, labour, remedies, cost a case."""
    with house.db.reading() as connection:
        about = Asked(
            store=StaffStore(connection, house.staff["Max"]), language="en", period=around("month", NOW.date()), zone=TZ, now=NOW,
            quality=Quality(), link=lambda _what, **_values: "",
        )  # fmt: skip
        found = next(one.table for one in costs.board(about) if one.table.name == "costs_estate")
    (row,) = found.rows
    return [cell.value for cell in row.cells[1:]]


def test_minutes_money_and_promises_of_different_cases_are_shared_out_over_all_of_them(small: House) -> None:
    with small.db.transaction() as connection:
        line = LineStore(connection)
        promised, paid, both = (line.tickets.numbered(f"GV-{one}") for one in ("1002", "1003", "1005"))
        assert promised
        assert paid
        assert both
        line.efforts.add(paid, **PAID, minutes=0, cost=10_000)
        for ticket, amount in ((promised, 5_000), (both, 1_000)):
            values = {
                **DECISION,
                "approval": "none",
                "legal": "none",
                "remedy": "Paid.",
                "remedy_amount": amount,
            }
            made = line.decisions.add(ticket, staff_id=1, at=on(13), currency="HKD", **values)
            assert made
            line.decisions.tell(ticket, made, on(13), recourse=True)
    cases, minutes, _, money, _, remedies, each = by_estate(small)
    assert (cases, minutes, money, remedies) == (4, 40, 22_050, 6_000)
    assert each == round((22_050 + 6_000) / 4)


def test_a_bill_without_minutes_is_a_case_that_cost_something(small: House) -> None:
    with small.db.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM efforts")
        line = LineStore(connection)
        ticket = line.tickets.numbered("GV-1003")
        assert ticket
        line.efforts.add(ticket, **PAID, minutes=0, cost=10_000)
    assert by_estate(small) == [1, None, None, 10_000, None, None, 10_000]

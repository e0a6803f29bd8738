"""What each member of staff did (L07): steps in time, cases, first answers, contacts; never what an owner scored (I03).

Managers and above see everybody of their estates, all others their own line alone.
"""

from __future__ import annotations

from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart
from handlers.reports.table import Cell
from storage.measures import Share

#: What is counted for a person: the questions it adds up, all of storage/person_measures.py.
FIGURES = {"steps": ("clocked", "promised"), "held": ("held",), "contacts": ("contacts",)}


def board(asked: Asked) -> list[Section]:
    shares = {name: _shares(asked, counts) for name, counts in FIGURES.items()}
    hours = asked.store.person_measures.hours_to_answer(asked.cohort)
    everybody = {staff_id for found in shares.values() for staff_id in found}
    people = sorted((one for one in everybody if may_see(asked, one)), key=lambda one: _name(asked, one))
    columns = asked.columns(
        ("reports.column.person", "text"), ("reports.column.steps", "number"), ("quality.measure.timeliness", "share"),
        ("reports.column.held", "number"), ("quality.measure.closed", "share"), ("reports.column.hours_to_answer", "number"),
        ("reports.column.contacts", "number"), ("reports.column.contacts_reached", "share"),
    )  # fmt: skip
    rows = [(str(one), _cells(asked, one, shares, hours.get(one))) for one in people]
    title = asked.say("reports.board.people")
    table = asked.table("people", title, columns, rows, asked.say("reports.note.people"))
    return [Section(table=table, chart=_chart(asked, title, people, shares["steps"]))]


def _shares(asked: Asked, counts: tuple[str, ...]) -> dict[int, Share]:
    found: dict[int, Share] = {}
    for count in counts:
        for one in asked.store.person_measures.done(count, asked.cohort):
            before = found.get(one.staff_id, Share("", 0, 0))
            found[one.staff_id] = Share(str(one.staff_id), before.met + one.met, before.all + one.all)
    return found


def _cells(asked: Asked, one: int, shares: dict[str, dict[int, Share]], hours: float | None) -> list[Cell]:
    cells = [Cell(value=_name(asked, one))]
    for name, found in shares.items():
        link = asked.link("person", person=one, figure=name)
        share = found.get(one)
        cells += [Cell(value=share.all if share else 0, link=link if share else ""), asked.share(share, link)]
        if name == "held":
            cells.append(asked.count(hours, link))
    return cells


def _chart(asked: Asked, title: str, people: list[int], steps: dict[int, Share]) -> Chart:
    return Chart(
        kind="intervals", title=asked.say("reports.chart.steps"), unit="share", unit_name=asked.say("reports.unit.interval"), target=None,
        categories=tuple(_name(asked, one) for one in people), series=(series(title, [steps.get(one) for one in people]),),
        said=asked.say("reports.said.people", count=len(people)),
    )  # fmt: skip


def may_see(asked: Asked, staff_id: int) -> bool:
    """Whether whoever asks may see the figures of a person."""
    return staff_id == asked.store.scope.staff_id or (
        asked.store.scope.is_senior and asked.store.colleague(staff_id) is not None
    )


def _name(asked: Asked, staff_id: int) -> str:
    found = asked.store.colleague(staff_id)
    return found.name if found else ""

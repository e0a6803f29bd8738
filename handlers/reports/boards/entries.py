"""How complete what staff enter is (L10): what is not written down cannot be learnt from."""

from __future__ import annotations

from handlers.reports.boards.asked import Asked, Section, series
from handlers.reports.chart import Chart
from handlers.reports.intervals import percent
from handlers.reports.table import Cell
from storage.entry_questions import ENTRIES
from storage.measures import Share


def board(asked: Asked) -> list[Section]:
    found = {
        name: next(iter(asked.store.measures.shares(name, asked.cohort)), Share("", 0, 0)) for name in ENTRIES
    }
    columns = asked.columns(
        ("reports.column.entry", "text"), ("reports.column.figure", "share"), ("reports.column.met", "number"), ("reports.column.all", "number"),
        ("reports.column.formula", "text"),
    )  # fmt: skip
    rows = []
    for name, share in found.items():
        link = asked.link("cases", measure=name)
        cells = [
            Cell(value=asked.say(f"quality.measure.{name}")),
            asked.share(share, link),
            *asked.of(share, link),
        ]
        rows.append((name, [*cells, Cell(value=asked.say(f"quality.formula.{name}"))]))
    title = asked.say("reports.board.entries")
    said = [(asked.say(f"quality.measure.{name}"), share) for name, share in found.items() if share.all]
    chart = Chart(
        kind="intervals", title=title, unit="share", unit_name=asked.say("reports.unit.interval"), categories=tuple(name for name, _ in said),
        series=(series(title, [share for _, share in said]),),
        said=" · ".join(f"{name} {percent(share.met / share.all)}" for name, share in said),
    )  # fmt: skip
    return [
        Section(
            table=asked.table("entries", title, columns, rows, asked.say("reports.note.entries")), chart=chart
        )
    ]

"""Contractors and suppliers (F05, F11): their jobs, what came back, dates kept, and the score where enough is known."""

from __future__ import annotations

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.table import Cell
from handlers.tickets.quality.partner_score import Record, score
from storage.measures import Share
from storage.partner_records import PartnerRecord


def board(asked: Asked) -> list[Section]:
    found = asked.store.partner_records.every(asked.cohort)
    scores = [_score(asked, one) for one in found]
    columns = asked.columns(
        ("reports.column.partner", "text"), ("reports.column.role", "text"), ("reports.column.score", "number"),
        ("reports.column.jobs", "number"), ("reports.column.faults", "number"), ("reports.column.repeated", "share"),
        ("reports.column.on_time", "share"),
    )  # fmt: skip
    rows = [
        (f"{one.role}:{one.key}", _cells(asked, one, scored))
        for one, scored in zip(found, scores, strict=True)
    ]
    title = asked.say("reports.board.partners")
    table = asked.table(
        "partners", title, columns, rows, asked.say("reports.note.partners", least=asked.quality.least_jobs)
    )
    known = [(one.name, scored) for one, scored in zip(found, scores, strict=True) if scored is not None]
    known.sort(key=lambda one: -one[1])
    chart = Chart(
        kind="bars", title=title, unit_name=asked.say("reports.column.score"), categories=tuple(name for name, _ in known[:15]),
        series=(Series(name=title, values=tuple(scored for _, scored in known[:15])),), said=asked.say("reports.said.groups", count=len(known)),
    )  # fmt: skip
    return [Section(table=table, chart=chart)]


def _score(asked: Asked, one: PartnerRecord) -> float | None:
    record = Record(
        jobs=one.jobs,
        defects=one.defects,
        repeated=one.repeated,
        on_time=one.on_time,
        dated=one.dated,
        stars=one.stars,
        rated=one.rated,
    )
    return score(record, asked.quality.least_jobs).total


def _cells(asked: Asked, one: PartnerRecord, scored: float | None) -> list[Cell]:
    link, jobs = (asked.link("cases", measure=name, **{one.role: one.key}) for name in ("found", "jobs"))
    return [
        Cell(value=one.name), Cell(value=asked.say(f"quality.partner.{one.role}")),
        Cell(value=scored) if scored is not None else Cell(note=asked.say("reports.too_few")),
        asked.count(one.jobs, jobs), Cell(value=one.defects, link=link),
        asked.share(Share("", one.repeated, one.jobs), jobs), asked.share(Share("", one.on_time, one.dated), link),
    ]  # fmt: skip

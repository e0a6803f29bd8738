"""The standing reports: the week for the managers of each estate (M01), and the quarter as the pack of the management review (M02).

Both are boards, so that their page, their files and the cases behind each figure are those of every other board.
"""

from __future__ import annotations

from handlers.reports import measures
from handlers.reports.boards import compared, costs, groups, lapses, matrix, ratings, targets
from handlers.reports.boards.asked import Asked, Section
from handlers.reports.digests import code_named
from handlers.reports.table import Cell
from handlers.tickets.quality import components
from handlers.voice.sources import by_topic

#: What the week is told by: the targets, and what came back.
WEEKLY = tuple(
    one
    for one in measures.MEASURES
    if one.name in ("timeliness", "closed", "followed_up", "satisfied", "recurred")
)

#: A fault of the same part in so many homes is one of the way things are made or done, and no accident.
SYSTEMIC_HOMES = 3


def weekly(asked: Asked) -> list[Section]:
    """Timeliness, closed, satisfied, recurred; causes, parts, suppliers; lapses, costs, channels; ratings in a part of their own."""
    return [
        compared.figures(asked, asked.say("reports.board.weekly"), compared.counted(asked, WEEKLY)),
        compared.counts(asked), compared.causes(asked), compared.parts(asked), compared.suppliers(asked), *lapses.board(asked)[:2],
        *costs.board(asked), *groups.channels(asked), ratings.figures(asked, ratings.counted(asked)),
    ]  # fmt: skip


def review(asked: Asked) -> list[Section]:
    """Every measure with its formula, every missed step, what is systemic, partners, costs, and what owners think by each source."""
    cohort = asked.cohort
    voices = by_topic(asked.store, cohort.since, cohort.until, asked.estate_id, asked.voice)
    return [
        compared.figures(asked, asked.say("reports.board.review"), compared.counted(asked, measures.MEASURES)),
        compared.counts(asked), *groups.estates(asked), *lapses.board(asked),
        _systemic(asked), compared.causes(asked), compared.parts(asked), compared.suppliers(asked), *costs.board(asked),
        *groups.channels(asked), ratings.figures(asked, ratings.counted(asked)), matrix.side_by_side(asked, voices),
        Section(table=targets.formulas(asked, measures.MEASURES)),
    ]  # fmt: skip


def _systemic(asked: Asked) -> Section:
    """The same fault of the same part in several homes, the most homes first."""
    found = [
        one
        for one in asked.store.fault_counts.by(asked.cohort, "component", "fault")
        if one.homes >= SYSTEMIC_HOMES
    ]
    found.sort(key=lambda one: (-one.homes, one.names))
    columns = asked.columns(
        ("quality.choose.component", "text"), ("reports.column.fault", "text"), ("reports.column.homes", "number"), ("reports.column.faults", "number"),
        ("reports.column.complaints", "number"),
    )  # fmt: skip
    rows = []
    for one in found[:20]:
        component, code = one.names
        link = asked.link("cases", measure="found", component=component, code=code)
        part = components.named(asked.language, component) if component else asked.say("quality.not_recorded")
        numbers = [Cell(value=one.homes), Cell(value=one.count, link=link), Cell(value=one.complaints)]
        rows.append(
            (
                f"{component}:{code}",
                [Cell(value=part), Cell(value=code_named(asked.language, code)), *numbers],
            )
        )
    title = asked.say("compared.systemic", homes=SYSTEMIC_HOMES)
    return Section(table=asked.table("systemic", title, columns, rows))

"""The measures of complaint handling on a page, the cases behind each figure, and the same as a table for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from aiohttp import web

from bot.web.staff import page
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.lists import Choice
from bot.web.staff.quality import choosing
from bot.web.staff.quality.choosing import Chosen
from handlers.base import Mistake
from handlers.reports import csv_table, measures
from handlers.reports.boards import BOARDS
from handlers.reports.measures import Figure
from handlers.tickets.quality.defects import Quality
from handlers.tickets.timing.running_late import step_name
from handlers.wording import moment, say
from storage.entry_questions import ENTRIES
from storage.measures import Met
from storage.staff_store import StaffStore

#: How many cases one page lists.
_CASES = 300

_TARGETS = {one.name: one.target for one in measures.MEASURES}
_COUNTS = {one.name: one.counts for one in measures.MEASURES}

#: What reports count besides, each with the cases behind it.
_LISTED = {
    **_COUNTS,
    **{name: (name,) for name in (*ENTRIES, "came_in", "found", "jobs", "missed", "remedied")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure: its formula and target in words, and its figures, each with where the cases behind it are listed."""

    name: str
    title: str
    formula: str
    target: str
    figures: tuple[tuple[Figure, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The page. `wrong`: why nothing could be counted."""

    chosen: Chosen
    fields: tuple[Choice, ...]
    rows: tuple[Row, ...]
    not_measured: tuple[tuple[str, str], ...]
    csv: str
    wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case: `number` empty where it came without a ticket; `step` what had to be done, where a measure has several."""

    number: str
    step: str
    summary: str
    when: str
    holder: str
    met: bool


class MeasurePages:
    """The pages of measures. `quality`: how defects are judged."""

    def __init__(self, inside: Inside, quality: Quality) -> None:
        self._inside, self._quality = inside, quality

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/measures", signed_in(self.page)),
            web.get("/staff/measures/cases", signed_in(self.cases)),
            web.get("/staff/measures.csv", signed_in(self.table)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        seen = await self._inside.read(visit, lambda store, now: self._seen(visit, store, now))
        status = 422 if seen.wrong else 200
        return await self._inside.draw(visit, "quality/measures.html", seen=seen, status=status)

    def _seen(self, visit: Visit, store: StaffStore, now: datetime) -> Seen:
        language = language_of(visit)
        what = choosing.chosen(visit.request.query, store, now)
        rows: tuple[Row, ...] = ()
        wrong = ""
        try:
            rows = tuple(self._rows(language, what, store, now))
        except Mistake as mistake:
            wrong = sentence(visit, mistake)
        return Seen(
            chosen=what, fields=choosing.fields(what, store, language), rows=rows, wrong=wrong,
            not_measured=tuple(
                (say(language, f"quality.measure.{one}"), say(language, f"quality.formula.{one}"))
                for one in measures.NOT_MEASURED
            ),
            csv=what.link("/staff/measures.csv"),
        )  # fmt: skip

    def _rows(self, language: str, what: Chosen, store: StaffStore, now: datetime) -> list[Row]:
        meant = choosing.cohort(what, store, now, self._quality)
        found = measures.figures(store, language, meant, what.values.get("split", ""))
        return [
            Row(
                name=name, title=say(language, f"quality.measure.{name}"), target=target_named(language, name),
                formula=say(language, f"quality.formula.{name}", days=self._quality.recurrence_days),
                figures=tuple((one, _link(what, one)) for one in figures),
            )
            for name, figures in groupby(found, key=lambda one: one.name)
        ]  # fmt: skip

    async def cases(self, visit: Visit) -> web.StreamResponse:
        """The cases behind a figure, those that missed it first. An unknown measure is an absent page."""
        name = visit.request.query.get("measure", "")
        if name not in _LISTED and name not in measures.AMOUNTS:
            raise Refusal(404, "missing")

        def look(store: StaffStore, now: datetime) -> tuple[Chosen, list[CaseLine], str]:
            what = choosing.chosen(visit.request.query, store, now)
            try:
                return what, self._lines(visit, name, what, store, now), ""
            except Mistake as mistake:
                return what, [], sentence(visit, mistake)

        what, lines, wrong = await self._inside.read(visit, look)
        language = language_of(visit)
        return await self._inside.draw(
            visit, "quality/measure_cases.html", lines=lines, wrong=wrong, chosen=what, back=_back(visit, what),
            title=say(language, f"quality.measure.{name}"), formula=say(language, f"quality.formula.{name}", days=self._quality.recurrence_days),
            most=_CASES, judged=name in _LISTED, status=422 if wrong else 200,
        )  # fmt: skip

    def _lines(
        self, visit: Visit, name: str, what: Chosen, store: StaffStore, now: datetime
    ) -> list[CaseLine]:
        meant = choosing.cohort(what, store, now, self._quality)
        counts = _LISTED.get(name, ())
        language = language_of(visit)
        found = [
            (one, step_name(language, one.step) if one.step else "")
            for count in counts
            for one in store.measures.cases(count, meant, _CASES)
        ]
        found += [] if counts else [(one, "") for one in store.measures.spent_on(meant, _CASES)]
        found.sort(key=lambda pair: (pair[0].met, -pair[0].due_at.timestamp()))
        return [self._line(visit, one, step, store, now) for one, step in found[:_CASES]]

    def _line(self, visit: Visit, one: Met, step: str, store: StaffStore, now: datetime) -> CaseLine:
        holder = store.colleague(one.holder_id) if one.holder_id else None
        when = moment(language_of(visit), one.due_at, choosing.zone_of(store), now)
        return CaseLine(
            number=one.number, step=step, summary=one.summary, when=when, holder=holder.name if holder else "", met=one.met
        )  # fmt: skip

    async def table(self, visit: Visit) -> web.StreamResponse:
        """The figures as CSV; what cannot be counted is said in its place."""

        def look(store: StaffStore, now: datetime) -> tuple[str, bool]:
            what = choosing.chosen(visit.request.query, store, now)
            try:
                return self._csv(
                    language_of(visit), what, self._rows(language_of(visit), what, store, now)
                ), True
            except Mistake as mistake:
                return sentence(visit, mistake), False

        text, good = await self._inside.read(visit, look)
        if not good:
            return web.Response(text=text, status=422, headers=page.HEADERS)
        saved = {"Content-Disposition": 'attachment; filename="measures.csv"'}
        return web.Response(
            text=text, content_type="text/csv", charset="utf-8", headers={**page.HEADERS, **saved}
        )

    def _csv(self, language: str, what: Chosen, rows: list[Row]) -> str:
        columns = (
            "measure",
            "group",
            "figure",
            "met",
            "all",
            "low",
            "high",
            "target",
            "since",
            "until",
            "formula",
        )
        head = [say(language, f"quality.column.{one}") for one in columns]
        return csv_table.table(
            head,
            (
                [*_cells(row, one), what.since, what.until, row.formula]
                for row in rows
                for one, _ in row.figures
            ),
        )


def _link(what: Chosen, one: Figure) -> str:
    """Where the cases of a figure are listed: those of its group, where it has a name."""
    split = what.values.get("split", "")
    own = {split: one.key, "split": ""} if one.key else {}
    return what.link("/staff/measures/cases", measure=one.name, **own)


def _back(visit: Visit, what: Chosen) -> str:
    """The page that led to the cases: a board of the reports, or the measures."""
    board = visit.request.query.get("board", "")
    if board not in BOARDS:
        return what.link("/staff/measures")
    return Chosen(since=what.since, until=what.until, values={"estate": what.values.get("estate", "")}).link(
        f"/staff/reports/{board}"
    )


def _cells(row: Row, one: Figure) -> list[str]:
    ends = ["" if end is None else f"{end:.4f}" for end in (one.low, one.high)]
    return [row.title, one.group, one.figure, str(one.met), str(one.all), *ends, row.target]


def target_named(language: str, name: str) -> str:
    """A measure's target in words; empty where it has none."""
    target = _TARGETS.get(name)
    if target is None:
        return ""
    key = "quality.target_all" if target == 1 else "quality.target_more"
    return say(language, key, percent=round(target * 100))

"""What a board is asked: whose, which time, in which language; and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.reports.chart import Chart, Series
from handlers.reports.intervals import wilson
from handlers.reports.period import Period
from handlers.reports.table import Cell, Column, Kind, Row, Table
from handlers.tickets.quality.defects import Quality
from handlers.voice.rules import VoiceRules
from handlers.wording import say
from storage.measure_questions import Cohort
from storage.measures import Share
from storage.staff_store import StaffStore

#: The address of the cases behind a figure: "cases" of a `measure`, "person", "open", "ticket", with what narrows them.
Link = Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table, and the picture of it where there is one."""

    table: Table
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks is in the store; `estate_id` None: every estate of their scope; `voice`: of how few nothing is told. `link` knows the addresses of cases."""

    store: StaffStore
    language: str
    period: Period
    zone: ZoneInfo
    now: datetime
    quality: Quality
    link: Link
    estate_id: int | None = None
    voice: VoiceRules = field(default_factory=VoiceRules)

    def say(self, key: str, /, **values: object) -> str:
        return say(self.language, key, **values)

    @property
    def cohort(self) -> Cohort:
        return self.during(self.period)

    def during(self, part: Period) -> Cohort:
        """The cases of the period, or of a part of it."""
        return Cohort(
            since=part.begins(self.zone), until=part.ends(self.zone), now=self.now, estate_id=self.estate_id,
            recurrence=timedelta(days=self.quality.recurrence_days),
        )  # fmt: skip

    def about(self, part: Period) -> Asked:
        return replace(self, period=part)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def columns(self, *wanted: tuple[str, Kind]) -> tuple[Column, ...]:
        """Columns by their sentence and kind."""
        return tuple(Column(title=self.say(key), kind=kind) for key, kind in wanted)

    def share(self, share: Share | None, link: str = "") -> Cell:
        """A share; where there is no case it says so, and there is no figure."""
        if share is None or not share.all:
            return self.nothing()
        return Cell(value=share.met / share.all, link=link)

    def of(self, share: Share, link: str = "") -> tuple[Cell, Cell]:
        """How many met it, and of how many; empty where there is no case."""
        return (
            (Cell(value=share.met, link=link), Cell(value=share.all, link=link))
            if share.all
            else (Cell(), Cell())
        )

    def count(self, value: float | None, link: str = "") -> Cell:
        return self.nothing() if value is None else Cell(value=value, link=link if value else "")

    def nothing(self) -> Cell:
        return Cell(note=self.say("reports.no_cases"))

    def table(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[tuple[str, Sequence[Cell]]],
        note: str = "",
    ) -> Table:
        """A table of rows with their keys; without one it says that nothing was found."""
        return Table(
            name=name, title=title, columns=tuple(columns), rows=tuple(Row(key=key, cells=tuple(cells)) for key, cells in rows),
            note=note, empty=self.say("reports.nothing"),
        )  # fmt: skip


def series(name: str, shares: Sequence[Share | None]) -> Series:
    """Shares with how sure they are."""
    known = [share if share and share.all else None for share in shares]
    between = [wilson(share.met, share.all) if share else None for share in known]
    return Series(
        name=name, values=tuple(share.met / share.all if share else None for share in known),
        low=tuple(one[0] if one else None for one in between), high=tuple(one[1] if one else None for one in between),
    )  # fmt: skip

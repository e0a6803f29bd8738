"""The terms of the warranty table as values, and how far a term reaches: whole months, or complete heating seasons."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

_FILE = Path(__file__).with_name("warranty.yml")

#: A row for every component of a jurisdiction.
_ANY = "*"

#: The design life of ordinary housing where the design documents say nothing else: GB 50352-2019, 3.2.1, class 3.
DESIGN_LIFE_YEARS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """A heating season, from one day of the year to another, both included and written MM-DD; it may cross the year's end.

    Default: what most heated cities of northern China have, 15 November to 15 March. Raises ValueError for what is no day of
    every year.
    """

    begins: str = "11-15"
    ends: str = "03-15"

    def __post_init__(self) -> None:
        for day in (self.begins, self.ends):
            try:
                date.fromisoformat(f"2023-{day}")
            except ValueError:
                raise ValueError(
                    f"a heating season needs days like 11-15 that every year has, not {day!r}"
                ) from None

    def end_of(self, count: int, after: date) -> date:
        """The last day of the `count`-th season that lies whole after a day; one that begins on the day counts."""
        begins = date.fromisoformat(f"{after.year}-{self.begins}")
        first = begins if begins >= after else begins.replace(year=after.year + 1)
        crosses = self.ends < self.begins
        return date.fromisoformat(f"{first.year + count - 1 + crosses}-{self.ends}")


@dataclass(frozen=True, slots=True)
class Term:
    """How long, in one of four units; `source` names the rule in the catalogue (warranty.source.SOURCE)."""

    source: str
    runs_from: Literal["accepted", "delivered"]
    months: int = 0
    seasons: int = 0
    design_life: bool = False

    def end(self, since: date, season: Season, design_life_years: int) -> date:
        """The last day of the term."""
        if self.seasons:
            return season.end_of(self.seasons, since)
        return months_after(since, design_life_years * 12 if self.design_life else self.months)


@dataclass(frozen=True, slots=True)
class Table:
    """The data file. `terms` by jurisdiction and component, `codes` what a ticket's code can be, `materials` the names of stuffs."""

    terms: dict[str, dict[str, tuple[Term, ...]]] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    materials: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        """Every component there is a name for."""
        return tuple(self.terms["CN"])

    def of(self, component: str, jurisdiction: str) -> tuple[Term, ...]:
        """The usual terms of a component; none where the jurisdiction has no usual period."""
        rows = self.terms.get(jurisdiction, {})
        return rows.get(component, rows.get(_ANY, ()))


@cache
def table() -> Table:
    """The terms as the data file has them."""
    data = yaml.safe_load(_FILE.read_text("utf-8"))
    return Table(
        terms={
            place: {name: _terms(row) for name, row in rows.items()}
            for place, rows in data.items()
            if place not in ("codes", "materials")
        },
        codes={code: tuple(names) for code, names in data["codes"].items()},
        materials=tuple(data["materials"]),
    )


def _terms(row: dict[str, Any]) -> tuple[Term, ...]:
    return tuple(_term(runs_from, one["source"], one["term"]) for runs_from, one in row.items())


def _term(runs_from: Any, source: str, term: dict[str, Any]) -> Term:
    return Term(
        source,
        runs_from,
        months=int(term.get("months", 0)) + 12 * int(term.get("years", 0)),
        seasons=int(term.get("seasons", 0)),
        design_life=bool(term.get("design_life", False)),
    )


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the month's last day where it has no such day (Civil Code of China, Art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

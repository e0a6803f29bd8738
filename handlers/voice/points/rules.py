"""The rules that an installation may set for points (K01-K11): `voice.points` in config.yaml.

The sources name the four rules and leave every X open; the numbers here are ours, and each estate may set its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.points import CREDITS

#: The standings in the club, the lowest first: the three friends of winter. None of them is a word of the register's own tiers
#: (units.tier), which may come from sales and say nothing here (K07).
TIERS = ("plum", "bamboo", "pine")


def _values() -> dict[str, int]:
    return {"article": 20, "event": 10, "referral": 50, "suggestion": 30}


def _yearly() -> dict[str, int]:
    return {"article": 60, "event": 60, "referral": 150, "suggestion": 90}


def _tiers() -> dict[str, int]:
    return {"plum": 20, "bamboo": 60, "pine": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEstate:
    """What an estate sets for itself; None, and a rule that is not named, as everywhere."""

    values: dict[str, int] = field(default_factory=dict)
    most_a_year: dict[str, int] = field(default_factory=dict)
    most_together: int | None = None
    expiry_months: int | None = None
    tiers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self.values, self.most_a_year, self.tiers)
        if self.most_together is not None and self.most_together < 0:
            raise ValueError("most_together is at least 0")
        if self.expiry_months is not None and not 1 <= self.expiry_months <= 120:
            raise ValueError("expiry_months is 1 to 120")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRules:
    """`values` by rule (0: this rule gives none); at most `most_a_year` by rule and `most_together` of all rules in a calendar year;
    what is not used lapses `expiry_months` after it came; `tiers`: the points of twelve months from which on a standing begins.
    `no_points_before_survey_days` before a survey, and while it runs, nobody is given any (I11); `surveys`: those the line does not
    run itself, as FIRST-DAY/LAST-DAY by the estate's code. `relationship`: whether notes of the 4 R's may be kept at all (K13, M11).
    """

    values: dict[str, int] = field(default_factory=_values)
    most_a_year: dict[str, int] = field(default_factory=_yearly)
    most_together: int = 250
    expiry_months: int = 24
    tiers: dict[str, int] = field(default_factory=_tiers)
    no_points_before_survey_days: int = 30
    surveys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relationship: bool = False
    estates: dict[str, OfEstate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check(self.values, self.most_a_year, self.tiers)
        if self.most_together < 0:
            raise ValueError("most_together is at least 0")
        if not 1 <= self.expiry_months <= 120:
            raise ValueError("expiry_months is 1 to 120")
        if not 0 <= self.no_points_before_survey_days <= 366:
            raise ValueError("no_points_before_survey_days is 0 to 366")
        for periods in self.surveys.values():
            for one in periods:
                survey_days(one)

    def of(self, code: str) -> PointRules:
        """The rules of one estate: what it sets for itself, in the place of what holds everywhere."""
        own = self.estates.get(code)
        if own is None:
            return self
        return PointRules(
            values={**self.values, **own.values}, most_a_year={**self.most_a_year, **own.most_a_year},
            most_together=self.most_together if own.most_together is None else own.most_together,
            expiry_months=self.expiry_months if own.expiry_months is None else own.expiry_months,
            tiers={**self.tiers, **own.tiers}, no_points_before_survey_days=self.no_points_before_survey_days,
            surveys=self.surveys, relationship=self.relationship,
        )  # fmt: skip


def survey_days(written: str) -> tuple[date, date]:
    """The first and the last day of a survey. Raises ValueError for what is not two days, the earlier one first."""
    try:
        first, last = (date.fromisoformat(one.strip()) for one in written.split("/"))
    except ValueError:
        raise ValueError(
            f"a survey is FIRST-DAY/LAST-DAY, such as 2026-12-01/2026-12-14, not {written}"
        ) from None
    if last < first:
        raise ValueError(f"the survey {written} ends before it begins")
    return first, last


def survey_period(written: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when until before when a survey runs, in the estate's days."""
    first, last = survey_days(written)
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def _check(values: Mapping[str, int], most: Mapping[str, int], tiers: Mapping[str, int]) -> None:
    for name, given in (("values", values), ("most_a_year", most)):
        unknown = sorted(set(given) - set(CREDITS))
        if unknown:
            raise ValueError(f"{name}: there is no rule {unknown[0]}; there are {', '.join(CREDITS)}")
        if any(amount < 0 for amount in given.values()):
            raise ValueError(f"{name}: points are at least 0")
    if set(tiers) - set(TIERS):
        raise ValueError(f"tiers: there is no {min(set(tiers) - set(TIERS))}; there are {', '.join(TIERS)}")
    ordered = [tiers[one] for one in TIERS if one in tiers]
    if ordered != sorted(set(ordered)) or any(one < 1 for one in ordered):
        raise ValueError("tiers: each begins above the one before it")

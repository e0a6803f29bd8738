"""Whether a fault looks within the usual warranty period: dates, basis, and what it depends on. Never a ruling; a person confirms (E01, E04).

`end(component) = max(acceptance + term of 2000, delivery + term of 1998, delivery + what the contract promises)`, for the mainland;
other places have their own rows in warranty.yml. What is after the period is still taken up (E02).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handlers.tickets.works.warranty_terms import DESIGN_LIFE_YEARS, Season, Term, months_after, table

Outcome = Literal["within", "after", "unknown_dates", "not_covered"]

#: Longest promise of a contract that is believed, in months: a hundred years.
_LONGEST_PROMISE = 1200

#: Who may be set as responsible for a code.
PARTIES = ("developer", "owner", "property_company", "utility")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateTerms:
    """What one estate's contracts say. `promises`: months from delivery, by component. `responsible`: who answers for a code, or
    for every code that begins so (`public.power: utility`), whatever the period. Raises ValueError in plain words.
    """

    promises: dict[str, int] = field(default_factory=dict)
    heating_season: Season = field(default_factory=Season)
    responsible: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for component, months in self.promises.items():
            if component not in table().components:
                raise ValueError(
                    f"there is no component {component!r}; there are {', '.join(table().components)}"
                )
            if not 0 < months <= _LONGEST_PROMISE:
                raise ValueError(
                    f"a contract promises 1 to {_LONGEST_PROMISE} months for {component}, not {months}"
                )
        for code, party in self.responsible.items():
            if party not in PARTIES:
                raise ValueError(f"{code} can be with {', '.join(PARTIES)}, not with {party!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warranty:
    """`tickets.warranty`: the years of a design life, and what estates have of their own, by the estate's code."""

    design_life_years: int = DESIGN_LIFE_YEARS
    estates: dict[str, EstateTerms] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.design_life_years <= 200:
            raise ValueError(f"a design life is 1 to 200 years, not {self.design_life_years}")

    def of(self, estate: str) -> EstateTerms:
        return self.estates.get(estate, EstateTerms())


@dataclass(frozen=True, slots=True)
class Dates:
    """A home's two dates: `accepted` the completion acceptance, `delivered` the handing over to the buyer. None: not known."""

    accepted: date | None
    delivered: date | None


@dataclass(frozen=True, slots=True)
class Basis:
    """One term that was looked at, and the day to which it reaches; None where the date it runs from is not known.

    `source` is reg2000, rule1998, consent, builder or contract.
    """

    component: str
    source: str
    runs_from: str
    since: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it looks. `end`: the last day of the period, the latest of all candidates; `components`: what it can be, the likeliest first.

    `depends`: some candidates are within the period and some are not, so that a person has to say which it is.
    """

    outcome: Outcome
    end: date | None
    basis: tuple[Basis, ...]
    components: tuple[str, ...]
    depends: bool = False

    @property
    def decisive(self) -> Basis | None:
        """The term that reaches farthest."""
        known = [one for one in self.basis if one.end]
        return max(known, key=lambda one: one.end or date.min, default=None)

    def end_of(self, component: str) -> date | None:
        """The last day of one candidate's period."""
        return max((one.end for one in self.basis if one.component == component and one.end), default=None)


def components_of(code: str | None) -> tuple[str, ...]:
    """What a code can be; none for what no warranty is about (pests, people, noise)."""
    return table().codes.get(code or "", ())


def assess(
    components: tuple[str, ...], dates: Dates, jurisdiction: str, rules: Warranty, estate: str, today: date
) -> Verdict:
    """How it looks on a day of the estate's calendar; the last day of a period still belongs to it."""
    own = rules.of(estate)
    each = {one: tuple(_basis(one, dates, jurisdiction, own, rules.design_life_years)) for one in components}
    basis = tuple(line for lines in each.values() for line in lines)
    outcomes = {one: _outcome(lines, today) for one, lines in each.items() if lines}
    if not outcomes:
        return Verdict("not_covered", None, (), components)
    end = max((line.end for line in basis if line.end), default=None)
    return Verdict(_together(set(outcomes.values())), end, basis, components, len(set(outcomes.values())) > 1)


def _together(outcomes: set[Outcome]) -> Outcome:
    """The best for the owner that is possible: which candidate it is, a person finds out."""
    ranked: tuple[Outcome, ...] = ("within", "unknown_dates", "after")
    return next(one for one in ranked if one in outcomes)


def _outcome(lines: tuple[Basis, ...], today: date) -> Outcome:
    """Within as soon as one term reaches to today; after only once every term is known to have ended."""
    if any(line.end and today <= line.end for line in lines):
        return "within"
    return "unknown_dates" if any(line.end is None for line in lines) else "after"


def _basis(
    component: str, dates: Dates, jurisdiction: str, own: EstateTerms, design_life_years: int
) -> list[Basis]:
    found = [
        _reaches(component, term, dates, own.heating_season, design_life_years)
        for term in table().of(component, jurisdiction)
    ]
    promised = own.promises.get(component)
    if promised:
        end = months_after(dates.delivered, promised) if dates.delivered else None
        found.append(Basis(component, "contract", "delivered", dates.delivered, end))
    return found


def _reaches(component: str, term: Term, dates: Dates, season: Season, design_life_years: int) -> Basis:
    since = dates.accepted if term.runs_from == "accepted" else dates.delivered
    end = term.end(since, season, design_life_years) if since else None
    return Basis(component, term.source, term.runs_from, since, end)


def responsible(outcome: str, code: str | None, overrides: Mapping[str, str]) -> str:
    """Who answers for it: developer, owner, property_company or utility.

    Within the period the developer (its builder comes, E07); after it, or where none is known, the owner inside the home and the
    property company in common parts; mains up to the meter are a utility's, which an estate names by code.
    """
    named = [one for one in overrides if code and (code == one or code.startswith(one.rstrip(".") + "."))]
    if named:
        return overrides[max(named, key=len)]
    if outcome == "within":
        return "developer"
    return "property_company" if (code or "").startswith("public.") else "owner"

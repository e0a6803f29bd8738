"""Who is meant by a notice: homes of ONE estate, and which of the people there. A value that is kept as JSON, and becomes SQL.

Whoever is meant is found by the database alone: `homes` is one SELECT of unit ids and `people` a condition, both to be built into
an INSERT … SELECT, so that a notice to a million homes brings no row here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, or_, select

from storage.club import club_members
from storage.contacts import contacts
from storage.estates import estates, units
from storage.incidents import incident_units
from storage.life_stages import STAGES, in_stages
from storage.people import ROLES, live, occupancies, persons
from storage.unit_attributes import has, lacks

LANGUAGES = ("zh-Hans", "zh-Hant", "en")

#: Homes in one list, in or out: what engines take as parameters of one statement on either side (SQLite 32,766).
MOST_LISTED = 10_000

_IDS = ("buildings", "include", "exclude")

#: The members of the owners' club (K09): two-way news is a notice to them.
CLUB = ("member",)

_ONE_OF = {"roles": ROLES, "languages": LANGUAGES, "stages": STAGES, "club": CLUB}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is meant, within one estate; what is empty leaves nobody out, so that an empty audience is everybody.

    Between fields AND: homes of these `buildings` (ids), on these `floors` (as the register writes them), of these `lines` (02, or
    2-02 for line 02 of stair 2), with every one of `with_attributes` and none of `without_attributes`, of these `tiers`, in these
    life `stages`, not yet repaired in the incident `open_incident`; and there the people with these `roles` who read these
    `languages`, and where `club` says so the members of the owners' club alone. Within a field OR. `include` adds homes by id to what the others say, and stands alone where they say nothing of
    homes; `exclude` takes homes out of all of it.
    """

    buildings: tuple[int, ...] = ()
    floors: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    with_attributes: tuple[str, ...] = ()
    without_attributes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    club: tuple[str, ...] = ()
    open_incident: int | None = None
    include: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()

    @property
    def narrows_homes(self) -> bool:
        """Whether anything but the lists says which homes are meant."""
        said = (self.buildings, self.floors, self.lines, self.with_attributes, self.without_attributes, self.tiers, self.stages,
                self.open_incident)  # fmt: skip
        return any(said)

    @property
    def narrows_people(self) -> bool:
        return bool(self.roles or self.languages or self.club)

    def as_json(self) -> dict[str, Any]:
        """What differs from everybody, for a column of JSON; `from_json` reads it back."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value
        }


def from_json(said: Mapping[str, Any]) -> Audience:
    """The audience that `as_json` wrote. Raises ValueError in plain words for an unknown key or a value of another kind."""
    known = {field.name for field in fields(Audience)}
    unknown = sorted(set(said) - known)
    if unknown:
        raise ValueError(f"an audience has no “{unknown[0]}”; it has {', '.join(sorted(known))}")
    values = {name: _read(name, value) for name, value in said.items()}
    return Audience(**values)


def _read(name: str, value: Any) -> Any:
    if name == "open_incident":
        if value is not None and not _is_id(value):
            raise ValueError("open_incident of an audience is the number of one incident")
        return value
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} of an audience is a list")
    what, fits = ("ids", _is_id) if name in _IDS else ("words", lambda one: isinstance(one, str) and one)
    if not all(fits(one) for one in value):
        raise ValueError(f"{name} of an audience is a list of {what}")
    if len(value) > MOST_LISTED:
        raise ValueError(f"{name} of an audience has more than {MOST_LISTED}")
    strange = [one for one in value if name in _ONE_OF and one not in _ONE_OF[name]]
    if strange:
        raise ValueError(f"{name} of an audience: “{strange[0]}” is none of {', '.join(_ONE_OF[name])}")
    return tuple(dict.fromkeys(value))


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def homes(estate_id: int, audience: Audience, today: date) -> Select[tuple[int]]:
    """The ids of the homes that are meant, for building into a larger statement. Homes of another estate are never among them.

    Where roles or languages are named, only homes where the register knows somebody of them, reachable or not.
    """
    chosen = and_(units.c.estate_id == estate_id, *_narrowing(estate_id, audience, today))
    if audience.include:
        listed = _listed(estate_id, audience.include)
        chosen = or_(chosen, listed) if audience.narrows_homes else listed
    found = select(units.c.id).where(chosen)
    if audience.exclude:
        found = found.where(units.c.id.not_in(audience.exclude))
    return found.where(_lived_in_by(audience, today)) if audience.narrows_people else found


def _listed(estate_id: int, unit_ids: tuple[int, ...]) -> ColumnElement[bool]:
    """Homes of a list. The estate is checked in a way that no index answers: SQLite would read the whole estate instead of the list."""
    return and_(units.c.id.in_(unit_ids), func.coalesce(units.c.estate_id, 0) == estate_id)


def _narrowing(estate_id: int, audience: Audience, today: date) -> Iterator[ColumnElement[bool]]:
    """What each field but the lists says of a home."""
    columns = {
        units.c.building_id: audience.buildings,
        units.c.floor: audience.floors,
        units.c.tier: audience.tiers,
    }
    yield from (column.in_(among) for column, among in columns.items() if among)
    yield from (has(estate_id, name) for name in audience.with_attributes)
    yield from (lacks(estate_id, name) for name in audience.without_attributes)
    if audience.lines:
        yield or_(*(_on_line(line) for line in audience.lines))
    if audience.stages:
        yield in_stages(audience.stages, today)
    if audience.open_incident:
        yield units.c.id.in_(_unrepaired(estate_id, audience.open_incident))


def _on_line(line: str) -> ColumnElement[bool]:
    stair, _, position = line.rpartition("-")
    here = units.c.line == position
    return and_(here, units.c.stair == stair) if stair else here


def _unrepaired(estate_id: int, incident_id: int) -> Select[tuple[int]]:
    """Homes that an incident reaches and that said neither that they are not affected nor that it is repaired at theirs."""
    mine = (incident_units.c.estate_id == estate_id) & (incident_units.c.incident_id == incident_id)
    still = incident_units.c.fixed.is_not(True) & incident_units.c.affected.is_not(False)
    return select(incident_units.c.unit_id).where(mine, still)


def _lived_in_by(audience: Audience, today: date) -> ColumnElement[bool]:
    """Homes where somebody of those meant is registered."""
    joined = occupancies.join(persons, persons.c.id == occupancies.c.person_id).outerjoin(
        contacts, contacts.c.person_id == persons.c.id
    )
    there = select(occupancies.c.unit_id).select_from(joined).where(people(audience, today))
    return exists(there.where(occupancies.c.unit_id == units.c.id).correlate(units))


def people(audience: Audience, today: date) -> ColumnElement[bool]:
    """Who is meant in a home: a condition over occupancies, persons and contacts, which the statement must have joined.

    Somebody verified there whose period has not ended, with one of the roles, reading one of the languages.
    """
    there = living_there(audience, today)
    return and_(there, spoken().in_(audience.languages)) if audience.languages else there


def living_there(audience: Audience, today: date, of: FromClause = occupancies) -> ColumnElement[bool]:
    """Whose part in a home makes them one of those meant, whatever they read: over occupancies, or an alias of it."""
    now = live(today, of)
    if audience.club:
        members = select(club_members.c.person_id).where(club_members.c.left_at.is_(None))
        now = and_(now, of.c.person_id.in_(members))
    return and_(now, of.c.role.in_(audience.roles)) if audience.roles else now


def spoken(account: FromClause = contacts) -> ColumnElement[str]:
    """The language of a contact: its own choice, else the register's, else the estate's; the estate's too for one we do not speak.

    As handlers.wording.speak decides it, Cantonese being zh-Hant. Over contacts (or an alias of it), persons and occupancies.
    """
    said = func.coalesce(account.c.language, persons.c.language)
    estate = select(estates.c.language).where(estates.c.id == occupancies.c.estate_id).correlate(occupancies)
    return case((said == "yue", "zh-Hant"), (said.in_(LANGUAGES), said), else_=estate.scalar_subquery())


__all__ = ["LANGUAGES", "MOST_LISTED", "Audience", "from_json", "homes", "living_there", "people", "spoken"]

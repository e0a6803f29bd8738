"""Whom a notice is addressed to, and what becomes of each: one SELECT, which both counts beforehand and sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, null, or_, select, union

from storage.audience import Audience, homes, living_there, people, spoken
from storage.contact_budget import Budget, spent
from storage.contacts import REACHABLE, contacts
from storage.delivery_rows import BUDGET, COMPLAINT, MUTED, NOBODY, NOT_ASKED, RESERVE, WAITING
from storage.estates import units
from storage.households import accounts_with_a_complaint
from storage.people import occupancies, persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who is spared: `optional` a mute counts; `offer` only who asked for offers; `spares_complaints` no household with an open
    complaint (F12); `budget` no household whose contact budget is spent; `everywhere` every account at once instead of one after
    the other in the order of `channels`.
    """

    today: date
    optional: bool = False
    offer: bool = False
    spares_complaints: bool = False
    budget: Budget | None = None
    everywhere: bool = False
    channels: tuple[str, ...] = ()


def addressed(estate_id: int, audience: Audience, terms: Terms) -> Any:
    """Every meant home with each of its accounts and what becomes of it, and the homes in which nobody has one.

    One pass over the homes: most people have one account and one home, and only about the others more is asked. An account leads
    in the first of its homes, and its further ones share the fate of that.
    """
    joined, several = _homes_with_accounts(audience, terms.today)
    nobody = contacts.c.id.is_(None)
    first_home = case((several & ~nobody, _first_home(estate_id, audience, terms.today)), else_=units.c.id)
    turn: Any = literal(0)
    if not terms.everywhere:
        turn = case((several, _before(estate_id, audience, terms)), else_=0)
    reasons = [(nobody, literal(NOBODY)), *_spared(estate_id, terms, contacts)]
    if terms.budget:
        reasons.append((first_home.in_(spent(estate_id, terms.budget)), literal(BUDGET)))
    return (
        homes(estate_id, audience, terms.today)
        .with_only_columns(
            units.c.id.label("unit_id"), contacts.c.id.label("contact_id"), (first_home == units.c.id).label("leads"),
            turn.label("turn"), case(*reasons, (turn > 0, RESERVE), else_=WAITING).label("state"),
        )
        .select_from(joined)
        .where(~nobody | _stands_for_nobody(audience, terms.today))
    )  # fmt: skip


def _homes_with_accounts(audience: Audience, today: date) -> tuple[Any, ColumnElement[bool]]:
    """The homes, joined with who is meant there and their accounts, none where there are none; and whether somebody may have
    several homes or accounts: for all homes listed once, for some of them looked up for each.
    """
    joined: Any = units.outerjoin(
        occupancies, (occupancies.c.unit_id == units.c.id) & living_there(audience, today)
    )
    theirs = contacts.c.person_id == occupancies.c.person_id
    if audience.languages:
        joined = joined.outerjoin(persons, persons.c.id == occupancies.c.person_id)
        theirs &= spoken().in_(audience.languages)
    joined = joined.outerjoin(contacts, theirs)
    if audience.narrows_homes or audience.include:
        home, account = occupancies.alias("other_home"), contacts.alias("other_account")
        more = (home, home.c.unit_id != occupancies.c.unit_id), (account, account.c.id != contacts.c.id)
        looked_up = [
            select(literal(1)).select_from(table).where(table.c.person_id == occupancies.c.person_id, differs)
            for table, differs in more
        ]
        return joined, or_(*(one.correlate_except(one.get_final_froms()[0]).exists() for one in looked_up))
    several = union(*(_twice(table) for table in (occupancies, contacts))).subquery("several")
    joined = joined.outerjoin(several, several.c.person_id == occupancies.c.person_id)
    return joined, several.c.person_id.isnot(None)


def _twice(table: Any) -> Select[Any]:
    """The people who stand in a table more than once, read from an index of its own."""
    known = select(table.c.person_id).where(table.c.person_id.isnot(None))
    return known.group_by(table.c.person_id).having(func.count() > 1)


def _stands_for_nobody(audience: Audience, today: date) -> ColumnElement[bool]:
    """Whether this is the one row of a home in which nobody has an account: the first person's, or the empty home's."""
    joined: Any = occupancies.join(contacts, contacts.c.person_id == occupancies.c.person_id)
    if audience.languages:
        joined = joined.join(persons, persons.c.id == occupancies.c.person_id)
    here = occupancies.c.unit_id == units.c.id
    somebody = (
        select(contacts.c.id)
        .select_from(joined)
        .where(here, people(audience, today))
        .correlate(units)
        .exists()
    )
    before = occupancies.alias("before")
    earlier = (
        (before.c.unit_id == units.c.id)
        & (before.c.id < occupancies.c.id)
        & living_there(audience, today, before)
    )
    return ~somebody & ~select(before.c.id).where(earlier).correlate(units, occupancies).exists()


def _first_home(estate_id: int, audience: Audience, today: date) -> ColumnElement[Any]:
    """The first of the meant homes of a person: this one, or one before it."""
    earlier = occupancies.alias("earlier")
    also_meant = (
        homes(estate_id, audience, today).where(units.c.id == earlier.c.unit_id).correlate(earlier).exists()
    )
    first = select(func.min(earlier.c.unit_id)).where(
        earlier.c.person_id == occupancies.c.person_id, earlier.c.unit_id < occupancies.c.unit_id,
        living_there(audience, today, earlier), also_meant,
    )  # fmt: skip
    return func.coalesce(first.correlate(occupancies).scalar_subquery(), occupancies.c.unit_id)


def spared_since(
    connection: Connection, estate_id: int, contact_ids: Sequence[int], terms: Terms
) -> dict[int, str]:
    """Which of these accounts are to be spared now, and why: whoever muted notices or complained after the audience was frozen.

    The budget was counted then, and this very notice is part of it by now.
    """
    reason = case(*_spared(estate_id, terms, contacts), else_=null()).label("reason")
    statement = select(contacts.c.id, reason).where(contacts.c.id.in_(contact_ids), reason.isnot(None))
    return {row.id: row.reason for row in connection.execute(statement)}


def _spared(estate_id: int, terms: Terms, account: Any) -> list[tuple[Any, Any]]:
    """When nothing goes to an account, with the reason; the first that holds counts."""
    reasons: list[tuple[Any, Any]] = [(account.c.state != REACHABLE, account.c.state)]
    if terms.offer:
        reasons.append((account.c.offers.is_(False), literal(NOT_ASKED)))
    if terms.optional:
        reasons.append((account.c.muted, literal(MUTED)))
    if terms.spares_complaints:
        reasons.append(
            (account.c.id.in_(accounts_with_a_complaint(estate_id, terms.today)), literal(COMPLAINT))
        )
    return reasons


def _before(estate_id: int, audience: Audience, terms: Terms) -> ColumnElement[Any]:
    """How many accounts of the same person, of those that something could go to, are tried before this one."""
    other = contacts.alias("other")
    places = {name: place for place, name in enumerate(terms.channels)}

    def rank(account: Any) -> ColumnElement[Any]:
        return case(places, value=account.c.channel, else_=len(places)) if places else literal(0)

    before = (rank(other) < rank(contacts)) | ((rank(other) == rank(contacts)) & (other.c.id < contacts.c.id))
    able = [~reason for reason, _ in _spared(estate_id, terms, other)]
    if audience.languages:
        able.append(spoken(other).in_(audience.languages))
    same = other.c.person_id == contacts.c.person_id
    return (
        select(func.count())
        .select_from(other)
        .where(same, before, *able)
        .correlate_except(other)
        .scalar_subquery()
    )

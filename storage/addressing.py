"""Whom a notice is addressed to, and what becomes of each: one SELECT, which both counts beforehand and sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, cast, func, literal, null, select, true, union_all

from storage.audience import Audience, homes, people
from storage.base import BigId
from storage.contact_budget import Budget, spent
from storage.contacts import REACHABLE, contacts
from storage.delivery_rows import BUDGET, COMPLAINT, MUTED, NOBODY, NOT_ASKED, RESERVE, WAITING
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
    """Every meant home with each of its accounts and what becomes of it, and the homes in which nobody has one."""
    meant = homes(estate_id, audience, terms.today).cte("meant")
    lives = people(audience, terms.today)
    another = occupancies.alias("another")
    earlier_home = (
        select(another.c.id)
        .where(another.c.person_id == occupancies.c.person_id, people(audience, terms.today, another))
        .where(another.c.unit_id < occupancies.c.unit_id, another.c.unit_id.in_(select(meant.c.id)))
        .exists()
    )
    found = (
        select(
            occupancies.c.unit_id, contacts.c.id.label("contact_id"), (~earlier_home).label("leads"),
            _turn(terms).label("turn"), _spared(estate_id, terms).label("spared"),
        )
        .select_from(meant)
        .join(occupancies, occupancies.c.unit_id == meant.c.id)
        .join(persons, persons.c.id == occupancies.c.person_id)
        .join(contacts, contacts.c.person_id == persons.c.id)
        .where(lives)
    ).subquery("found")  # fmt: skip
    state = func.coalesce(found.c.spared, case((found.c.turn > 0, RESERVE), else_=WAITING))
    somebody = (
        select(occupancies.c.id)
        .join(persons, persons.c.id == occupancies.c.person_id)
        .join(contacts, contacts.c.person_id == persons.c.id)
        .where(occupancies.c.unit_id == meant.c.id, lives)
        .exists()
    )
    nobody = select(meant.c.id, cast(null(), BigId), true(), literal(0), literal(NOBODY)).where(~somebody)
    reached = select(found.c.unit_id, found.c.contact_id, found.c.leads, found.c.turn, state.label("state"))
    return union_all(reached, nobody)


def spared_since(
    connection: Connection, estate_id: int, contact_ids: Sequence[int], terms: Terms
) -> dict[int, str]:
    """Which of these accounts are to be spared now, and why: whoever muted notices or complained after the audience was frozen.

    The budget was counted then, and this very notice is part of it by now.
    """
    reason = _spared(estate_id, replace(terms, budget=None)).label("reason")
    statement = select(contacts.c.id, reason).where(contacts.c.id.in_(contact_ids), reason.isnot(None))
    return {row.id: row.reason for row in connection.execute(statement)}


def _spared(estate_id: int, terms: Terms) -> ColumnElement[Any]:
    """Why nothing goes to an account; NULL where something does."""
    reasons: list[tuple[Any, Any]] = [(contacts.c.state != REACHABLE, contacts.c.state)]
    if terms.offer:
        reasons.append((contacts.c.offers.is_(False), literal(NOT_ASKED)))
    if terms.optional:
        reasons.append((contacts.c.muted, literal(MUTED)))
    if terms.spares_complaints:
        reasons.append(
            (contacts.c.id.in_(accounts_with_a_complaint(estate_id, terms.today)), literal(COMPLAINT))
        )
    if terms.budget:
        reasons.append((occupancies.c.unit_id.in_(spent(estate_id, terms.budget)), literal(BUDGET)))
    return case(*reasons, else_=null())


def _turn(terms: Terms) -> ColumnElement[Any]:
    """How many accounts of the same person are tried before this one."""
    if terms.everywhere:
        return literal(0)
    other = contacts.alias("other")
    last = len(terms.channels)

    def rank(account: Any) -> ColumnElement[Any]:
        places = {name: place for place, name in enumerate(terms.channels)}
        return case(places, value=account.c.channel, else_=last) if places else literal(0)

    before = (rank(other) < rank(contacts)) | ((rank(other) == rank(contacts)) & (other.c.id < contacts.c.id))
    able = (other.c.person_id == contacts.c.person_id) & (other.c.state == REACHABLE)
    if terms.optional:
        able &= other.c.muted.is_(False)
    return select(func.count()).where(able, before).scalar_subquery()

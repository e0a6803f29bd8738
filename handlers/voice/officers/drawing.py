"""Headquarters draws households by chance, and anybody at headquarters can see that it was chance (J01, I10).

The order is that of the seed over the recorded pool; nobody can be put on the list, and what is picked is the beginning of that
order. A draw cannot be taken back: one who draws until the result pleases leaves every draw in the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.base import Mistake
from handlers.notices.events import sample
from handlers.staff.request import StaffRequest
from storage.life_stages import STAGES
from storage.officer_rows import Criteria, Draw, pool_hash
from storage.people import ROLES, WORKING_THERE
from storage.staff_store import StaffStore

#: The longest time somebody must have lived there, days.
_LONGEST_TENURE = 3650

#: Who may be drawn: whoever lives there.
LIVING_THERE = tuple(one for one in ROLES if one not in WORKING_THERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A draw as headquarters asks for it; `size` households for `term_months`."""

    criteria: Criteria
    size: int
    term_months: int


def draw(request: StaffRequest, store: StaffStore, wanted: Wanted, seed: str) -> Draw | None:
    """Draws and keeps the draw; the first households are invited by the clock. None for a form that was kept before.

    `seed` comes from chance alone, never from a form. Raises Mistake for what does not fit, and for an empty pool.
    """
    _check(request, store, wanted)
    rules = request.settings.voice.officers
    today = request.now.astimezone(request.tz).date()
    pool = store.officers.pool(wanted.criteria, today, request.now, timedelta(days=rules.rest_days))
    if not pool:
        raise Mistake("officers.wrong.empty_pool")
    criteria = wanted.criteria
    return store.officers.keep_draw(
        sample.draw(seed, pool, wanted.size), form_key=f"{request.who.id}:{request.form}", estate_ids=list(criteria.estate_ids),
        stages=list(criteria.stages), roles=list(criteria.roles), tenure_days=criteria.tenure_days, size=wanted.size,
        term_months=wanted.term_months, seed=seed, drawn_at=request.now, drawn_by=request.who.id, pool=pool,
    )  # fmt: skip


def _check(request: StaffRequest, store: StaffStore, wanted: Wanted) -> None:
    if not store.scope.is_headquarters:
        raise Mistake("officers.wrong.headquarters")
    criteria, rules = wanted.criteria, request.settings.voice.officers
    if not criteria.estate_ids or not set(criteria.estate_ids) <= set(store.scope.estate_ids):
        raise Mistake("officers.wrong.estate")
    if not set(criteria.stages) <= set(STAGES) or not set(criteria.roles) <= set(LIVING_THERE):
        raise Mistake("officers.wrong.criteria")
    if not 0 <= criteria.tenure_days <= _LONGEST_TENURE:
        raise Mistake("officers.wrong.tenure", most=_LONGEST_TENURE)
    if not 1 <= wanted.size <= rules.most:
        raise Mistake("officers.wrong.size", most=rules.most)
    if not 1 <= wanted.term_months <= 36:
        raise Mistake("officers.wrong.term")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A draw made again: whether the recorded pool is whole, and whether every place stands where the seed puts it."""

    pool_equal: bool
    order_equal: bool
    places: int

    @property
    def equal(self) -> bool:
        return self.pool_equal and self.order_equal


def again(store: StaffStore, made: Draw) -> Again:
    """Makes a recorded draw again from its seed and pool, and compares every place that was given."""
    order = order_of(made)
    places = store.officers.of_draw(made.id)
    in_order = all(place.rank <= len(order) and order[place.rank - 1] == place.unit_id for place in places)
    without_gap = [place.rank for place in places] == list(range(1, len(places) + 1))
    return Again(
        pool_equal=pool_hash(made.pool) == made.pool_hash, order_equal=in_order and without_gap, places=len(places)
    )  # fmt: skip


def order_of(made: Draw) -> list[int]:
    """The whole order of a draw; the next household in it takes the place of one that declines."""
    return sample.draw(made.seed, made.pool, len(made.pool))

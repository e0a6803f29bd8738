"""The life of a work order as a table, who may be asked next, and when a party's link still counts (B04, B19, E07, L13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.base import Mistake
from storage.parties import Party
from storage.work_orders import WorkOrder

#: step -> (the states it may start from, the state it leads to). What is handed over is accepted by whoever does the next step,
#: and what is done by whoever handed it over: either may send it back (B19).
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({"offered"}), "accepted"),
    "refuse": (frozenset({"offered", "accepted", "visit_set"}), "refused"),
    "set_visit": (frozenset({"accepted", "visit_set"}), "visit_set"),
    "begin": (frozenset({"accepted", "visit_set"}), "under_way"),
    "finish": (frozenset({"accepted", "visit_set", "under_way"}), "done"),
    "send_back": (frozenset({"done"}), "under_way"),
    "confirm": (frozenset({"done"}), "confirmed"),
    "cancel": (frozenset({"offered", "accepted", "visit_set", "under_way"}), "cancelled"),
}

#: States in which somebody still has something to do.
LIVE = STEPS["cancel"][0]

#: States in which nobody has.
ENDED = frozenset({"refused", "done", "confirmed", "cancelled"})


def next_state(order: WorkOrder, step: str) -> str:
    """The state a step leads to. Raises Mistake when the order has moved on."""
    origins, state = STEPS[step]
    if order.state not in origins:
        raise Mistake("works.moved_on", what=order.what[:60])
    return state


def may(order: WorkOrder, step: str) -> bool:
    """Whether a step fits the order as it stands."""
    return order.state in STEPS[step][0]


def all_done(orders: Sequence[WorkOrder]) -> bool:
    """Whether nothing is left to do, and something was done."""
    return any(one.state in ("done", "confirmed") for one in orders) and not any(
        one.state in LIVE for one in orders
    )


def is_link_good(order: WorkOrder, now: datetime, days: int) -> bool:
    """A party's link counts until the work is done, and some days after it."""
    return order.ended_at is None or now <= order.ended_at + timedelta(days=days)


def to_ask(parties: Iterable[Party], code: str | None, tried: Iterable[WorkOrder]) -> list[Party]:
    """Who may be asked, the fittest first: qualified before those on trial, their own trade before any; never a suspended one,
    nor one that refused this ticket or let it lie (F11)."""
    out = {one.party_id for one in tried if one.state == "refused" or one.late_told_at is not None}
    fit = [one for one in parties if one.status != "suspended" and one.id not in out and one.does(code)]
    working = [one for one in fit if one.kind in ("contractor", "developer", "utility", "supplier")]
    return sorted(
        working,
        key=lambda one: (one.status != "qualified", not one.trades, one.kind != "contractor", one.id),
    )

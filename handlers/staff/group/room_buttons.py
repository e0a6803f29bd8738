"""The buttons of the staff group: a ticket's steps, the keyboards of those that need a value, and a notice on its way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Button, Mistake, Outcome, Reply
from handlers.staff import desk
from handlers.staff.group import room_doubt, room_notice
from handlers.staff.request import StaffRequest
from handlers.tickets.holders.eligible import eligible
from handlers.wording import moment, say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: Buttons after which the person writes: what is asked of them then.
_ASKED = {"ask": "desk.ask.ask", "escalate": "escalation.ask"}


def pressed(
    request: StaffRequest, store: StaffStore, button: tuple[str, ...], awaiting: dict[str, Any] | None
) -> Outcome:
    """Does what a button says. Raises Mistake for one that is not known, or no longer fits."""
    if button[0] == "notice":
        return room_notice.pressed(request, store, button, awaiting)
    if button[0] == "doubt":
        return room_doubt.pressed(request, store, button, awaiting)
    step, number, *value = _parts(button)
    ticket = desk.ticket_in_scope(store, number)
    if step in _ASKED:
        text = say(request.language, _ASKED[step], name=request.who.name, number=ticket.number)
        return Outcome(replies=(Reply(text=text),), awaiting={"kind": f"desk_{step}", "ticket": ticket.id})
    return Outcome(replies=_step(request, store, ticket, step, value), awaiting=awaiting)


def _parts(button: tuple[str, ...]) -> tuple[str, int, *tuple[int, ...]]:
    """The step, the ticket's id and the value of a ticket's button."""
    numbers = button[2:]
    if button[0] != "desk" or not numbers or not all(one.isdecimal() and len(one) < 16 for one in numbers):
        raise Mistake("desk.not_understood")
    return button[1], *(int(one) for one in numbers)  # type: ignore[return-value]


def _step(
    request: StaffRequest, store: StaffStore, ticket: Ticket, step: str, value: list[int]
) -> tuple[Reply, ...]:
    if step in desk.STEPS:
        return desk.STEPS[step](request, store, ticket)
    if step == "next":
        if value:
            return desk.set_next_date(request, store, ticket, _moment(value[0]))
        return (_which_date(request, store, ticket),)
    if step == "transfer":
        return (
            desk.transfer(request, store, ticket, value[0]) if value else (_to_whom(request, store, ticket),)
        )
    if step == "handover_no" and value:
        return desk.refuse_with(request, store, ticket, value[0])
    raise Mistake("desk.not_understood")


def _moment(seconds: int) -> datetime:
    """The moment that a button holds. Raises Mistake for one beyond the calendar: data can be forged."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        raise Mistake("desk.not_understood") from None


def _which_date(request: StaffRequest, store: StaffStore, ticket: Ticket) -> Reply:
    """The dates to choose from. A button holds its moment, so that "tomorrow" pressed tomorrow does not slip a day."""
    tz = next(ZoneInfo(one.timezone) for one in store.estates() if one.id == ticket.estate_id)
    rows = tuple(
        (Button(_named(request, at, tz), f"desk:next:{ticket.id}:{int(at.timestamp())}"),)
        for at in next_dates(request.now, tz)
    )
    return Reply(text=say(request.language, "desk.ask.next", number=ticket.number), buttons=rows)


def next_dates(now: datetime, tz: ZoneInfo) -> tuple[datetime, ...]:
    """In an hour, today at 18:00 while that is more than an hour away, tomorrow at 10:00, in three days at 10:00."""
    local = now.astimezone(tz)

    def at(days: int, hour: int) -> datetime:
        return datetime.combine(local.date() + timedelta(days=days), time(hour), tz)

    hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    evening = (at(0, 18),) if at(0, 18) > hour else ()
    return hour, *evening, at(1, 10), at(3, 10)


def _named(request: StaffRequest, at: datetime, tz: ZoneInfo) -> str:
    when = moment(request.language, at, tz, request.now)
    near = at - request.now <= timedelta(hours=1)
    return say(request.language, "desk.choice.hour", when=when) if near else when


def _to_whom(request: StaffRequest, store: StaffStore, ticket: Ticket) -> Reply:
    others = [one for one in eligible(store, ticket) if one.id != ticket.holder_id]
    if not others:
        return Reply(text=say(request.language, "desk.ask.transfer_none", number=ticket.number))
    rows = tuple(
        (
            Button(
                say(
                    request.language,
                    "desk.person",
                    name=one.name,
                    role=say(request.language, f"desk.role.{one.role}"),
                ),
                f"desk:transfer:{ticket.id}:{one.id}",
            ),
        )
        for one in others
    )
    return Reply(text=say(request.language, "desk.ask.transfer", number=ticket.number), buttons=rows)

"""The part of a praise's page that says whom it means, and lets a colleague say it (A04)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.ids import is_id
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Mistake, Reply
from handlers.staff.people import thanking
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class PraiseView:
    """`people` are linked, `others` may be: id and name."""

    people: tuple[tuple[int, str], ...]
    others: tuple[tuple[int, str], ...]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> PraiseView | None:
    if ticket.intent != "praise":
        return None
    linked = {one.staff_id for one in store.praises.of(ticket)}
    serving = store.colleagues(ticket.estate_id)
    return PraiseView(
        people=_named(looking.language, [one for one in serving if one.id in linked]),
        others=_named(looking.language, [one for one in serving if one.id not in linked | {looking.who.id}]),
    )


def _named(language: str, people: list[Staff]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (one.id, say(language, "desk.person", name=one.name, role=say(language, f"desk.role.{one.role}")))
        for one in people
    )


def staff_in(form: Form) -> int:
    """The colleague that a form names. Raises Mistake for what is no number of anybody."""
    said = form.get("who", "")
    if not is_id(said):
        raise Mistake("desk.no_such_colleague")
    return int(said)


def _link(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return thanking.link(request, store, ticket, staff_in(form))


def _unlink(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return thanking.unlink(request, store, ticket, staff_in(form))


PART = Part(
    name="praise",
    view=_view,
    actions={"praise_of": _link, "praise_not_of": _unlink},
    place="now",
)

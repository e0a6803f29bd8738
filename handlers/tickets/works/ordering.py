"""What is done with a work order, by whoever does it: the party behind its link, a colleague, or the clock.

The owner talks to the ticket alone; what passes between the house and its parties stands in the file, among colleagues.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.base import Acting, Mistake, Reply, ToStaff
from handlers.tickets import languages
from handlers.tickets.works import reaching, visiting, visits, work_orders
from handlers.wording import say, speak
from storage.parties import Party
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket
from storage.tickets import ENDED
from storage.work_orders import WorkOrder

#: The longest words that a party may write, in characters.
LONGEST = 2_000


def whose(store: Store, ticket: Ticket, order: WorkOrder) -> str:
    """The party's name, or the colleague's with their department."""
    party = store.parties.one(ticket, order.party_id) if order.party_id else None
    colleague = next((one for one in store.serving(ticket) if one.id == order.staff_id), None)
    return " · ".join(
        filter(
            None, (party.name if party else "", order.department or "", colleague.name if colleague else "")
        )
    )


def moved(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, step: str, *,
    text: str = "", staff_id: int | None = None, **values: Any,
) -> WorkOrder:  # fmt: skip
    """The order after a step, with its line in the file. Raises Mistake when it moved on."""
    state = work_orders.next_state(order, step)
    ended = {"ended_at": acting.now} if state in work_orders.ENDED else {}
    after = store.orders.change(ticket, order, state=state, **ended, **values)
    if after is None:
        raise Mistake("works.moved_on", what=order.what[:60])
    data = {"order": order.id, "who": whose(store, ticket, order)}
    store.tickets.record(
        ticket, at=acting.now, kind=f"order_{step}", actor="staff" if staff_id else "line", text=text, shown=False,
        staff_id=staff_id, data=data,
    )  # fmt: skip
    return after


def accept(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, *, staff_id: int | None = None
) -> WorkOrder:
    """Theirs from now on."""
    after = moved(acting, store, ticket, order, "accept", staff_id=staff_id, accepted_at=acting.now)
    _tell(acting, store, ticket, after, "works.accepted")
    return after


def refuse(
    acting: Acting,
    store: Store,
    ticket: Ticket,
    order: WorkOrder,
    reason: str,
    *,
    staff_id: int | None = None,
) -> WorkOrder:
    """Not theirs, with a reason; the holder hears who may be asked next. Raises Mistake without a reason."""
    words = checked(reason)
    after = moved(acting, store, ticket, order, "refuse", text=words, staff_id=staff_id, refusal=words)
    _tell(acting, store, ticket, after, "works.refused", reason=words, next=_next(store, ticket))
    return after


def begin(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, *, staff_id: int | None = None
) -> WorkOrder:
    """They are at it: whoever was to come has come."""
    after = moved(acting, store, ticket, order, "begin", staff_id=staff_id)
    _came(acting, store, ticket, after)
    _tell(acting, store, ticket, after, "works.begun")
    return after


def finish(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, note: str, *, staff_id: int | None = None
) -> WorkOrder:
    """Done, with a word on what was done; the holder hears when nothing is left to do. Raises Mistake without the word."""
    words = checked(note)
    after = moved(acting, store, ticket, order, "finish", text=words, staff_id=staff_id, done_note=words)
    _came(acting, store, ticket, after)
    ready = work_orders.all_done(store.orders.of(ticket))
    _tell(acting, store, ticket, after, "works.all_done" if ready else "works.done", note=words)
    return after


def send_back(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, reason: str, *, staff_id: int
) -> WorkOrder:
    """Not accepted as done, with a reason (B19)."""
    words = checked(reason)
    after = moved(
        acting, store, ticket, order, "send_back", text=words, staff_id=staff_id, refusal=words, ended_at=None
    )
    _tell_worker(acting, store, ticket, after, "works.sent_back", reason=words)
    return after


def cancel(acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, *, staff_id: int) -> WorkOrder:
    """Taken back."""
    after = moved(acting, store, ticket, order, "cancel", staff_id=staff_id)
    _tell_worker(acting, store, ticket, after, "works.cancelled")
    return after


def set_visit(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, starts: datetime, ends: datetime
) -> WorkOrder:
    """The party proposes when it comes; the owner is asked. Raises Mistake for a window that is none, or a ticket that is over."""
    if ticket.stage in (*ENDED, "resolved"):
        raise Mistake("common.moved_on", number=ticket.number)
    after = moved(acting, store, ticket, order, "set_visit")
    visiting.propose(acting, store, ticket, starts, ends, order_id=order.id)
    staff = languages.of_staff(store, ticket)
    _tell(
        acting,
        store,
        ticket,
        after,
        "works.visit_set",
        window=reaching.window(staff, starts, ends, acting),
    )
    return after


def checked(text: str) -> str:
    """A party's words. Raises Mistake for none, or too many."""
    words = text.strip()
    if not words:
        raise Mistake("works.no_words")
    if len(words) > LONGEST:
        raise Mistake("desk.long_text", length=len(words), most=LONGEST)
    return words


def unaccepted(order: WorkOrder, acting: Acting, store: LineStore) -> None:
    """Nobody accepted in time: the holder hears it, and who may be asked next (B19)."""
    ticket = store.tickets.by_id(order.ticket_id)
    if ticket is None or ticket.stage in ENDED:
        return
    data = {"order": order.id, "who": whose(store, ticket, order)}
    store.tickets.record(ticket, at=acting.now, kind="order_late", actor="line", shown=False, data=data)
    _tell(acting, store, ticket, order, "works.late", next=_next(store, ticket))


def _next(store: Store, ticket: Ticket) -> str:
    """Who may be asked next, in the words of the estate's staff."""
    found = work_orders.to_ask(store.parties.serving(ticket), ticket.code, store.orders.of(ticket))
    language = languages.of_staff(store, ticket)
    return say(language, "works.next_party", name=found[0].name) if found else say(language, "works.no_next")


def _came(acting: Acting, store: Store, ticket: Ticket, order: WorkOrder) -> None:
    """The visit of this order, if it was to be by now, has happened."""
    visit = next(
        (one for one in store.visits.of(ticket) if one.order_id == order.id and visits.is_on(one)), None
    )
    if visit and visit.status == "CONFIRMED":
        visiting.came(acting, store, ticket, visit)


def _tell(acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, key: str, **values: object) -> None:
    """The ticket's holder, and its thread."""
    who = whose(store, ticket, order)
    reaching.tell_people(acting, store, ticket, key, who=who, what=order.what[:200], **values)


def _tell_worker(
    acting: Acting, store: Store, ticket: Ticket, order: WorkOrder, key: str, **values: object
) -> None:
    """A colleague hears it in private; a party sees it behind its link."""
    colleague = next((one for one in store.serving(ticket) if one.id == order.staff_id), None)
    if colleague:
        text = say(
            speak(colleague.language, "en"), key, number=ticket.number, what=order.what[:200], **values
        )
        acting.told.append(Reply(to=ToStaff(colleague.id), text=text))


def party_of(store: Store, ticket: Ticket, order: WorkOrder) -> Party | None:
    return store.parties.one(ticket, order.party_id) if order.party_id else None

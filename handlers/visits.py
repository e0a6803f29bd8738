"""The owner's answer to a visit: it suits, another time in their own words, or not sure yet; by button or said (A15, C30)."""

from __future__ import annotations

from handlers import unasked as plain
from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import choice, languages
from handlers.tickets.works import countering, reaching, visiting, visits
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED
from storage.visits import Visit

#: What answers a window without a button.
_ANSWERING = frozenset({"affirm", "deny", "reschedule"})


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A button under a window. An old one shows the window that stands now."""
    ticket = choice.of_button(request, store)
    visit = store.visits.one(ticket, choice.number_at(request, 2) or 0)
    sequence = choice.number_at(request, 3)
    answer = request.button[4] if len(request.button) > 4 else ""
    if visit is None or sequence is None or answer not in visiting.ANSWERS:
        raise Mistake("common.no_such_button")
    if ticket.stage in ENDED or not visits.is_on(visit):
        raise Mistake("visits.off", number=ticket.number)
    if sequence != visit.sequence:
        return countering.shown_again(request, ticket, visit)
    if answer == "other":
        return _ask(request, store, ticket, visit)
    return _replied(request, store, ticket, visit, sure=answer == "yes")


def _replied(request: Request, store: OwnerStore, ticket: Ticket, visit: Visit, *, sure: bool) -> Outcome:
    """REPLY: accepted, and promised; or tentative, and the window stands."""
    if sure and visit.ends <= request.now:
        raise Mistake("visits.past")
    values = visits.replied(
        visit, visit.sequence, "ACCEPTED" if sure else "TENTATIVE", request.now, request.tz
    )
    after = visiting.changed(store, ticket, visit, values)
    kind = "visit_confirmed" if sure else "visit_unsure"
    visiting.kept(request, store, ticket, after, kind)
    if sure:
        visiting.confirmed(request, store, ticket, after)
    staff = languages.of_staff(store, ticket)
    reaching.tell_people(
        request, store, ticket, f"visits.{'accepted' if sure else 'unsure'}_for_staff",
        window=reaching.window(staff, after.starts, after.ends, request),
    )  # fmt: skip
    text = say(
        request.language, "visits.accepted" if sure else "visits.unsure", number=ticket.number,
        who=visiting.who(store, ticket, after, request.language),
        window=reaching.window(request.language, after.starts, after.ends, request),
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), Reply(kind="card", to=ToTopic(ticket.id))), memory={"ticket": ticket.id}
    )


def _ask(request: Request, store: OwnerStore, ticket: Ticket, visit: Visit) -> Outcome:
    """When it would suit, in their own words."""
    text = say(
        request.language,
        "visits.when",
        number=ticket.number,
        who=visiting.who(store, ticket, visit, request.language),
    )
    awaiting = {"kind": "when", "ticket": ticket.id, "visit": visit.id, "sequence": visit.sequence}
    return Outcome(replies=(Reply(text=text),), awaiting=awaiting, memory={"ticket": ticket.id})


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The other time, after it was asked for; None for a matter of its own."""
    asked = request.awaiting or {}
    ticket = store.tickets.by_id(int(asked["ticket"]))
    visit = store.visits.one(ticket, int(asked["visit"])) if ticket else None
    intents = {matter.intent for matter in request.meaning.matters}
    if ticket is None or visit is None or not request.text.strip() or not visits.is_on(visit):
        return None
    if request.meaning.slots.when is None and intents - {"reschedule", "deny", "smalltalk"}:
        return None
    unasked = {matter.intent for matter in plain.read(request).matters}
    if unasked == {"affirm"} and visit.sequence == asked["sequence"]:
        return _replied(request, store, ticket, visit, sure=True)
    return countering.countered(request, store, ticket, visit, int(asked["sequence"]))


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A yes, a no or another time, said while a visit is arranged: it answers the window without a button."""
    intents = {matter.intent for matter in request.meaning.matters}
    if request.button or choice.is_asked(request) or len(intents) != 1 or not intents <= _ANSWERING:
        return None
    ticket, visit = _arranged(request, store)
    if ticket is None or visit is None:
        return None
    if intents == {"reschedule"}:
        return countering.countered(request, store, ticket, visit, visit.sequence)
    if visit.partstat == "ACCEPTED":
        return None
    if intents == {"deny"}:
        return _ask(request, store, ticket, visit)
    return _replied(request, store, ticket, visit, sure=True)


def _arranged(request: Request, store: OwnerStore) -> tuple[Ticket | None, Visit | None]:
    """The ticket spoken of, where a visit stands, else the newest of this account with one."""
    named = choice.named(request, store)
    own = [one for one in store.tickets.open_ones(5) if one.contact_id == store.scope.contact_id]
    for ticket in [named] if named else [*filter(None, [choice.recalled(request, store)]), *own]:
        visit = visiting.live(store, ticket)
        if visit and ticket.stage not in ENDED:
            return ticket, visit
    return None, None


CAPABILITY = Capability(
    name="visits", buttons=("visit",), pressed=pressed, awaits=("when",), answered=answered
)

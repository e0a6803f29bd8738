"""What follows when a clock turns amber or runs out, and when a promise is in danger or broken: people hear of it, once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting, Reply, ToOwner, ToStaff, ToTopic
from handlers.tickets import languages, moments
from handlers.tickets.timing import breach_causes, promising
from handlers.wording import has, moment, say, speak
from storage.breaches import Breach
from storage.clocks import Clock
from storage.promises import Promise
from storage.staff import Staff
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket

#: Whoever was given no more than this was called or told a moment ago: no warning on top of it.
_SHORT = timedelta(minutes=30)


def step_name(language: str, kind: str) -> str:
    """What a clock or a promise asks for, as people call it."""
    key = f"clocks.step.{kind}"
    return say(language, key if has(key) else "clocks.step.other")


def warn(clock: Clock, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A clock turned amber: whoever holds the ticket can still be in time."""
    if clock.due_at - clock.started_at <= _SHORT:
        return
    for one in _holders(store, ticket):
        text = _amber(speak(one.language, "en"), clock, ticket, acting)
        acting.told.append(Reply(text=text, to=ToStaff(one.id)))
    if not ticket.guard:
        text = _amber(languages.of_staff(store, ticket), clock, ticket, acting)
        acting.told.append(Reply(text=text, to=ToTopic(ticket.id)))


def _amber(language: str, clock: Clock, ticket: Ticket, acting: Acting) -> str:
    when = moment(language, clock.due_at, acting.tz, acting.now)
    step = step_name(language, clock.kind)
    return say(language, "clocks.amber", number=ticket.number, step=step, when=when, summary=ticket.summary)


def late(breach: Breach, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A step was not done in time; the breach stands already."""
    _explain(breach, ticket, store)
    key = "clocks.late" if breach.kind == "answer" else "clocks.late_step"
    _tell_staff(breach, ticket, acting, store, kind="late", key=key)
    moments.come("late", acting, store, ticket)


def promise_broken(breach: Breach, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A date that the owner was given has passed; the breach stands already."""
    _explain(breach, ticket, store)
    _tell_staff(breach, ticket, acting, store, kind="promise_broken", key="clocks.promise_broken")
    moments.come("broken", acting, store, ticket)


def _explain(breach: Breach, ticket: Ticket, store: LineStore) -> None:
    """The cause as far as the line can tell; people may put it right."""
    since = _began(breach, ticket, store)
    acted = any(
        line.staff_id == breach.holder_id and line.at >= since
        for line in store.tickets.timeline(ticket)
        if line.staff_id is not None
    )
    cause = breach_causes.guess(breach, handover_open=ticket.handover_to_id is not None, holder_acted=acted)
    store.breaches.explain(ticket, breach.id, cause)


def _began(breach: Breach, ticket: Ticket, store: LineStore) -> datetime:
    """Since when the step could have been done."""
    clocks = {one.id: one.started_at for one in store.clocks.running(ticket)}
    promises = {one.id: one.made_at for one in store.promises.of(ticket)}
    clock, promise = clocks.get(breach.clock_id or 0), promises.get(breach.promise_id or 0)
    return clock or promise or ticket.opened_at


def _tell_staff(
    breach: Breach, ticket: Ticket, acting: Acting, store: LineStore, *, kind: str, key: str
) -> None:
    """The breach as a line of the ticket that staff see, and a word in its topic, or to its seniors where it is guarded."""
    data = {"when": breach.due_at.isoformat(), "step": breach.kind}
    store.tickets.record(ticket, at=acting.now, kind=kind, actor="line", shown=False, data=data)

    def text(language: str) -> str:
        when = moment(language, breach.due_at, acting.tz, acting.now)
        step = step_name(language, breach.kind)
        return say(language, key, number=ticket.number, summary=ticket.summary, step=step, when=when)

    if ticket.guard:
        for one in _managers(store, ticket):
            acting.told.append(Reply(text=text(speak(one.language, "en")), to=ToStaff(one.id)))
        return
    topic = ToTopic(ticket.id)
    acting.told.extend(
        (Reply(text=text(languages.of_staff(store, ticket)), to=topic), Reply(kind="card", to=topic))
    )


def hold(promise: Promise, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """The owner hears, in facts, that a promised time may not be kept, and by when a manager then answers (C28, C32).

    Nothing while it is the owner's turn, when the matter is done, or where there is no account to write to; at most one for a
    promise, and one a day for a ticket.
    """
    rules = acting.settings.tickets.holding
    if ticket.stage not in promising.OWED or ticket.urgency == "E0" or ticket.contact_id is None:
        return
    if not store.promises.hold(promise, ticket, acting.now, timedelta(hours=rules.rest_hours)):
        return
    manager_by = rules.manager_by(promise.due_at, ticket.urgency)
    store.tickets.promise(
        ticket, kind="manager", due_at=manager_by, made_at=acting.now, staff_id=None,
        warn_at=acting.settings.tickets.amber.at(acting.now, manager_by),
    )  # fmt: skip
    data = {"when": manager_by.isoformat(), "promised": promise.due_at.isoformat()}
    text = _honest(promise, ticket, acting, store, manager_by)
    store.tickets.record(ticket, at=acting.now, kind="held", actor="line", text=text, data=data)
    acting.told.append(Reply(text=text, to=ToOwner(ticket.id)))
    _tell_managers(promise, ticket, acting, store, manager_by)


def _honest(promise: Promise, ticket: Ticket, acting: Acting, store: LineStore, manager_by: datetime) -> str:
    """Whose it is, what was done last and when, that the time will lapse unless somebody writes, and who answers then."""
    language = languages.of_owner(store, ticket)
    holder = store.named(ticket, ticket.holder_id)
    key = "clocks.hold.then" if _managers(store, ticket) else "clocks.hold.then_duty"
    due = moment(language, promise.due_at, acting.tz, acting.now)
    then = moment(language, manager_by, acting.tz, acting.now)
    lines = [
        say(language, "clocks.hold.danger", number=ticket.number, when=due),
        say(language, "clocks.hold.holder", name=holder.name) if holder else say(language, "clocks.hold.nobody"),
        _last_step(language, ticket, acting, store),
        say(language, key, when=due, then=then, phone=store.estate_of(ticket).phone),
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)


def _last_step(language: str, ticket: Ticket, acting: Acting, store: Store) -> str:
    """The last thing that the owner may know was done, and when; nothing where it was only received."""
    shown = [
        line
        for line in store.tickets.timeline(ticket)
        if line.shown and line.actor == "staff" and has(f"follow_up.step.{line.kind}")
    ]
    if not shown:
        return say(language, "clocks.hold.no_step")
    who = store.named(ticket, shown[-1].staff_id)
    step = say(language, f"follow_up.step.{shown[-1].kind}", who=who.name if who else "").strip()
    return say(
        language,
        "clocks.hold.last_step",
        step=step,
        when=moment(language, shown[-1].at, acting.tz, acting.now),
    )


def _tell_managers(
    promise: Promise, ticket: Ticket, acting: Acting, store: LineStore, manager_by: datetime
) -> None:
    """Whoever answers then knows it now; and so does the holder, who can still keep the promise."""

    def text(language: str) -> str:
        due, then = (moment(language, at, acting.tz, acting.now) for at in (promise.due_at, manager_by))
        return say(
            language,
            "clocks.hold.for_staff",
            number=ticket.number,
            summary=ticket.summary,
            when=due,
            then=then,
        )

    told = {one.id: one for one in (*_managers(store, ticket), *_holders(store, ticket))}
    for one in told.values():
        acting.told.append(Reply(text=text(speak(one.language, "en")), to=ToStaff(one.id)))
    if not ticket.guard:
        acting.told.append(Reply(text=text(languages.of_staff(store, ticket)), to=ToTopic(ticket.id)))


def _managers(store: Store, ticket: Ticket) -> list[Staff]:
    """The managers who may handle the ticket: nobody it complains of."""
    return [one for one in store.serving(ticket) if one.role == "manager"]


def _holders(store: Store, ticket: Ticket) -> list[Staff]:
    return [one for one in store.serving(ticket) if one.id == ticket.holder_id]

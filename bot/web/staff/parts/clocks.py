"""Which clocks of a ticket run, rest or are late; what was promised and what was not; what was missed, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.web.ids import id_of
from bot.web.staff.late_steps import delay
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import accounting, card, desk
from handlers.staff.request import StaffRequest
from handlers.tickets.timing import breach_causes
from handlers.tickets.timing.running_late import step_name
from handlers.wording import moment, say
from storage.breaches import Breach
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True)
class Line:
    """One clock or promise, with its colour; `promised`: the owner knows of it."""

    text: str
    colour: str
    promised: bool
    not_promised: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """One breach; `open`: it is late still."""

    id: int
    text: str
    holder: str
    cause: str
    words: str
    code: str
    open: bool


@dataclass(frozen=True, slots=True)
class View:
    lines: tuple[Line, ...]
    tally: str
    missed: tuple[Missed, ...]
    causes: tuple[tuple[str, str], ...]
    may_arrive: bool


def view(store: StaffStore, ticket: Ticket, looking: Looking) -> View | None:
    """Nothing to show for a ticket that has neither clocks nor promises."""
    tally = store.promises.tally(ticket)
    missed = tuple(_missed(store, ticket, one, looking) for one in store.breaches.of(ticket))
    lines = tuple(
        sorted((*_clocks(store, ticket, looking), *_promises(store, ticket, looking)), key=_by_colour)
    )
    counts = {"kept": tally.kept, "broken": tally.broken, "replaced": tally.replaced, "open": tally.open}
    return View(
        lines=lines,
        tally=say(looking.language, "clocks.part.tally", **counts) if any(counts.values()) else "",
        missed=missed,
        causes=tuple((one, say(looking.language, f"clocks.cause.{one}")) for one in breach_causes.CAUSES),
        may_arrive=card.somebody_comes(ticket),
    )


def _by_colour(line: Line) -> int:
    return ("red", "amber", "green", "rests").index(line.colour)


def _clocks(store: StaffStore, ticket: Ticket, looking: Looking) -> list[Line]:
    found = []
    for clock in store.clocks.running(ticket):
        rests = clock.paused_at is not None
        colour = "rests" if rests else _colour(clock.due_at, clock.warn_at, looking.now)
        key = "rests" if rests else ("late" if colour == "red" else "by")
        found.append(Line(_said(looking, key, clock.kind, clock.due_at), colour, False))
    return found


def _promises(store: StaffStore, ticket: Ticket, looking: Looking) -> list[Line]:
    """What the owner may still expect; the answer that a clock tells of already is not said twice."""
    told = {(one.kind, one.due_at) for one in store.clocks.running(ticket)}
    found = []
    for one in store.promises.open_ones(ticket):
        if (one.kind, one.due_at) not in told:
            colour = _colour(one.due_at, None, looking.now)
            key = "late" if colour == "red" else "by"
            text = _said(looking, key, one.kind, one.due_at)
            found.append(Line(text, colour, True, one.not_promised or ""))
    return found


def _colour(due: datetime, amber: datetime | None, now: datetime) -> str:
    if due <= now:
        return "red"
    return "amber" if amber is not None and amber <= now else "green"


def _said(looking: Looking, key: str, kind: str, due: datetime) -> str:
    when = moment(looking.language, due, looking.tz, looking.now)
    return say(looking.language, f"clocks.part.{key}", step=step_name(looking.language, kind), when=when)


def _missed(store: StaffStore, ticket: Ticket, breach: Breach, looking: Looking) -> Missed:
    language = looking.language
    holder = store.named(ticket, breach.holder_id)
    by = store.named(ticket, breach.cause_by)
    cause = say(language, f"clocks.cause.{breach.cause}") if breach.cause in breach_causes.CAUSES else ""
    told = ("clocks.part.said", {"name": by.name}) if by else ("clocks.part.guessed", {})
    key = "clocks.part.breach" if breach.ended_at else "clocks.part.breach_open"
    text = say(
        language, key, step=step_name(language, breach.kind), delay=delay(language, breach, looking.now),
        when=moment(language, breach.due_at, looking.tz, looking.now),
    )  # fmt: skip
    return Missed(
        id=breach.id,
        text=text,
        holder=say(language, "clocks.part.holder", name=holder.name) if holder else say(language, "clocks.part.nobody"),
        cause=say(language, told[0], cause=cause, **told[1]) if cause else "",
        words=breach.cause_text or "",
        code=breach.cause,
        open=breach.ended_at is None,
    )  # fmt: skip


def _arrive(request: StaffRequest, store: StaffStore, ticket: Ticket, _form: Form) -> tuple[Reply, ...]:
    return desk.on_site(request, store, ticket)


def _cause(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    said = form.get("breach", "")
    number = id_of(said)
    return accounting.put_right(request, store, ticket, number, form.get("cause", ""), form.get("words", ""))


PART = Part(name="clocks", view=view, actions={"on_site": _arrive, "cause": _cause}, place="time")

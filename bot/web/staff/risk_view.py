"""Risks and crises as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.staff.incident_view import Happening
from handlers.staff.warning import crisis as procedure
from handlers.staff.warning import risk_desk
from handlers.tickets.warning.risk_signals import LEVELS
from handlers.wording import moment, say
from storage.risk_book import Crisis, Share, Task
from storage.risks import Risk
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

COLOURS = {"watch": "green", "serious": "amber", "crisis": "red"}

#: The time that the share of complaints which reached the management is told for (C48).
SHARE_OF = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """A risk as one line."""

    risk: Risk
    colour: str
    level: str
    stage: str
    what: str
    signs: str
    since: str
    number: str


@dataclass(frozen=True, slots=True)
class Feed:
    """All risks of the scope, what the form needs, and how many complaints reached the management."""

    rows: tuple[Row, ...]
    levels: tuple[tuple[str, str], ...]
    estates: tuple[tuple[int, str], ...]
    share: Share


@dataclass(frozen=True, slots=True)
class TaskRow:
    task: Task
    what: str
    due: str
    late: bool
    role: str
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One risk. `pending`: what waits for a second person, in words; `may_confirm` whether it is this one."""

    row: Row
    owner: str
    decide_by: str
    signs: tuple[tuple[str, str], ...]
    reached: tuple[tuple[str, str, str], ...]
    log: tuple[Happening, ...]
    pending: str
    may_lead: bool
    may_confirm: bool
    lower: tuple[tuple[str, str], ...]
    colleagues: tuple[tuple[int, str], ...]
    crisis: Crisis | None
    led: str
    ended: str
    tasks: tuple[TaskRow, ...]
    follow_ups: tuple[int, ...]


def feed(store: StaffStore, language: str, now: datetime) -> Feed:
    """The warning feed (G01)."""
    return Feed(
        rows=tuple(_row(store, one, language, now) for one in store.risk_book.newest()),
        levels=_levels(language, LEVELS),
        estates=tuple((one.id, one.name) for one in store.estates()),
        share=store.risk_book.share(now - SHARE_OF, now + timedelta(seconds=1)),
    )


def _levels(language: str, levels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((level, say(language, f"risks.level.{level}")) for level in levels)


def _ticket(store: StaffStore, risk: Risk) -> Ticket | None:
    return store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None


def zone_of(store: StaffStore, risk: Risk) -> ZoneInfo:
    """The time zone of the estate of a risk."""
    return ZoneInfo(next(one.timezone for one in store.estates() if one.id == risk.estate_id))


def _row(store: StaffStore, risk: Risk, language: str, now: datetime) -> Row:
    ticket = _ticket(store, risk)
    said = risk.signals[0]["excerpt"] if risk.signals else ""
    return Row(
        risk=risk,
        colour="over" if risk.closed_at else COLOURS[risk.level],
        level=say(language, f"risks.level.{risk.level}"),
        stage=say(language, f"risks.stage.{risk.stage}"),
        what=ticket.summary if ticket else said,
        signs=", ".join(say(language, f"risks.sign.{one['kind']}") for one in risk.signals),
        since=say(language, "risks.since", when=moment(language, risk.raised_at, zone_of(store, risk), now)),
        number=ticket.number if ticket else "",
    )


def view(store: StaffStore, who: Staff, language: str, risk_id: int, now: datetime) -> View | None:
    """One risk within the scope; None where there is none."""
    risk = store.risk_book.by_id(risk_id)
    if risk is None:
        return None
    zone, crisis = zone_of(store, risk), store.risk_book.crisis(risk)
    owner, lower = _name(store, risk.owner_id), LEVELS[: LEVELS.index(risk.level)]
    return View(
        row=_row(store, risk, language, now),
        owner=say(language, "risks.owner", name=owner or "–"),
        decide_by=say(language, "risks.decide_by", when=moment(language, risk.decide_by, zone, now)),
        signs=tuple((say(language, f"risks.sign.{one['kind']}"), one["excerpt"]) for one in risk.signals),
        reached=tuple(
            (
                _name(store, one.staff_id),
                moment(language, one.at, zone, now),
                say(language, f"risks.route.{one.route}"),
            )
            for one in store.risk_book.reached(risk)
        ),
        log=_log(store, risk, language, zone, now),
        pending=_pending(store, risk, language),
        may_lead=risk_desk.may_lead(risk, who),
        may_confirm=risk_desk.may_confirm(store, risk, who),
        lower=_levels(language, lower),
        colleagues=tuple((one.id, one.name) for one in risk_desk.people_of(store, risk)),
        crisis=crisis,
        led=_led(store, crisis, language, zone, now),
        ended=_ended(crisis, language, zone, now),
        tasks=tuple(_task(store, one, language, zone, now) for one in store.risk_book.tasks(crisis))
        if crisis
        else (),
        follow_ups=tuple(range(1, 4)),
    )


def _name(store: StaffStore, staff_id: int | None) -> str:
    who = store.colleague(staff_id) if staff_id else None
    return who.name if who else ""


def _led(store: StaffStore, crisis: Crisis | None, language: str, zone: ZoneInfo, now: datetime) -> str:
    if crisis is None:
        return ""
    when = moment(language, crisis.started_at, zone, now)
    return say(language, "crisis.led", name=_name(store, crisis.leader_id), when=when)


def _ended(crisis: Crisis | None, language: str, zone: ZoneInfo, now: datetime) -> str:
    if crisis is None or crisis.ended_at is None:
        return ""
    when = moment(language, crisis.ended_at, zone, now)
    return say(language, "crisis.ended", when=when, outcome=crisis.outcome)


def _pending(store: StaffStore, risk: Risk, language: str) -> str:
    if not risk.asked:
        return ""
    to = "risks.to_close" if risk.asked == risk_desk.CLOSE else f"risks.level.{risk.asked}"
    return say(
        language,
        "risks.pending",
        name=_name(store, risk.asked_by),
        to=say(language, to),
        reason=risk.asked_reason,
    )


def _task(store: StaffStore, task: Task, language: str, zone: ZoneInfo, now: datetime) -> TaskRow:
    role = procedure.role_name(language, task.role)
    came = (
        say(language, "crisis.came", name=_name(store, task.done_by), note=task.note) if task.done_at else ""
    )
    due = say(language, "crisis.by", when=moment(language, task.due_at, zone, now))
    late = task.done_at is None and task.due_at <= now
    return TaskRow(task, procedure.task_name(language, task), due, late, role, came)


def _log(
    store: StaffStore, risk: Risk, language: str, zone: ZoneInfo, now: datetime
) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            who=_name(store, line.staff_id) or say(language, "staff_pages.actor.line"),
            what=say(language, f"risks.did.{line.kind}"),
            when=moment(language, line.at, zone, now),
            text=_log_text(language, line.kind, line.text),
        )
        for line in store.risk_book.log(risk)
    )


def _log_text(language: str, kind: str, text: str) -> str:
    """Signs in people's words; everything else as it was written."""
    if kind not in ("raised", "grown"):
        return text
    return ", ".join(say(language, f"risks.sign.{one}") for one in text.split())

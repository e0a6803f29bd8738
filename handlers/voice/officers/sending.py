"""Missions reach officers by the clock, within the contact budget of the household, and lapse without a word (J03, I07)."""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice.courtesy import courtesy, spend
from handlers.voice.officers import serving, templates
from handlers.voice.officers.inviting import reads
from handlers.voice.officers.templates import Question, Template
from handlers.wording import say, weekday
from storage.officer_rows import Mission, Officer
from storage.store import LineStore, Store

#: What ends by itself within the window.
_PASSING = ("emergency", "crisis", "complaint", "budget")


def plan(officer: Officer, acting: Acting, store: LineStore) -> None:
    """Chooses the next mission of an officer by where the home stands in its life and by the role, and when to choose again."""
    rules = acting.settings.voice.officers
    again = acting.now + timedelta(days=rules.mission_days)
    if officer.state != "active" or store.officers.change(officer, mission_at=again) is None:
        return
    given = [one.template for one in store.officer_missions.of(officer)]
    template = templates.next_one(stage_of(acting, store, officer), officer.role, given)
    if template:
        occasion = f"own:{acting.now.astimezone(acting.tz).date().isoformat()}"
        give(acting, store, officer, template, occasion)


def stage_of(acting: Acting, store: Store, officer: Officer) -> str:
    """Where the officer's home stands in its life today; one of which nobody knows is taken to be lived in."""
    return store.officers.stage(officer, acting.now.astimezone(acting.tz).date()) or "living"


def suits(acting: Acting, store: Store, officer: Officer, template: Template) -> bool:
    """Whether a mission is for the role and the home of an officer."""
    return officer.role in template.roles and stage_of(acting, store, officer) in template.stages


def give(acting: Acting, store: Store, officer: Officer, template: Template, occasion: str) -> Mission | None:
    """A mission for an officer, to be sent by the clock within the window; None where the occasion gave one before."""
    until = acting.now + timedelta(days=acting.settings.voice.officers.window_days)
    return store.officer_missions.add(
        officer, occasion=occasion, template=template.key, touch_point=template.touch_point, line=template.line,
        version=template.version, made_at=acting.now, due_at=acting.now, expires_at=until,
    )  # fmt: skip


def due(mission: Mission, acting: Acting, store: LineStore) -> None:
    """Sends a mission, or lets one that nobody answered lapse."""
    if mission.state == "sent":
        store.officer_missions.change(mission, state="expired")
    elif mission.state == "waiting":
        _send(mission, acting, store)


def _send(mission: Mission, acting: Acting, store: LineStore) -> None:
    officer = store.officers.by_id(mission.officer_id)
    if officer is None or officer.state != "active" or officer.contact_id is None:
        store.officer_missions.change(mission, state="called_off")
        return
    found = courtesy(acting, store, officer.estate_id, officer.unit_id, account_id=officer.contact_id)
    later = found.until if found.reason == "quiet" else acting.now + timedelta(days=1)
    waits = found.reason == "quiet" or found.reason in _PASSING
    if waits and later and mission.expires_at and later < mission.expires_at:
        store.officer_missions.change(mission, due_at=later)
        return
    template = templates.by_key(mission.template)
    if found.reason or template is None or found.account is None or found.account.id != officer.contact_id:
        store.officer_missions.change(mission, state="withheld", reason=found.reason or "nobody")
        return
    if not spend(acting, store, officer.estate_id, officer.unit_id, kind="mission"):
        store.officer_missions.change(mission, due_at=acting.now + timedelta(days=1))
        return
    lapses = acting.now + timedelta(days=acting.settings.voice.officers.window_days)
    sent = store.officer_missions.change(
        mission, state="sent", sent_at=acting.now, due_at=lapses, expires_at=lapses
    )
    estate = store.estate(officer.estate_id)
    if sent and estate:
        text = asked(acting, reads(found.account, estate), sent, template)
        buttons = (
            *choices(reads(found.account, estate), sent, template.questions[0]),
            *serving.leaving(reads(found.account, estate), officer),
        )
        acting.told.append(Reply(to=ToContact(found.account.id), text=text, buttons=buttons, urgency="bulk"))


def asked(acting: Acting, language: str, mission: Mission, template: Template) -> str:
    """The task, until when, and the first question."""
    assert mission.expires_at is not None
    today = acting.now.astimezone(acting.tz).date()
    day = weekday(language, mission.expires_at.astimezone(acting.tz).date(), today)
    return "\n".join(
        (
            say(language, f"officers.mission.{template.key}.task"), say(language, "officers.mission_until", day=day),
            question(language, template, template.questions[0]),
        )
    )  # fmt: skip


def question(language: str, template: Template, one: Question) -> str:
    """A question in its approved words, with its scale where there is one to say."""
    words = say(language, f"officers.mission.{template.key}.{one.key}")
    return f"{words} {say(language, 'officers.scale')}" if one.scale == "csat" else words


def choices(language: str, mission: Mission, one: Question) -> tuple[tuple[Button, ...], ...]:
    """One tap: 1 to 5, or yes and no."""
    if one.scale == "csat":
        return (
            tuple(Button(str(score), f"mission:{mission.id}:{one.key}:{score}") for score in range(1, 6)),
        )
    return (
        tuple(
            Button(say(language, f"officers.answer.{score}"), f"mission:{mission.id}:{one.key}:{score}")
            for score in (1, 0)
        ),
    )

"""What the clock does with absences: asks whether one without an end still holds, and deletes what is over (H07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting, Button, Reply, ToContact
from handlers.safety.absence_rules import AbsenceRules
from handlers.wording import moment, say, speak, weekday
from storage.absences import Absence
from storage.contacts import REACHABLE, Contact
from storage.estates import Estate
from storage.store import LineStore


def erase_unless_answered(rules: AbsenceRules, now: datetime) -> datetime:
    """When an absence is deleted whose household is asked now and says nothing."""
    return now + timedelta(days=rules.silent_days)


def ask(absence: Absence, acting: Acting, store: LineStore) -> None:
    """Still away? With the day on which silence deletes the entry."""
    contact, label = _whom(absence, acting, store), store.label_of(absence.unit_id)
    if contact is None or absence.erase_at is None:
        return
    language = _language(contact, absence, store.estate(absence.estate_id))
    day = weekday(
        language, absence.erase_at.astimezone(acting.tz).date(), acting.now.astimezone(acting.tz).date()
    )
    buttons = (
        Button(say(language, "away.button.still"), f"away:still:{absence.id}"),
        Button(say(language, "away.button.back"), f"away:back:{absence.id}"),
    )
    text = say(language, "away.still_away", unit=label, day=day)
    acting.told.append(Reply(to=ToContact(contact.id), text=text, buttons=(buttons,)))


def over(absence: Absence, acting: Acting, store: LineStore) -> None:
    """Deletes it, and tells the household so, with how often its home was looked at."""
    contact, label = _whom(absence, acting, store), store.label_of(absence.unit_id)
    found = store.absences.checks(absence)
    if not store.absences.erase(absence, acting.now) or contact is None:
        return
    language = _language(contact, absence, store.estate(absence.estate_id))
    checked = say(language, "away.not_checked")
    if found:
        last = moment(language, max(one.at for one in found), acting.tz, acting.now)
        key = "away.checked_wrong" if any(one.wrong for one in found) else "away.checked"
        checked = say(language, key, count=len(found), last=last)
    store.absences.told(contact, acting.turn, acting.now)
    text = say(language, "away.over", unit=label, checked=checked)
    acting.told.append(Reply(to=ToContact(contact.id), text=text))


def _whom(absence: Absence, acting: Acting, store: LineStore) -> Contact | None:
    contact = store.absences.contact_of(absence, acting.now.astimezone(acting.tz).date())
    return contact if contact and contact.state == REACHABLE else None


def _language(contact: Contact, absence: Absence, estate: Estate | None) -> str:
    """The account's own choice; else the language the absence was announced in."""
    return speak(contact.language or absence.language, estate.language if estate else "en")

"""Staff record what the line cannot see (an article K01, a referral K03), and managers take an entry back, with the reason (K05)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToContact
from handlers.staff.club import who_may
from handlers.staff.request import StaffRequest
from handlers.voice.points import crediting
from handlers.voice.points.crediting import Cause, Credited
from handlers.wording import say, speak
from storage.estates import Estate
from storage.points import REDEMPTION, Entry
from storage.staff_store import StaffStore

#: What staff record; being at an event and a suggestion that is taken up the line sees itself.
RULES = ("article", "referral")

#: The longest name of what points are for, in characters: it stands in a key.
LONGEST_WHAT = 80


def record(
    request: StaffRequest, store: StaffStore, person_id: int, *, rule: str, what: str, reason: str
) -> Credited:
    """Points for an article or a referral. `what` names it once and for all: the issue and title, the number of the contract.

    Raises Mistake: not theirs to record, nobody of that number, no rule, nothing named, known already, the year is full.
    """
    who_may.must(who_may.may_record(request.who), "points.not_yours")
    who = who_may.person(store, person_id)
    if rule not in RULES:
        raise Mistake("points.no_rule")
    named = who_may.words(what, "points.no_what", LONGEST_WHAT)
    why = who_may.words(reason or what, "points.no_reason")
    cause = Cause(person_id=who.id, rule=rule, ref=named.casefold(), reason=why, staff_id=request.who.id)
    done = crediting.credit(request, store, estate_of(store, who.estate_id), cause)
    if done.outcome in ("known", "full", "off"):
        raise Mistake("points.known" if done.outcome == "known" else f"points.is_{done.outcome}")
    return done


def take_back(
    request: StaffRequest, store: StaffStore, person_id: int, entry_id: int, reason: str
) -> tuple[Reply, ...]:
    """Takes an entry back, and tells the owner. Raises Mistake: a redemption (it is cancelled instead), nothing left, no reason."""
    who_may.must_manage(request)
    why = who_may.words(reason, "points.no_reason")
    entry = store.points.entry(entry_id)
    if entry is None or entry.person_id != person_id or entry.rule == REDEMPTION:
        raise Mistake("points.not_reversible")
    estate = estate_of(store, entry.estate_id)
    made = store.points.reverse(
        entry, reason=why, at=request.now, expires_at=new_term(request, estate), staff_id=request.who.id
    )  # fmt: skip
    if made is None:
        raise Mistake("points.not_reversible")
    return told(store, estate, made)


def told(store: StaffStore, estate: Estate, made: Entry) -> tuple[Reply, ...]:
    """The owner hears that points came back to them, or were taken back, and why."""
    account = store.points.account_of(made.person_id)
    if account is None:
        return ()
    key = "points.came_back" if made.amount > 0 else "points.taken_back"
    language = speak(account.language, estate.language)
    balance = store.points.balance(made.person_id)
    text = say(language, key, amount=abs(made.amount), reason=made.reason, balance=balance)
    return (Reply(to=ToContact(account.id), text=text, urgency="bulk"),)


def new_term(request: StaffRequest, estate: Estate) -> datetime:
    """When points lapse that come back now."""
    months = request.settings.voice.points.of(estate.code).expiry_months
    return crediting.after_months(request.now.astimezone(ZoneInfo(estate.timezone)), months)


def estate_of(store: StaffStore, estate_id: int) -> Estate:
    """An estate they serve. Raises Mistake otherwise."""
    found = store.estate(estate_id)
    if found is None:
        raise Mistake("points.nobody")
    return found

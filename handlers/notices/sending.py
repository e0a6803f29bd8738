"""A notice on its way: the audience is frozen, its messages are handed on in pieces, and a person can hold, resume and stop it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from handlers.base import Acting, Mistake, Reply, ToRoom
from handlers.notices import asks
from handlers.notices.drafting import held_by_crisis, is_cancellation, may_announce, terms_of
from handlers.notices.kinds import KINDS, goes_by_night
from handlers.notices.messages import chosen, message
from handlers.staff.request import StaffRequest
from handlers.wording import say, speak
from storage.audience import from_json
from storage.deliveries import Recipient
from storage.estates import Estate
from storage.notices import Notice
from storage.staff_store import StaffStore
from storage.store import LineStore


def start(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> Notice:
    """Freezes whom it goes to, in one statement, and begins; an update or a cancellation goes to whoever got the first of its row.

    One that has expired meanwhile is stopped instead. Raises Mistake when it moved on, and while the first of its row is still on
    its way.
    """
    _check_first(store, notice)
    if is_over(notice, acting.now):
        return lapse(acting, store, notice)
    begun = store.notices.change(notice, "approved", "paused", state="sending", sent_at=acting.now)
    estate = store.estate(notice.estate_id)
    if begun is None or estate is None:
        raise Mistake("notices.moved_on")
    homes = _frozen(acting, store, begun, estate)
    _invite(acting, store, begun)
    if notice.kind != "question":
        store.notice_watches.begin(begun, acting.now)
    after = store.notices.change(begun, "sending", homes=homes)
    assert after is not None
    return finish(acting, store, after)


def _check_first(store: StaffStore | LineStore, notice: Notice) -> None:
    """An update reaches everybody who got the first only once that one is settled; what was cancelled has no more updates."""
    if notice.root_id is None:
        return
    first = store.notices.by_id(notice.root_id)
    if first is None or first.state not in ("sent", "stopped") or not store.deliveries.is_settled(first):
        raise Mistake("notices.reference_under_way")
    if any(is_cancellation(one, first) for one in store.notices.after(first) if one.id != notice.id):
        raise Mistake("notices.cancelled_before")


def is_over(notice: Notice, now: datetime) -> bool:
    """Whether what it says has run out."""
    return notice.expires is not None and notice.expires <= now


def lapse(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> Notice:
    """It ran out before everybody had it: nothing more leaves, and the staff group hears of it."""
    estate = store.estate(notice.estate_id)
    language = speak(estate.language if estate else None, "en")
    text = say(language, "notices.ran_out", number=notice.id)
    values = {"state": "stopped", "reason": text, "ended_at": acting.now}
    after = store.notices.change(notice, "approved", "sending", "paused", **values)
    if after is None:
        raise Mistake("notices.moved_on")
    store.deliveries.stop(after, acting.now)
    store.notice_steps.record(after, "stopped", acting.now, text)
    acting.told.append(Reply(to=ToRoom(notice.estate_id), text=text))
    return after


def held_back(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> bool:
    """Whether nothing of it may leave now: in quiet hours, or while a crisis holds it."""
    if held_by_crisis(store, notice):
        return True
    by_night = goes_by_night(notice.kind, notice.severity, notice.urgency)
    return not by_night and acting.settings.notices.is_quiet(acting.now, acting.tz)


def _frozen(acting: Acting, store: StaffStore | LineStore, notice: Notice, estate: Estate) -> int:
    """How many homes it is addressed to."""
    if notice.root_id is not None:
        return store.deliveries.follow(notice)
    terms = terms_of(KINDS[notice.kind], notice.severity, acting, estate)
    return store.deliveries.fan_out(notice, from_json(notice.audience), terms)


def _invite(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> None:
    """Every home that an invitation reaches may answer it, from the moment that it leaves."""
    name, _, about = notice.question.partition(":")
    event = store.events.by_id(int(about.partition(":")[0])) if name == "rsvp" else None
    if event:
        store.rsvps.invite_reached(event, notice, acting.now)


def feed(acting: Acting, store: StaffStore | LineStore, notice: Notice, limit: int) -> tuple[Reply, ...]:
    """The messages of the next deliveries, at most `limit`, marked as handed on."""
    estate = store.estate(notice.estate_id)
    texts = store.notices.texts(notice)
    if estate is None or not texts:
        return ()
    terms = terms_of(KINDS[notice.kind], notice.severity, acting, estate) if notice.root_id is None else None
    found = store.deliveries.feed(notice, limit, acting.now, terms)
    homes = store.deliveries.homes_of(notice, [one.contact_id for one in found]) if notice.question else {}
    replies, readers = [], defaultdict[str, list[Recipient]](list)
    for one in found:
        text = chosen(texts, one.language, estate)
        readers[text.language].append(one)
        asked = asks.Asked(
            one, speak(one.language, estate.language), homes.get(one.contact_id, []), notice.question.partition(":")[2],
            text.choices,
        )  # fmt: skip
        buttons = asks.buttons(notice, asked)
        replies.append(message(notice, text, estate, one, buttons, notice.sent_at or acting.now))
    for language, those in readers.items():
        store.deliveries.read_in(notice, those, language)
    return tuple(replies)


def finish(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> Notice:
    """Over, once nobody waits and nothing is on its way."""
    if notice.state != "sending" or not store.deliveries.is_settled(notice):
        return notice
    return store.notices.change(notice, "sending", state="sent", ended_at=acting.now) or notice


def hold(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """Nothing more leaves until it is resumed; what is under way arrives."""
    after = _moved(request, store, notice, "sending", state="paused")
    store.deliveries.hold(after)
    store.notice_steps.record(after, "held", request.now)
    return after


def resume(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """It goes on where it was held; one whose beginning failed begins."""
    if not may_announce(request.who):
        raise Mistake("notices.not_yours")
    if notice.sent_at is None and notice.state == "paused":
        after = start(request, store, notice)
    else:
        after = _moved(request, store, notice, "paused", state="sending")
    store.notice_steps.record(after, "resumed", request.now)
    return after


def stop(request: StaffRequest, store: StaffStore, notice: Notice, reason: str) -> Notice:
    """Nothing more leaves, for good; whoever got it can be told by an update. Raises Mistake without a reason."""
    if not reason.strip():
        raise Mistake("notices.why_stop")
    values = {"state": "stopped", "reason": reason.strip(), "ended_at": request.now}
    after = _moved(request, store, notice, "approved", "sending", "paused", **values)
    store.deliveries.stop(after, request.now)
    store.notice_steps.record(after, "stopped", request.now, after.reason)
    return after


def _moved(
    request: StaffRequest, store: StaffStore, notice: Notice, *states: str, **values: object
) -> Notice:
    if not may_announce(request.who):
        raise Mistake("notices.not_yours")
    after = store.notices.change(notice, *states, **values)
    if after is None:
        raise Mistake("notices.moved_on")
    return after

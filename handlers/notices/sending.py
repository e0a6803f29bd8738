"""A notice on its way: the audience is frozen, its messages are handed on in pieces, and a person can hold, resume and stop it."""

from __future__ import annotations

from collections import defaultdict

from handlers.base import Acting, Mistake, Reply
from handlers.notices import asks
from handlers.notices.drafting import may_announce, terms_of
from handlers.notices.kinds import KINDS
from handlers.notices.messages import chosen, message
from handlers.staff.request import StaffRequest
from handlers.wording import speak
from storage.audience import from_json
from storage.deliveries import Recipient
from storage.estates import Estate
from storage.notices import Notice
from storage.staff_store import StaffStore
from storage.store import LineStore


def start(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> Notice:
    """Freezes whom it goes to, in one statement, and begins; an update or a cancellation goes to whoever got the first of its row."""
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
    if notice.state != "sending" or store.deliveries.unsettled(notice):
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
    if notice.sent_at is None:
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

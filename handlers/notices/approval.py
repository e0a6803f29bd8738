"""Two people for one notice: whoever wrote it proposes, another agrees or refuses. An emergency may go first and be agreed to after."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Button, Mistake, Reply, ToRoom
from handlers.notices import sending
from handlers.notices.drafting import held_by_crisis, may_announce
from handlers.notices.kinds import goes_by_night
from handlers.staff.request import StaffRequest
from handlers.wording import say, speak
from storage.notices import Notice
from storage.staff_store import StaffStore


def propose(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """The draft is done; it waits for a second person, or goes out where the installation asks for none. Whoever proposes what the line
    drafted answers for it as its author. Raises Mistake when it moved on.
    """
    _yours(request)
    store.notices.take_over(notice)
    after = store.notices.change(notice, "draft", state="proposed", proposed_at=request.now)
    if after is None:
        raise Mistake("notices.moved_on")
    store.notice_steps.record(after, "proposed", request.now)
    if not request.settings.notices.second_person:
        return _agreed(request, store, after)
    _tell(request, store, after, "notices.waits_for_approval")
    return after


def approve(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """Another person agrees, and it goes out, now or at its moment. Raises Mistake for the author, and when it was decided before."""
    _yours(request)
    if notice.author_id == request.who.id:
        raise Mistake("notices.own_approval")
    after = store.notices.approve(notice, request.now)
    if after is None:
        raise Mistake("notices.moved_on")
    store.notice_steps.record(after, "approved", request.now)
    return _agreed(request, store, after) if after.state == "proposed" else after


def refuse(request: StaffRequest, store: StaffStore, notice: Notice, reason: str) -> Notice:
    """Not like this: the author hears why, and can write it anew. Raises Mistake without a reason, and for the author."""
    _yours(request)
    if notice.author_id == request.who.id:
        raise Mistake("notices.own_refusal")
    if not reason.strip():
        raise Mistake("notices.why_not")
    after = store.notices.change(
        notice, "draft", "proposed", state="refused", reason=reason.strip(), ended_at=request.now
    )
    if after is None:
        raise Mistake("notices.moved_on")
    store.notice_steps.record(after, "refused", request.now, after.reason)
    return after


def withdraw(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """Its author thinks better of it before anything left. Raises Mistake for anybody else, and once it moved on."""
    _yours(request)
    if notice.author_id not in (None, request.who.id):
        raise Mistake("notices.not_your_draft")
    after = store.notices.change(notice, "draft", "proposed", state="refused", ended_at=request.now)
    if after is None:
        raise Mistake("notices.moved_on")
    store.notice_steps.record(after, "withdrawn", request.now)
    return after


def go_first(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    """An emergency: it goes out at once, and stands in everybody's list until a second person agreed to it afterwards.

    Raises Mistake for anything but a grave or pressing safety alert.
    """
    _yours(request)
    if notice.kind != "safety" or not goes_by_night(notice.kind, notice.severity, notice.urgency):
        raise Mistake("notices.no_emergency")
    store.notices.take_over(notice)
    after = store.notices.change(
        notice, "draft", "proposed", state="approved", after_the_fact=True, proposed_at=notice.proposed_at or request.now,
        send_at=request.now,
    )  # fmt: skip
    if after is None:
        raise Mistake("notices.moved_on")
    store.notice_steps.record(after, "sent first", request.now)
    _tell(request, store, after, "notices.went_first")
    return sending.start(request, store, after)


def _agreed(request: StaffRequest, store: StaffStore, notice: Notice) -> Notice:
    at = _moment(request, store, notice)
    after = store.notices.change(notice, "proposed", state="approved", send_at=at)
    if after is None:
        raise Mistake("notices.moved_on")
    return sending.start(request, store, after) if at <= request.now else after


def _moment(request: StaffRequest, store: StaffStore, notice: Notice) -> datetime:
    """Its own moment, or now; after the quiet hours where they hold it. Raises Mistake when it has run out by then, and while a crisis
    holds it back.
    """
    at = max(notice.send_at or request.now, request.now)
    estate = store.estate(notice.estate_id)
    if estate and not goes_by_night(notice.kind, notice.severity, notice.urgency):
        at = request.settings.notices.after_quiet(at, ZoneInfo(estate.timezone))
    if sending.is_over(notice, at):
        raise Mistake("notices.expires_before")
    if held_by_crisis(store, notice):
        raise Mistake("notices.frozen")
    return at


def _yours(request: StaffRequest) -> None:
    if not may_announce(request.who):
        raise Mistake("notices.not_yours")


def _tell(request: StaffRequest, store: StaffStore, notice: Notice, key: str) -> None:
    """The colleagues in the staff group hear that something waits for one of them, with the buttons for it."""
    estate = store.estate(notice.estate_id)
    language = speak(estate.language if estate else None, "en")
    headline = next(iter(store.notices.texts(notice).values())).headline
    text = say(language, key, number=notice.id, who=request.who.name, headline=headline)
    steps = ("approve",) if notice.after_the_fact else ("approve", "refuse")
    row = tuple(
        Button(say(language, f"notice_room.{step}_number", number=notice.id), f"notice:{step}:{notice.id}")
        for step in steps
    )
    request.told.append(Reply(to=ToRoom(notice.estate_id), text=text, buttons=(row,)))

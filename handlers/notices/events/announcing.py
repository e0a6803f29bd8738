"""An event becomes a notice of kind invitation, in the three languages; a change of it an Update of that notice, calling off a Cancel.

A second person agrees to each of them, as to every notice. Whoever meant to come does not wait for that: they are told at once.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToRoom
from handlers.notices import approval, drafting
from handlers.notices.drafting import Wanted
from handlers.notices.events import inviting, itip
from handlers.notices.events.texts import said_in
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES, say, speak
from storage.audience import Audience
from storage.estates import Estate
from storage.events import Event
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore


def invite(
    request: StaffRequest, store: StaffStore, event: Event, building_id: int | None, form_key: str
) -> Notice:
    """The invitation to all of the estate or to a building, proposed. The same form sent again gives the notice it made.

    Raises Mistake for an event that does not take place or is closed, and as every notice does.
    """
    estate = store.estate(event.estate_id)
    mine = {one.id for one in store.buildings() if one.estate_id == event.estate_id}
    if estate is None or (building_id and building_id not in mine):
        raise Mistake("notices.no_such_place")
    if event.status != "CONFIRMED":
        raise Mistake("invitations.off")
    if itip.is_closed(event, request.now):
        raise Mistake("events.too_late_to_invite")
    audience = Audience(buildings=(building_id,)) if building_id else Audience()
    return _proposed(request, store, _wanted(request, event, estate, audience), form_key)


def sent(store: StaffStore, event: Event) -> Notice | None:
    """The first invitation to an event that left."""
    return next(iter(_sent(store, event)), None)


def _sent(store: StaffStore, event: Event) -> list[Notice]:
    asked = store.notices.asking(event.estate_id, f"rsvp:{event.id}")
    return [one for one in asked if one.msg_type == "Alert" and one.sent_at]


def follow(request: StaffRequest, store: StaffStore, event: Event, msg_type: str) -> list[Notice]:
    """An Update or a Cancel for whoever got an invitation, proposed: one for each that left. The staff group hears of each that could
    not be written, and why; the homes of that one are theirs to tell.
    """
    estate = store.estate(event.estate_id)
    found: list[Notice] = []
    if estate is None:
        return found
    for first in _sent(store, event):
        wanted = _wanted(request, event, estate, Audience(), msg_type=msg_type, refers_to=first.id)
        try:
            found.append(_proposed(request, store, wanted, f"event-{event.id}-{event.sequence}-{first.id}"))
        except Mistake as mistake:
            request.told.append(_not_followed(event, estate, first, mistake))
    return found


def end_waiting(request: StaffRequest, store: StaffStore, event: Event) -> None:
    """Whatever asks about the event and has not left never leaves: it names a time or a place that is no longer true."""
    estate = store.estate(event.estate_id)
    reason = say(speak(estate.language if estate else None, "en"), "events.invitation_ended")
    for notice in store.notices.asking(event.estate_id, f"rsvp:{event.id}"):
        ends = {"reason": reason, "ended_at": request.now}
        after = store.notices.change(notice, "draft", "proposed", state="refused", **ends)
        if after is None and notice.sent_at is None:
            after = store.notices.change(notice, "approved", "paused", state="stopped", **ends)
        if after:
            store.notice_steps.record(after, after.state, request.now, reason)


def _not_followed(event: Event, estate: Estate, first: Notice, mistake: Mistake) -> Reply:
    language = speak(estate.language, "en")
    why = say(language, mistake.key, **mistake.values)
    title = inviting.title(language, event, estate.language)
    text = say(language, "events.not_followed", title=title, number=first.id, why=why)
    return Reply(to=ToRoom(estate.id), text=text)


def _proposed(request: StaffRequest, store: StaffStore, wanted: Wanted, form_key: str) -> Notice:
    notice = drafting.draft(request, store, wanted, form_key)
    return approval.propose(request, store, notice) if notice.state == "draft" else notice


def _wanted(
    request: StaffRequest, event: Event, estate: Estate, audience: Audience, *, msg_type: str = "Alert", refers_to: int | None = None
) -> Wanted:  # fmt: skip
    off = msg_type == "Cancel"
    return Wanted(
        estate_id=estate.id, kind="invitation", texts=tuple(_text(request, event, estate, one, off=off) for one in LANGUAGES),
        audience=audience, onset=event.starts, expires=event.ends, question="" if off else f"rsvp:{inviting.about(event)}",
        msg_type=msg_type, refers_to=refers_to,
    )  # fmt: skip


def _text(request: StaffRequest, event: Event, estate: Estate, language: str, *, off: bool) -> NoticeText:
    """The words in one language: what it is, when and where; or that it is off, and why."""
    zone, title = ZoneInfo(estate.timezone), inviting.title(language, event, estate.language)
    if off:
        facts = say(
            language, "invitations.cancelled", title=title, when=inviting.when(language, event, zone), reason=event.reason
        )  # fmt: skip
    else:
        words = inviting.words(
            language, event, zone, otherwise=estate.language, address=request.settings.address
        )
        facts = "\n\n".join(filter(None, (said_in(event.description, language, estate.language), words)))
    return NoticeText(language=language, headline=title, facts=facts, doing="", asked="", signature="")

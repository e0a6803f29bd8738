"""What a low score does (I21): a person makes contact within a stated time, the owner hears what came of it, and is asked once more.

Who contacts whom is a task; it is no mark against anybody, and the score is not part of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting, Mistake, Reply, Request, ToContact, ToStaff
from handlers.staff import changing, reply_check
from handlers.staff.request import StaffRequest
from handlers.tickets.works import reaching
from handlers.voice import planning
from handlers.wording import moment, say, speak
from storage.owner_store import OwnerStore
from storage.ratings import Rating
from storage.recoveries import RESULTS, Recovery
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def begin(request: Request, store: OwnerStore, rating: Rating, ticket: Ticket | None) -> datetime:
    """A contact is due; whoever makes it hears of it. Returns by when."""
    due = request.now + timedelta(hours=request.settings.voice.ratings.recover_hours)
    holder = _holder(store, ticket)
    store.recoveries.open(rating, holder_id=holder.id if holder else None, at=request.now, due_at=due)
    if holder:
        language = speak(holder.language, request.estate.language)
        when = moment(language, due, request.tz, request.now)
        point = say(language, f"voice.touch_point.{rating.touch_point}")
        number = ticket.number if ticket else ""
        text = say(language, "voice.recovery.task", number=number, point=point, when=when).strip()
        request.told.append(Reply(to=ToStaff(holder.id), text=text))
    return due


def _holder(store: OwnerStore, ticket: Ticket | None) -> Staff | None:
    """Whoever holds the ticket, else a manager of those who may handle it; without a ticket the home's housekeeper."""
    if ticket is None:
        return store.housekeeper()
    found = reaching.holder_of(store, ticket)
    return found or next((one for one in store.serving(ticket) if one.role in SENIOR), None)


def end(
    request: StaffRequest, store: StaffStore, recovery: Recovery, *, result: str, words: str
) -> tuple[Reply, ...]:
    """The contact was made: what came of it is told to the owner, and the score is asked once more. Nobody reached: nothing is told.

    Raises Mistake: an unknown result, no words, words that the reply check holds, or somebody was quicker.
    """
    if result not in RESULTS:
        raise Mistake("voice.recovery.which_result")
    ticket = store.tickets.by_id(recovery.ticket_id) if recovery.ticket_id else None
    told = result != "not_reached"
    said = changing.checked(words) if told or words.strip() else ""
    if ticket and told:
        reply_check.require_checked(request, store, ticket, said)
    if (
        store.recoveries.end(recovery, result=result, words=said, staff_id=request.who.id, at=request.now)
        is None
    ):
        raise Mistake("voice.recovery.done_before")
    if ticket:
        data = {"result": result}
        store.tickets.record(
            ticket,
            at=request.now,
            kind="recovered",
            actor="staff",
            text=said,
            staff_id=request.who.id,
            data=data,
        )
    if not told:
        return ()
    _ask_again(request, store, recovery, ticket)
    return _told(store, recovery, said)


def _ask_again(request: StaffRequest, store: StaffStore, recovery: Recovery, ticket: Ticket | None) -> None:
    """Once more, after some time. A ticket that is open again is asked about when it is settled, and not twice."""
    rating = store.ratings.by_id(recovery.rating_id)
    if rating is None or rating.again or (ticket and ticket.stage not in ENDED):
        return
    node = planning.Node(
        key=rating.touch_point, occasion=f"{rating.occasion} again", estate_id=rating.estate_id, unit_id=rating.unit_id,
        contact_id=rating.contact_id, ticket=ticket, again=True,
    )  # fmt: skip
    planning.plan(request, store, node, request.settings.voice.ratings.again_hours)


def _told(store: StaffStore, recovery: Recovery, words: str) -> tuple[Reply, ...]:
    account = store.unasked.account(recovery.contact_id) if recovery.contact_id else None
    if account is None:
        return ()
    estate = store.estate(recovery.estate_id)
    language = speak(account.language, estate.language if estate else "en")
    return (Reply(to=ToContact(account.id), text=say(language, "voice.recovery.told", words=words)),)


def late(recovery: Recovery, acting: Acting, store: LineStore) -> None:
    """Its time has passed: the managers of the estate hear of it, once; of a ticket those who may handle it. Where there is no
    manager, or the ticket is about them, whoever stands above them does.
    """
    ticket = store.tickets.by_id(recovery.ticket_id) if recovery.ticket_id else None
    serving = store.serving(ticket) if ticket else store.serving_estate(recovery.estate_id)
    senior = [one for one in serving if one.role in SENIOR]
    for one in [one for one in senior if one.role == "manager"] or senior:
        language = speak(one.language, "en")
        number = ticket.number if ticket else ""
        text = say(language, "voice.recovery.late", number=number).strip()
        acting.told.append(Reply(to=ToStaff(one.id), text=text))

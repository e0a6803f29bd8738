"""/notices in the staff group: what is on its way, and what waits for its time or for a second person."""

from __future__ import annotations

from handlers.base import Button, Reply
from handlers.notices.progress import Pace, progress
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.notices import Notice
from storage.staff_store import StaffStore

#: How many notices one message of the group lists; the pages list all.
LISTED = 15


def listed(request: StaffRequest, store: StaffStore) -> Reply:
    """One line a notice, those under way first; under the list the buttons for what waits for somebody else than its author."""
    waiting = store.notices.waiting_for_approval()
    ids = {one.id for one in waiting}
    going = [one for one in store.notices.standing("sending", "paused", "approved") if one.id not in ids]
    found = [*going, *waiting][:LISTED]
    if not found:
        return Reply(text=say(request.language, "notice_room.none"))
    rows = tuple(_buttons(request, one) for one in found if one.id in ids and one.author_id != request.who.id)
    title = say(request.language, "notice_room.listed", count=len(going) + len(waiting))
    lines = [_line(request, store, one) for one in found]
    return Reply(title=title, text="\n".join(lines), buttons=rows)


def _line(request: StaffRequest, store: StaffStore, notice: Notice) -> str:
    language = request.language
    headline = next(iter(store.notices.texts(notice).values())).headline
    parts = [str(notice.id), say(language, f"notice_pages.state.{notice.state}"), headline]
    if notice.state in ("sending", "paused"):
        come = progress(store.deliveries.standing(notice), Pace(), moving=False)
        parts.append(say(language, "notice_pages.done_of", done=come.done, all=come.all))
    if notice.state == "approved" and notice.send_at:
        parts.append(notice.send_at.astimezone(request.tz).strftime("%Y-%m-%d %H:%M"))
    if notice.after_the_fact and notice.approver_id is None:
        parts.append(say(language, "notice_pages.unapproved"))
    return " · ".join(parts)


def _buttons(request: StaffRequest, notice: Notice) -> tuple[Button, ...]:
    steps = ("approve",) if notice.after_the_fact else ("approve", "refuse")
    return tuple(
        Button(
            say(request.language, f"notice_room.{step}_number", number=notice.id),
            f"notice:{step}:{notice.id}",
        )
        for step in steps
    )

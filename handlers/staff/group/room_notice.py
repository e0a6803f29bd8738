"""A notice from the staff group: the text, then where to, then the count and one tap; a second person's tap sends it."""

from __future__ import annotations

from typing import Any

from handlers.base import Button, Mistake, Outcome, Reply
from handlers.notices import approval, drafting, plain
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.notices import Notice
from storage.staff_store import StaffStore


def begun(request: StaffRequest, store: StaffStore, text: str) -> Outcome:
    """Asks where a text is to go. Raises Mistake for no text, or somebody who may not send notices."""
    if not drafting.may_announce(request.who):
        raise Mistake("notices.not_yours")
    if not text.strip():
        raise Mistake("notices.empty")
    key = request.answers or request.now.isoformat()
    question = {"kind": "notice", "text": text.strip(), "form": f"room:{request.who.id}:{key}"}
    return Outcome(
        replies=(Reply(text=say(request.language, "notices.where"), buttons=_places(store)),),
        awaiting=question,
    )


def _places(store: StaffStore) -> tuple[tuple[Button, ...], ...]:
    """Every estate and building of the scope."""
    rows = []
    for estate in store.estates():
        rows.append((Button(estate.name, f"notice:to:{estate.id}:0"),))
        rows += [
            (Button(f"{estate.name} · {one.name}", f"notice:to:{estate.id}:{one.id}"),)
            for one in store.buildings()
            if one.estate_id == estate.id
        ]
    return tuple(rows)


def pressed(
    request: StaffRequest, store: StaffStore, button: tuple[str, ...], question: dict[str, Any] | None
) -> Outcome:
    """A place chosen, the last tap, none of it, or the approval of what a colleague wrote.

    Raises Mistake when this person has no notice on its way.
    """
    if button[1:2] == ("approve",) and len(button) == 3 and button[2].isdecimal():
        return _approved(request, store, int(button[2]))
    if not question or question["kind"] != "notice":
        raise Mistake("notices.no_draft")
    match button[1:]:
        case ("cancel",):
            return Outcome(replies=(Reply(text=say(request.language, "desk.cancelled")),))
        case ("to" | "send" as step, estate, building) if estate.isdecimal() and building.isdecimal():
            wanted = plain.wanted(request, store, int(estate), int(building) or None, str(question["text"]))
            if step == "to":
                return Outcome(replies=(_confirm(request, store, wanted, building),), awaiting=question)
            notice = drafting.draft(request, store, wanted, str(question["form"]))
            return Outcome(replies=(_said(request, store, approval.propose(request, store, notice)),))
        case _:
            raise Mistake("desk.not_understood")


def _confirm(request: StaffRequest, store: StaffStore, wanted: drafting.Wanted, building: str) -> Reply:
    found = drafting.preview(request, store, wanted)
    count, place = found.reach.reached, plain.place_of(store, wanted)
    send = Button(
        say(request.language, "notices.send", count=count), f"notice:send:{wanted.estate_id}:{building}"
    )
    leave = Button(say(request.language, "notices.leave"), "notice:cancel")
    question = say(request.language, "notices.confirm", count=count, place=place)
    return Reply(title=question, text=wanted.texts[0].facts, buttons=((send,), (leave,)))


def _said(request: StaffRequest, store: StaffStore, notice: Notice) -> Reply:
    """Where the notice stands; one that waits for a colleague has the button for it."""
    if notice.state != "proposed":
        return _on_its_way(request, store, notice)
    agree = Button(say(request.language, "notices.approve"), f"notice:approve:{notice.id}")
    return Reply(text=say(request.language, "notices.proposed", number=notice.id), buttons=((agree,),))


def _approved(request: StaffRequest, store: StaffStore, notice_id: int) -> Outcome:
    notice = store.notices.by_id(notice_id)
    if notice is None:
        raise Mistake("notices.gone")
    return Outcome(replies=(_on_its_way(request, store, approval.approve(request, store, notice)),))


def _on_its_way(request: StaffRequest, store: StaffStore, notice: Notice) -> Reply:
    if notice.state == "approved" and notice.send_at:
        when = notice.send_at.astimezone(request.tz).strftime("%Y-%m-%d %H:%M")
        return Reply(text=say(request.language, "notices.scheduled", number=notice.id, when=when))
    reach = store.deliveries.reach(notice)
    text = say(request.language, "notices.on_its_way", count=sum(reach.contacts.values()), number=notice.id)
    return Reply(text=text)

"""A notice from the staff group: the text, then where to, then the count and one last tap."""

from __future__ import annotations

from typing import Any

from handlers.base import Button, Mistake, Outcome, Reply
from handlers.notices import announce
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.staff_store import StaffStore


def begun(request: StaffRequest, store: StaffStore, text: str) -> Outcome:
    """Asks where a text is to go. Raises Mistake for no text, too much, or somebody who may not send notices."""
    if not announce.may_announce(request.who):
        raise Mistake("notices.not_yours")
    words = announce.checked(text)
    key = request.answers or request.now.isoformat()
    question = {"kind": "notice", "text": words, "form": f"room:{request.who.id}:{key}"}
    text = say(request.language, "notices.where")
    return Outcome(replies=(Reply(text=text, buttons=_places(store)),), awaiting=question)


def _places(store: StaffStore) -> tuple[tuple[Button, ...], ...]:
    """Every estate and building of the scope, with the number of contacts it reaches."""
    rows = []
    for estate in store.estates():
        rows.append((_place(store, estate.name, estate.id, 0),))
        rows += [
            (_place(store, f"{estate.name} · {one.name}", estate.id, one.id),)
            for one in store.buildings()
            if one.estate_id == estate.id
        ]
    return tuple(rows)


def _place(store: StaffStore, name: str, estate_id: int, building_id: int) -> Button:
    reach = store.notices.reach(estate_id, building_id or None)
    return Button(f"{name} ({reach})", f"notice:to:{estate_id}:{building_id}")


def pressed(
    request: StaffRequest, store: StaffStore, button: tuple[str, ...], question: dict[str, Any] | None
) -> Outcome:
    """A place chosen, the last tap, or none of it. Raises Mistake when this person has no notice on its way."""
    if not question or question["kind"] != "notice":
        raise Mistake("notices.no_draft")
    match button[1:]:
        case ("cancel",):
            return Outcome(replies=(Reply(text=say(request.language, "desk.cancelled")),))
        case ("to" | "send" as step, estate, building) if estate.isdecimal() and building.isdecimal():
            draft = announce.preview(
                request, store, int(estate), int(building) or None, str(question["text"])
            )
            if step == "to":
                return Outcome(replies=(_confirm(request, draft, estate, building),), awaiting=question)
            sent = announce.announce(request, store, draft, str(question["form"]))
            told = Reply(text=say(request.language, "notices.on_its_way", count=len(sent), place=draft.place))
            return Outcome(replies=(told, *sent))
        case _:
            raise Mistake("desk.not_understood")


def _confirm(request: StaffRequest, draft: announce.Draft, estate: str, building: str) -> Reply:
    send = Button(
        say(request.language, "notices.send", count=draft.reach), f"notice:send:{estate}:{building}"
    )
    leave = Button(say(request.language, "notices.leave"), "notice:cancel")
    question = say(request.language, "notices.confirm", count=draft.reach, place=draft.place)
    return Reply(title=question, text=draft.text, buttons=((send,), (leave,)))

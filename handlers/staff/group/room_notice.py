"""A notice from the staff group: the text, what it is, where to, then the count and one tap; a second person's tap sends it.

While it is sent, and as long as it waits, colleagues hold, resume and stop it here; for a refusal and a stop their next message is
the reason.
"""

from __future__ import annotations

from typing import Any

from handlers.base import Button, Mistake, Outcome, Reply
from handlers.notices import approval, drafting, plain, sending, watching
from handlers.notices.kinds import goes_by_night
from handlers.staff.request import StaffRequest
from handlers.wording import say, speak
from storage.delivery_rows import BEST_FIRST, RESERVE, WAITING
from storage.notices import Notice
from storage.staff_store import StaffStore

#: What is written in a chat; invitations and offers need more than a text, and are written on the pages.
KINDS = ("safety", "outage", "announcement")

#: Buttons after which the next message is the reason.
_REASONS = ("refuse", "stop")

#: What is done to a notice that stands.
_STEPS = ("approve", "hold", "resume", *_REASONS)


def begun(request: StaffRequest, store: StaffStore, text: str) -> Outcome:
    """Asks what a text is. Raises Mistake for no text, or somebody who may not send notices."""
    if not drafting.may_announce(request.who):
        raise Mistake("notices.not_yours")
    if not text.strip():
        raise Mistake("notices.empty")
    key = request.answers or request.now.isoformat()
    question = {"kind": "notice", "text": text.strip(), "form": f"room:{request.who.id}:{key}"}
    rows = tuple(
        (Button(say(request.language, f"notices.kind.{one}"), f"notice:kind:{one}"),) for one in KINDS
    )
    return Outcome(
        replies=(Reply(text=say(request.language, "notice_room.what"), buttons=rows),), awaiting=question
    )


def pressed(
    request: StaffRequest, store: StaffStore, button: tuple[str, ...], question: dict[str, Any] | None
) -> Outcome:
    """A step of somebody's own notice, or what is done to one that stands. Raises Mistake for what no longer fits."""
    match button[1:]:
        case (step, number) if step in _STEPS and number.isdecimal():
            return _done(request, store, step, _notice(store, int(number[:16])), question)
        case ("cancel",):
            return Outcome(replies=(Reply(text=say(request.language, "desk.cancelled")),))
    if not question or question["kind"] != "notice":
        raise Mistake("notices.no_draft")
    match button[1:]:
        case ("kind", kind) if kind in KINDS:
            where = Reply(text=say(request.language, "notices.where"), buttons=_places(store))
            return Outcome(replies=(where,), awaiting={**question, "what": kind})
        case ("to" | "send" | "first" as step, estate, building) if (
            estate.isdecimal() and building.isdecimal()
        ):
            return _placed(request, store, step, question, (int(estate[:16]), int(building[:16])))
        case _:
            raise Mistake("desk.not_understood")


def answered(request: StaffRequest, store: StaffStore, text: str, question: dict[str, Any]) -> Outcome:
    """The reason of a refusal or a stop. Raises Mistake without one, and leaves the question open."""
    notice = _notice(store, int(question["notice"]))
    if question["kind"] == "notice_refuse":
        after = approval.refuse(request, store, notice, text)
        return Outcome(replies=(_short(request, store, "notice_room.refused", after, reason=after.reason),))
    after = sending.stop(request, store, notice, text)
    watching.now(request, store, after)
    return Outcome(replies=(_short(request, store, "notice_room.was_stopped", after, reason=after.reason),))


def _notice(store: StaffStore, notice_id: int) -> Notice:
    found = store.notices.by_id(notice_id)
    if found is None:
        raise Mistake("notices.gone")
    return found


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


# Somebody's own notice


def _placed(
    request: StaffRequest, store: StaffStore, step: str, question: dict[str, Any], place: tuple[int, int]
) -> Outcome:
    kind = str(question.get("what", "announcement"))
    wanted = plain.wanted(request, store, place[0], place[1] or None, str(question["text"]), kind)
    if step == "to":
        return Outcome(
            replies=(_confirm(request, store, wanted, f"{place[0]}:{place[1]}"),), awaiting=question
        )
    notice = drafting.draft(request, store, wanted, str(question["form"]))
    if step == "first":
        return Outcome(replies=(_on_its_way(request, store, approval.go_first(request, store, notice)),))
    after = approval.propose(request, store, notice)
    return Outcome(replies=() if after.state == "proposed" else (_on_its_way(request, store, after),))


def _confirm(request: StaffRequest, store: StaffStore, wanted: drafting.Wanted, place: str) -> Reply:
    """The text with whom it reaches and whom it does not, and why; a pressing alert may go before anybody agreed."""
    found, language = drafting.preview(request, store, wanted), request.language
    reach = found.reach
    lines = [
        wanted.texts[0].facts,
        "",
        say(
            language, "notice_pages.reaches", households=reach.households.get(WAITING, 0), all=reach.addressed,
            accounts=reach.reached,
        ),
    ]  # fmt: skip
    missed = [
        state for state in BEST_FIRST if state not in (WAITING, RESERVE) and reach.households.get(state)
    ]
    lines += [f"{say(language, f'notice_pages.why.{one}')}: {reach.households[one]}" for one in missed]
    rows = [(Button(say(language, "notices.send", count=reach.reached), f"notice:send:{place}"),)]
    cap = drafting.cap_of(wanted)
    if wanted.kind == "safety" and goes_by_night(wanted.kind, cap["severity"], cap["urgency"]):
        rows.append((Button(say(language, "notice_pages.do.first"), f"notice:first:{place}"),))
    rows.append((Button(say(language, "notices.leave"), "notice:cancel"),))
    title = say(language, "notices.confirm", count=reach.reached, place=plain.place_of(store, wanted))
    return Reply(title=title, text="\n".join(lines), buttons=tuple(rows))


# What is done to one that stands


def _done(
    request: StaffRequest, store: StaffStore, step: str, notice: Notice, question: dict[str, Any] | None
) -> Outcome:
    if step in _REASONS:
        return _asked(request, step, notice)
    if step == "approve":
        after = approval.approve(request, store, notice)
        late = after.after_the_fact and notice.after_the_fact
        said = (
            _short(request, store, "notice_room.approved_after", after)
            if late
            else _on_its_way(request, store, after)
        )
    else:
        after = (sending.hold if step == "hold" else sending.resume)(request, store, notice)
        said = _short(request, store, f"notice_room.{'held' if step == 'hold' else 'resumed'}", after)
    watching.now(request, store, after)
    return Outcome(replies=(said,), awaiting=question)


def _asked(request: StaffRequest, step: str, notice: Notice) -> Outcome:
    """Asks for the reason, of whoever may do it at all."""
    if not drafting.may_announce(request.who):
        raise Mistake("notices.not_yours")
    if step == "refuse" and notice.author_id == request.who.id:
        raise Mistake("notices.own_refusal")
    open_states = ("proposed",) if step == "refuse" else ("approved", "sending", "paused")
    if notice.state not in open_states:
        raise Mistake("notices.moved_on")
    text = say(request.language, f"notice_room.why_{step}", number=notice.id, who=request.who.name)
    return Outcome(replies=(Reply(text=text),), awaiting={"kind": f"notice_{step}", "notice": notice.id})


def _short(request: StaffRequest, store: StaffStore, key: str, notice: Notice, **values: object) -> Reply:
    """What everybody in the group reads of it."""
    language = _of_the_group(store, notice)
    return Reply(text=say(language, key, number=notice.id, who=request.who.name, **values))


def _of_the_group(store: StaffStore, notice: Notice) -> str:
    estate = store.estate(notice.estate_id)
    return speak(estate.language if estate else None, "en")


def _on_its_way(request: StaffRequest, store: StaffStore, notice: Notice) -> Reply:
    language = _of_the_group(store, notice)
    if notice.state == "approved" and notice.send_at:
        when = notice.send_at.astimezone(request.tz).strftime("%Y-%m-%d %H:%M")
        return Reply(text=say(language, "notices.scheduled", number=notice.id, when=when))
    left = store.deliveries.unsettled(notice)
    return Reply(text=say(language, "notices.on_its_way", count=left, number=notice.id))

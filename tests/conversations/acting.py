"""How the people of a conversation's table act upon the house; the table's words stand in test_conversations.py."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.base import Inbound, Media, Outbound
from bot.posting import Posting
from bot.steps import run_step
from handlers import binding_codes as shape
from handlers.staff.request import StaffRequest
from handlers.staff.warning import incident_desk
from handlers.staff.works import pricing, visiting
from storage import binding_codes, contacts, estates, people, staff
from storage.estates import estates as estates_table
from storage.inbox import DEAD, inbox
from storage.people import persons
from storage.readings import reading_corrections
from storage.staff_store import StaffStore
from storage.ticket_rows import tickets as tickets_table
from tests.conversations import club_steps, desk_steps, event_steps, notice_steps, officer_steps, survey_steps
from tests.support.house import GROUP, House

PEOPLE = {"ann": "1", "bob": "2", "cat": "3", "dan": "9"}
ACTORS = (*PEOPLE, "staff", "house", "later")
_SENT = ("photo", "voice", "sticker", "location", "video", "document")


async def act(house: House, step: dict[str, Any]) -> list[Outbound]:
    """Does what the step says; returns what its actor (or `to`) heard."""
    actor = next(name for name in ACTORS if name in step)
    if actor == "later":
        house.later(**step["later"])
        return house.heard(PEOPLE[step.get("to", "ann")])
    if actor == "house" and "drawn" in step["house"]:
        house.draws(step["house"]["drawn"])
        return []
    if actor == "house":
        _arrange(house, step["house"])
        return []
    if actor == "staff":
        await _staff(house, step["staff"])
        return house.heard(PEOPLE[step.get("to", "ann")])
    return await _owner(house, PEOPLE[actor], step[actor])


async def _owner(house: House, chat: str, done: Any) -> list[Outbound]:
    if isinstance(done, list):
        for piece in done:
            await house.give(_message(house, chat, piece))
            house.now += timedelta(seconds=0.4)
        house.later(seconds=6)
        return house.heard(chat)
    if isinstance(done, dict) and "tap" in done:
        return await house.taps(chat, done["tap"])
    if isinstance(done, dict) and "press" in done:
        return await house.presses(chat, str(done["press"]))
    await house.give(_message(house, chat, done))
    house.later(seconds=6)
    return house.heard(chat)


def _message(house: House, chat: str, done: Any) -> Inbound:
    if isinstance(done, str):
        return house.message(chat, done)
    if "repeat" in done:
        return house.message(chat, done["repeat"] * int(done["times"]))
    if "start" in done:
        return house.message(chat, "", kind="start", start=done["start"] or "")
    if "reply" in done:
        return house.message(chat, done["reply"], reply_to=notice_steps.bubble(house, chat))
    if "edit" in done:
        return house.message(chat, done["edit"], kind="edit")
    kind = next(kind for kind in _SENT if kind in done)
    return house.message(
        chat, _caption(done, kind), media=(_media(house, done, kind),), album=done.get("album")
    )


def _caption(done: dict[str, Any], kind: str) -> str:
    return "" if kind == "location" else done[kind] or ""


def _media(house: House, done: dict[str, Any], kind: str) -> Media:
    reference = f"{kind}-{next(house._count)}"
    if kind == "location":
        latitude, longitude = (float(part) for part in done[kind].split(","))
        return Media(kind="location", reference=reference, latitude=latitude, longitude=longitude)
    return Media(kind=kind, reference=reference, mime="image/jpeg", size=1000)  # type: ignore[arg-type]


async def _staff(house: House, done: dict[str, Any]) -> None:
    for steps in (desk_steps, event_steps, survey_steps, club_steps, officer_steps):
        if steps.is_one(done):
            steps.do(house, done)
            return
    if "says" in done:
        await house.give(house.message(GROUP, done["says"], sender="900", private=False))
        return
    if "incident" in done:
        _incident(house, done)
        return
    step = next((step for step in ("claim", "resolve", "give_back", "on_site") if step in done), None)
    if "tap" in done or step:
        data = f"desk:{step}:{house.ticket_id(done[step])}" if step else house.button(GROUP, done["tap"])
        await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=data))
        return
    if "ask" in done:
        thread, _ = house.topic(done["to"])
        data = f"desk:ask:{house.ticket_id(done['to'])}"
        press = house.message(
            GROUP, "", kind="button", sender="900", private=False, button=data, thread=thread
        )
        await house.give(press)
        await house.give(house.message(GROUP, done["ask"], sender="900", private=False, thread=thread))
        return
    if step := _from_the_pages(done):
        house.staff_does(done["to"], step)
        return
    words = done.get("reply") or done.get("note")
    thread, card = house.topic(done["to"])
    reply_to = card if "reply" in done else None
    await house.give(
        house.message(GROUP, str(words), sender="900", private=False, thread=thread, reply_to=reply_to)
    )


def _from_the_pages(done: dict[str, Any]) -> Any:
    """What staff do on a ticket's page: a price, a visit, the answer to the owner's other time."""
    if "price" in done:
        return lambda request, store, ticket: pricing.offer(
            request, store, ticket, str(done["price"]), done["for"], at_cost=done.get("at_cost", False)
        )
    if "visit" in done:
        return lambda request, store, ticket: visiting.propose(
            request, store, ticket, done["visit"], done["until"]
        )
    named = {
        "accept": visiting.accept_counter,
        "decline": visiting.decline_counter,
        "call_off": visiting.cancel,
        "came": visiting.came,
    }
    step = named.get(done.get("other_time", ""))
    return (lambda request, store, ticket: step(request, store, ticket, done["sequence"])) if step else None


def _incident(house: House, done: dict[str, Any]) -> None:
    """What the manager does with an incident on its page."""

    def step(connection: Any, posting: Posting, now: datetime) -> None:
        who = next(one for one in staff.serving(connection, house.estate_id) if one.role == "manager")
        request = StaffRequest(who=who, now=now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        store = StaffStore(connection, who)
        one, text = incident_desk.in_scope(store, int(done["of"])), str(done.get("text", ""))
        steps = {
            "confirm": lambda: incident_desk.confirm(
                request, store, one, told=text, next_at=now + timedelta(hours=2)
            ),
            "tell": lambda: incident_desk.tell(request, store, one, text),
            "fix": lambda: incident_desk.fix(request, store, one, cause=text, actions=text),
        }
        posting.post((*steps[done["incident"]](), *request.told), None)

    run_step(house.database, house.routes, step, house.now)


def _arrange(house: House, done: dict[str, Any]) -> None:
    if "notice" in done or "cancel" in done:
        notice_steps.send(house, done)
        return
    _prepare(house, done)


def _prepare(house: House, done: dict[str, Any]) -> None:
    """What the management does beforehand: a code printed, a second home, a home's dates, a manager, another jurisdiction."""
    with house.database.transaction() as connection:
        if "code" in done:
            _print_code(house, connection, done)
        elif "home" in done:
            person = connection.execute(persons.select().where(persons.c.name == done["of"])).one()
            unit = estates.unit_labelled(connection, house.estate_id, done["home"])
            assert unit
            people.occupy(
                connection, estate_id=house.estate_id, person_id=person.id, unit_id=unit.id, role="owner", at=house.now
            )  # fmt: skip
        elif "dates" in done:
            unit = estates.unit_labelled(connection, house.estate_id, done["dates"])
            assert unit
            estates.change_unit(
                connection, unit.id, delivered_on=done.get("delivered"), accepted_on=done.get("accepted")
            )
        elif "muted" in done:
            table = contacts.contacts
            connection.execute(table.update().where(table.c.name == done["muted"]).values(muted=True))
        elif "manager" in done:
            table = staff.staff
            connection.execute(table.update().where(table.c.name == done["manager"]).values(role="manager"))
        else:
            connection.execute(estates_table.update().values(jurisdiction=done["jurisdiction"]))


def _print_code(house: House, connection: Any, done: dict[str, Any]) -> None:
    unit = estates.unit_labelled(connection, house.estate_id, done["unit"])
    assert unit
    known = connection.execute(persons.select().where(persons.c.name == done.get("person", ""))).first()
    selector, secret = done["code"][:4], done["code"][5:].replace("-", "")
    binding_codes.add(
        connection, estate_id=house.estate_id, unit_id=unit.id, person_id=known.id if known else None, role="owner",
        selector=selector, code_hash=shape.hashed(secret), link_hash=shape.hashed(done.get("link", "")),
        created_at=house.now, expires_at=house.now + timedelta(hours=done.get("hours", 72)),
    )  # fmt: skip


def tickets(house: House) -> int:
    with house.database.reading() as connection:
        return len(connection.execute(tickets_table.select()).all())


def misread(house: House) -> list[str]:
    """What misread messages really were, as far as anybody has said."""
    with house.database.reading() as connection:
        return [row.label for row in connection.execute(reading_corrections.select().order_by("id")).all()]


def put_aside(house: House) -> list[str]:
    """Why turns failed: a table never leads to a bug of ours."""
    with house.database.reading() as connection:
        rows = connection.execute(inbox.select().where(inbox.c.state == DEAD)).all()
    return [str(row) for row in rows]

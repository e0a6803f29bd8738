"""`ownerline notice hold|resume|stop`: what a named member of staff does to a notice on its way; the staff group hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.notice_looking import Number, named, place_of
from bot.commands.opening import database_of, settings_of
from bot.commands.refusing import Refused

if TYPE_CHECKING:
    from handlers.staff.request import StaffRequest
    from storage.db import Connection
    from storage.notices import Notice
    from storage.staff import Staff
    from storage.staff_store import StaffStore

    Step = Callable[[StaffRequest, StaffStore, Notice], Notice]

As = Annotated[
    str, typer.Option("--as", metavar="NAME", help="Who does it: somebody who may send notices there.")
]


def hold(context: typer.Context, number: Number, name: As) -> None:
    """Hold a notice: nothing more leaves until it is resumed."""
    from handlers.notices import sending

    _done(context, number, name, sending.hold)
    print(f"Notice {number} is held. `ownerline notice resume {number}` lets it go on.")


def resume(context: typer.Context, number: Number, name: As) -> None:
    """Let a held notice go on."""
    from handlers.notices import sending

    _done(context, number, name, sending.resume)
    print(f"Notice {number} goes on.")


def stop(
    context: typer.Context,
    number: Number,
    name: As,
    reason: Annotated[str, typer.Option(help="Why; it is kept, and the staff group reads it.")],
) -> None:
    """Stop a notice for good. Whoever got it can be told by an update."""
    from handlers.notices import sending

    _done(context, number, name, lambda request, store, notice: sending.stop(request, store, notice, reason))
    print(f"Notice {number} is stopped; nothing more of it leaves.")


def _done(context: typer.Context, number: int, name: str, step: Step) -> None:
    """The step in one transaction, with what it tells others. Raises Refused for whatever a person can put right."""
    from bot import clock
    from bot.posting import Posting
    from bot.wiring import conversation_of, routes_of
    from handlers.base import Mistake
    from handlers.notices import watching
    from handlers.staff.request import StaffRequest
    from handlers.wording import say
    from storage.staff_store import StaffStore

    settings = settings_of(context)
    routes = routes_of(settings, telegram=bool(settings.telegram.token.get_secret_value()))
    with database_of(settings) as database, database.transaction() as connection:
        line, notice = named(connection, number)
        estate = place_of(line, notice)
        who = _staff(connection, name, notice.estate_id)
        store, now, zone = StaffStore(connection, who), clock.now(), ZoneInfo(estate.timezone)
        request = StaffRequest(who=who, now=now, tz=zone, settings=conversation_of(settings, routes))
        try:
            after = step(request, store, notice)
        except Mistake as mistake:
            told = say("en", mistake.key, **mistake.values)
            raise Refused(
                f"{told} It is {notice.state}." if mistake.key == "notices.moved_on" else told
            ) from mistake
        watching.now(request, store, after)
        Posting(connection, routes, now=now, turn_id=clock.turn_id()).post(tuple(request.told), None)


def _staff(connection: Connection, name: str, estate_id: int) -> Staff:
    """The one of that name at the estate who may send notices. Raises Refused for nobody, and for several."""
    from handlers.notices.drafting import may_announce
    from storage import staff

    serving = staff.serving(connection, estate_id)
    found = [one for one in serving if one.name == name]
    if len(found) > 1:
        raise Refused(
            f"There are {len(found)} on the staff called {name}; give one of them another name first."
        )
    if found and may_announce(found[0]):
        return found[0]
    others = ", ".join(one.name for one in serving if may_announce(one)) or "nobody"
    why = "may not send notices" if found else "is not on the staff of this estate"
    raise Refused(f"{name} {why}; {others} may.")

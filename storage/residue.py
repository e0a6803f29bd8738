"""What a turn leaves behind beside the rows it meant to write: the update in the inbox, its answers in the outbox, the lines of the web chat.

For what must be gone when it is over. The rows stay, so that nothing is taken twice or sent twice; their words go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select, update

from storage.inbox import DONE, WAITING, inbox
from storage.outbox import PENDING, SENDING, outbox
from storage.webchat import webchat_log

#: What stands in the place of words that are gone.
GONE = "…"

#: What a payload holds of words: what was said, what was heard, the choices under it, which of them was taken, and what a program
#: stated or another reader read in it.
_WORDED = ("text", "title", "keys", "media", "button", "asked", "lent")


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn, and the chat it was about: the chat is what the tables are indexed by."""

    channel: str
    chat: str
    turn_id: str


def blank(connection: Connection, turned: Turned) -> None:
    """Takes the words out of everything that the turn took in and sent back; what is still to be sent keeps its words."""
    blank_taken(connection, turned)
    blank_sent(connection, _of(outbox, turned))


def blank_taken(connection: Connection, turned: Turned) -> None:
    """Takes the words, and the pressed button, out of what the turn took in."""
    done = _of(inbox, turned) & (inbox.c.state == DONE)
    taken = _each(connection, inbox, done, inbox.c.update_id)
    blank_lines(connection, webchat_log.c.source.in_([f"in:{one}" for one in taken]))


def waits(connection: Connection, turned: Turned) -> bool:
    """Whether something of the turn is still to be handled or sent, and keeps its words until then."""
    given = _of(outbox, turned) & outbox.c.state.in_((PENDING, SENDING))
    return taken_waits(connection, turned) or _any(connection, outbox, given)


def taken_waits(connection: Connection, turned: Turned) -> bool:
    """Whether something that the turn took in is still to be handled."""
    return _any(connection, inbox, _of(inbox, turned) & (inbox.c.state == WAITING))


def _any(connection: Connection, table: Table, where: Any) -> bool:
    return connection.execute(select(table.c.id).where(where).limit(1)).first() is not None


def blank_sent(connection: Connection, where: ColumnElement[bool]) -> bool:
    """Takes the words out of what was sent, in the web chat too; True while some of it is still to be sent."""
    under_way = outbox.c.state.in_((PENDING, SENDING))
    given = _each(connection, outbox, where & ~under_way, outbox.c.id)
    blank_lines(connection, webchat_log.c.source.in_([f"out:{one}" for one in given]))
    left = select(outbox.c.id).where(where & under_way).limit(1)
    return connection.execute(left).first() is not None


def blank_lines(connection: Connection, where: ColumnElement[bool]) -> None:
    """Takes the words out of lines of the web chat."""
    _each(connection, webchat_log, where, webchat_log.c.id)


def _of(table: Table, turned: Turned) -> Any:
    own = (table.c.channel == turned.channel) & (table.c.chat == turned.chat)
    return own & (table.c.turn_id == turned.turn_id)


def _each(connection: Connection, table: Table, where: Any, name: Any) -> list[Any]:
    rows = connection.execute(select(table.c.id, name.label("name"), table.c.payload).where(where)).all()
    for row in rows:
        bare = {key: value for key, value in row.payload.items() if key not in _WORDED}
        connection.execute(update(table).where(table.c.id == row.id).values(payload=bare | {"text": GONE}))
    return [row.name for row in rows]

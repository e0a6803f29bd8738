"""What a turn leaves behind beside the rows it meant to write: the update in the inbox, its answers in the outbox, the lines of the web chat.

For what must be gone when it is over. The rows stay, so that nothing is taken twice or sent twice; their words go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select, update

from storage.inbox import DONE, inbox
from storage.outbox import PENDING, SENDING, outbox
from storage.webchat import webchat_log

#: What stands in the place of words that are gone.
GONE = "…"

#: What a payload holds of words: what was said, what was heard, and the choices under it.
_WORDED = ("text", "title", "keys", "media")


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn, and the chat it was about: the chat is what the tables are indexed by."""

    channel: str
    chat: str
    turn_id: str


def blank(connection: Connection, turned: Turned) -> None:
    """Takes the words out of everything that the turn took in and sent back; what is still to be sent keeps its words."""
    done = _of(inbox, turned) & (inbox.c.state == DONE)
    sent = _of(outbox, turned) & outbox.c.state.not_in((PENDING, SENDING))
    taken = _each(connection, inbox, done, inbox.c.update_id)
    given = _each(connection, outbox, sent, outbox.c.id)
    sources = [*(f"in:{one}" for one in taken), *(f"out:{one}" for one in given)]
    _each(connection, webchat_log, webchat_log.c.source.in_(sources), webchat_log.c.id)


def _of(table: Table, turned: Turned) -> Any:
    own = (table.c.channel == turned.channel) & (table.c.chat == turned.chat)
    return own & (table.c.turn_id == turned.turn_id)


def _each(connection: Connection, table: Table, where: Any, name: Any) -> list[Any]:
    rows = connection.execute(select(table.c.id, name.label("name"), table.c.payload).where(where)).all()
    for row in rows:
        bare = {key: value for key, value in row.payload.items() if key not in _WORDED}
        connection.execute(update(table).where(table.c.id == row.id).values(payload=bare | {"text": GONE}))
    return [row.name for row in rows]

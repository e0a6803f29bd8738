"""Hands notices on to the outbox in small pieces, so that it never holds a million rows and a notice can be held at any moment.

What was fed is committed together with its messages: after a crash the next piece begins where the last one ended.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot import clock
from bot.posting import Posting, Routes
from bot.steps import told_staff
from handlers.base import ConversationSettings, LineAct
from handlers.notices import sending
from storage import outbox
from storage.db import Connection, Database, StorageError
from storage.notices import Notice
from storage.store import LineStore

log = structlog.get_logger()

#: Seconds between two looks.
EVERY = 1.0

#: How many seconds' worth of messages lie ready at the channel's full speed: enough for a slow moment, few enough to call back.
AHEAD = 5


class Feeder:
    """Feeds every notice under way. `per_second`: how many messages the fastest of the limited channels takes."""

    def __init__(
        self,
        database: Database,
        routes: Routes,
        settings: ConversationSettings,
        per_second: int,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._database = database
        self._routes = routes
        self._settings = settings
        self._most = AHEAD * per_second
        self._now = now

    def feed(self) -> int:
        """One piece of everything that may go now; returns how many messages it became."""
        with self._database.reading() as connection:
            under_way = LineStore(connection).notices.under_way()
            room = self._most - outbox.bulk_waiting(connection, self._now())
        fed = 0
        for notice in under_way:
            fed += self._fed(notice, room - fed)
        return fed

    def _fed(self, notice: Notice, room: int) -> int:
        try:
            with self._database.transaction() as connection:
                return self._piece(connection, LineStore(connection), notice, room)
        except Exception as error:
            if isinstance(error, StorageError) and error.passing:
                raise
            log.error(
                "A notice cannot be sent and is held.", action="notice_held", notice=notice.id, exc_info=error
            )
            self._hold(notice)
            return 0

    def _piece(self, connection: Connection, store: LineStore, notice: Notice, room: int) -> int:
        """The row of the notice is the lock: of several processes one feeds it."""
        held = store.notices.change(notice, "sending", state="sending")
        estate = store.estate(notice.estate_id)
        if held is None or estate is None:
            return 0
        now = self._now()
        acting = LineAct(now=now, tz=ZoneInfo(estate.timezone), settings=self._settings)
        posting = Posting(connection, self._routes, now=now, turn_id=f"notice-{held.id}")
        if sending.is_over(held, now):
            sending.lapse(acting, store, held)
            posting.post(tuple(acting.told), None)
            return 0
        if sending.held_back(acting, store, held):
            store.deliveries.hold(held)
            sending.finish(acting, store, held)
            return 0
        replies = sending.feed(acting, store, held, room) if room > 0 else ()
        posting.post(replies, None)
        if room > 0 and not replies:
            sending.finish(acting, store, held)
        return len(replies)

    def _hold(self, notice: Notice) -> None:
        with self._database.transaction() as connection:
            store = LineStore(connection)
            if store.notices.change(notice, "sending", state="paused"):
                store.notice_steps.record(notice, "held", self._now(), "it cannot be sent")
            turn_id = clock.turn_id()
            Posting(connection, self._routes, now=self._now(), turn_id=turn_id).post(
                told_staff(connection, turn_id, f"notice {notice.id}"), None
            )

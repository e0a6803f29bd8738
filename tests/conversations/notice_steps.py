"""A notice in a conversation's table: written by Fang, agreed to by Guard Li, and standing in everybody's chat.

house: {notice: Water off, kind: outage, facts: …, question: fixed, options: [a, b], hours: 3}   `hours`: until it expires
house: {cancel: Water off}                                                                      its cancellation
ann: {reply: words}                                                                             the app's reply to the newest
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.posting import Posting
from bot.steps import run_step
from handlers.base import LineAct
from handlers.notices import sending
from storage import delivery_ends
from storage.db import Connection
from storage.notices import Notice, NoticeText, notices
from storage.outbox import outbox
from storage.store import LineStore
from tests.support.house import House

_ROW: dict[str, Any] = {
    "template": "", "status": "Actual", "msg_type": "Alert", "category": "Other", "urgency": "Expected", "severity": "Minor",
    "certainty": "Likely", "response_type": "None", "audience": {}, "pictures": [], "question": "", "source": {},
    "at_most_once": False, "after_the_fact": False, "state": "approved",
}  # fmt: skip


def send(house: House, done: dict[str, Any]) -> None:
    """Sends it to everybody, and marks every message as arrived."""

    def work(connection: Connection, posting: Posting, now: datetime) -> None:
        store = LineStore(connection)
        acting = LineAct(now=now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        begun = sending.start(acting, store, _approved(house, store, done, now))
        posting.post(sending.feed(acting, store, begun, 100), None)

    run_step(house.database, house.routes, work, house.now)
    _arrive(house)
    with house.database.transaction() as connection:
        store = LineStore(connection)
        for notice in store.notices.under_way():
            sending.finish(
                LineAct(now=house.now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules), store, notice
            )


def _approved(house: House, store: LineStore, done: dict[str, Any], now: datetime) -> Notice:
    first = next(
        (one for one in store.notices.newest() if done.get("cancel") in _headlines(store, one)), None
    )
    row = _ROW | {
        "estate_id": house.estate_id,
        "created_at": now,
        "form_key": f"{len(store.notices.newest())}",
    }
    if "cancel" in done:
        assert first
        row |= {"kind": first.kind, "msg_type": "Cancel", "refers_to": first.id, "root_id": first.id}
        words = _words(done["cancel"], {})
    else:
        expires = now + timedelta(hours=done["hours"]) if "hours" in done else None
        row |= {
            "kind": done.get("kind", "announcement"),
            "question": done.get("question", ""),
            "expires": expires,
        }
        words = _words(done["notice"], done)
    made = store.notices.draft(words, **row)
    assert made
    return made


def _headlines(store: LineStore, notice: Notice) -> set[str]:
    return {text.headline for text in store.notices.texts(notice).values()}


def _words(headline: str, done: dict[str, Any]) -> list[NoticeText]:
    """The same words in each language: what is read of them is told by the line's own sentences around them."""
    options = "\n".join(str(one) for one in done.get("options", ()))
    return [
        NoticeText(language=one, headline=headline, facts=done.get("facts", "x"), doing="", asked="", signature="", options=options)
        for one in ("en", "zh-Hans", "zh-Hant")
    ]  # fmt: skip


def _arrive(house: House) -> None:
    with house.database.transaction() as connection:
        waiting = (outbox.c.delivery_id.isnot(None)) & (outbox.c.state == "pending")
        for row in connection.execute(select(outbox).where(waiting)).all():
            connection.execute(
                outbox.update()
                .where(outbox.c.id == row.id)
                .values(state="sent", external_id=f"notice-{row.id}")
            )
            delivery_ends.ended(connection, row.delivery_id, "sent", house.now)


def bubble(house: House, chat: str) -> str:
    """The newest notice in a chat, as the channel numbers it."""
    with house.database.reading() as connection:
        mine = (outbox.c.chat == chat) & outbox.c.delivery_id.isnot(None)
        found = connection.execute(select(outbox.c.external_id).where(mine).order_by(outbox.c.id.desc()))
        return str(found.scalars().first())


def replies(house: House) -> list[str]:
    """The tickets that came of notices, and how, the first one first."""
    with house.database.reading() as connection:
        store = LineStore(connection)
        found = connection.execute(select(notices.c.id).order_by(notices.c.id)).scalars()
        of = [store.notices.by_id(one) for one in found]
        return [
            f"{one.number} {one.how}"
            for notice in of
            if notice
            for one in store.notice_replies.of(notice)[::-1]
        ]

"""What a turn took in is blanked wherever it repeats what was said: also in what a program stated, and in another reader's answer."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import inbox, residue
from storage.db import Database
from storage.residue import Turned

SAID = {"text": "9, the lift", "button": "survey:1:0:9"}
STATED = {"intent": "rating", "score": 9}
READ = {"version": "rasa 1", "told": {"9, the lift": {"label": "repair/public.lift", "confidence": 0.9}}}


def test_no_word_and_no_score_stays_in_what_came_in(database: Database, now: datetime) -> None:
    payload: dict[str, Any] = {"kind": "message", "message_id": "7", **SAID, "asked": STATED, "lent": READ}
    with database.transaction() as connection:
        inbox.store(
            connection, channel="telegram", update_id="1", chat="1", payload=payload, received_at=now, held=False, state=inbox.WAITING
        )  # fmt: skip
        (waiting,) = inbox.waiting(connection, "telegram", "1")
        inbox.finish(connection, [waiting.id], "turn")
        residue.blank_taken(connection, Turned("telegram", "1", "turn"))
        kept = connection.execute(select(inbox.inbox.c.payload)).scalar_one()
    assert kept == {"kind": "message", "message_id": "7", "text": residue.GONE}
    assert "lift" not in json.dumps(kept)

"""What a turn took in is blanked wherever it repeats what was said: also in what a program stated, and in another reader's answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from storage import contacts, inbox, residue, survey_words
from storage.db import Database
from storage.owner_store import OwnerStore
from storage.residue import Turned
from storage.store import LineStore
from tests.handlers.staff.conftest import _built, house
from tests.handlers.staff.house import NOW, House

__all__ = ["_built", "house"]

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


def test_a_message_whose_words_went_is_known_by_its_number_to_its_own_chat_alone(house: House) -> None:
    with house.db.transaction() as connection:
        for number, chat in (("7", "ann"), ("8", "cat")):
            inbox.store(
                connection, channel="telegram", update_id=number, chat=chat, received_at=NOW, held=False,
                state=inbox.WAITING, payload={"kind": "message", "message_id": number, **SAID},
            )  # fmt: skip
            (waiting,) = inbox.waiting(connection, "telegram", chat)
            inbox.finish(connection, [waiting.id], f"turn {number}")
        own, other = (
            contacts.by_id(connection, house.contacts[name]) or pytest.fail(name) for name in ("Ann", "Cat")
        )
        for one, address in ((own, "ann"), (other, "cat")):
            connection.execute(
                contacts.contacts.update().where(contacts.contacts.c.id == one.id).values(address=address, channel="telegram")
            )  # fmt: skip
        store = OwnerStore(connection, replace(own, address="ann", channel="telegram"), NOW)
        assert not store.survey_words.are_gone("7"), "nothing was answered"
        store.survey_words.forget("turn 7", NOW)
        assert store.survey_words.are_gone("7"), "they are about to go"
        for words in survey_words.claim(connection, NOW):
            survey_words.blank(connection, words)
        assert store.survey_words.are_gone("7"), "they are gone"
        assert not store.survey_words.are_gone("8"), "what somebody else wrote"
        assert not LineStore(connection).survey_words.are_gone("7")

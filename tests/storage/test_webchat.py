"""The log of a web chat, on both engines: every line once, numbers in the order they become visible, nothing across chats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from storage import webchat
from storage.db import Database


def say(database: Database, now: datetime, chat: str, source: str, **payload: Any) -> int:
    with database.transaction() as connection:
        return webchat.write(
            connection, chat=chat, source=source, side=payload.pop("side", "line"), payload=payload, at=now
        )


def test_a_source_writes_once(database: Database, now):
    numbers = {say(database, now, "wANN", "out:1", text="once") for _ in range(3)}
    with database.reading() as connection:
        assert [line.id for line in webchat.last(connection, "wANN")] == list(numbers)


def test_readers_see_a_chats_lines_in_their_order_however_many_write(database: Database, now):
    """Whoever has seen a number never meets a smaller one later: or else a page would miss it for ever."""
    seen: list[int] = []

    def read_until(count: int) -> None:
        while len(seen) < count:
            with database.reading() as connection:
                seen.extend(line.id for line in webchat.after(connection, "wANN", seen[-1] if seen else 0))

    with ThreadPoolExecutor(6) as pool:
        reading = pool.submit(read_until, 200)
        written = list(pool.map(lambda n: say(database, now, "wANN", f"out:{n}", text="x"), range(200)))
        reading.result(timeout=60)
    assert seen == sorted(written)


def test_a_bubbles_faces_are_its_line_and_its_edits_in_its_own_chat(database: Database, now):
    number = say(database, now, "wANN", "out:1", text="first")
    say(database, now, "wANN", "out:2", text="second", edit_of=number)
    say(database, now, "wCAT", "out:3", text="Cat's", edit_of=number)
    say(database, now, "wANN", "in:1", side="owner", text="not the line's", edit_of=number)
    with database.reading() as connection:
        assert [line.payload["text"] for line in webchat.shown_as(connection, "wANN", number)] == [
            "first",
            "second",
        ]
        assert webchat.line(connection, "wANN", number)
        assert webchat.line(connection, "wCAT", number) is None


def test_a_file_is_found_where_it_is_shown_and_not_where_it_is_only_named(database: Database, now):
    reference = "file:" + "a" * 40 + ".jpg"
    say(database, now, "wANN", "in:1", side="owner", media=[{"reference": reference, "name": "漏水.jpg"}])
    say(database, now, "wCAT", "in:2", side="owner", text=f'"media": [{{"reference": "{reference}"}}]')
    with database.reading() as connection:
        assert (webchat.media_named(connection, "wANN", reference) or {})["name"] == "漏水.jpg"
        assert webchat.media_named(connection, "wCAT", reference) is None


def test_other_processes_lines_are_found_by_chat(database: Database, now):
    first = say(database, now, "wANN", "out:1", text="a")
    second, third = (
        say(database, now, "wANN", "out:2", text="b"),
        say(database, now, "wCAT", "out:3", text="c"),
    )
    with database.reading() as connection:
        assert webchat.newest(connection) == third
        assert webchat.newest_by_chat(connection, first) == {"wANN": second, "wCAT": third}


def test_a_cookie_stands_for_its_own_chat(database: Database, now):
    with database.transaction() as connection:
        webchat.open_session(connection, token_hash="1" * 64, chat="wANN", at=now)
        assert webchat.chat_of(connection, "1" * 64) == "wANN"
        assert webchat.chat_of(connection, "2" * 64) is None
        assert webchat.before(connection, "wANN", 5) == []

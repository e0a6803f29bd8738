"""The proof of a notice: who got it, who read it, who answered, which doors are left, and the list to take along with its hashes."""

from __future__ import annotations

import csv
import io
import re
from hashlib import sha256

from bot import clock
from storage import contacts, delivery_ends
from storage.delivery_rows import deliveries
from storage.people import persons
from tests.bot.web.staff.desk_house import Desk, plain
from tests.bot.web.staff.notices.sheets import approved, arrived, fed, proposed, sent, sheet
from tests.bot.web.staff.test_pages import EVIL, harmless


def reads(desk: Desk, number: int, name: str, answer: str = "") -> None:
    """Somebody presses "got it", or an answer, under the notice."""
    with desk.house.db.transaction() as connection:
        contact = desk.house.contacts[name]
        mine = (deliveries.c.notice_id == number) & (deliveries.c.contact_id == contact)
        delivery = connection.execute(deliveries.select().where(mine)).first()
        assert delivery
        if answer:
            delivery_ends.answer(connection, delivery.id, contact, answer, clock.now())
        else:
            delivery_ends.acknowledge(connection, delivery.id, contact, clock.now())


async def test_it_counts_who_got_it_who_read_it_and_says_what_nobody_can_know(desk: Desk, signed_in):
    number = await sent(desk, signed_in)
    reads(desk, number, "Ann")
    words = plain(await (await signed_in("Ivy")).page(f"/staff/notices/{number}/proof"))
    assert "delivered 2 3" in words
    assert "1 of 3 accounts said that they have read it." in words
    assert "Messengers tell bots of no read receipts" in words


async def test_answers_stand_by_household(desk: Desk, signed_in):
    number = await sent(desk, signed_in, question="safe")
    reads(desk, number, "Ann", "safe")
    reads(desk, number, "Cat", "help")
    words = plain(await (await signed_in("Ivy")).page(f"/staff/notices/{number}/proof"))
    assert "I am safe 1" in words
    assert "I need help 1" in words
    assert "Block 2 · 2-201 Cat Telegram" in words
    page = plain(await (await signed_in("Ivy")).page(f"/staff/notices/{number}"))
    assert "I need help 1" in page


async def test_a_poll_is_offered_asked_and_counted_in_its_own_words(desk: Desk, signed_in):
    options = {"options-en": "Red\nBlue"}
    ivy = await signed_in("Ivy")
    seen = plain(
        await (
            await ivy.post("/staff/notices/preview", **sheet(desk.house, question="poll", **options))
        ).text()
    )
    assert "1. Red 2. Blue" in seen
    number = await sent(desk, signed_in, question="poll", **options)
    reads(desk, number, "Ann", "2")
    words = plain(await ivy.page(f"/staff/notices/{number}/proof"))
    assert "2. Blue 1" in words
    assert "1. Red 0 2. Blue 1" in plain(await ivy.page(f"/staff/notices/{number}"))
    table = await (await ivy.get(f"/staff/notices/{number}/proof.csv")).text()
    assert "2. Blue" in table


async def test_what_failed_tells_why_and_each_unknown_outcome_has_a_row(desk: Desk, signed_in):
    number = await approved(desk, signed_in)
    replies = {one.to.address: one for one in fed(desk, number)}
    arrived(desk, (replies["chat-Ann"],), "failed", "bot was blocked by the user")
    arrived(desk, (replies["chat-Bob"],), "sent")
    arrived(desk, (replies["chat-Cat"],), "unknown")
    words = plain(await (await signed_in("Ivy")).page(f"/staff/notices/{number}/proof"))
    assert "bot was blocked by the user: 1" in words
    assert "Block 1 · 1-101 Ann Telegram" in words
    assert "may have arrived or not" in words
    assert "Block 2 · 2-201 Cat Telegram" in words


async def test_the_doors_are_listed_by_building_and_floor_and_with_the_unread_on_wish(desk: Desk, signed_in):
    with desk.house.db.transaction() as connection:
        contacts.change(connection, desk.house.contacts["Cat"], state="blocked")
    number = await sent(desk, signed_in)
    ivy = await signed_in("Ivy")
    words = plain(await ivy.page(f"/staff/notices/{number}/doors"))
    assert "1 homes to go to." in words
    assert "Block 2 · floor 1 2-201 blocked us" in words
    assert "1-101" not in words
    words = plain(await ivy.page(f"/staff/notices/{number}/doors?unread=yes"))
    assert "1-101 delivered" in words
    reads(desk, number, "Bob")
    assert "1-101" not in plain(await ivy.page(f"/staff/notices/{number}/doors?unread=yes")), (
        "one of the household read it"
    )
    table = await (await ivy.get(f"/staff/notices/{number}/doors.csv")).text()
    assert list(csv.reader(io.StringIO(table.lstrip("\ufeff"))))[1] == ["Block 2", "1", "2-201", "blocked us"]


async def test_the_table_holds_every_row_and_runs_in_no_spreadsheet(desk: Desk, signed_in):
    with desk.house.db.transaction() as connection:
        connection.execute(persons.update().where(persons.c.name == "Ann").values(name="=HYPERLINK(1)"))
    number = await sent(desk, signed_in)
    response = await (await signed_in("Ivy")).get(f"/staff/notices/{number}/proof.csv")
    assert response.headers["Content-Disposition"] == f'attachment; filename="notice-{number}.csv"'
    rows = list(csv.reader(io.StringIO((await response.text()).lstrip("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["'=HYPERLINK(1)", "Bob", "Cat"]
    assert {len(row) for row in rows} == {12}
    assert [row[6] for row in rows[1:]] == ["delivered"] * 3
    assert [row[5] for row in rows[1:]] == ["English"] * 3, "there was no text but the English one"


async def test_the_document_carries_the_hashes_of_the_file_beside_it(desk: Desk, signed_in):
    number = await sent(desk, signed_in)
    ivy = await signed_in("Ivy")
    document = await (await ivy.get(f"/staff/notices/{number}/proof.html")).text()
    file = await (await ivy.get(f"/staff/notices/{number}/proof.jsonl")).read()
    head, _, rest = file.partition(b"\n")
    assert re.findall(r"<code>([0-9a-f]{64})</code>", document) == [
        sha256(head + b"\n").hexdigest(), sha256(rest).hexdigest(),
    ]  # fmt: skip
    assert "The main is being repaired." in document
    assert "http" not in re.sub(r"<style>.*?</style>", "", document, flags=re.DOTALL), "it stands alone"
    reads(desk, number, "Ann")
    later = await (await ivy.get(f"/staff/notices/{number}/proof.jsonl")).read()
    assert later.partition(b"\n")[0] == head
    assert later != file, "the list tells that she read it"


async def test_nothing_is_proven_before_it_went(desk: Desk, signed_in):
    ivy = await signed_in("Ivy")
    number = await proposed(ivy)
    assert (await ivy.get(f"/staff/notices/{number}/proof")).status == 404


async def test_nothing_that_anybody_wrote_runs_on_these_pages(desk: Desk, signed_in):
    for place, evil in enumerate(EVIL):
        words = {f"{name}-en": evil for name in ("headline", "facts", "doing", "asked", "signature")}
        number = await sent(desk, signed_in, form=f"k{place}", **words)
        ivy = await signed_in("Ivy")
        for path in ("", "/proof", "/doors"):
            harmless(await ivy.page(f"/staff/notices/{number}{path}"))
        harmless(await ivy.page(f"/staff/notices/new?from={number}"))

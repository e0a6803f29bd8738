"""`ownerline ticket`: proving, redacting and handing out files, on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from storage import estates
from storage.db import Database
from storage.scope import LineScope
from storage.ticket_rows import ticket_events
from storage.tickets import Tickets
from tests.handlers.staff.house import NOW


@pytest.fixture
def with_ticket(prepared, database_url: str) -> tuple[Callable, Database]:
    """A ticket LH-1001 with three entries, one of them among staff."""
    database = Database(database_url)
    with database.transaction() as connection:
        estate_id = estates.add_estate(
            connection, code="LH", name="Lake House", timezone="Asia/Hong_Kong", jurisdiction="HK", language="en", phone="1"
        )  # fmt: skip
        tickets = Tickets(connection, LineScope())
        ticket = tickets.open(
            estate_id=estate_id, now=NOW, unit_id=None, contact_id=None, person_id=None, channel="phone", intent="complaint",
            code="service.fees", urgency="N", summary="Fees", words="The fees of March", language="en", reading={"confidence": 0.8},
            respond_by=NOW, complaint=True,
        )  # fmt: skip
        tickets.record(ticket, at=NOW, kind="received", actor="owner", text="The fees of March")
        tickets.record(ticket, at=NOW, kind="noted", actor="staff", text="A hard case", shown=False)
        tickets.record(ticket, at=NOW, kind="replied", actor="staff", text="Here they are")
        tickets.promise(ticket, kind="answer", due_at=NOW, made_at=NOW, staff_id=None)
    yield prepared, database
    database.close()


def test_an_untouched_file_proves_itself(with_ticket) -> None:
    ownerline, _ = with_ticket
    done = ownerline("ticket", "verify", "lh-1001")
    assert (done.exit_code, done.stdout) == (0, "1 file proves to be whole.\n")
    assert ownerline("ticket", "verify", "--all").exit_code == 0


def test_a_changed_entry_is_named_and_the_exit_code_tells(with_ticket) -> None:
    ownerline, database = with_ticket
    with database.transaction() as connection:
        connection.execute(ticket_events.update().where(ticket_events.c.seq == 2).values(text="An easy case"))
    done = ownerline("ticket", "verify", "--all")
    assert (done.exit_code, done.stderr) == (1, "LH-1001: entry 2: its words or data were changed\n")


def test_a_cut_off_end_is_named(with_ticket) -> None:
    ownerline, database = with_ticket
    with database.transaction() as connection:
        connection.execute(ticket_events.delete().where(ticket_events.c.seq == 3))
    done = ownerline("ticket", "verify", "LH-1001")
    assert (done.exit_code, "the end does not fit" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("verify",), "Which tickets?"),
        (("verify", "LH-1001", "--all"), "Which tickets?"),
        (("verify", "LH-9"), "There is no ticket LH-9."),
        (("redact", "LH-1001", "9", "--why", "x"), "LH-1001 has no entry 9"),
        (("redact", "LH-1001", "1", "--why", " "), "--why must say one"),
        (("export", "LH-9"), "There is no ticket LH-9."),
        (("export", "LH-1001", "--language", "fr"), "There is no fr"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(with_ticket, words, told) -> None:
    ownerline, _ = with_ticket
    done = ownerline("ticket", *words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_redacted_words_are_gone_and_the_file_still_proves_itself(with_ticket) -> None:
    ownerline, _ = with_ticket
    assert ownerline("ticket", "redact", "LH-1001", "1", "--why", "asked for by the owner").exit_code == 0
    assert ownerline("ticket", "verify", "LH-1001").exit_code == 0
    told = ownerline("ticket", "export", "LH-1001").stdout
    assert "The fees of March" not in told
    assert "asked for by the owner" in told


def test_the_file_is_handed_out_as_a_document_and_as_data_and_that_is_recorded(with_ticket, alone) -> None:
    ownerline, _ = with_ticket
    done = ownerline("ticket", "export", "LH-1001", "--html", "file.html", "--json", "file.json")
    assert (done.exit_code, done.stdout) == (0, "file.html is written.\nfile.json is written.\n")
    page, data = (
        (alone / "file.html").read_text("utf-8"),
        json.loads((alone / "file.json").read_text("utf-8")),
    )
    for words in (
        "File LH-1001",
        "The fees of March",
        "A hard case",
        "80 % sure",
        "answer: made",
        "The chain of entries is whole",
    ):
        assert words in page
    assert "<link" not in page
    assert [(one["seq"], one["kind"], one["of"]) for one in data["entries"]] == [
        (1, "received", 1), (2, "noted", 0), (3, "replied", 0),
    ]  # fmt: skip
    assert [one["state"] for one in data["promises"]] == ["open"]
    again = json.loads(ownerline("ticket", "export", "LH-1001").stdout)
    assert again["entries"][-1]["kind"] == "exported"


def test_nothing_is_written_over(with_ticket, alone) -> None:
    ownerline, _ = with_ticket
    (alone / "file.html").write_text("mine", "utf-8")
    assert "is there already" in ownerline("ticket", "export", "LH-1001", "--html", "file.html").stderr
    assert (alone / "file.html").read_text("utf-8") == "mine"


def test_the_owners_copy_leaves_out_what_is_among_staff(with_ticket) -> None:
    ownerline, _ = with_ticket
    told = ownerline("ticket", "export", "LH-1001", "--for-owner").stdout
    assert "A hard case" not in told
    assert "The fees of March" in told
    assert all(not one["data"] for one in json.loads(told)["entries"])

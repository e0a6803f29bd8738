"""`ownerline notice list|show|progress|doors|proof|hold|resume|stop`, on both engines."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import estates
from tests.handlers.notices.writing import arrived, proposed, sent
from tests.handlers.staff.house import House, build

Type = Callable[..., Any]


@pytest.fixture
def house(prepared: Type, database_url: str) -> Iterator[House]:
    made = build(database_url, tables=False)
    yield made
    made.db.close()


def change(house: House, number: int, **values: Any) -> None:
    with house.store("Max") as store:
        notice = store.notices.by_id(number)
        assert notice
        store.notices.change(notice, notice.state, **values)


def test_without_any_notice_the_list_says_so(on_both: Type) -> None:
    done = on_both("notice", "list")
    assert (done.exit_code, done.stdout) == (0, "There is no notice yet.\n")


def test_the_list_and_one_notice_with_its_steps_and_numbers(prepared: Type, house: House) -> None:
    _, replies = sent(house)
    arrived(house, replies[:1])
    table = prepared("notice", "list").stdout
    assert all(words in table for words in ("GV", "Outage", "sending", "Water off"))
    assert "Water off" not in prepared("notice", "list", "--estate", "SB").stdout
    told = prepared("notice", "show", 1).stdout
    for words in (
        "Notice 1 of Green Valley (GV): sending", "proposed by Ivy", "approved by Max", "--- zh-Hant",
        "2 households: delivered 1, on its way 1", "3 accounts: delivered 1, on its way 2",
    ):  # fmt: skip
        assert words in told


def test_held_resumed_and_stopped_by_somebody_with_a_name(prepared: Type, house: House) -> None:
    sent(house)
    assert prepared("notice", "hold", 1, "--as", "Ivy").stdout.startswith("Notice 1 is held.")
    assert prepared("notice", "resume", 1, "--as", "Max").stdout == "Notice 1 goes on.\n"
    done = prepared("notice", "stop", 1, "--as", "Max", "--reason", "Put off")
    assert (done.exit_code, done.stdout) == (0, "Notice 1 is stopped; nothing more of it leaves.\n")
    told = prepared("notice", "show", 1).stdout
    assert "held by Ivy" in told
    assert "resumed by Max" in told
    assert "stopped by Max: Put off" in told


#: what is typed -> what is said, on one line
REFUSALS: list[tuple[tuple[Any, ...], str]] = [
    (("show", 9), "There is no notice 9."),
    (("hold", 9, "--as", "Ivy"), "There is no notice 9."),
    (("progress", 9), "There is no notice 9."),
    (("doors", 9), "There is no notice 9."),
    (("proof", 9, "--to", "x"), "There is no notice 9."),
    (("hold", 1, "--as", "Nobody"), "Nobody is not on the staff of this estate; Ivy, Max may."),
    (("hold", 1, "--as", "Eli"), "Eli may not send notices; Ivy, Max may."),
    (("hold", 1, "--as", "Otto"), "Otto is not on the staff of this estate"),
    (("resume", 1, "--as", "Max"), "It is sending."),
    (("stop", 1, "--as", "Max", "--reason", " "), "Please say why it is stopped."),
    (("hold", 2, "--as", "Max"), "It is proposed."),
    (("progress", 2), "Notice 2 is proposed; nothing of it was sent yet."),
    (("doors", 2), "Notice 2 is proposed; nothing of it was sent yet."),
    (("proof", 2, "--to", "x"), "Notice 2 is proposed; there is nothing to prove yet."),
    (("list", "--estate", "XX"), "There is no estate XX"),
]


def test_what_cannot_be_done_is_said_in_one_line(prepared: Type, house: House) -> None:
    sent(house)
    proposed(house, form="f2")
    for words, told in REFUSALS:
        done = prepared("notice", *words)
        assert (done.exit_code, told in done.stderr, done.stderr.count("\n")) == (2, True, 1), (
            words,
            done.stderr,
        )


def test_progress_is_told_once_and_followed_until_it_is_over(prepared: Type, house: House) -> None:
    _, replies = sent(house)
    arrived(house, replies[:1])
    once = prepared("notice", "progress", 1)
    assert once.stdout == "Notice 1, sending: 1 of 3 accounts, 2 left.\n"
    over = threading.Timer(1.5, lambda: (arrived(house, replies), change(house, 1, state="sent")))
    over.start()
    followed = prepared("notice", "progress", 1, "--follow")
    over.join()
    assert followed.stdout.splitlines()[-1] == "Notice 1, sent: 3 of 3 accounts, 0 left."
    assert prepared("notice", "progress", 1, "--follow").exit_code == 0, "what is over ends at once"


def test_the_doors_as_lines_and_as_a_table_that_no_spreadsheet_runs(
    prepared: Type, house: House, alone: Path
) -> None:
    with house.db.transaction() as connection:
        estates.add_unit(
            connection, estate_id=house.estates["GV"], building_id=house.buildings["GV"], label='=HYPERLINK("x")', floor="-1"
        )  # fmt: skip
    _, replies = sent(house)
    arrived(house, replies)
    lines = prepared("notice", "doors", 1).stdout.splitlines()
    assert lines == ['Block 1\t-1\t=HYPERLINK("x")\tnobody there has an account', "1 doors."]
    assert prepared("notice", "doors", 1, "--csv", "doors.csv").stdout == "doors.csv is written.\n"
    table = (alone / "doors.csv").read_text("utf-8-sig")
    assert table.splitlines() == [
        "Building,Floor,Home,Why",
        'Block 1,\'-1,"\'=HYPERLINK(""x"")",nobody there has an account',
    ]
    again = prepared("notice", "doors", 1, "--csv", "doors.csv")
    assert (again.exit_code, "nothing is written over" in again.stderr) == (2, True)
    unread = prepared("notice", "doors", 1, "--unread").stdout.splitlines()
    assert unread[-1] == "3 doors."


def test_the_proof_is_a_file_with_its_hashes(prepared: Type, house: House, alone: Path) -> None:
    _, replies = sent(house)
    arrived(house, replies)
    done = prepared("notice", "proof", 1, "--to", "proof.jsonl")
    first, *rows = (alone / "proof.jsonl").read_bytes().splitlines(keepends=True)
    assert len(rows) == 3
    assert hashlib.sha256(b"".join(rows)).hexdigest() in done.stdout
    assert hashlib.sha256(first).hexdigest() in done.stdout
    assert prepared("notice", "proof", 1, "--to", "proof.jsonl").exit_code == 2


def test_without_a_database_it_says_so(ownerline: Type, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNERLINE_STORAGE__URL", "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    done = ownerline("notice", "list")
    assert done.exit_code == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr

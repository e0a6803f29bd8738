"""`ownerline nlu harvest` on both engines: what goes out, to where, what is said, and what never leaves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nlu import corpus
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW, House, build


@pytest.fixture
def house(prepared: Any, database_url: str) -> Any:
    made = build(database_url, tables=False)
    yield made
    made.db.close()


def corrected(
    house: House, words: str, owner: str = "Ann", label: str = "repair/home.window", **values: Any
) -> None:
    ticket = house.open(owner, words=words, **{key: values.pop(key) for key in ("private",) if key in values})
    kept = {"words": words, "read_as": "repair/home.leak", "version": "0123456789ab", "confidence": 0.4, "label": label,
            "source": "staff", "at": NOW, **values}  # fmt: skip
    with house.db.transaction() as connection:
        who = house.staff["Otto" if owner == "Zoe" else "Ivy"]
        StaffStore(connection, who).readings.keep(ticket, **kept)


def test_identities_that_this_very_estate_knows_are_removed(house: House, prepared: Any, alone: Path) -> None:
    corrected(house, "the window next to Bob will not close, ring +852 6123 4567 or 1-101, Ivy knows")
    corrected(house, "窗户关不上，Zoe 知道", owner="Zoe", label="praise")
    done = prepared("nlu", "harvest", "--out", "review.yml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "Phrases: 2, labels: 2.\n"
    assert [(one.label, one.text) for one in corpus.read(alone / "review.yml", known=True)] == [
        ("praise", "窗户关不上，某人 知道"),
        (
            "repair/home.window",
            "the window next to somebody will not close, ring 0000 0000 or 1-101, somebody knows",
        ),
    ]


def test_without_a_file_it_goes_to_standard_output_and_what_is_said_does_not(
    house: House, prepared: Any
) -> None:
    corrected(house, "阳台那扇玻璃推不动了呀")
    done = prepared("nlu", "harvest")
    assert done.stdout.endswith("- intent: repair/home.window\n  examples: |\n    - 阳台那扇玻璃推不动了呀\n")
    assert "Phrases" not in done.stdout.split("version:")[1]


def test_what_is_left_out_is_counted(house: House, prepared: Any) -> None:
    corrected(house, "阳台那扇玻璃推不动了呀")
    corrected(house, "my name is ann and the window is stuck")
    corrected(house, corpus.own_phrases()[0].text)
    corrected(house, "邻居阳台在烤肉而已", label="", read_as="emergency/fire")
    assert prepared("nlu", "harvest").stderr == (
        "Phrases: 1, labels: 1; alarms taken back, without a label: 1; left out as doubtful: 1; known already: 1.\n"
    )


def test_private_words_and_those_of_whoever_asked_about_their_data_never_leave(
    house: House, prepared: Any, alone: Path
) -> None:
    corrected(house, "阳台那扇玻璃推不动了呀", private=True)
    corrected(house, "厨房那扇玻璃推不动了呀", owner="Bob")
    house.open("Bob", intent="privacy", code=None)
    done = prepared("nlu", "harvest", "--out", "review.yml")
    assert (done.exit_code, done.stderr) == (0, "Phrases: 0, labels: 0. Nothing was written.\n")
    assert not (alone / "review.yml").exists()


def test_since_counts_days_as_the_estate_lives_them(house: House, prepared: Any) -> None:
    """NOW is 18:00 of the 22nd in Hong Kong; seven hours later it is the 23rd there, and still the 22nd in London."""
    corrected(house, "阳台那扇玻璃推不动了呀")
    corrected(house, "厨房那扇玻璃推不动了呀", at=NOW + timedelta(hours=7))
    assert prepared("nlu", "harvest", "--since", "2026-11-22").stderr.startswith("Phrases: 2,")
    later = prepared("nlu", "harvest", "--since", "2026-11-23")
    assert "厨房" in later.stdout
    assert "阳台" not in later.stdout
    assert prepared("nlu", "harvest", "--since", "2026-11-24").stdout == ""


def test_a_file_that_is_there_is_not_written_over(house: House, prepared: Any, alone: Path) -> None:
    corrected(house, "阳台那扇玻璃推不动了呀")
    (alone / "review.yml").write_text("half reviewed")
    done = prepared("nlu", "harvest", "--out", "review.yml")
    assert done.exit_code == 2
    assert (
        done.stderr
        == "review.yml is there already; nothing is written over what somebody may be reviewing.\n"
    )
    assert (alone / "review.yml").read_text() == "half reviewed"


@pytest.mark.parametrize("words", [("--out", "no/such/folder.yml"), ("--since", "yesterday")])
def test_a_slip_is_one_clear_message_and_exit_2(house: House, prepared: Any, words: tuple[str, str]) -> None:
    corrected(house, "阳台那扇玻璃推不动了呀")
    done = prepared("nlu", "harvest", *words)
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_a_house_without_anything_says_so(on_both: Any) -> None:
    assert on_both("nlu", "harvest").stderr == "Phrases: 0, labels: 0. Nothing was written.\n"

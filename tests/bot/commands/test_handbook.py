"""`ownerline handbook` on both engines: a file that opens anywhere, with no identity in it; what cannot be is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import clock
from tests.handlers.staff.house import House, build
from tests.storage.asked.defects import DEFECT


@pytest.fixture
def house(prepared: Any, database_url: str) -> Any:
    made = build(database_url, tables=False)
    opened = clock.now() - timedelta(days=3)
    ticket = made.open("Ann", summary="Ann says the pipe in 2-201 leaks", opened_at=opened)
    with made.store("Ivy") as store:
        store.defects.keep(ticket, **{**DEFECT, "cause": "<b>loose</b> joint"})
    yield made
    made.db.close()


@pytest.mark.parametrize("name", ["book.html", "book.md"])
def test_it_writes_what_went_wrong_and_nobodys_name(house: House, prepared, alone: Path, name: str) -> None:
    done = prepared("handbook", "--out", name)
    assert (done.exit_code, done.stdout.strip()) == (0, f"{name}: defects 1, homes 3, components 1.")
    text = (alone / name).read_text("utf-8")
    assert "Water pipe" in text
    assert [one for one in ("Ann", "2-201", "<b>loose", "GV-1001") if one in text] == []


def test_one_estate_and_a_day_narrow_it(house: House, prepared, alone: Path) -> None:
    assert "defects 0, homes 1" in prepared("handbook", "--estate", "SB", "--out", "sb.md").stdout
    today = clock.now().date().isoformat()
    assert (
        "defects 0, homes 2"
        in prepared("handbook", "--estate", "GV", "--since", today, "--out", "gv.md").stdout
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "book.pdf"), "must end in .html or .md"),
        (("--out", "there.md"), "there already"),
        (("--out", "book.md", "--estate", "XX"), "There is no estate XX"),
        (("--out", "book.md", "--since", "2199-01-01"), "has not come yet"),
        (("--out", "no/such/folder/book.md"), "No such file"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    house: House, prepared, alone: Path, words, told: str
) -> None:
    (alone / "there.md").write_text("mine", "utf-8")
    done = prepared("handbook", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert ((alone / "there.md").read_text("utf-8"), (alone / "book.md").exists()) == ("mine", False)

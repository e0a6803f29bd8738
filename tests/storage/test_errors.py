"""What a failing database says goes into logs: it never holds what stood in the row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from storage import contacts, estates
from storage.db import Database, StorageError


def test_an_error_names_the_rule_and_not_the_values_that_broke_it(database: Database) -> None:
    with database.transaction() as connection:
        estate_id = estates.add_estate(
            connection, code="LH", name="LH", timezone="UTC", jurisdiction="CN", language="en", phone="1"
        )
    row: dict[str, Any] = {
        "estate_id": estate_id,
        "channel": "telegram",
        "address": "canary-4711",
        "name": "Canary",
    }
    row["at"] = datetime(2026, 3, 3, tzinfo=UTC)
    with database.transaction() as connection:
        contacts.add(connection, **row)
    with pytest.raises(StorageError) as caught, database.transaction() as connection:
        contacts.add(connection, **row)
    assert not caught.value.passing
    assert "unique" in str(caught.value).casefold()
    assert "canary" not in str(caught.value).casefold()

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handlers.staff.house import House
from tests.handlers.voice.surveys.wave import Wave


@pytest.fixture
def wave(house: House) -> Iterator[Wave]:
    with house.db.transaction() as connection:
        yield Wave(connection, house)

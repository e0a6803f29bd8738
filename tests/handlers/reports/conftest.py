from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.handlers.reports.small_house import build_small
from tests.handlers.staff.house import House


@pytest.fixture
def small(database_url: str) -> Iterator[House]:
    """The hand-counted house, on both engines."""
    made = build_small(database_url)
    yield made
    made.db.close()

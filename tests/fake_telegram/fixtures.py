"""The fixture `fake_telegram`: a fresh fake on a free port; a scripted fault that no request met fails the test.

To use it, name this module in `pytest_plugins` of tests/conftest.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from .fake import FakeTelegram


@pytest_asyncio.fixture
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()
    fail_if_unanswered(fake)


def fail_if_unanswered(fake: FakeTelegram) -> None:
    """A test whose scripted fault never struck has not tested what it says."""
    if fake.faults.unanswered:
        pytest.fail(f"scripted, but no request came: {fake.faults.unanswered}")

"""A line whose door for Rasa is open; Ann and Bob share a home, Cat lives next door, all of them known to Rasa by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.bot.rasa.calling import SECRET, Rasa
from tests.support.line import at_home, running, settle


@pytest.fixture
async def rasa(sqlite_url: str, media_folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rasa]:
    """A line with the door open, and three households behind it; a test may name other settings of its conversations."""
    homes = settle(sqlite_url)
    for name in ("Ann", "Bob", "Cat"):
        at_home(sqlite_url, homes, name, name.lower(), "rasa")
    door = {"webhook": True, "secret": SECRET}
    groups = {"rasa": door, "conversation": getattr(request, "param", {})}
    async with running(sqlite_url, media_folder, **groups) as line, aiohttp.ClientSession() as http:
        yield Rasa(line, http)

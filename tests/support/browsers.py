"""A real headless Chromium: the one CHROMIUM names, or the system's. Where there is none, the test is skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.support.missing import missing


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser's program."""
    found = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("chromium-browser")
    return found or missing("Chromium (apt install chromium, or CHROMIUM=/path/to/it)")


@pytest_asyncio.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        await opened.close()

"""Fixtures for every test: databases on both engines, a folder for media, a moment, a browser; and a scrubbed environment."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.memory import stay_in_memory

pytest_plugins = [
    "tests.support.missing",  # first, since others import it
    "tests.fake_telegram.fixtures",
    "tests.support.browsers",
    "tests.support.databases",
    "tests.support.network",
]

#: A developer's own settings and proxies must not colour the tests.
for _name in list(os.environ):
    if _name.startswith("OWNERLINE_") or _name.lower().endswith("_proxy"):
        del os.environ[_name]

stay_in_memory()


@pytest.fixture
def now() -> datetime:
    """The moment tests happen at: Tuesday 3 March 2026, 17:30 in Shanghai and Hong Kong."""
    return datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.fixture
def media_folder(tmp_path: Path) -> Path:
    """Where a test keeps the files that owners send."""
    folder = tmp_path / "media"
    folder.mkdir()
    return folder

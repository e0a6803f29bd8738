"""What the tests of the running process share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.settings import LogSettings


@pytest.fixture
def plain_log() -> Iterator[None]:
    """The log as in production: a failure on purpose is one line, and not a painted page that takes seconds."""
    logs.configure(LogSettings.model_validate({"level": "info", "format": "json"}))
    yield
    structlog.reset_defaults()

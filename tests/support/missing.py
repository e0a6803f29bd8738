"""What a machine lacks is said in one line and skipped; on the build machine (CI=true) it is a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Ends the test: skipped here, failed where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")

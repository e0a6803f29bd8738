"""What a machine lacks is said in one line and skipped; on the build machine (CI=true) it is a failure."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any, NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """Ends the test: skipped here, failed where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each thing the machine lacks, however many tests wanted it."""
    reasons = (report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, count in Counter(reason for reason in reasons if "missing: " in reason).items():
        terminalreporter.write_line(f"{count} tests skipped, {reason.removeprefix('Skipped: ')}", yellow=True)

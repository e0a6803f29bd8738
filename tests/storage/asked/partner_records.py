"""What is asked of the records of contractors and suppliers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.storage.asked.measures import cohort

ASKED: dict[str, Callable[[Any, Any], Any]] = {"every": lambda s, x: s.every(cohort(x))}

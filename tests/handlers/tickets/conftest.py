from __future__ import annotations

from tests.handlers.staff.conftest import _built, house

__all__ = ["_built", "house"]

"""The house of staff's tests, for what owners are asked."""

from tests.handlers.staff.conftest import _built, house

__all__ = ["_built", "house"]

"""Which method is answered by which function. A method's name is matched whatever its case, as Telegram does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .call import Call
    from .fake import FakeTelegram

Answer = Callable[["FakeTelegram", "Call"], Any | Awaitable[Any]]

METHODS: dict[str, tuple[str, Answer]] = {}


def method(*names: str) -> Callable[[Answer], Answer]:
    """Let a function answer these methods."""

    def register(function: Answer) -> Answer:
        for name in names:
            METHODS[name.lower()] = (name, function)
        return function

    return register

"""What somebody can put right is one clear line on stderr and exit 2, never a traceback."""

from __future__ import annotations

import sys
from typing import Any

from typer.core import TyperGroup


class Refused(Exception):  # noqa: N818 - said to the person at the terminal, not an error of ours
    """The command cannot do what was asked; the text says why and what to do."""


class Commands(TyperGroup):
    """All commands; their refusals are told here, once."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except _of_the_users_making() as error:
            for line in str(error).splitlines():
                sys.stderr.write(f"{line}\n")
            ctx.exit(2)


def _of_the_users_making() -> tuple[type[Exception], ...]:
    """Asked for only when something failed: to import these takes longer than most commands."""
    from bot.importing.mistakes import ImportMistakes
    from bot.settings import ConfigError
    from storage.db import StorageError

    return Refused, ConfigError, StorageError, ImportMistakes

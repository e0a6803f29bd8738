"""The log: a sentence, a stable action word, the turn's id; never an owner's words or a secret.

Libraries that write addresses with the bot's token into their log are kept quiet.
"""

from __future__ import annotations

import logging
import sys

import structlog

from bot.settings import LogSettings

_CHATTY = ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp.access", "asyncio")


def configure(settings: LogSettings) -> None:
    """Sets up the log for this process."""
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer()
            if settings.format == "json"
            else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )

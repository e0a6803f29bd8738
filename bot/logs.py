"""The log: a sentence, a stable action word, the turn's id; never an owner's words or a secret.

A failure is told by its kind and by where it happened: what was in the variables, and what the error quotes, may be
somebody's words. Libraries that write addresses with the bot's token into their log are kept quiet.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

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
            failure_without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def failure_without_words(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An error becomes its kind and the places it came through."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["where"] = " > ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames
        )
    return event

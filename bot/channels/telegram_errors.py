"""What an exception of the Bot API means for the message that was to be sent; delivery decides by the fields alone.

python-telegram-bot's classes decide first. Telegram's words are looked at only where the class says no more than
"forbidden" or "bad request"; they are the words of the Bot API server and of Telegram's own error names.
"""

from __future__ import annotations

from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    TelegramError,
)

from bot.channels.base import SendError
from bot.channels.telegram_transport import NotSent, SlowDown

#: The person did it, and can undo it.
_BLOCKED = ("blocked by the user", "can't initiate conversation", "user_is_blocked")
#: Nobody is there any more, or the group has put us out.
_GONE = (
    "chat not found", "user not found", "deactivated", "was kicked", "not a member", "was deleted", "peer_id_invalid",
    "can't send messages to bots", "channel_private",
)  # fmt: skip
_THREAD_GONE = (
    "message thread not found", "is not a forum", "topic_deleted", "topic_id_invalid", "topic not found",
)  # fmt: skip
#: A file id that Telegram gave and knows no more.
_REFERENCE_GONE = ("wrong file identifier", "wrong remote file", "file_reference_", "invalid file_id")
_NOT_MODIFIED = ("message is not modified", "topic_not_modified")


def changed_nothing(error: TelegramError) -> bool:
    """Everything is already as it was to be: no failure."""
    return _says(error, _NOT_MODIFIED)


#: Seconds until a bot whose token is not known asks again: the token is mended by people, and nothing must be lost meanwhile.
UNKNOWN_TOKEN = 30.0


def send_error(error: TelegramError) -> SendError:
    """Which kind of failure it is. What is neither refused nor certainly unsent is doubtful."""
    reason = f"{type(error).__name__}: {error}"[:300]
    match error:
        case SlowDown():
            return SendError(reason=reason, retry_after=error.seconds)
        case ChatMigrated():
            return SendError(reason=reason, moved_to=str(error.new_chat_id))
        case InvalidToken():
            return SendError(reason="Telegram does not know the bot's token", retry_after=UNKNOWN_TOKEN)
        case NotSent() | Conflict():
            return SendError(reason=reason)
        case Forbidden() | BadRequest():
            return SendError(
                reason=reason,
                permanent=True,
                gone=_gone(error),
                thread_gone=_says(error, _THREAD_GONE),
                reference_gone=_says(error, _REFERENCE_GONE),
            )
        case _:
            return SendError(reason=reason, doubtful=True)


def _gone(error: TelegramError) -> Literal["blocked", "gone"] | None:
    if _says(error, _BLOCKED):
        return "blocked"
    return "gone" if _says(error, _GONE) else None


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    message = error.message.lower()
    return any(word in message for word in words)

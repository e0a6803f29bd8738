"""What Telegram says when it refuses, word for word, and which standing condition of a chat makes it refuse.

The words are those of the Bot API server and of Telegram's own error names; clients match on them.
"""

from __future__ import annotations

from typing import Any

PREFIXES = {400: "Bad Request: ", 403: "Forbidden: ", 409: "Conflict: ", 500: "Internal Server Error: "}


class ApiError(Exception):
    """A refusal: becomes `{"ok": false, …}` with the HTTP status `code`."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> ApiError:
    return ApiError(400, PREFIXES[400] + reason)


def forbidden(reason: str) -> ApiError:
    return ApiError(403, PREFIXES[403] + reason)


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


#: Conditions a test may put on a chat, and what every send to it is then told.
CONDITIONS: dict[str, tuple[int, str]] = {
    "blocked": (403, "bot was blocked by the user"),
    "deactivated": (403, "user is deactivated"),
    "cant_initiate": (403, "bot can't initiate conversation with a user"),
    "kicked": (403, "bot was kicked from the {kind} chat"),
    "not_member": (403, "bot is not a member of the {kind} chat"),
    "group_deleted": (403, "the group chat was deleted"),
    "not_found": (400, "chat not found"),
    "migrated": (400, "group chat was upgraded to a supergroup chat"),
    "no_rights": (400, "not enough rights to send text messages to the chat"),
    "topic_deleted": (400, "message thread not found"),
    "forum_off": (400, "the chat is not a forum"),
}


def condition_error(condition: str, kind: str, migrate_to: int | None) -> ApiError:
    code, words = CONDITIONS[condition]
    parameters = {"migrate_to_chat_id": migrate_to} if condition == "migrated" else {}
    return ApiError(code, PREFIXES[code] + words.format(kind=kind), **parameters)

"""How the web chat says no: a status for the page, and a sentence of the catalogue for the person."""

from __future__ import annotations

from aiohttp import web

from handlers.wording import say


class Refusal(Exception):  # noqa: N818 - it is a refusal, not an error of ours
    """The request is not done; nothing of it was kept. `word` names the sentence chat_page.<word>."""

    def __init__(self, status: int, word: str, *, retry_after: int | None = None, **values: object) -> None:
        super().__init__(word)
        self.status, self.word, self.retry_after, self.values = status, word, retry_after, values


def told(refusal: Refusal, language: str) -> web.Response:
    """The refusal as the page reads it: {"error": word, "text": sentence}."""
    text = say(language, f"chat_page.{refusal.word}", **refusal.values)
    response = web.json_response({"error": refusal.word, "text": text}, status=refusal.status)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(refusal.retry_after)
    if refusal.status == 413:
        response.force_close()  # the rest of a body that is too large is not read
    return response

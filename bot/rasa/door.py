"""The door that Rasa calls for our actions: who may, how much, and what is answered to whatever else comes.

Nothing of a body is read before the secret is right, and nothing is written for a call that is not understood. Rasa reads the
body of a 400 for `error` and `action_name`; both stand in every refusal.
"""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from aiohttp import web

from bot.rasa.assistant import Assistant, UnknownActionError
from bot.rasa.bodies import parsed, whole
from bot.rasa.calls import Answer, Calls, Unanswered
from bot.rasa.trackers import BadCallError

log = structlog.get_logger()

PATH = "/rasa/webhook"

#: Bytes. Rasa sends all events of a conversation with every call: some hundred bytes each, for as long as it lasts.
LARGEST_BODY = 16 * 1024 * 1024

#: Seconds after which a call that could not be answered may be sent again.
_RETRY_AFTER = 10


class RasaDoor:
    """Answers Rasa's calls. `secret` is what its endpoints.yml sends as `Authorization: Bearer …`."""

    def __init__(self, secret: str, calls: Calls) -> None:
        self._secret = secret.encode()
        self._calls = calls
        self._assistant = Assistant(calls)

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self._answer)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if not self._knows(request):
            log.warning("A Rasa call without the right secret was refused.", action="rasa_bad_secret")
            refused = _refusal(401, "the secret is missing or wrong")
            refused.headers["WWW-Authenticate"] = "Bearer"
            return refused
        body = await _body(request)
        if isinstance(body, web.Response):
            return body
        action = body.get("next_action")
        try:
            call = self._assistant.call(body)
            async with self._calls.in_line(call.sender):
                result, answer = await self._assistant.run(call)
                return await self._sent(request, web.json_response(result), answer)
        except BadCallError as error:
            return _refusal(400, str(error), action)
        except UnknownActionError:
            return _refusal(404, "there is no such action", action)
        except Unanswered as error:
            log.error("A Rasa call was not answered.", action="rasa_unanswered", why=str(error))
            refused = _refusal(503, str(error), action)
            refused.headers["Retry-After"] = str(_RETRY_AFTER)
            return refused

    def _knows(self, request: web.Request) -> bool:
        """The header stands exactly once and holds the secret, compared in constant time."""
        given = request.headers.getall("Authorization", [])
        if len(given) != 1 or not self._secret:
            return False
        scheme, _, secret = given[0].partition(" ")
        right = hmac.compare_digest(secret.strip().encode("utf-8", "surrogateescape"), self._secret)
        return right and scheme.lower() == "bearer"

    async def _sent(self, request: web.Request, response: web.Response, answer: Answer) -> web.StreamResponse:
        """The messages count as sent once the answer has left; an answer that was cut off is told again."""
        arrived = False
        try:
            await response.prepare(request)
            await response.write_eof()
            arrived = True
        except ConnectionError:
            log.warning("Rasa hung up before its answer.", action="rasa_hung_up")
        finally:
            await self._calls.report(answer, arrived=arrived)
        return response


async def _body(request: web.Request) -> dict[str, Any] | web.Response:
    """The call, or why it is none."""
    too_large = f"a call of more than {LARGEST_BODY // 1024 // 1024} MB is not read"
    if (request.content_length or 0) > LARGEST_BODY:
        return _refusal(413, too_large)
    try:
        body = await whole(request.content, LARGEST_BODY)
        call = parsed(body) if body is not None else None
    except ValueError:
        return _refusal(400, "the body is no JSON")
    if body is None:
        return _refusal(413, too_large)
    return call if isinstance(call, dict) else _refusal(400, "a JSON object is expected")


def _refusal(status: int, error: str, action: Any = "") -> web.Response:
    name = action[:80] if isinstance(action, str) else ""
    return web.json_response({"error": error, "action_name": name}, status=status)

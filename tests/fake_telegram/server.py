"""The HTTP face: who may call which method, which scripted fault strikes, and whether the answer reached the caller.

A request takes effect before its answer is written, so a torn answer leaves an entry in the ledger with `answered` False.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import socket
import struct
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import methods_bot, methods_edit, methods_files, methods_send, methods_topics, methods_updates
from .call import Call, read_call
from .control import control_routes
from .errors import ApiError, too_many_requests
from .faults import AFTER, Fault
from .ledger import Request
from .limits import OVERALL
from .methods import METHODS

if TYPE_CHECKING:
    from .fake import FakeTelegram

FAMILIES = (methods_bot, methods_edit, methods_files, methods_send, methods_topics, methods_updates)
LARGEST_REQUEST = 60 * 1024 * 1024
GATEWAY_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>502 Bad Gateway</h1>\r\n</body>\r\n</html>"
DESCRIPTIONS = {
    "setWebhook": "Webhook was set",
    "deleteWebhook": "Webhook was deleted",
}


def build_app(fake: FakeTelegram) -> web.Application:
    app = web.Application(client_max_size=LARGEST_REQUEST)
    api = ApiDoor(fake)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]*}", api.answer)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", api.download)
    app.add_routes(control_routes(fake))
    app.router.add_route("*", "/{anything:.*}", _nothing_here)
    return app


async def _nothing_here(_request: web.Request) -> web.Response:
    return respond(ApiError(404, "Not Found").body(), 404)


def respond(body: dict[str, Any], status: int = 200) -> web.Response:
    retry_after = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def cut(request: web.Request) -> None:
    """Break the connection so that the caller sees a reset."""
    if request.transport is None:
        return
    peer = request.transport.get_extra_info("socket")
    if peer is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()


class ApiDoor:
    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake

    def _check_token(self, token: str) -> None:
        if token != self._fake.token:
            raise ApiError(401, "Unauthorized")

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self._fake.busy += 1
        try:
            return await self._answer(request)
        finally:
            self._fake.busy -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            known = METHODS.get(request.match_info["method"].lower())
            if known is None:
                raise ApiError(404, "Not Found")
            call = await read_call(request, known[0])
        except web.HTTPRequestEntityTooLarge:
            return respond(ApiError(413, "Request Entity Too Large").body(), 413)
        except ApiError as error:
            return respond(error.body(), error.code)
        fault = self._fake.faults.next_for(call.method, call.chat_id)
        if fault is not None and (early := await self._before(request, call, fault)) is not None:
            return early
        before = len(self._fake.ledger.entries)
        body, status = await execute(self._fake, call)
        entries = self._fake.ledger.entries[before:]
        mine = next((entry for entry in entries if entry.method == call.method), None)
        if fault is not None and fault.kind in AFTER:
            if mine is not None:
                mine.answered = False
            return await self._after(request, fault, body, status)
        response = respond(body, status)
        if mine is not None:
            mine.answered = await _written(request, response)
        return response

    async def _before(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse | None:
        """What a fault does instead of letting the request take effect; None lets it pass."""
        if fault.kind == "delay":
            await self._fake.clock.sleep(fault.seconds)
            return None
        if fault.kind in AFTER:
            return None
        self._note(call, 0, fault.kind)
        if fault.kind == "502":
            return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")
        if fault.kind == "500":
            return respond(ApiError(500, "Internal Server Error: restart").body(), 500)
        if fault.kind == "429":
            scope = OVERALL if fault.everywhere or call.chat_id is None else str(call.chat_id)
            self._fake.limits.block(scope, fault.retry_after)
            error = too_many_requests(fault.retry_after)
            return respond(error.body(), error.code)
        if fault.kind == "hang":
            await self._fake.stopping.wait()
        cut(request)
        return web.Response(status=500)

    async def _after(
        self, request: web.Request, fault: Fault, body: dict[str, Any], status: int
    ) -> web.StreamResponse:
        if fault.kind == "502_after":
            return web.Response(text=GATEWAY_PAGE, status=502, content_type="text/html")
        if fault.kind == "truncated":
            text = json.dumps(body, ensure_ascii=False)
            return web.Response(
                text=text[: max(1, len(text) // 2)], status=status, content_type="application/json"
            )
        cut(request)
        return web.Response(status=500)

    def _note(self, call: Call, code: int, description: str) -> None:
        now = self._fake.clock.monotonic()
        self._fake.ledger.requests.append(Request(now, call.method, call.chat_id, code, description))

    async def download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            fault = self._fake.faults.next_for("download", None)
            if (
                fault is not None
                and (early := await self._before(request, Call("download"), fault)) is not None
            ):
                return early
            stored = self._fake.files.at_path(request.match_info["path"])
        except ApiError as error:
            return respond(error.body(), error.code)
        return web.Response(body=stored.data, content_type="application/octet-stream")


async def _written(request: web.Request, response: web.StreamResponse) -> bool:
    """Write the answer now, and say whether the connection was still there to take it."""
    if request.transport is None or request.transport.is_closing():
        return False
    try:
        await response.prepare(request)
        await response.write_eof()
    except (ConnectionError, asyncio.IncompleteReadError):
        return False
    return request.transport is not None and not request.transport.is_closing()


async def execute(fake: FakeTelegram, call: Call) -> tuple[dict[str, Any], int]:
    """Run one method and note how it ended."""
    code, description = 200, ""
    try:
        result = METHODS[call.method.lower()][1](fake, call)
        if inspect.isawaitable(result):
            result = await result
        body: dict[str, Any] = {"ok": True, "result": result}
        if call.method in DESCRIPTIONS:
            body["description"] = DESCRIPTIONS[call.method]
    except ApiError as error:
        code, description, body = error.code, error.description, error.body()
    fake.ledger.requests.append(Request(fake.clock.monotonic(), call.method, call.chat_id, code, description))
    return body, code

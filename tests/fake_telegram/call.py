"""One request as the methods see it: parameters from the query, a form, a multipart form or JSON, read alike.

A refused parameter is told in Telegram's words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .errors import bad_request


@dataclass
class Upload:
    name: str
    data: bytes


@dataclass
class Call:
    method: str
    params: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        return default if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.params.get(name, default))
        except (TypeError, ValueError):
            return default

    def real(self, name: str) -> float | None:
        try:
            return float(self.params[name])
        except (KeyError, TypeError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in ("true", "1", "yes", "y")

    def has(self, name: str) -> bool:
        return self.params.get(name) not in (None, "") or name in self.uploads

    def json(self, name: str, what: str = "") -> Any:
        """A parameter that carries JSON, as text or already as a value."""
        value = self.params.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def objects(self, name: str, what: str) -> list[dict[str, Any]]:
        """A parameter that carries a JSON array of objects."""
        value = self.json(name, what)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {what} JSON object")
        return value

    @property
    def chat_id(self) -> int | None:
        try:
            return int(self.params["chat_id"])
        except (KeyError, TypeError, ValueError):
            return None

    def payload(self) -> dict[str, Any]:
        """What the ledger keeps: parameters, with JSON opened and files named by their size."""
        kept = {name: _opened(value) for name, value in self.params.items()}
        return kept | {
            name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in self.uploads.items()
        }


def _opened(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def read_call(request: web.Request, method: str) -> Call:
    call = Call(method, dict(request.query))
    if request.method != "POST" or not request.can_read_body:
        return call
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise bad_request("can't parse request body JSON object")
        call.params.update(body)
        return call
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            call.uploads[name] = Upload(value.filename, value.file.read())
        elif isinstance(value, str):
            call.params[name] = value
        else:
            call.uploads[name] = Upload(name, bytes(value))
    return call

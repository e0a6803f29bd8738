"""Whether the line works, for people (/health) and for machines (/health.json, /metrics): no names, no words, only counts.

Everybody may ask. Why a database does not answer (hosts, users, files) stands in the log alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from storage.db import Database, StorageError
from storage.health import Waiting, waiting

log = structlog.get_logger()

#: An answer older than this, seconds, means that the line is stuck.
STUCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Health:
    """What stands in line now, and whether that is well."""

    well: bool
    database: str
    channels: tuple[str, ...]
    page_routes: tuple[str, ...]
    waiting: Waiting | None


class HealthPages:
    """The health routes. `reads` runs a function beside the event loop."""

    def __init__(
        self, database: Database, reads: Callable[[Callable[[], Any]], Awaitable[Any]], *, channels: tuple[str, ...],
        page_routes: tuple[str, ...],
    ) -> None:  # fmt: skip
        self._database = database
        self._reads = reads
        self._channels = channels
        self._page_routes = page_routes

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/health", self._page),
            web.get("/health.json", self._json),
            web.get("/metrics", self._metrics),
        ]

    async def _health(self) -> Health:
        try:
            found: Waiting | None = await self._reads(self._read)
        except StorageError as error:
            log.error(
                "The health page cannot reach the database.", action="health_unreachable", why=str(error)
            )
            return Health(False, "does not answer", self._channels, self._page_routes, None)
        well = found is not None and found.oldest_update_seconds < STUCK_SECONDS
        return Health(well, "reachable", self._channels, self._page_routes, found)

    def _read(self) -> Waiting:
        from bot import clock

        with self._database.reading() as connection:
            return waiting(connection, clock.now())

    async def _json(self, _request: web.Request) -> web.Response:
        health = await self._health()
        return web.json_response(asdict(health), status=200 if health.well else 503)

    async def _page(self, _request: web.Request) -> web.Response:
        health = await self._health()
        lines = [
            "Ownerline: all well" if health.well else "Ownerline: NOT well",
            "",
            f"database: {health.database}",
        ]
        lines += [f"channels: {', '.join(health.channels)}", f"pages go by: {', '.join(health.page_routes)}"]
        if health.waiting:
            lines += [f"{name.replace('_', ' ')}: {value}" for name, value in asdict(health.waiting).items()]
        return web.Response(text="\n".join(lines) + "\n", status=200 if health.well else 503)

    async def _metrics(self, _request: web.Request) -> web.Response:
        health, registry = await self._health(), CollectorRegistry()
        Gauge("ownerline_well", "1 when the line works", registry=registry).set(int(health.well))
        for name, value in asdict(health.waiting).items() if health.waiting else ():
            Gauge(f"ownerline_{name}", name.replace("_", " "), registry=registry).set(value)
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"}
        )

"""A running Rasa in the place of our reader: asked over HTTP beside the turns, with a time limit, and left alone while it is away.

Whatever is odd (no answer in time, no JSON, a name that is none of ours) means that there is no reading, and the built-in
reader reads. One line is logged when Rasa stops reading and one when it reads again, none for a message.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import structlog

from bot import clock
from bot.rasa.bodies import parsed, whole
from bot.rasa.replies import OddReplyError, model_of, told_of
from nlu.borrowed import Lent

log = structlog.get_logger()

#: Failures in a row after which messages no longer try; then a question of our own tries every so many seconds.
FAILURES, PROBE_SECONDS = 3, 10.0

#: Seconds for which the name of Rasa's model is believed; a model is exchanged by hand, a few times a day at most.
_NAME_SECONDS = 60.0

#: Bytes of an answer; Rasa's ranking of a hundred intents takes some ten thousand.
_LARGEST = 1024 * 1024

#: What the question of our own says; any reading of it will do.
_PROBE = "hello"


class RasaReader:
    """Asks `url` (without a path), waiting `timeout` seconds at most; `token` is Rasa's own --auth-token, or empty."""

    def __init__(
        self, url: str, timeout: float, token: str = "", probe_seconds: float = PROBE_SECONDS
    ) -> None:
        self.patience = timedelta(seconds=timeout + 1)
        self._url = url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._params = {"token": token} if token else {}
        self._probe_seconds = probe_seconds
        self._session: aiohttp.ClientSession | None = None
        self._failures = 0
        self._version, self._named_at = "", float("-inf")
        self._strange = False
        self._probing: asyncio.Task[None] | None = None

    def reads(self) -> bool:
        """False while Rasa is away: nobody waits for it then."""
        return self._failures < FAILURES

    async def read(self, parts: Sequence[str]) -> Lent | None:
        """The readings of these parts; None where one is missing. Never raises."""
        try:
            async with asyncio.timeout(self._timeout.total):
                version = await self._model()
                told = {part: told_of(await self._parse(part)) for part in parts}
        except (aiohttp.ClientError, OSError, TimeoutError, OddReplyError, ValueError) as error:
            self._failed(error)
            return None
        self._answered()
        readings = {part: one for part, one in told.items() if one is not None}
        if len(readings) < len(told):
            self._found_strange()
            return None
        return Lent(version, readings)

    async def stop(self) -> None:
        if self._probing:
            self._probing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._probing
        if self._session:
            await self._session.close()

    async def _model(self) -> str:
        """The name that is kept with a ticket: Rasa's own id of the model that reads."""
        if clock.monotonic() - self._named_at > _NAME_SECONDS:
            self._version = f"rasa:{model_of(await self._asked('GET', '/status'))}"
            self._named_at = clock.monotonic()
        return self._version

    async def _parse(self, text: str) -> Any:
        return await self._asked("POST", "/model/parse", json={"text": text})

    async def _asked(self, method: str, path: str, **what: Any) -> Any:
        """Raises OddReplyError for an answer that is no good, ValueError for one that is no JSON."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        asking = self._session.request(
            method, self._url + path, params=self._params, allow_redirects=False, **what
        )
        async with asking as answer:
            if answer.status != 200:
                raise OddReplyError(f"it answered {answer.status}")
            body = await whole(answer.content, _LARGEST)
            if body is None:
                raise OddReplyError("its answer is too long")
            return parsed(body)

    def _answered(self) -> None:
        if self._failures:
            log.info("Rasa reads again.", action="rasa_reads")
        self._failures = 0

    def _failed(self, error: Exception) -> None:
        self._named_at = float("-inf")
        self._failures += 1
        if self._failures == 1:
            # Other errors say where they happened, and the token stands in that address.
            why = str(error) if isinstance(error, OddReplyError) else type(error).__name__
            log.warning("Rasa does not read; the built-in reader does.", action="rasa_away", why=why)
        if self._failures >= FAILURES and (self._probing is None or self._probing.done()):
            self._probing = asyncio.create_task(self._probe(), name="rasa probe")

    def _found_strange(self) -> None:
        if not self._strange:
            log.warning(
                "Rasa answers with intents that are none of ours; those messages are read by the built-in reader.",
                action="rasa_strange",
            )
        self._strange = True

    async def _probe(self) -> None:
        """Asks by itself until Rasa answers, so that no message has to find out."""
        while not self.reads():
            await clock.sleep(self._probe_seconds)
            await self.read([_PROBE])

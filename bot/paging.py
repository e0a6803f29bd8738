"""Routes of a page besides the messaging app: a gateway (SMS, telephone) over HTTP, and the terminal of the machine itself.

Both are channels that only send, so that a page goes through the outbox as every message does: kept, paced, tried again.
"""

from __future__ import annotations

import aiohttp
import structlog

from bot.channels.base import Inbound, Intake, Laws, Outbound, SendError, Sent

log = structlog.get_logger()


class _SendsOnly:
    laws = Laws()

    async def start(self, intake: Intake) -> None:
        """Nothing comes in here."""

    async def stop(self) -> None:
        """Nothing is open."""

    async def typing(self, chat: str) -> None:
        """Nobody watches."""

    async def answer_button(self, inbound: Inbound) -> None:
        """Nothing can be pressed."""

    async def fetch(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)

    def is_group(self, chat: str) -> bool:
        return False

    def requests(self, outbound: Outbound) -> int:
        return 1


class Terminal(_SendsOnly):
    """Shows a page where the line runs: the control room's screen, or the log that somebody watches."""

    name = "terminal"

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        log.critical("EMERGENCY", action="page", text=f"{outbound.title} {outbound.text}".strip())
        return Sent(str(message_id))


class Gateway(_SendsOnly):
    """Posts a page as JSON {"id", "text"} to `address`; any answer of 200 to 299 counts as accepted."""

    name = "gateway"

    def __init__(self, address: str) -> None:
        self._address = address

    async def send(self, message_id: int, outbound: Outbound) -> Sent | SendError:
        body = {"id": message_id, "text": f"{outbound.title} {outbound.text}".strip()}
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session,
                session.post(self._address, json=body, allow_redirects=False) as answer,
            ):
                accepted = 200 <= answer.status < 300
                return (
                    Sent(str(message_id))
                    if accepted
                    else SendError(reason=f"the gateway answered {answer.status}")
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return SendError(reason=f"the gateway cannot be reached: {type(error).__name__}", doubtful=True)

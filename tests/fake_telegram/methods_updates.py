"""How updates reach the bot: getUpdates, or a webhook that is set, asked about and deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .call import Call
from .errors import bad_request
from .methods import method
from .updates_queue import WEBHOOK_SET

if TYPE_CHECKING:
    from .fake import FakeTelegram

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS = (443, 80, 88, 8443)


def _allowed(call: Call) -> list[str] | None:
    given = call.json("allowed_updates", "allowed_updates")
    return [str(kind) for kind in given] if isinstance(given, list) else None


@method("getUpdates")
async def get_updates(fake: FakeTelegram, call: Call) -> Any:
    limit = call.number("limit", 100)
    return await fake.updates.get(call.number("offset"), limit, call.number("timeout"), _allowed(call))


@method("setWebhook")
async def set_webhook(fake: FakeTelegram, call: Call) -> Any:
    url = call.text("url").strip()
    if not url:
        return await delete_webhook(fake, call)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.hostname not in LOOPBACK and (parts.port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = call.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        too_long = len(secret) > 256
        raise bad_request(
            "secret token is too long" if too_long else "secret token contains unallowed characters"
        )
    if (kinds := _allowed(call)) is not None:
        fake.updates.allowed = kinds
    if call.flag("drop_pending_updates"):
        fake.updates.clear()
    fake.updates.end_poll(WEBHOOK_SET)
    connections = min(100, max(1, call.number("max_connections", 40) or 40))
    await fake.webhook.set(url, secret, connections)
    return True


@method("deleteWebhook")
async def delete_webhook(fake: FakeTelegram, call: Call) -> Any:
    await fake.webhook.delete()
    if call.flag("drop_pending_updates"):
        fake.updates.clear()
    return True


@method("getWebhookInfo")
def get_webhook_info(fake: FakeTelegram, call: Call) -> Any:
    return fake.webhook.info()

"""The whole fake in one object: started on a free port of 127.0.0.1, scripted by a test, questioned afterwards."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from .call import Call
from .clock import Clock
from .errors import CONDITIONS
from .faults import Fault, Faults
from .files import Files
from .group import Group
from .ledger import Accepted, Ledger, Request, Violation
from .limits import Limits, LimitSettings
from .methods import METHODS
from .people import Person
from .server import build_app, execute
from .updates_queue import UpdatesQueue
from .webhook import Webhook
from .world import Chat, World

TOKEN = "110200300:fake-token-of-the-test-bot-0000000"
NOT_IN_WEBHOOK_ANSWERS = ("setwebhook", "deletewebhook", "close", "logout")


class FakeTelegram:
    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Clock | None = None,
        limits: LimitSettings | None = None,
        seed: int = 1,
        username: str = "ownerline_test_bot",
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.bot: dict[str, Any] = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": "Ownerline",
            "username": username,
        }
        self.ledger = Ledger()
        self.limits = Limits(self.clock, self.ledger, limits)
        self.faults = Faults(seed)
        self.files = Files(self.clock)
        self.world = World(self.clock, self.bot)
        self.updates = UpdatesQueue(self.clock)
        self.webhook = Webhook(self.clock, self.updates, self._from_webhook_answer)
        self.updates.webhook_is_set = lambda: bool(self.webhook.url)
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.reply_keyboards: dict[int, dict[str, Any]] = {}
        self.callback_answer_seconds = 60.0
        self.busy = 0
        self.stopping = asyncio.Event()
        self.port = 0
        self._runner: web.AppRunner | None = None

    # Starting and stopping

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> FakeTelegram:
        self.stopping.clear()
        self._runner = web.AppRunner(build_app(self), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self

    async def stop(self) -> None:
        await self.webhook.delete()
        await self.goes_down()

    async def goes_down(self) -> None:
        """Refuse connections from now on; `comes_back` on the same port, with everything remembered."""
        self.stopping.set()
        self.updates.end_poll(None)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def comes_back(self) -> None:
        await self.start(self.port)

    async def __aenter__(self) -> FakeTelegram:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    # People and places

    def user(
        self, first_name: str, *, user_id: int | None = None, met: bool = False, **fields: Any
    ) -> Person:
        """A person; the bot may not write first unless they have `met`."""
        person = Person(self, self.world.add_user(first_name, user_id, **fields))
        person.chat.known = met
        self.people[person.id] = person
        return person

    def forum(self, title: str, *, chat_id: int | None = None, members: tuple[Person, ...] = ()) -> Group:
        """A supergroup with topics; the bot is its administrator."""
        return self._group(title, "supergroup", chat_id, members, is_forum=True)

    def group(self, title: str, *, chat_id: int | None = None, members: tuple[Person, ...] = ()) -> Group:
        """A basic group, which may be upgraded (`migrate`)."""
        return self._group(title, "group", chat_id, members, is_forum=False)

    def _group(
        self, title: str, kind: str, chat_id: int | None, members: tuple[Person, ...], *, is_forum: bool
    ) -> Group:
        group = Group(self, self.world.add_group(title, kind, chat_id, is_forum=is_forum))
        self.groups[group.id] = group
        for member in members:
            group.add(member)
        return group

    def condition(
        self, chat: Person | Group | int, condition: str | None, *, migrate_to: int | None = None
    ) -> None:
        """Let every send to a chat fail in one way of the catalogue, or work again (None)."""
        if condition is not None and condition not in CONDITIONS:
            raise ValueError(f"no condition is called {condition!r}; there are {', '.join(CONDITIONS)}")
        target = self.world.chats[chat if isinstance(chat, int) else chat.id]
        target.condition, target.migrate_to = condition, migrate_to

    def fault(
        self, kind: str, method: str | None = None, chat: Person | Group | int | None = None, **how: Any
    ) -> Fault:
        """Script something to go wrong; see `faults.Fault` for what may be said."""
        chat_id = chat if isinstance(chat, int) or chat is None else chat.id
        return self.faults.add(Fault(kind, method, chat_id, **how))

    # What happened

    @property
    def violations(self) -> list[Violation]:
        return self.ledger.violations

    @property
    def requests(self) -> list[Request]:
        return self.ledger.requests

    def accepted(
        self,
        chat: Person | Group | int | None = None,
        method: str | None = None,
        thread: int | None = None,
        containing: str | None = None,
    ) -> list[Accepted]:
        chat_id = chat if isinstance(chat, int) or chat is None else chat.id
        return self.ledger.select(chat_id, method, thread, containing)

    # For the methods

    def accept(
        self, call: Call, chat_id: int | None, thread_id: int | None, message_ids: tuple[int, ...]
    ) -> Accepted:
        return self.ledger.accept(
            call.method,
            call.payload(),
            at=self.clock.monotonic(),
            time=self.clock.now(),
            chat_id=chat_id,
            thread_id=thread_id,
            message_ids=message_ids,
        )

    def set_reply_keyboard(self, chat: Chat, markup: dict[str, Any]) -> None:
        if markup.get("remove_keyboard"):
            self.reply_keyboards.pop(chat.id, None)
        elif "keyboard" in markup:
            self.reply_keyboards[chat.id] = markup

    async def _from_webhook_answer(self, body: dict[str, Any]) -> None:
        """Execute the method call that a webhook's answer carried."""
        name = str(body.pop("method"))
        known = METHODS.get(name.lower())
        if known is None or name.lower().startswith("get") or name.lower() in NOT_IN_WEBHOOK_ANSWERS:
            return
        await execute(self, Call(known[0], body))

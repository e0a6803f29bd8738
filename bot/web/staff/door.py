"""Who comes in to the staff pages: one-time links, sessions, and proof that a form is ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol, TypeVar
from urllib.parse import parse_qsl

from aiohttp import web

from bot import clock
from bot.web.origin import is_foreign
from storage import staff
from storage.db import Database
from storage.staff import Session, Staff

T = TypeVar("T")

#: The largest form, bytes: many times the longest text, so that too long a text is told and not cut.
LARGEST_FORM = 1024 * 1024

#: More fields than any form of ours has.
_MOST_FIELDS = 40


class Runs(Protocol):
    """Runs a plain function in a thread made for it: the writer's, or a reader's."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


class Refusal(Exception):  # noqa: N818 - it is a refusal, not an error of ours
    """The request goes no further; `key` names the page's sentence, `typed` is what must not be lost."""

    def __init__(self, status: int, key: str, typed: str = "") -> None:
        super().__init__(key)
        self.status, self.key, self.typed = status, key, typed


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody signed in."""

    request: web.Request
    session: Session

    @property
    def who(self) -> Staff:
        return self.session.staff


def token_hash(token: str) -> str:
    """What is kept of a sign-in link or a session: 256 random bits need no slow hash."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


class Door:
    """Sign-in, sessions and forms. `secure` means that people come over https."""

    def __init__(
        self, database: Database, *, reads: Runs, writes: Runs, secure: bool, session_hours: float
    ) -> None:
        self._database, self._reads, self._writes = database, reads, writes
        self._secure = secure
        self._lasting = timedelta(hours=session_hours)

    async def visit(self, request: web.Request) -> Visit:
        """The visit of whoever is signed in. Raises Refusal 401 for everybody else."""
        token = request.cookies.get(self._cookie)
        found = await self._reads(lambda: self._session(token)) if token else None
        if found is None:
            raise Refusal(401, "signed_out")
        return Visit(request, found)

    def _session(self, token: str) -> Session | None:
        with self._database.reading() as connection:
            return staff.session(connection, token_hash(token), clock.now())

    async def sign_in(self, link: str) -> str | None:
        """Spends a one-time link; the new session's token, or None for a link that is unknown, used or too old."""
        token = clock.token()

        def work() -> str | None:
            now = clock.now()
            with self._database.transaction() as connection:
                who = staff.use_sign_in(connection, token_hash(link), now)
                if who is None:
                    return None
                staff.open_session(
                    connection,
                    who.id,
                    token_hash=token_hash(token),
                    csrf=clock.token(),
                    expires_at=now + self._lasting,
                )
                return token

        return await self._writes(work)

    async def sign_out(self, request: web.Request) -> None:
        token = request.cookies.get(self._cookie, "")

        def work() -> None:
            with self._database.transaction() as connection:
                staff.close_session(connection, token_hash(token))

        await self._writes(work)

    def hand_cookie(self, response: web.StreamResponse, token: str) -> None:
        """Scripts cannot read it, and no other site can send it along."""
        response.set_cookie(
            self._cookie, token, max_age=int(self._lasting.total_seconds()), httponly=True, samesite="Strict",
            secure=self._secure, path=self._path,
        )  # fmt: skip

    def take_cookie(self, response: web.StreamResponse) -> None:
        response.set_cookie(
            self._cookie,
            "",
            max_age=0,
            httponly=True,
            samesite="Strict",
            secure=self._secure,
            path=self._path,
        )

    @property
    def _cookie(self) -> str:
        """With https the name forbids a neighbouring site to plant a cookie of its own."""
        return "__Host-ownerline_staff" if self._secure else "ownerline_staff"

    @property
    def _path(self) -> str:
        return "/" if self._secure else "/staff"


def check_origin(request: web.Request) -> None:
    """Raises Refusal 403 for a form that another site's page sends. A browser always says where it comes from."""
    if is_foreign(request):
        raise Refusal(403, "foreign_form")


def check_csrf(visit: Visit, form: dict[str, str]) -> None:
    """Raises Refusal 403 for a form that did not come from a page of this session."""
    if not compare_digest(form.get("csrf", "").encode(), visit.session.csrf.encode()):
        raise Refusal(403, "old_form", form.get("text", ""))


async def read_form(request: web.Request) -> dict[str, str]:
    """The fields of a form, as text that can be kept. Raises Refusal: 415 no form, 413 too large."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refusal(415, "no_form")
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > LARGEST_FORM:
            raise Refusal(413, "large_form")
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            errors="replace",
        )
    except ValueError:
        raise Refusal(415, "no_form") from None
    return {name: storable(value) for name, value in pairs}


def storable(value: str) -> str:
    """Lines end as everywhere else; NUL, which no database keeps, becomes the sign for what cannot be shown."""
    return value.replace("\r\n", "\n").replace("\x00", "�")

"""The addresses that people are given: the chat, a chat with a code in it, the staff pages, a staff sign-in, the health page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import quote

from bot import clock
from bot.settings import Settings, WebSettings
from handlers import binding_codes as shape
from storage import binding_codes, staff
from storage.db import Connection
from storage.estates import Unit


@dataclass(frozen=True, slots=True)
class Links:
    """Where to click: the owner's chat, the staff pages, the health page; `colleague` lets a second person in to the staff pages,
    in the demonstration alone.
    """

    chat: str
    staff: str
    health: str
    colleague: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A fresh one-time code for a unit: as it stands in a letter, and as a deep link carries it."""

    printed: str
    payload: str
    expires_at: datetime


def pages(web: WebSettings) -> Links:
    """The pages as they are, nobody signed in."""
    return Links(f"{web.address}/chat", f"{web.address}/staff", f"{web.address}/health")


def chat(web: WebSettings, payload: str) -> str:
    """The web chat, opened with a code."""
    return f"{web.address}/chat?start={quote(payload)}"


def telegram(bot: str, payload: str) -> str:
    """The bot's chat on Telegram, opened with a code. `bot` is its name, with or without the @."""
    return f"https://t.me/{quote(bot.removeprefix('@'))}?start={quote(payload)}"


def make_code(
    connection: Connection,
    settings: Settings,
    unit: Unit,
    *,
    person_id: int | None,
    role: str,
    now: datetime,
    until: date | None = None,
) -> Code:
    """A one-time code that ties whoever gives it to the unit, valid for binding.code_hours; `until` is their last day there."""
    selector = clock.crockford(shape.SELECTOR)
    while binding_codes.by_selector(connection, selector):
        selector = clock.crockford(shape.SELECTOR)
    typed, linked = clock.crockford(shape.TYPED), clock.crockford(shape.LINKED)
    expires_at = now + timedelta(hours=settings.binding.code_hours)
    binding_codes.add(
        connection, estate_id=unit.estate_id, unit_id=unit.id, person_id=person_id, role=role, until=until, selector=selector,
        code_hash=shape.hashed(typed), link_hash=shape.hashed(linked), created_at=now, expires_at=expires_at,
    )  # fmt: skip
    return Code(shape.printed(selector, typed), f"{selector}-{linked}", expires_at)


def sign_in(connection: Connection, settings: Settings, staff_id: int, now: datetime) -> str:
    """A link that signs a member of staff in, once, within web.session_hours."""
    token = clock.token()
    expires_at = now + timedelta(hours=settings.web.session_hours)
    staff.add_sign_in(connection, staff_id, hashlib.sha256(token.encode()).hexdigest(), expires_at)
    return f"{settings.web.address}/staff/sign-in/{token}"

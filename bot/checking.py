"""What would keep these settings from working on this machine: every problem at once, and what is merely unwise.

Looks and touches nothing: no file is made, no table changed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.checking_ladders import Finding, ladders
from bot.rasa.extra import WITHOUT_RASA_SDK, rasa_sdk_is_there
from bot.settings import CapSettings, Settings, WebSettings
from storage import estates, schema, staff
from storage.db import Database, StorageError, check
from storage.scope import SENIOR

#: Names of this machine itself; plain http to anything else can be read on the way.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def findings(settings: Settings) -> Iterator[Finding]:
    """Every problem and warning, in the order of config.yaml."""
    yield from _storage(settings)
    yield from _web(settings.web)
    yield from _telegram(settings)
    yield from _rasa(settings)
    yield from _paging(settings)
    yield from pictures()


def _storage(settings: Settings) -> Iterator[Finding]:
    file = settings.storage.url.removeprefix("sqlite:///")
    if file == settings.storage.url or Path(file).exists():
        yield from _database(settings)
    elif not _can_be_made(Path(file)):
        yield Finding(f"storage.url: {file} cannot be made or written there")
    if not _can_be_made(Path(settings.storage.media)):
        yield Finding(f"storage.media: files cannot be kept in {settings.storage.media}")


def _database(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.storage.url)
    try:
        check(database)
        state = schema.state(database)
        if state in schema.REFUSALS:
            yield Finding(f"storage.url: {schema.REFUSALS[state]}")
        elif state is schema.State.CURRENT:
            yield from _estate(database, settings.estate.default)
            yield from _places(database, settings.cap)
            yield from ladders(database, settings.tickets.escalation)
    except StorageError as error:
        yield Finding(f"storage.url: the database cannot be used ({' '.join(str(error).split())})")
    finally:
        database.close()


def _estate(database: Database, code: str) -> Iterator[Finding]:
    with database.reading() as connection:
        codes = [estate.code for estate in estates.all_of_them(connection)]
    if code and code not in codes:
        yield Finding(
            f"estate.default: there is no estate {code}; there are: {', '.join(codes) or 'none yet'}"
        )
    yield from _seniors(database)


def _places(database: Database, cap: CapSettings) -> Iterator[Finding]:
    with database.reading() as connection:
        codes = [estate.code for estate in estates.all_of_them(connection)]
    for code in sorted(set(cap.places) - set(codes)):
        yield Finding(
            f"cap.places.{code}: there is no estate {code}; there are: {', '.join(codes) or 'none yet'}",
            False,
        )


def _seniors(database: Database) -> Iterator[Finding]:
    """A complaint about the only manager needs somebody else who decides it (C11)."""
    with database.reading() as connection:
        served = [(one, staff.serving(connection, one.id)) for one in estates.all_of_them(connection)]
    for estate, people in served:
        seniors = [one for one in people if one.role in SENIOR]
        who = f"only {seniors[0].name} is" if len(seniors) == 1 else "nobody is"
        if people and len(seniors) < 2:
            yield Finding(
                f"staff: at {estate.name} {who} a manager or above; a complaint about a manager is then left to colleagues below. "
                "Add a second one with `ownerline staff add --role manager`", False,
            )  # fmt: skip


def _can_be_made(path: Path) -> bool:
    """Whether a file or folder of this path could be written, going by the nearest folder that exists."""
    path = path.absolute()
    nearest = next(parent for parent in (path, *path.parents) if parent.exists())
    return os.access(nearest, os.W_OK) and (nearest.is_dir() or nearest == path)


def _web(web: WebSettings) -> Iterator[Finding]:
    why = _why_no_port(web)
    if why:
        yield Finding(
            f"web.port: {web.host}:{web.port} cannot be used ({why}); is Ownerline running already?"
        )
    if not web.base_url and web.host not in LOOPBACK:
        yield Finding(
            "web.base_url: is empty, so links lead to web.host, which may be no address for others", False
        )
    if web.base_url.startswith("http://") and not any(host in web.base_url for host in LOOPBACK):
        yield Finding("web.base_url: is plain http; what people write can be read on the way", False)


def _why_no_port(web: WebSettings) -> str | None:
    try:
        family = socket.getaddrinfo(web.host, web.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((web.host, web.port))
    except OSError as error:
        return error.strerror or str(error)
    return None


def _telegram(settings: Settings) -> Iterator[Finding]:
    telegram, token = settings.telegram, settings.telegram.token.get_secret_value()
    if telegram.staff_group and not token:
        yield Finding("telegram.staff_group: needs telegram.token; without a bot nobody writes to the group")
    if telegram.mode != "webhook":
        return
    if not token:
        yield Finding("telegram.mode: webhook needs telegram.token")
    if not settings.web.base_url.startswith("https://"):
        yield Finding(
            "telegram.mode: webhook needs web.base_url with https; or choose polling, which needs nothing"
        )


def _writes_chinese() -> bool:
    """Asked of this machine's fonts; what draws is imported only for that."""
    from bot.charts.fonts import writes_chinese

    return writes_chinese()


def pictures(has_letters: Callable[[], bool] = _writes_chinese) -> Iterator[Finding]:
    """Whether pictures of reports can be written in Chinese."""
    if not has_letters():
        yield Finding(
            "no font for Chinese is installed: reports in Chinese go to chats without their pictures (Debian: fonts-noto-cjk)",
            False,
        )


def _rasa(settings: Settings) -> Iterator[Finding]:
    if settings.rasa.webhook and not rasa_sdk_is_there():
        yield Finding(WITHOUT_RASA_SDK)
    url = settings.nlu.rasa_url
    if (
        settings.nlu.engine == "rasa"
        and url.startswith("http://")
        and not any(host in url for host in LOOPBACK)
    ):
        yield Finding("nlu.rasa_url: is plain http; what people write can be read on the way", False)


def _paging(settings: Settings) -> Iterator[Finding]:
    group = bool(settings.telegram.staff_group and settings.telegram.token.get_secret_value())
    routes = [
        name
        for name, there in (("the staff group", group), ("paging.webhook", settings.paging.webhook))
        if there
    ]
    if len(routes) == 2:
        return
    reached = routes[0] if routes else "the staff pages and this terminal alone"
    more = "a second way" if routes else "two ways"
    yield Finding(
        f"paging: an emergency reaches staff by {reached}; set {more} (telegram.staff_group, paging.webhook)",
        False,
    )

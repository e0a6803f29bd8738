"""How a rule reaches the people of a ticket, whoever acts: its owner in their language, its holder and the staff group in theirs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, get_currency_precision

from handlers.base import Acting, Button, Reply, ToOwner, ToStaff, ToTopic
from handlers.tickets import languages
from handlers.wording import moment, say, speak
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket

_BABEL = {"zh-Hans": "zh_CN", "zh-Hant": "zh_HK", "en": "en_GB"}


def tell_owner(
    acting: Acting, store: Store, ticket: Ticket, key: str, *,
    buttons: tuple[tuple[Button, ...], ...] = (), **values: object,
) -> None:  # fmt: skip
    """A sentence to the account that reported the ticket; nothing where there is none."""
    if ticket.contact_id is None:
        return
    text = say(languages.of_owner(store, ticket), key, number=ticket.number, **values)
    acting.told.append(Reply(to=ToOwner(ticket.id), text=text, buttons=buttons))


def tell_people(acting: Acting, store: Store, ticket: Ticket, key: str, **values: object) -> None:
    """A sentence to the holder in private, and into the ticket's thread; a guarded ticket has no thread in the group."""
    holder = holder_of(store, ticket)
    if holder:
        text = say(speak(holder.language, "en"), key, number=ticket.number, **values)
        acting.told.append(Reply(to=ToStaff(holder.id), text=text))
    if not ticket.guard:
        text = say(languages.of_staff(store, ticket), key, number=ticket.number, **values)
        acting.told.append(Reply(to=ToTopic(ticket.id), text=text))


def holder_of(store: Store, ticket: Ticket) -> Staff | None:
    """Whoever is accountable, unless the ticket complains of them."""
    return next((one for one in store.serving(ticket) if one.id == ticket.holder_id), None)


def day(language: str, on: date) -> str:
    """A day of the calendar as people write it, with its year: 2 July 2026, 2026年7月2日."""
    return format_date(on, "d MMMM y" if language == "en" else "y年M月d日", locale=_BABEL[language])


def by(language: str, at: datetime, acting: Acting) -> str:
    """A time as people say it in the estate's zone."""
    return moment(language, at, acting.tz, acting.now)


class Somewhen(Protocol):
    """Now, and the zone the estate lives in."""

    @property
    def now(self) -> datetime: ...
    @property
    def tz(self) -> ZoneInfo: ...


def window(language: str, starts: datetime, ends: datetime | None, acting: Somewhen) -> str:
    """From when to when, in the estate's zone: the day is said once where both lie on it; without an end, "from" alone."""
    begin = moment(language, starts, acting.tz, acting.now)
    if ends is None:
        return say(language, "visits.from", begin=begin)
    same = starts.astimezone(acting.tz).date() == ends.astimezone(acting.tz).date()
    until = f"{ends.astimezone(acting.tz):%H:%M}" if same else moment(language, ends, acting.tz, acting.now)
    return say(language, "visits.window", begin=begin, end=until)


def money(language: str, amount: int, currency: str) -> str:
    """An amount in the currency's smallest unit as people write it: HK$180.00, ¥1,200.00."""
    return format_currency(amount / 10 ** get_currency_precision(currency), currency, locale=_BABEL[language])


def plain(amount: int, currency: str) -> str:
    """An amount in the currency's smallest unit as it is typed: 180, 1200.50."""
    precision = get_currency_precision(currency)
    whole = amount / 10**precision
    return f"{whole:.0f}" if whole == int(whole) else f"{whole:.{precision}f}"

"""Key and values become text in the owner's language; every sentence that people read stands in handlers/locale.

A key is `domain.name`; its sentence is the msgstr of that msgid in locale/LANGUAGE/DOMAIN.po. {values} are filled by name.
Written Chinese in traditional script and Cantonese both read zh-Hant, which speaks as Hong Kong does.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_currency

#: The languages the line speaks, and the folder of each.
LANGUAGES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "en": "en"}

_BABEL = {"zh-Hans": "zh_CN", "zh-Hant": "zh_HK", "en": "en_GB"}
_LOCALE = Path(__file__).parent / "locale"


def speak(language: str | None, otherwise: str) -> str:
    """The language to answer in: the one given, Cantonese as zh-Hant, and `otherwise` for what the line does not speak."""
    language = "zh-Hant" if language == "yue" else language
    return language if language in LANGUAGES else otherwise


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence of a key. Raises KeyError for a key that the catalogues do not have."""
    return catalogue(language)[key].format_map({name: _plain(value) for name, value in values.items()})


def has(key: str) -> bool:
    """Whether the catalogues know a key."""
    return key in catalogue("en")


@cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language by key."""
    found: dict[str, str] = {}
    for file in sorted((_LOCALE / LANGUAGES[language]).glob("*.po")):
        with file.open("rb") as opened:
            for message in read_po(opened):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found


def moment(language: str, at: datetime, tz: ZoneInfo, now: datetime) -> str:
    """A time as people say it in the estate's zone: the hour alone today, with the weekday and date on other days."""
    local, today = at.astimezone(tz), now.astimezone(tz).date()
    clock = format_time(local, "HH:mm", locale=_BABEL[language])
    days = (local.date() - today).days
    if days in (0, 1):
        return say(language, "common.today_at" if days == 0 else "common.tomorrow_at", time=clock)
    pattern = "EEE d MMM" if language == "en" else "M月d日 EEE"
    return f"{format_date(local, pattern, locale=_BABEL[language])} {clock}"


def weekday(language: str, on: date, today: date) -> str:
    """A day as people say it: "Mon 20 Jul", with the year where it is another."""
    pattern = "EEE d MMM" if language == "en" else "M月d日 EEE"
    if on.year != today.year:
        pattern = "EEE d MMM y" if language == "en" else "y年M月d日 EEE"
    return format_date(on, pattern, locale=_BABEL[language])


def money(language: str, minor: int, currency: str) -> str:
    """An amount in minor units as people write it: "HK$1,200.00"."""
    return format_currency(Decimal(minor) / 100, currency, locale=_BABEL[language])


def _plain(value: object) -> str:
    return "" if value is None else str(value)

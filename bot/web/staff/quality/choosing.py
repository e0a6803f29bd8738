"""What somebody chose on a page of many cases: the period, and what narrows it. What cannot be read is said, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bot.web.staff.lists import Choice, Option
from handlers.base import Mistake
from handlers.staff.quality.defect_steps import CODES
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import Quality
from handlers.wording import has, say
from nlu.meaning import COMPLAINT_DOMAINS
from storage.groups import SPLITS
from storage.measure_questions import NOT_KNOWN, Cohort
from storage.staff_store import StaffStore

#: Days that a page looks back where nobody chose.
_DAYS = 90

#: The years in which a period can lie; others are slips of the finger.
_YEARS = (2000, 2200)

#: What only an address narrows by, as reports lead to cases: it stands in no list of choices.
_UNSEEN = ("code", "building", "supplier", "work_step", "step", "cause")

KINDS = ("complaint", "repair")
INTENTS = ("complaint", "dispute", "repair", "emergency")
DOMAINS = (*COMPLAINT_DOMAINS, "home", "public")
CHANNELS = ("telegram", "webchat", "rasa", "phone", "counter", "paper", "web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was chosen, as typed; `until` is the last day meant."""

    since: str
    until: str
    values: dict[str, str]

    def link(self, path: str, **more: str) -> str:
        """The address of a page about the same cases."""
        asked = {"since": self.since, "until": self.until, **self.values, **more}
        return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def zone_of(store: StaffStore) -> ZoneInfo:
    """The zone in which days begin: of the first estate that somebody serves."""
    return next((ZoneInfo(one.timezone) for one in store.estates()), ZoneInfo("UTC"))


def day(typed: str, zone: ZoneInfo) -> datetime:
    """The beginning of a day. Raises Mistake for what is none."""
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        raise Mistake("quality.wrong.day_unread", typed=typed[:40]) from None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise Mistake("quality.wrong.day_unread", typed=typed[:40])
    return datetime.combine(found, time(), zone)


def usual(store: StaffStore, now: datetime, days: int = _DAYS) -> Chosen:
    """The days until today."""
    today = now.astimezone(zone_of(store)).date()
    return Chosen(since=(today - timedelta(days=days - 1)).isoformat(), until=today.isoformat(), values={})


def chosen(query: Mapping[str, str], store: StaffStore, now: datetime, days: int = _DAYS) -> Chosen:
    """What a page's address asks for; the usual days where it names none."""
    base = usual(store, now, days)
    names = ("estate", "kind", "intent", "domain", "channel", "component", "contractor", "split", *_UNSEEN)
    values = {name: value for name in names if (value := query.get(name, "").strip()[:120])}
    return Chosen(
        since=query.get("since") or base.since, until=query.get("until") or base.until, values=values
    )


def cohort(what: Chosen, store: StaffStore, now: datetime, quality: Quality) -> Cohort:
    """The cases that are meant. Raises Mistake for a day that is none, a period that ends before it begins, an unknown choice."""
    zone = zone_of(store)
    since, until = day(what.since, zone), day(what.until, zone) + timedelta(days=1)
    if until <= since:
        raise Mistake("quality.wrong.period")
    known = {field.name: {one.value for one in field.options} for field in fields(what, store, "en")}
    known |= {"code": set(CODES), "building": {str(one.id) for one in store.buildings()}}
    if any(
        value != NOT_KNOWN and value not in known.get(name, (value,)) for name, value in what.values.items()
    ):
        raise Mistake("quality.wrong.choice")
    values = what.values
    return Cohort(
        since=since, until=until, now=now, recurrence=timedelta(days=quality.recurrence_days),
        estate_id=int(values["estate"]) if values.get("estate", "").isdecimal() else None, kind=values.get("kind", ""), intent=values.get("intent", ""),
        domain=values.get("domain", ""), channel=values.get("channel", ""), component=values.get("component", ""),
        contractor=values.get("contractor", ""), **{name: values.get(name, "") for name in _UNSEEN},
    )  # fmt: skip


def fields(what: Chosen, store: StaffStore, language: str) -> tuple[Choice, ...]:
    """Every list of choices, with what was chosen; contractors only where there is one."""
    lists: dict[str, list[tuple[str, str]]] = {
        "estate": [(str(one.id), one.name) for one in store.estates()],
        "kind": [(one, say(language, f"quality.kind.{one}")) for one in KINDS],
        "intent": [(one, say(language, f"codes.intent.{one}")) for one in INTENTS],
        "domain": [(one, say(language, f"quality.domain.{one}")) for one in DOMAINS],
        "channel": [(one, channel_named(language, one)) for one in CHANNELS],
        "component": [(code, one.name[language]) for code, one in components.every().items()],
        "contractor": list(store.measures.contractors().items()),
        "split": [(one, say(language, f"quality.split.{one}")) for one in SPLITS],
    }
    return tuple(
        Choice(
            name=name, label=say(language, f"quality.choose.{name}"),
            options=(
                Option(value="", text=say(language, f"quality.all.{'split' if name == 'split' else 'of'}"), chosen=False),
                *(Option(value=value, text=text, chosen=what.values.get(name) == value) for value, text in options),
            ),
        )
        for name, options in lists.items()
    )  # fmt: skip


def channel_named(language: str, channel: str) -> str:
    key = f"quality.channel.{channel}"
    return say(language, key) if has(key) else channel

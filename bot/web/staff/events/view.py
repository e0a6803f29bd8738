"""Events as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.staff.events import forms
from handlers.notices.events import announcing, desk, inviting, itip
from handlers.notices.events.report import Report, Share, report
from handlers.tickets.works import reaching
from handlers.wording import say
from storage.estates import Building, Estate
from storage.events import Event
from storage.fund_posts import FundPost
from storage.notices import Notice
from storage.rsvps import Counts, Listed
from storage.staff import Staff
from storage.staff_store import StaffStore

#: The colour of where an event stands, as the list of tickets uses colours.
_COLOURS = {"waits": "amber", "coming": "green", "on": "green", "over": "over", "off": "over"}


@dataclass(frozen=True, slots=True)
class Row:
    """An event as one line. `stage`: waits (for a decision), coming, on, over, off."""

    event: Event
    title: str
    place: str
    when: str
    stage: str
    colour: str
    counts: Counts
    estate: Estate


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """`waiting`: proposals that somebody has to decide."""

    may: bool
    waiting: tuple[Row, ...]
    ahead: tuple[Row, ...]
    over: tuple[Row, ...]
    posts: tuple[tuple[FundPost, str], ...]
    estates: tuple[Estate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One event. `form`: its facts as they stand in fields; `costs` those of its cost form."""

    row: Row
    may: bool
    own: bool
    proposer: str
    until: str
    seated: tuple[Listed, ...]
    waiting: tuple[Listed, ...]
    maybe: tuple[Listed, ...]
    report: Report
    money: dict[str, str]
    form: dict[str, str]
    costs: dict[str, str]
    invitation: Notice | None
    buildings: tuple[Building, ...]
    file: str


def rows(store: StaffStore, who: Staff, language: str, now: datetime) -> ListView:
    """Every event of the scope: those to decide, those ahead with the next first, those that are over."""
    found = [_row(store, one, language, now) for one in store.events.newest()]
    places = {estate.id: ZoneInfo(estate.timezone) for estate in store.estates()}
    return ListView(
        may=desk.may_plan(who),
        waiting=tuple(one for one in found if one.stage == "waits"),
        ahead=tuple(reversed([one for one in found if one.stage in ("coming", "on")])),
        over=tuple(one for one in found if one.stage in ("over", "off")),
        posts=tuple((one, inviting.at(language, one.at, places[one.estate_id])) for one in store.fund_posts.newest()),
        estates=tuple(store.estates()),
    )  # fmt: skip


def _row(store: StaffStore, event: Event, language: str, now: datetime) -> Row:
    estate = store.estate(event.estate_id)
    assert estate is not None
    stage = stage_of(event, now)
    return Row(
        event=event, title=inviting.title(language, event, estate.language), estate=estate, stage=stage,
        place=inviting.place(language, event, estate.language), colour=_COLOURS[stage],
        when=inviting.when(language, event, ZoneInfo(estate.timezone)), counts=store.rsvps.counts(event),
    )  # fmt: skip


def stage_of(event: Event, now: datetime) -> str:
    """Where an event stands, for people."""
    if event.status == "CANCELLED":
        return "off"
    if event.ends <= now:
        return "over"
    if event.status == "TENTATIVE":
        return "waits"
    return "on" if event.starts <= now else "coming"


def view(
    store: StaffStore, who: Staff, language: str, event_id: int, now: datetime, address: str
) -> View | None:
    """One event within the scope; None where there is none."""
    event = store.events.by_id(event_id)
    if event is None:
        return None
    row = _row(store, event, language, now)
    listed = store.rsvps.listed(event)
    no_show = sum(one.rsvp.has_places and one.rsvp.came is None for one in listed)
    found = report(event, row.counts, store.event_pulses.of(event), no_show)
    turns = [one.id for one in store.rsvps.turns(event)]
    waiting = sorted(
        (one for one in listed if one.rsvp.id in turns), key=lambda one: turns.index(one.rsvp.id)
    )
    proposer = store.rsvps.proposer(event)
    return View(
        row=row, may=desk.may_plan(who), own=event.kind == "owner", proposer=proposer.name if proposer else "",
        until=inviting.at(language, event.rsvp_until, ZoneInfo(row.estate.timezone)),
        seated=tuple(one for one in listed if one.rsvp.has_places), waiting=tuple(waiting),
        maybe=tuple(one for one in listed if one.rsvp.partstat == "TENTATIVE"), report=found,
        money=_money(event, found, language), form=forms.shown(event, row.estate), costs=_costs(event),
        invitation=announcing.sent(store, event) or _proposed(store, event),
        buildings=tuple(one for one in store.buildings() if one.estate_id == event.estate_id),
        file=inviting.file_link(language, event, address) if itip.is_on(event, now) else "",
    )  # fmt: skip


def _proposed(store: StaffStore, event: Event) -> Notice | None:
    """An invitation that waits for a second person, or for its hour."""
    asked = store.notices.asking(event.estate_id, f"rsvp:{event.id}")
    return next((one for one in asked if one.state in ("draft", "proposed", "approved")), None)


def _money(event: Event, found: Report, language: str) -> dict[str, str]:
    """The amounts of the report as people write them; "" for what is not known."""

    def told(amount: int | None) -> str:
        return reaching.money(language, amount, event.currency) if amount is not None else ""

    span = found.per_home_that_heard
    return {
        "planned": told(event.cost_planned), "actual": told(event.cost_actual), "came": told(found.per_home_that_came),
        "heard": f"{told(span[0])} – {told(span[1])}" if span else "",
    }  # fmt: skip


def _costs(event: Event) -> dict[str, str]:
    """The cost form as it stands."""

    def typed(amount: int | None) -> str:
        return "" if amount is None else f"{reaching.plain(amount, event.currency)}"

    return {
        "planned": typed(event.cost_planned), "actual": typed(event.cost_actual), "minutes": str(event.minutes or ""),
        "effect": event.effect,
    }  # fmt: skip


def told(language: str, share: Share) -> str:
    """A share with what it rests on: 10 of 20 (50 %; of all between 30 % and 70 %)."""
    if share.low is None or share.high is None:
        return say(language, "events.page.nobody_said")
    percent = {"share": share.met / share.every, "low": share.low, "high": share.high}
    return say(
        language, "events.page.share", met=share.met, every=share.every, **{name: round(100 * one) for name, one in percent.items()}
    )  # fmt: skip


def door(
    store: StaffStore, language: str, event_id: int, now: datetime
) -> tuple[Row, tuple[Listed, ...]] | None:
    """The list at the door: whoever has places first, then everybody else who answered; those not there yet before those who are."""
    event = store.events.by_id(event_id)
    if event is None:
        return None
    found = store.rsvps.listed(event)
    order = sorted(found, key=lambda one: (one.rsvp.came is not None, not one.rsvp.has_places))
    return _row(store, event, language, now), tuple(order)

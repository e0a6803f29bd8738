"""What the pages of actions show and offer, and what a sent form means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from bot.web.ids import id_of
from bot.web.staff.quality import action_sources, choosing, defect_forms
from bot.web.staff.quality.defect_forms import Choices
from handlers.reports.digests import code_named
from handlers.reports.handbook import state_named
from handlers.staff.quality import action_steps
from handlers.staff.quality.action_steps import Draft
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import DEPARTMENTS
from handlers.wording import say
from storage.corrective_actions import SOURCES, CorrectiveAction
from storage.staff import Staff
from storage.staff_store import StaffStore

#: What the list may show: standing, late, one's own, those whose check asks for a next one, every one.
SHOWN = ("open", "late", "mine", "again", "all")

#: Days until a new action is due, where nobody chooses.
_DUE_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One action as one line; `late` is its next step's day gone by."""

    action: CorrectiveAction
    against: str
    state: str
    owner: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The choices of a new action's form."""

    estates: Choices
    kinds: Choices
    codes: Choices
    components: Choices
    owners: Choices
    due: str
    check: str
    sources: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One action: its line, facts as (name, words), how often its fault was found before and after, and what may come next.

    `source` is where an improvement comes from, and the address of that, "" where whoever looks may not see it.
    """

    row: Row
    kind: str
    ticket: str
    facts: tuple[tuple[str, str], ...]
    recurrence: str
    results: Choices
    next_wanted: bool
    names: tuple[str, ...]
    source: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the list shows: one of SHOWN, and what narrows it; empty: everything."""

    shown: str = "open"
    code: str = ""
    kind: str = ""
    source: str = ""

    def link(self, shown: str) -> str:
        """The address of another tab that is narrowed in the same way."""
        asked = {"show": shown, "code": self.code, "kind": self.kind, "source": self.source}
        return f"/staff/actions?{urlencode({name: value for name, value in asked.items() if value})}"


def chosen(query: Mapping[str, str]) -> Filter:
    """The filter of an address; a word that is none of ours narrows nothing."""
    known = {"show": SHOWN, "kind": action_steps.KINDS, "source": SOURCES}
    asked = {name: query.get(name, "") for name in known}
    found = {name: value if value in known[name] else "" for name, value in asked.items()}
    return Filter(
        shown=found["show"] or "open",
        code=query.get("code", "")[:60],
        kind=found["kind"],
        source=found["source"],
    )


def tabs(language: str, wanted: Filter) -> tuple[tuple[str, str, str], ...]:
    """The tabs: value, words, address."""
    return tuple((one, say(language, f"quality.show.{one}"), wanted.link(one)) for one in SHOWN)


def kinds(language: str) -> Choices:
    return tuple((one, say(language, f"quality.kind_of_action.{one}")) for one in action_steps.KINDS)


def rows(store: StaffStore, who: Staff, language: str, wanted: Filter, now: datetime) -> list[Row]:
    """The actions of a filter, the earliest due first."""
    followed = store.corrective_actions.followed()
    fits: dict[str, Callable[[CorrectiveAction], bool]] = {
        "open": lambda one: one.state != "checked",
        "late": lambda one: one.is_late(now),
        "mine": lambda one: one.owner_id == who.id and one.state != "checked",
        "again": lambda one: one.result == "not_effective" and one.id not in followed,
        "all": lambda _one: True,
    }
    asked = (wanted.code, wanted.kind, wanted.source)
    return [
        _row(store, language, one, now)
        for one in store.corrective_actions.every()
        if fits[wanted.shown](one)
        and all(want in ("", is_) for want, is_ in zip(asked, (one.code, one.kind, one.source), strict=True))
    ]


def _row(store: StaffStore, language: str, action: CorrectiveAction, now: datetime) -> Row:
    owner = store.colleague(action.owner_id) if action.owner_id else None
    department = say(language, f"quality.department.{action.department}") if action.department else ""
    due = action.due_at if action.state == "open" else action.check_at
    return Row(
        action=action, against=_against(language, action), state=state_named(language, action),
        owner=owner.name if owner else department, due=_day(store, due), late=action.is_late(now),
    )  # fmt: skip


def _against(language: str, action: CorrectiveAction) -> str:
    """The fault an action is against; of an improvement where it comes from."""
    if not action.code:
        kind = say(language, "quality.kind_of_action.improvement")
        return f"{kind} · {action_sources.named(language, action.source)}" if action.source else kind
    whole = say(language, "quality.every_component")
    part = components.named(language, action.component) if action.component else whole
    return f"{part} · {code_named(language, action.code)}"


def _day(store: StaffStore, at: datetime | None) -> str:
    return at.astimezone(choosing.zone_of(store)).date().isoformat() if at else ""


def view(store: StaffStore, language: str, action_id: int, now: datetime) -> View | None:
    """The page of one action; None for one that is not there, or not to be seen."""
    action = store.corrective_actions.by_id(action_id)
    if action is None:
        return None
    ticket = store.tickets.by_id(action.ticket_id) if action.ticket_id else None
    return View(
        row=_row(store, language, action, now), kind=say(language, f"quality.kind_of_action.{action.kind}"),
        ticket=ticket.number if ticket else "", facts=tuple(_facts(store, language, action)),
        recurrence=_recurrence(store, language, action, now),
        results=tuple((one, say(language, f"quality.state.{one}")) for one in action_steps.RESULTS),
        next_wanted=action.result == "not_effective" and action.id not in store.corrective_actions.followed(),
        names=store.defects.names(), source=action_sources.told(store.scope, language, action),
    )  # fmt: skip


def _recurrence(store: StaffStore, language: str, action: CorrectiveAction, now: datetime) -> str:
    """How often its fault was found before and after it was done; as it was at its check, once it was checked."""
    if action.done_at is None or not action.code:
        return ""
    counted = (action.before, action.after)
    if counted[0] is None or counted[1] is None:
        counted = action_steps.recurrence(store, action, now)
    day = _day(store, action.done_at)
    return say(language, "quality.recurrence", before=counted[0], after=counted[1], day=day)


def _facts(store: StaffStore, language: str, action: CorrectiveAction) -> list[tuple[str, str]]:
    """What is known of an action, in the order in which it happens."""
    known = (
        ("why", action.why), ("due", _day(store, action.due_at)), ("done", _on(_day(store, action.done_at), action.done_note)),
        ("check", _day(store, action.check_at) if action.state == "done" else ""),
        ("checked", _on(_day(store, action.checked_at), action.evidence)),
        ("sent", _on(_day(store, action.sent_at), f"{action.partner}: {action.advice}" if action.sent_at else "")),
        ("reply", _on(_day(store, action.replied_at), action.reply)),
        ("after", f"#{action.after_id}" if action.after_id else ""),
    )  # fmt: skip
    return [(say(language, f"quality.fact.{name}"), words) for name, words in known if words]


def _on(day: str, words: str) -> str:
    return " · ".join(part for part in (day, words) if part)


def offer(store: StaffStore, language: str, now: datetime) -> Offer:
    """What a new action can be."""
    owners = {str(one.id): one.name for estate in store.estates() for one in store.colleagues(estate.id)}
    return Offer(
        estates=tuple((str(one.id), one.name) for one in store.estates()),
        kinds=tuple(one for one in kinds(language) if one[0] != "improvement"), sources=action_sources.choices(language),
        codes=defect_forms.codes(language), components=defect_forms.component_choices(language),
        owners=(
            *((f"staff:{value}", name) for value, name in owners.items()),
            *((f"department:{one}", say(language, f"quality.department.{one}")) for one in DEPARTMENTS),
        ),
        due=_day(store, now + timedelta(days=_DUE_DAYS)), check=_day(store, now + timedelta(days=2 * _DUE_DAYS)),
    )  # fmt: skip


def proposed(store: StaffStore, after: str, number: str) -> dict[str, str]:
    """What stands in a new form: the fault of an action that did not work, or of a ticket's defect; nothing otherwise."""
    wanted = id_of(after)
    action = store.corrective_actions.by_id(wanted)
    if action:
        owner = f"staff:{action.owner_id}" if action.owner_id else f"department:{action.department}"
        return {
            "after": str(action.id), "estate": str(action.estate_id), "kind": action.kind, "why": action.why, "owner": owner,
            "code": action.code, "component": action.component, "source": action.source, "source_ref": action.source_ref,
        }  # fmt: skip
    ticket = store.tickets.numbered(number[:24]) if number else None
    defect = store.defects.of(ticket) if ticket else None
    if ticket is None or defect is None:
        return {}
    return {
        "ticket": ticket.number, "estate": str(ticket.estate_id), "kind": "corrective", "why": defect.cause,
        "code": defect.code, "component": defect.component,
    }  # fmt: skip


def improvement(query: Mapping[str, str]) -> dict[str, str]:
    """What stands in a new form for an improvement: what its address says of where it comes from and why."""
    most = {"estate": 15, "why": 2_000, "source": 12, "source_ref": 80}
    told = {name: query.get(name, "")[:length] for name, length in most.items()}
    return {"kind": "improvement", **told, "source": told["source"] if told["source"] in SOURCES else ""}


def draft(store: StaffStore, form: dict[str, str]) -> Draft:
    """The action that a form begins; due at the end of the day chosen. Raises Mistake for a day that is none."""
    estate, after, check = form.get("estate", ""), form.get("after", ""), form.get("check", "").strip()
    ends = _end(store, form.get("due", ""))
    return Draft(
        estate_id=id_of(estate), kind=form.get("kind", ""), what=form.get("what", ""), why=form.get("why", ""),
        code=form.get("code", ""), component=form.get("component", ""), owner=form.get("owner", ""), due_at=ends,
        number=form.get("ticket", ""), after_id=id_of(after) if after else None,
        check_at=_end(store, check) if check else None, source=form.get("source", ""), source_ref=form.get("source_ref", ""),
    )  # fmt: skip


def _end(store: StaffStore, typed: str) -> datetime:
    return choosing.day(typed, choosing.zone_of(store)) + timedelta(days=1, seconds=-1)

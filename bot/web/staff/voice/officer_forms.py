"""What a sent form of the officers' pages means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.web.ids import id_of
from bot.web.staff.quality import choosing
from handlers.base import Mistake
from handlers.staff.quality.improving import Improvement
from handlers.staff.request import StaffRequest
from handlers.voice.officers import sending, templates
from handlers.voice.officers.drawing import Wanted
from storage.officer_rows import Criteria
from storage.staff_store import StaffStore


def wanted(form: Mapping[str, str], many: Mapping[str, Sequence[str]]) -> Wanted:
    """The draw that a form asks for; what is no number is 0, which no draw takes but that of days."""
    return Wanted(
        criteria=Criteria(
            estate_ids=tuple(dict.fromkeys(id_of(one) for one in many["estates"])), stages=tuple(many["stages"]),
            roles=tuple(many["roles"]), tenure_days=_days(form.get("tenure_days", "")),
        ),
        size=whole(form.get("size", "")), term_months=whole(form.get("term_months", "")),
    )  # fmt: skip


def improvement(
    request: StaffRequest, store: StaffStore, mission_id: int, form: Mapping[str, str]
) -> Improvement:
    """The improvement that a finding's form asks for. Raises Mistake for a day that is none."""
    kind, _, name = form.get("owner", "").partition(":")
    return Improvement(
        what=form.get("what", ""), why=form.get("why", ""), owner_id=id_of(name) if kind == "staff" else None,
        department=name if kind == "department" else "",
        due_at=choosing.day(form.get("due", ""), choosing.zone_of(store)) + timedelta(days=1, seconds=-1), source="officer",
        source_ref=str(mission_id), form_key=f"{request.who.id}:{form['form'][:64]}",
    )  # fmt: skip


def give(request: StaffRequest, store: StaffStore, estate_id: int, key: str) -> int:
    """A mission for every officer of an estate whose role and home it suits; how many got it. Raises Mistake where nobody did."""
    template = templates.by_key(key)
    if template is None:
        raise Mistake("officers.wrong.mission")
    if estate_id not in store.scope.estate_ids:
        raise Mistake("officers.wrong.estate")
    active = store.officers.active(estate_id)
    fitting = [one for one in active if sending.suits(request, store, one, template)]
    if not fitting:
        raise Mistake("officers.wrong.nobody")
    occasion = f"given:{request.who.id}:{request.form}"[:80]
    return len([one for one in fitting if sending.give(request, store, one, template, occasion)])


def whole(typed: str) -> int:
    """A whole number; 0 for whatever is none."""
    return id_of(typed)


def _days(typed: str) -> int:
    """Days; none typed is 0, and what is no number fits nowhere."""
    text = typed.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1

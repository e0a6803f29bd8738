"""Corrective and preventive actions and improvements, step by step (F09, F10, M09): begun, done, checked; advice to a partner (F07).

An action ends with a check alone, and a check says what it rests on: the evidence in words, and how often the fault was found in
equal times before and after it was done. An improvement is against no fault: its check says what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.quality.defect_steps import CODES
from handlers.staff.request import StaffRequest
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import DEPARTMENTS
from handlers.wording import say, speak
from storage.corrective_actions import SOURCES, CorrectiveAction
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

KINDS = ("corrective", "preventive", "improvement")
RESULTS = ("effective", "not_effective")

#: The longest text of an action, in characters, and the farthest due date.
_LONGEST = 2_000
_FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An action as somebody writes it. `owner` is staff:NUMBER or department:NAME; `number` the ticket it comes from, or empty.

    An improvement has neither code nor component, but perhaps a `source` (SOURCES) with its number or key. `check_at`: when its
    effect is looked at; None: as long after the due day as the settings say.
    """

    estate_id: int
    kind: str
    what: str
    why: str
    code: str
    component: str
    owner: str
    due_at: datetime
    number: str = ""
    after_id: int | None = None
    check_at: datetime | None = None
    source: str = ""
    source_ref: str = ""

    @property
    def is_improvement(self) -> bool:
        return self.kind == "improvement"


def begin(request: StaffRequest, store: StaffStore, draft: Draft) -> tuple[Reply, ...]:
    """Begins an action; its owner is told. Raises Mistake for what does not fit."""
    ticket = store.tickets.numbered(draft.number) if draft.number.strip() else None
    if draft.number.strip() and ticket is None:
        raise Mistake("desk.no_such_ticket")
    made = keep(request, store, draft, f"{request.who.id}:{request.form}", ticket)
    return () if made is None else told(request, store, made)


def keep(
    request: StaffRequest, store: StaffStore, draft: Draft, form_key: str, ticket: Ticket | None = None
) -> CorrectiveAction | None:
    """Keeps an action that fits, once a form. Raises Mistake for what does not fit."""
    _check(request, store, draft)
    owner_id, department = _owner(store, draft)
    effect = timedelta(days=request.settings.tickets.quality.effect_days)
    return store.corrective_actions.add(
        draft.estate_id, ticket, form_key=form_key, kind=draft.kind, what=_words(draft.what), why=_words(draft.why),
        code=draft.code, component=draft.component, owner_id=owner_id, department=department, due_at=draft.due_at,
        check_at=draft.check_at or draft.due_at + effect, made_at=request.now, made_by=request.who.id,
        after_id=draft.after_id, source=draft.source, source_ref=draft.source_ref,
    )  # fmt: skip


def _check(request: StaffRequest, store: StaffStore, draft: Draft) -> None:
    if draft.estate_id not in store.scope.estate_ids:
        raise Mistake("quality.wrong.estate")
    if draft.kind not in KINDS:
        raise Mistake("quality.wrong.kind")
    _check_fault(draft)
    _check_source(draft)
    if draft.check_at and not draft.due_at <= draft.check_at <= draft.due_at + _FARTHEST:
        raise Mistake("quality.wrong.check", days=_FARTHEST.days)
    if not request.now < draft.due_at <= request.now + _FARTHEST:
        raise Mistake("quality.wrong.due", days=_FARTHEST.days)
    if draft.after_id is not None and store.corrective_actions.by_id(draft.after_id) is None:
        raise Mistake("quality.wrong.no_action")


def _check_fault(draft: Draft) -> None:
    """An action is against a fault; an improvement is against none."""
    if draft.is_improvement:
        if draft.code or draft.component:
            raise Mistake("quality.wrong.no_fault")
        return
    if draft.code not in CODES:
        raise Mistake("quality.wrong.code")
    if draft.component and draft.component not in components.every():
        raise Mistake("quality.wrong.component")


def _check_source(draft: Draft) -> None:
    known = ("", *SOURCES) if draft.is_improvement else ("",)
    if draft.source not in known or (draft.source_ref and not draft.source) or len(draft.source_ref) > 80:
        raise Mistake("quality.wrong.source")


def _owner(store: StaffStore, draft: Draft) -> tuple[int | None, str]:
    kind, _, name = draft.owner.partition(":")
    if kind == "department" and name in DEPARTMENTS:
        return None, name
    serving = {str(one.id): one.id for one in store.colleagues(draft.estate_id)}
    if kind == "staff" and name in serving:
        return serving[name], ""
    raise Mistake("quality.wrong.owner")


def told(request: StaffRequest, store: StaffStore, action: CorrectiveAction) -> tuple[Reply, ...]:
    """A colleague who owns the action hears of it."""
    owner = store.colleague(action.owner_id) if action.owner_id else None
    if owner is None or owner.id == request.who.id:
        return ()
    day = action.due_at.astimezone(request.tz).date().isoformat()
    text = say(speak(owner.language, "en"), "quality.action_yours", id=action.id, what=action.what, day=day)
    return (Reply(to=ToStaff(owner.id), text=text),)


def done(request: StaffRequest, store: StaffStore, action_id: int, note: str) -> None:
    """It was done; from now on its effect waits for a check. Raises Mistake when it moved on."""
    action = _standing(store, action_id, "open")
    effect = timedelta(days=request.settings.tickets.quality.effect_days if action.code else 0)
    check_at = max(action.check_at, request.now + effect)
    values = {"state": "done", "done_at": request.now, "done_note": _words(note), "check_at": check_at}
    _changed(store, action, **values, tell_at=check_at)


def check(request: StaffRequest, store: StaffStore, action_id: int, result: str, evidence: str) -> None:
    """Ends an action: it worked, or did not. Raises Mistake for one that is not done, and for no evidence."""
    action = _standing(store, action_id, "done")
    if result not in RESULTS:
        raise Mistake("quality.wrong.result")
    before, after = recurrence(store, action, request.now) if action.code else (None, None)
    _changed(
        store, action, state="checked", checked_at=request.now, checked_by=request.who.id, result=result,
        evidence=_words(evidence), before=before, after=after, tell_at=None,
    )  # fmt: skip


def recurrence(store: StaffStore, action: CorrectiveAction, now: datetime) -> tuple[int, int]:
    """How often its fault was found in equal times before and after it was done; since then at most a year, at least a day."""
    assert action.done_at is not None
    until = action.checked_at or now
    span = min(max(until - action.done_at, timedelta(days=1)), timedelta(days=365))
    counted = (action.estate_id, action.code, action.component)
    before = store.defects.count(*counted, action.done_at - span, action.done_at)
    return before, store.defects.count(*counted, action.done_at, action.done_at + span)


def send(request: StaffRequest, store: StaffStore, action_id: int, partner: str, advice: str) -> None:
    """Advice went to a contractor or supplier; its reply is waited for (F07). Raises Mistake for no name or no words."""
    action = _known(store, action_id)
    name = " ".join(partner.split())
    if not name or len(name) > 120:
        raise Mistake("quality.wrong.partner")
    _changed(
        store, action, partner=name, advice=_words(advice), sent_at=request.now, reply="", replied_at=None
    )


def replied(request: StaffRequest, store: StaffStore, action_id: int, text: str) -> None:
    """What the partner said. Raises Mistake where nothing was sent."""
    action = _known(store, action_id)
    if action.sent_at is None:
        raise Mistake("quality.wrong.not_sent")
    _changed(store, action, reply=_words(text), replied_at=request.now)


def _known(store: StaffStore, action_id: int) -> CorrectiveAction:
    action = store.corrective_actions.by_id(action_id)
    if action is None:
        raise Mistake("quality.wrong.no_action")
    return action


def _standing(store: StaffStore, action_id: int, state: str) -> CorrectiveAction:
    action = _known(store, action_id)
    if action.state != state:
        raise Mistake("quality.wrong.moved_on")
    return action


def _changed(store: StaffStore, action: CorrectiveAction, **values: object) -> None:
    if store.corrective_actions.change(action, **values) is None:
        raise Mistake("quality.wrong.moved_on")


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise Mistake("quality.wrong.no_words")
    if len(words) > _LONGEST:
        raise Mistake("quality.wrong.long", most=_LONGEST)
    return words

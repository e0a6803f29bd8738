"""A finding becomes an improvement with an owner and a day, or is set aside with a reason; the officer hears what came of it (J05).

The improvement stands on everybody's list; from which officer it came stands nowhere but at headquarters.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Acting, Mistake, Reply, ToContact, ToStaff
from handlers.staff.quality.improving import Improvement, improve
from handlers.staff.request import StaffRequest
from handlers.voice.officers.inviting import reads
from handlers.wording import say, speak
from storage.contacts import Contact
from storage.corrective_actions import CorrectiveAction
from storage.estates import Estate
from storage.officer_rows import Mission
from storage.scope import HEADQUARTERS
from storage.staff_store import StaffStore
from storage.store import LineStore

_LONGEST = 1_000


def finding(store: StaffStore, mission_id: int) -> Mission:
    """A finding within the scope. Raises Mistake for one that is not there."""
    found = store.officer_missions.by_id(mission_id)
    if found is None or not found.finding:
        raise Mistake("officers.wrong.no_finding")
    return found


def become(
    request: StaffRequest, store: StaffStore, mission_id: int, wanted: Improvement
) -> CorrectiveAction | None:
    """Begins the improvement that a finding leads to; None for a form that was kept before.

    Raises Mistake for a finding that is settled, and for what an improvement does not take.
    """
    found = finding(store, mission_id)
    made = improve(request, store, found.estate_id, **wanted)
    if made is None:
        return None
    if found.action_id is not None or found.set_aside:
        raise Mistake("officers.wrong.settled")
    store.officer_missions.change(found, action_id=made.id, list_at=None, tell_at=request.now)
    return made


def set_aside(request: StaffRequest, store: StaffStore, mission_id: int, reason: str) -> None:
    """Nothing is changed; the officer reads the reason as it is written. Raises Mistake for no reason, or a settled finding."""
    found, words = finding(store, mission_id), reason.strip()
    if not words or len(words) > _LONGEST:
        raise Mistake("officers.wrong.reason", most=_LONGEST)
    if found.action_id is not None or found.set_aside:
        raise Mistake("officers.wrong.settled")
    kept = store.officer_missions.change(found, set_aside=words, list_at=None, told_at=request.now)
    reader = _reader(request, store.as_line(), found)
    if kept and reader:
        account, estate = reader
        text = say(
            reads(account, estate),
            "officers.set_aside",
            task=_task(reads(account, estate), found),
            reason=words,
        )
        request.told.append(Reply(to=ToContact(account.id), text=text, urgency="bulk"))  # fmt: skip


def unimproved(mission: Mission, acting: Acting, store: LineStore) -> None:
    """A finding stands without an improvement for too long: headquarters hears of it, each in private."""
    if not mission.finding or mission.action_id is not None or mission.set_aside:
        return
    for one in store.serving_estate(mission.estate_id):
        if one.role in HEADQUARTERS:
            language = speak(one.language, "en")
            text = say(
                language,
                "officers.unimproved",
                id=mission.id,
                days=acting.settings.voice.officers.finding_days,
            )
            acting.told.append(Reply(to=ToStaff(one.id), text=text))


def outcome(mission: Mission, acting: Acting, store: LineStore) -> None:
    """The improvement was checked: the officer hears what was done and whether it worked, not in quiet hours."""
    notices = acting.settings.notices
    if notices.is_quiet(acting.now, acting.tz):
        store.officer_missions.change(mission, tell_at=notices.after_quiet(acting.now, acting.tz))
        return
    action = store.corrective_actions.by_id(mission.action_id or 0)
    reader = _reader(acting, store, mission)
    if action is None or store.officer_missions.change(mission, told_at=acting.now) is None or reader is None:
        return
    account, estate = reader
    language = reads(account, estate)
    text = say(
        language, "officers.outcome", task=_task(language, mission), what=action.what,
        result=say(language, f"officers.result.{action.result}"),
    )  # fmt: skip
    acting.told.append(Reply(to=ToContact(account.id), text=text, urgency="bulk"))


def _task(language: str, mission: Mission) -> str:
    return say(language, f"officers.mission.{mission.template}.name")


def _reader(acting: Acting, store: LineStore, mission: Mission) -> tuple[Contact, Estate] | None:
    """The officer's account, where they still live there."""
    officer, estate = store.officers.by_id(mission.officer_id), store.estate(mission.estate_id)
    if officer is None or estate is None:
        return None
    living = store.unasked.accounts(officer.unit_id, acting.now.astimezone(acting.tz).date())
    account = next((one for one in living if one.id == officer.contact_id), None)
    return (account, estate) if account else None


#: How long an improvement of a finding takes where nobody chooses.
DUE = timedelta(days=14)

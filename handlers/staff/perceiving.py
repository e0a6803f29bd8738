"""What headquarters hear on the telephone from homes that nobody can write to: whether they noticed what is promised (I14)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from storage.perception_rows import ANSWERED, ANSWERS, CALLING, DECLINED
from storage.scope import HEADQUARTERS
from storage.staff import Staff
from storage.staff_store import StaffStore

#: How a call may end. Nobody reached: it stays on the list until it is too late.
RESULTS = (*ANSWERS, "never")


def may_call(who: Staff) -> bool:
    """Headquarters alone: local staff never learn who is asked (I10)."""
    return who.role in HEADQUARTERS


def heard(request: StaffRequest, store: StaffStore, check_id: int, result: str) -> None:
    """Keeps what a home said. Raises Mistake: not yours, no such call or one that has ended, no result chosen."""
    check = store.perception.by_id(check_id)
    if check is None or check.expires_at is None or check.expires_at <= request.now:
        raise Mistake("perception.no_call")
    if result not in RESULTS:
        raise Mistake("perception.no_result")
    if result == "never":
        kept = store.perception.change(check, (CALLING,), state=DECLINED)
        estate = store.estate(check.estate_id) if kept else None
        if estate:
            store.unasked.ask_no_more(check.unit_id, request.now.astimezone(ZoneInfo(estate.timezone)).date())
    else:
        answer = {"state": ANSWERED, "answer": result, "answered_at": request.now}
        kept = store.perception.change(check, (CALLING,), **answer)
    if kept is None:
        raise Mistake("perception.no_call")

"""A corrective or preventive action that is late: its owner and the managers of its estate hear of it, once (F09)."""

from __future__ import annotations

from handlers.base import Acting, Reply, ToStaff
from handlers.wording import say, speak
from storage.corrective_actions import CorrectiveAction
from storage.store import LineStore


def tell(action: CorrectiveAction, acting: Acting, store: LineStore) -> None:
    """One message to each; of an action that was done, that its effect waits to be checked."""
    key = "quality.action_late" if action.state == "open" else "quality.action_unchecked"
    due = action.due_at if action.state == "open" else action.check_at
    day = due.astimezone(acting.tz).date().isoformat()
    for one in store.corrective_actions.told(action):
        text = say(speak(one.language, "en"), key, id=action.id, what=action.what, day=day)
        acting.told.append(Reply(to=ToStaff(one.id), text=text))

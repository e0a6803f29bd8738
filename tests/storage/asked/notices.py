"""What is asked of an estate's notices and of their deliveries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from storage import delivery_ends
from storage.addressing import Terms
from storage.audience import Audience
from storage.contact_budget import Budget
from storage.db import Connection
from storage.deliveries import Recipient
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW, House
from tests.storage.asked.nowhere import NOWHERE

Ask = Callable[[Any, Any], Any]

A_NOTICE: dict[str, Any] = {
    "kind": "outage", "template": "", "status": "Actual", "msg_type": "Alert", "category": "Infra", "urgency": "Expected",
    "severity": "Minor", "certainty": "Likely", "response_type": "Prepare", "audience": {}, "pictures": [], "question": "",
    "source": {}, "at_most_once": False, "after_the_fact": False,
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One notice that is being sent, with its delivery to Ann, and others that stand elsewhere in their lives."""

    sending: Notice
    draft: Notice
    proposed: Notice
    update: Notice
    recipient: Recipient

    def nowhere(self) -> Made:
        """The same of what does not exist."""
        gone = {"id": NOWHERE, "estate_id": NOWHERE, "root_id": NOWHERE, "form_key": "none"}
        return Made(*(replace(one, **gone) for one in (self.sending, self.draft, self.proposed, self.update)),
                    replace(self.recipient, delivery_id=NOWHERE, contact_id=NOWHERE))  # fmt: skip


def made(connection: Connection, store: StaffStore, house: House) -> Made:
    def draft(form: str, **values: Any) -> Notice:
        row = {**A_NOTICE, "estate_id": house.estates["GV"], "form_key": form, "created_at": NOW, **values}
        found = store.notices.draft(WORDS, **row)
        assert found
        return found

    sending = draft("sending", state="sending", sent_at=NOW)
    store.deliveries.fan_out(sending, Audience(), TERMS)
    store.notice_watches.begin(sending, NOW)
    store.notice_steps.record(sending, "approved", NOW)
    [recipient] = [
        one for one in store.deliveries.feed(sending, 2, NOW) if one.contact_id == house.contacts["Ann"]
    ]
    delivery_ends.ended(connection, recipient.delivery_id, "sent", NOW)
    update = draft("update", root_id=sending.id, refers_to=sending.id, state="approved")
    return Made(
        sending, draft("draft", source=OFFICIAL), draft("proposed", state="proposed"), update, recipient
    )


TERMS = Terms(today=NOW.date())
OFFICIAL = {"sender": "weather.example.org", "identifier": "RAIN-1"}
WORDS = (NoticeText(language="en", headline="Water off", facts="x", doing="", asked="", signature=""),)

ASKED: dict[str, Ask] = {
    "serves": lambda s, x: s.serves(x.notices.sending.estate_id),
    "draft": lambda s, x: s.draft(
        WORDS,
        **A_NOTICE,
        estate_id=x.notices.sending.estate_id,
        form_key=f"f{x.notices.sending.id}",
        created_at=NOW,
    ),
    "write": lambda s, x: s.write(x.notices.draft, WORDS),
    "texts": lambda s, x: s.texts(x.notices.sending),
    "change": lambda s, x: s.change(x.notices.sending, "sending", reason="x"),
    "take_over": lambda s, x: s.take_over(x.notices.draft),
    "approve": lambda s, x: s.approve(x.notices.proposed, NOW),
    "by_id": lambda s, x: s.by_id(x.notices.sending.id),
    "newest": lambda s, x: [one.id for one in s.newest() if one.id == x.notices.sending.id],
    "standing": lambda s, x: [one.id for one in s.standing("sending") if one.id == x.notices.sending.id],
    "waiting_for_approval": lambda s, x: [
        one.id for one in s.waiting_for_approval() if one.id == x.notices.proposed.id
    ],
    "under_way": lambda s, x: [one.id for one in s.under_way() if one.id == x.notices.sending.id],
    "after": lambda s, x: [one.id for one in s.after(x.notices.sending) if one.id == x.notices.update.id],
    "asking": lambda s, x: s.asking(x.notices.sending.estate_id, ""),
    "made_from": lambda s, x: s.made_from(x.notices.draft.estate_id, **OFFICIAL),
    "with_form": lambda s, x: s.with_form(x.notices.sending.form_key),
}

DELIVERIES: dict[str, Ask] = {
    "preview": lambda s, x: s.preview(x.notices.sending.estate_id, Audience(), TERMS),
    "languages": lambda s, x: s.languages(x.notices.sending.estate_id, Audience(), TERMS),
    "budget_spent": lambda s, x: s.budget_spent(x.notices.sending.estate_id, Budget(1, NOW)),
    "fan_out": lambda s, x: s.fan_out(x.notices.proposed, Audience(), TERMS),
    "follow": lambda s, x: s.follow(x.notices.update),
    "still_reached": lambda s, x: s.still_reached(x.notices.sending),
    "standing": lambda s, x: s.standing(x.notices.sending),
    "reach": lambda s, x: s.reach(x.notices.sending),
    "feed": lambda s, x: s.feed(x.notices.sending, 9, NOW),
    "read_in": lambda s, x: s.read_in(x.notices.sending, [x.notices.recipient], "en"),
    "homes_of": lambda s, x: s.homes_of(x.notices.sending, [x.ticket.contact_id]),
    "doors": lambda s, x: s.doors(x.notices.sending),
    "read_by": lambda s, x: s.read_by(x.notices.sending),
    "answers": lambda s, x: s.answers(x.notices.sending),
    "hold": lambda s, x: s.hold(x.notices.sending),
    "stop": lambda s, x: s.stop(x.notices.sending, NOW),
    "is_settled": lambda s, x: s.is_settled(x.notices.sending),
    "unsettled": lambda s, x: s.unsettled(x.notices.sending),
}

WATCHES: dict[str, Ask] = {
    "begin": lambda s, x: (s.begin(x.notices.draft, NOW), s.of(x.notices.draft)),
    "of": lambda s, x: s.of(x.notices.sending),
    "keep": lambda s, x: (
        s.keep(x.notices.sending, said="x", done=1, at=NOW, closed=False),
        s.of(x.notices.sending),
    ),
}

STEPS: dict[str, Ask] = {
    "record": lambda s, x: (s.record(x.notices.sending, "held", NOW), s.of(x.notices.sending)),
    "of": lambda s, x: s.of(x.notices.sending),
}

DELIVERY_BOOK: dict[str, Ask] = {
    "rows": lambda s, x: s.rows(x.notices.sending),
    "in_states": lambda s, x: s.in_states(x.notices.sending, ("queued",)),
    "answered": lambda s, x: s.answered(x.notices.sending),
    "reasons": lambda s, x: s.reasons(x.notices.sending),
    "ended_since": lambda s, x: s.ended_since(x.notices.sending, NOW),
}

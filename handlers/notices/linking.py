"""A ticket that comes of a notice is tied to it (H06): by the app's reply, by a button, or by being about the same in the hours after.

Asked at each moment at which an owner's words reach a ticket; what was tied stays tied.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Acting, Request
from handlers.notices import topics
from storage.heard_notices import Heard
from storage.notice_replies import AFTER, PRESSED, REPLIED
from storage.owner_store import OwnerStore
from storage.store import Store
from storage.ticket_rows import Ticket


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A new ticket: the notice that it replies to, else the alert of the last hours that it is about."""
    if not (isinstance(acting, Request) and isinstance(store, OwnerStore)):
        return ticket
    if acting.replied_to:
        return on_words(acting, store, ticket)
    heard = next((one for one in lately(acting, store) if _is_about(one, ticket)), None)
    return _tied(acting, store, ticket, heard, AFTER) if heard else ticket


def on_words(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """More words for a ticket that stands: only the app's reply says that they are about the notice.

    An emergency is the answer to "are you safe?", in whatever words.
    """
    if not (isinstance(acting, Request) and isinstance(store, OwnerStore)) or not acting.replied_to:
        return ticket
    heard = store.heard.by_delivery(acting.replied_to)
    if heard is None:
        return ticket
    if heard.notice.question == "safe" and ticket.urgency == "E0":
        store.answer_notice(heard.delivery_id, "help", acting.now)
    return _tied(acting, store, ticket, heard, PRESSED if acting.button[:1] == ("told",) else REPLIED)


def lately(request: Request, store: OwnerStore) -> list[Heard]:
    """The alerts of the last hours, the newest first."""
    hours = timedelta(hours=request.settings.notices.reply_hours)
    return store.heard.alerts_since(request.now - hours)


def _is_about(heard: Heard, ticket: Ticket) -> bool:
    return topics.belongs(topics.topics_of(heard.notice, heard.texts.values()), ticket.code)


def _tied(acting: Acting, store: Store, ticket: Ticket, heard: Heard, how: str) -> Ticket:
    if heard.notice.estate_id != ticket.estate_id:
        return ticket
    if store.notice_replies.keep(ticket, heard.notice, how=how, at=acting.now):
        headline = next((text.headline for text in heard.texts.values()), "")
        store.tickets.record(
            ticket, at=acting.now, kind="of_notice", actor="line", text=headline, shown=False,
            data={"notice": heard.notice.id, "how": how},
        )  # fmt: skip
    return ticket

"""The fields of the decision's form become a draft: dates of the estate's days, an amount in minor units."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.web.staff.parts.part import Form
from handlers.base import Mistake
from handlers.tickets.complaints.authority import MINOR
from handlers.tickets.complaints.decision import Draft

#: A day that is promised ends for the owner when the offices close: 18:00 in the estate's time.
_END_OF_DAY = time(18, 0)

_AMOUNT = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)

#: Years in which a date can be meant; others are slips of the finger, and some break the calendar.
_YEARS = range(1950, 2200)


def draft_of(form: Form, tz: ZoneInfo, currency: str) -> Draft:
    """The draft as it was typed. Raises Mistake for a date or an amount that cannot be read."""

    def words(name: str) -> str:
        return form.get(name, "").strip()

    due = day_of(words("due"))
    return Draft(
        outcome=words("outcome"), reasons=words("reasons"), remedy=words("remedy"), amount=amount_of(words("amount")),
        currency=currency, due=datetime.combine(due, _END_OF_DAY, tz) if due else None, compared=words("compared"),
        compared_words=words("compared_words"), feedback=words("feedback"), feedback_why=words("feedback_why"),
        gap=words("gap"), rule=words("rule"), rule_source=words("rule_source")[:200], rule_date=day_of(words("rule_date")),
        letter="letter" in form, shared="shared" in form,
    )  # fmt: skip


def day_of(typed: str) -> date | None:
    """A day as a date field sends it; None where none was given. Raises Mistake."""
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Mistake("decision.due_unread") from None
    if day.year not in _YEARS:
        raise Mistake("decision.due_unread")
    return day


def amount_of(typed: str) -> int | None:
    """An amount in minor units: "1 200.50" and "1,200.50" are 120050. None where none was given. Raises Mistake."""
    if not typed:
        return None
    found = _AMOUNT.fullmatch(re.sub(r"[\s,，](?=\d{3}(\D|$))", "", typed))
    if found is None:
        raise Mistake("decision.amount_unread")
    return int(found[1]) * MINOR + int((found[2] or "").ljust(2, "0"))

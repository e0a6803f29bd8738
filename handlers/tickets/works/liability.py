"""That nobody is liable is a note among colleagues, and no reason for which a ticket ends (E06)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storage.ticket_rows import Event

#: What an owner has heard or been given since it was noted that nobody is liable: any of these makes it more than a note.
_OFFERS = frozenset({"replied", "quoted", "decided", "order_made", "visit_proposed"})

#: Words that say nothing but that the period is over, or that nobody is liable.
_LIABILITY = re.compile(
    r"(we are |it is |it's |not |no |out of |outside |the |contractually |legally |liable|liability|warranty|period|expired|over|"
    r"covered|under|by|contract|已|不|过|過|在|超|保修|保養|质保|質保|期|内|內|外|我方|我司|本公司|无|無|没有|冇|唔|喺|责任|責任|"
    r"合同|合約|按|范围|範圍|属于|屬於|屬|responsible|responsibility|ours?)+",
    re.IGNORECASE,
)


def only_liability(words: str) -> bool:
    """Whether words say nothing but that nobody is liable, or that the period is over."""
    left = _LIABILITY.sub("", words.casefold())
    return bool(words.strip()) and not any(letter.isalnum() for letter in left)


def is_bare_refusal(timeline: Iterable[Event], words: str) -> bool:
    """Whether all that an owner would be left with is "not liable": the note stands, or the closing words say no more, and nothing
    was offered, answered or decided since the ticket was last opened (E06)."""
    noted, offered = False, False
    for event in timeline:
        if event.kind == "reopened":
            noted, offered = False, False
        noted = noted or event.kind == "not_liable"
        offered = offered or event.kind in _OFFERS
    return not offered and (noted or only_liability(words))

"""How complete what staff enter is (L10): of the records that a person made, in how many each thing is known.

Each is a question like those of the measures, and is counted, split and listed as they are.
"""

from __future__ import annotations

from sqlalchemy import and_, exists, func, or_, select

from storage.breaches import breaches
from storage.defects import defects
from storage.efforts import efforts
from storage.followups import followups
from storage.measure_questions import CASE, SAID, Question, simply
from storage.ticket_rows import tickets

_T, _D, _B, _F = tickets.c, defects.c, breaches.c, followups.c

#: Ways in where a person takes down what is said.
BY_HAND = ("phone", "counter", "paper")

_TAKEN_IN = and_(_T.channel.in_(BY_HAND), _T.stage != "withdrawn")
_ENDED = and_(CASE, _T.stage == "closed")
_SPENT = exists(select(efforts.c.id).where(efforts.c.ticket_id == _T.id))
_known = defects.alias("known")
_FAULT = exists(select(_known.c.id).where(_known.c.ticket_id == _T.id, _known.c.replaced_at.is_(None)))

#: In the order in which a case goes.
ENTRIES: dict[str, Question] = {
    "home_known": Question(
        table=tickets, time=_T.opened_at, counted=simply(_TAKEN_IN), met=simply(_T.unit_id.isnot(None))
    ),
    "caller_known": Question(
        table=tickets, time=_T.opened_at, counted=simply(_TAKEN_IN), met=simply(or_(_T.person_id.isnot(None), _T.contact_id.isnot(None)))
    ),
    "kind_known": Question(
        table=tickets, time=_T.opened_at, counted=simply(_TAKEN_IN), met=simply(func.coalesce(_T.code, "") != "")
    ),
    "wish_known": Question(
        table=tickets, time=_T.opened_at, counted=simply(and_(_TAKEN_IN, _T.complaint)),
        met=simply(func.coalesce(_T.remedy_sought, "") != ""),
    ),
    "minutes_kept": Question(table=tickets, time=_T.closed_at, counted=simply(_ENDED), met=simply(_SPENT)),
    "fault_kept": Question(
        table=tickets, time=_T.closed_at, counted=simply(and_(_ENDED, _T.intent.in_(("repair", "emergency")))), met=simply(_FAULT)
    ),
    "fault_explained": Question(
        table=defects, time=_D.at, counted=simply(_D.replaced_at.is_(None)),
        met=simply(and_(_D.cause != "", _D.work_step != "", or_(_D.contractor_key != "", _D.supplier_key != ""))),
    ),
    "lapse_explained": Question(
        table=breaches, time=_B.at, counted=simply(CASE), met=simply(_B.cause_by.isnot(None)), holder=_B.holder_id, step=_B.kind
    ),
    "contact_told": Question(
        table=followups, time=_F.done_at, counted=simply(_F.result.in_(SAID)), met=simply(_F.words != ""), holder=_F.done_by
    ),
}  # fmt: skip

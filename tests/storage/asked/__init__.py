"""What can be asked of the parts of a store, by the part's name: a class, and a question for each of its methods.

tests/storage/test_scope.py asks every one of them as somebody who must not see Ann's ticket, and compares the answer with the
answer for a ticket that does not exist. A new part is a module here and a line in PARTS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.corrective_actions import CorrectiveActions
from storage.defects import Defects
from storage.efforts import Efforts
from storage.measures import Measures
from storage.partner_records import PartnerRecords
from storage.readings import Readings
from storage.subjects import Subjects
from storage.tickets import Tickets
from tests.storage.asked import (
    corrective_actions,
    defects,
    efforts,
    measures,
    partner_records,
    readings,
    subjects,
    tickets,
)

Ask = Callable[[Any, Any], Any]

#: the attribute of a store -> its class, the questions
PARTS: dict[str, tuple[type, dict[str, Ask]]] = {
    "tickets": (Tickets, tickets.ASKED),
    "readings": (Readings, readings.ASKED),
    "subjects": (Subjects, subjects.ASKED),
    "defects": (Defects, defects.ASKED),
    "corrective_actions": (CorrectiveActions, corrective_actions.ASKED),
    "efforts": (Efforts, efforts.ASKED),
    "measures": (Measures, measures.ASKED),
    "partner_records": (PartnerRecords, partner_records.ASKED),
}

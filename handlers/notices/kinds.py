"""The kinds of a notice in plain words, and what each stands for in CAP 1.2 unless its author says otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`optional`: a household may have switched it off; `offer`: only whoever asked for offers (K12); `spares_complaints`: not to
    a household with an open complaint (F12); `budgeted`: held back where the household's contact budget is spent; `by_night`: goes
    out in quiet hours too.
    """

    name: str
    category: str
    urgency: str
    severity: str
    certainty: str
    response_type: str
    optional: bool = True
    offer: bool = False
    spares_complaints: bool = False
    budgeted: bool = False
    by_night: bool = False


KINDS = {
    one.name: one
    for one in (
        Kind(name="safety", category="Safety", urgency="Immediate", severity="Severe", certainty="Observed",
             response_type="Prepare", optional=False, by_night=True),
        Kind(name="outage", category="Infra", urgency="Expected", severity="Minor", certainty="Likely",
             response_type="Prepare"),
        Kind(name="announcement", category="Other", urgency="Unknown", severity="Unknown", certainty="Unknown",
             response_type="None", budgeted=True),
        Kind(name="invitation", category="Other", urgency="Future", severity="Unknown", certainty="Likely",
             response_type="None", budgeted=True, spares_complaints=True),
        Kind(name="offer", category="Other", urgency="Unknown", severity="Unknown", certainty="Unknown",
             response_type="None", offer=True, budgeted=True, spares_complaints=True),
        Kind(name="question", category="Infra", urgency="Expected", severity="Minor", certainty="Observed",
             response_type="Assess", optional=False, by_night=True),
    )
}  # fmt: skip

#: What a person may choose when writing one; a question belongs to an incident, which writes it.
WRITTEN = ("safety", "outage", "announcement", "invitation", "offer")

#: CAP 1.2's words, in its order, from the gravest down.
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")
CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
)  # fmt: skip
RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")
STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
MSG_TYPES = ("Alert", "Update", "Cancel")


def goes_by_night(kind: str, severity: str, urgency: str) -> bool:
    """Whether quiet hours do not hold it: a question of an incident, and an alert that is grave or cannot wait."""
    if not KINDS[kind].by_night:
        return False
    return kind == "question" or severity in ("Extreme", "Severe") or urgency == "Immediate"

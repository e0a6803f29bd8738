"""What is asked of surveys, whom they drew, their sheets, their calls, and the words that begged for scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage import survey_sheets
from storage.db import Connection
from storage.store import LineStore
from storage.survey_groups import Group
from storage.survey_invitations import Invitation
from storage.surveys import Survey
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

_PLANNED: dict[str, Any] = {
    "name": "Wave", "questions": [["overall", 1], ["buy_again", 1]], "stages": ["living"], "size": 10, "share": None,
    "opens_at": NOW + timedelta(days=50), "closes_at": NOW + timedelta(days=60), "seed": "seed",
}  # fmt: skip


def made(connection: Connection, house: Any) -> None:
    """One survey by telephone that runs, in which Ann's home is asked; one in the chat that was reported, with six sheets."""
    line = LineStore(connection)
    estate_id, unit_id = house.estates["GV"], house.units["Ann"]
    group = Group(estate_id, "existing", "living")
    for mode in ("phone", "chat"):
        survey = line.surveys.plan([estate_id], form_key=mode, at=NOW, staff_id=None, mode=mode, **_PLANNED)
        assert survey
        drawn = line.surveys.step(survey, "drawn", staff_id=None, at=NOW, pool={"strata": []})
        assert drawn
        line.survey_invitations.keep(drawn, [(group, 1, unit_id)])
        running = line.surveys.step(drawn, "running", staff_id=None, at=NOW)
        assert running
        (one,) = line.survey_invitations.of(running)
        assert line.survey_invitations.asked(one, contact_id=house.contacts["Ann"], until=NOW)
        if mode == "chat":
            for score in (1, 2, 3, 4, 5, 5):
                survey_sheets.drop(connection, survey.id, group, {"overall": score, "buy_again": 1})
            closed = line.surveys.step(running, "closed", staff_id=None, at=NOW)
            assert closed
            line.surveys.step(closed, "reported", staff_id=None, at=NOW)
    line.score_begging.keep(
        estate_id,
        house.staff["Ivy"].id,
        place="reply",
        excerpt="five stars",
        words="please, five stars",
        at=NOW,
    )


def _survey(seen: Any, number: int = 1) -> Survey:
    there = seen.ticket.id != NOWHERE
    return Survey(
        number if there else NOWHERE, "Wave", "phone", (("overall", 1),), ("living",), 10, None, NOW, NOW, "running", "seed", {},
        (seen.house.estates["GV"] if there else NOWHERE,),
    )  # fmt: skip


def _invitation(seen: Any, number: int = 1) -> Invitation:
    there = seen.ticket.id != NOWHERE
    estate_id, unit_id = (seen.house.estates["GV"], seen.house.units["Ann"]) if there else (NOWHERE, NOWHERE)
    return Invitation(
        number if there else NOWHERE, number, estate_id, unit_id, None, "living", 1, "asked", "", NOW, {}
    )


def _plan(store: Any, seen: Any) -> Any:
    key = f"new-{seen.ticket.id}"
    return store.plan([seen.ticket.estate_id], form_key=key, at=NOW, staff_id=None, mode="chat", **_PLANNED)


#: When surveys are is for rules of every scope, and nobody is told: it is asked here of a day on which there are none.
SURVEYS: dict[str, Callable[[Any, Any], Any]] = {
    "plan": _plan,
    "by_id": lambda s, x: s.by_id(_survey(x).id),
    "newest": lambda s, x: [one for one in s.newest() if x.ticket.estate_id in one.estate_ids],
    "step": lambda s, x: s.step(_survey(x), "closed", staff_id=None, at=NOW),
    "steps": lambda s, x: s.steps(_survey(x)),
    "lock": lambda s, x: s.lock(_survey(x)),
    "pool": lambda s, x: s.pool(_survey(x), NOW.date()),
    "periods": lambda s, x: s.periods(x.ticket.estate_id, NOW + timedelta(days=900)),
}

INVITATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "keep": lambda s, x: s.keep(replace(_survey(x, 2)), [(Group(x.ticket.estate_id, "new", "sale"), 1, x.house.units["Cat"])]),
    "start": lambda s, x: s.start(_survey(x), NOW),
    "of": lambda s, x: s.of(_survey(x)),
    "counts": lambda s, x: s.counts(_survey(x)),
    "asked_near": lambda s, x: s.asked_near(replace(_survey(x), id=77, opens_at=NOW + timedelta(days=50)), timedelta(days=9)),
    "by_id": lambda s, x: s.by_id(_invitation(x).id),
    "open_ones": lambda s, x: [one for one in s.open_ones() if one.unit_id == x.ticket.unit_id],
    "survey_of": lambda s, x: s.survey_of(_invitation(x)),
    "answer": lambda s, x: s.answer(_invitation(x), "overall", 3),
    "asked": lambda s, x: s.asked(_invitation(x), contact_id=None, until=NOW),
    "later": lambda s, x: s.later(_invitation(x), NOW),
    "leave_out": lambda s, x: s.leave_out(_invitation(x), "muted"),
    "end": lambda s, x: s.end(_invitation(x), "declined"),
}  # fmt: skip

CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(_survey(x), NOW.date()),
    "tried": lambda s, x: s.tried(_invitation(x)),
    "fill": lambda s, x: s.fill(_invitation(x), {"overall": 5}),
    "declined": lambda s, x: s.declined(_invitation(x)),
    "never": lambda s, x: s.never(_invitation(x), NOW.date()),
}

SHEETS: dict[str, Callable[[Any, Any], Any]] = {
    "of": lambda s, x: s.of(_survey(x, 2)),
    "seal": lambda s, x: s.seal(_survey(x, 2), {}),
    "groups": lambda s, x: s.groups(_survey(x, 2)),
}

REPORTS: dict[str, Callable[[Any, Any], Any]] = {
    "counts": lambda s, x: [one for one in s.counts(("overall",)) if one.estate_id == x.ticket.estate_id],
}

#: What an account said in answer is forgotten for that account alone, in a turn of its own.
WORDS: dict[str, Callable[[Any, Any], Any]] = {
    "forget": lambda s, _x: s.forget("", NOW),
    "are_gone": lambda s, _x: s.are_gone(""),
}

BEGGING: dict[str, Callable[[Any, Any], Any]] = {
    "keep": lambda s, x: s.keep(
        x.ticket.estate_id, x.house.staff["Ivy"].id, place="notice", excerpt="5", words="5", at=NOW
    ),
    "newest": lambda s, x: [] if x.ticket.id == NOWHERE else s.newest(),
}

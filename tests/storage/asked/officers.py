"""What is asked of experience officers; Ann's home was drawn, she serves, and was sent a mission with a score and a photo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage import estates
from storage.officer_rows import Criteria, Mission, Officer
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE

_REST = timedelta(days=365)
_SINCE, _UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=1)


def made(connection: Any, ticket: Ticket, drawn_by: int, photo_id: int) -> None:
    """The draw, Ann's place in it, and a mission that she answered; the first of each, so that they carry the number 1."""
    line = LineStore(connection)
    estates.change_unit(connection, ticket.unit_id or 0, stage="living")
    draw = line.officers.keep_draw(
        [ticket.unit_id or 0], form_key="k", estate_ids=[ticket.estate_id], stages=[], roles=[], tenure_days=0, size=1, term_months=12,
        seed="s", drawn_at=NOW, drawn_by=drawn_by, pool=[ticket.unit_id],
    )  # fmt: skip
    assert draw
    [place] = line.officers.of_draw(draw.id)
    office = {"state": "active", "contact_id": ticket.contact_id, "answered_at": NOW, "until": NOW + _REST}
    officer = line.officers.change(place, **office)
    assert officer
    mission = line.officer_missions.add(
        officer, occasion="o", template="lobby", touch_point="lobby", line="cleaning", version=1, made_at=NOW, due_at=None,
        expires_at=_UNTIL,
    )  # fmt: skip
    assert mission
    line.officer_missions.score(mission, "clean", scale="csat", score=2, at=NOW)
    line.officer_missions.change(
        mission, state="sent", sent_at=NOW, finding=True, words="dusty", photos=[photo_id]
    )


def _officer(seen: Any) -> Officer:
    absent = seen.ticket.id == NOWHERE
    return Officer(
        id=NOWHERE if absent else 1, draw_id=NOWHERE if absent else 1, estate_id=seen.ticket.estate_id, unit_id=seen.ticket.unit_id,
        contact_id=seen.ticket.contact_id, rank=1, state="active", reason="", role="experiencer", term_months=12, made_at=NOW,
        due_at=None, invited_at=None, answered_at=NOW, until=None, ended_at=None, mission_at=None, replaces_id=None,
    )  # fmt: skip


def _mission(seen: Any) -> Mission:
    absent = seen.ticket.id == NOWHERE
    return Mission(
        id=NOWHERE if absent else 1, estate_id=seen.ticket.estate_id, officer_id=NOWHERE if absent else 1, template="lobby",
        touch_point="lobby", line="cleaning", version=1, state="sent", reason="", made_at=NOW, due_at=None, sent_at=NOW,
        expires_at=_UNTIL, answered_at=None, words="dusty", photos=(), finding=True, list_at=None, action_id=None, set_aside="",
        tell_at=None, told_at=None,
    )  # fmt: skip


def _here(seen: Any) -> Criteria:
    return Criteria(estate_ids=(seen.ticket.estate_id,))


def _other(seen: Any) -> Officer:
    return replace(_officer(seen), state="declined")


_DRAW: dict[str, Any] = {
    "stages": [], "roles": [], "tenure_days": 0, "size": 1, "term_months": 1, "seed": "s", "drawn_at": NOW,
}  # fmt: skip


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "pool": lambda s, x: s.pool(_here(x), NOW.date(), NOW, timedelta()),
    "keep_draw": lambda s, x: s.keep_draw(
        [], form_key=f"f{x.ticket.id}", estate_ids=[x.ticket.estate_id], drawn_by=x.house.staff["Ivy"].id, pool=[], **_DRAW
    ),
    "draws": lambda s, x: [one for one in s.draws() if x.ticket.estate_id in one.estate_ids],
    "draw": lambda s, x: s.draw(_officer(x).draw_id),
    "of_draw": lambda s, x: s.of_draw(_officer(x).draw_id),
    "by_id": lambda s, x: s.by_id(_officer(x).id),
    "active": lambda s, x: s.active(x.ticket.estate_id),
    "own": lambda s, x: [one for one in s.own() if one.unit_id == x.ticket.unit_id],
    "accounts": lambda s, x: s.accounts(_officer(x), NOW.date(), NOW),
    "drawn_before": lambda s, x: s.drawn_before(_officer(x), NOW, timedelta()),
    "stage": lambda s, x: s.stage(_officer(x), NOW.date()),
    "change": lambda s, x: s.change(_officer(x), role="adviser"),
    "replace": lambda s, x: s.replace(_other(x), [x.ticket.unit_id, x.house.units["Cat"]], NOW),
}  # fmt: skip

MISSIONS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda s, x: s.add(
        _officer(x), occasion="forged", template="gate", touch_point="gate", line="security", version=1, made_at=NOW,
        due_at=None, expires_at=None,
    ),
    "by_id": lambda s, x: s.by_id(_mission(x).id),
    "of": lambda s, x: s.of(_officer(x)),
    "newest": lambda s, x: [one for one in s.newest() if one.estate_id == x.ticket.estate_id],
    "open_ones": lambda s, x: [one for one in s.open_ones() if one.estate_id == x.ticket.estate_id],
    "findings": lambda s, x: s.findings(x.ticket.estate_id),
    "scores_of": lambda s, x: s.scores_of(_mission(x)),
    "photo": lambda s, x: s.photo(_mission(x), 0),
    "asked": lambda s, x: s.asked(x.ticket.estate_id, _SINCE, _UNTIL),
    "answers": lambda s, x: s.answers(x.ticket.estate_id, _SINCE, _UNTIL),
    "keep_photos": lambda s, x: s.keep_photos([x.loose_id], _mission(x)),
    "change": lambda s, x: s.change(_mission(x), words="forged"),
    "score": lambda s, x: s.score(_mission(x), "clean", scale="csat", score=5, at=NOW),
    "call_off": lambda s, x: s.call_off(_officer(x)),
}  # fmt: skip

"""Which step may follow which stage, as a table: every step against every stage."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handlers.base import Mistake
from handlers.tickets import lifecycle

STAGES = (
    "received",
    "assessed",
    "assigned",
    "in_progress",
    "waiting_owner",
    "resolved",
    "closed",
    "reopened",
    "withdrawn",
    "decided",
)

#: step -> the stage it leads to from each stage, in the order of STAGES; "-": it does not fit.
TABLE = {
    "assess":        "assessed assessed - - - - - - - -",
    "claim":         "assigned assigned - - - - - assigned - -",
    "work":          "- - in_progress in_progress in_progress - - - - -",
    "ask_owner":     "waiting_owner waiting_owner waiting_owner waiting_owner waiting_owner - - waiting_owner - -",
    "owner_answers": "- - - - in_progress - - - - -",
    "decide":        "decided decided decided decided decided - - decided - -",
    "appeal":        "- - - - - reopened reopened - - reopened",
    "resolve":       "resolved resolved resolved resolved resolved - - resolved - resolved",
    "settle":        "- - - - - closed - - - closed",
    "end_outside":   "- - - - - - - - - closed",
    "fall_silent":   "- - - - - closed - - - closed",
    "reopen":        "- - - - - reopened reopened - - -",
    "withdraw":      "withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn - withdrawn - withdrawn",
}  # fmt: skip


def _ticket(stage: str) -> Any:
    return SimpleNamespace(stage=stage, number="LH-1")


def test_the_table_knows_every_step() -> None:
    assert set(TABLE) == set(lifecycle.STEPS)


@pytest.mark.parametrize("step", TABLE)
def test_a_step_leads_where_the_table_says(step: str) -> None:
    found = []
    for stage in STAGES:
        ticket = _ticket(stage)
        found.append(lifecycle.next_stage(ticket, step) if lifecycle.may(ticket, step) else "-")
    assert " ".join(found) == TABLE[step]


def test_a_step_that_no_longer_fits_is_told_with_the_number() -> None:
    with pytest.raises(Mistake) as refused:
        lifecycle.next_stage(_ticket("closed"), "settle")
    assert (refused.value.key, refused.value.values) == ("common.moved_on", {"number": "LH-1"})


def test_nothing_but_the_owners_word_silence_or_a_body_outside_closes() -> None:
    assert {step for step, (_, stage) in lifecycle.STEPS.items() if stage == "closed"} == {
        "settle",
        "end_outside",
        "fall_silent",
    }

"""The gate of training, as a table: who may be given what, and when it falls away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.tickets.holders.assignment import Candidate
from handlers.tickets.people.training import Gate, Training

IVY, GUS, OFF = (
    Candidate(id=1, name="Ivy", role="housekeeper"), Candidate(id=2, name="Gus", role="security"),
    Candidate(id=3, name="Ora", role="officer", on_duty=False),
)  # fmt: skip
RULES = Training(
    required={
        "emergency": ("first aid",),
        "public.lift": ("lift rescue",),
        "complaint": ("procedure", "privacy"),
    }
)


@pytest.mark.parametrize(
    ("kinds", "intent", "code", "needed"),
    [
        (("ordinary",), "repair", "home.leak", set()),
        (("emergency", "ordinary"), "emergency", "gas", {"first aid"}),
        (("emergency", "ordinary"), "emergency", "public.lift.trapped", {"first aid", "lift rescue"}),
        (("ordinary",), "repair", "public.lifts", set()),
        (("complaint",), "complaint", None, {"procedure", "privacy"}),
    ],
)
def test_what_a_matter_needs(kinds: tuple[str, ...], intent: str, code: str | None, needed: set[str]) -> None:
    assert RULES.needed(kinds, intent, code) == needed
    assert Training().needed(kinds, intent, code) == set()


@pytest.mark.parametrize(
    ("passed", "pressing", "through"),
    [
        pytest.param({1}, False, [1], id="whoever has passed"),
        pytest.param({1}, True, [1], id="whoever has passed, also when it presses"),
        pytest.param(set(), False, [], id="nobody has: the next rung is asked"),
        pytest.param(set(), True, [1, 2, 3], id="nobody has, and it presses: the gate falls away"),
        pytest.param({3}, False, [3], id="only somebody off duty has, and it can wait"),
        pytest.param({3}, True, [1, 2, 3], id="only somebody off duty has, and it cannot wait"),
    ],
)
def test_who_comes_through(passed: set[int], pressing: bool, through: list[int]) -> None:
    ranked = [(one, ()) for one in (IVY, GUS, OFF)]
    gate = Gate(frozenset({"first aid"}), frozenset(passed))
    assert [one.id for one, _ in gate.through(ranked, pressing=pressing)] == through


def test_whoever_is_the_only_one_at_all_and_trained_holds_it_off_duty_too() -> None:
    gate = Gate(frozenset({"first aid"}), frozenset({3}))
    off = [(replace(IVY, on_duty=False), ()), (OFF, ())]
    assert [one.id for one, _ in gate.through(off, pressing=True)] == [3]


def test_where_nothing_is_needed_everybody_comes_through() -> None:
    ranked = [(one, ()) for one in (IVY, GUS, OFF)]
    assert Gate(frozenset(), frozenset()).through(ranked, pressing=False) == ranked


@pytest.mark.parametrize("required", [{"": ("a",)}, {"emergency": ()}, {"emergency": (" ",)}])
def test_a_rule_without_a_name_is_refused(required: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        Training(required=required)

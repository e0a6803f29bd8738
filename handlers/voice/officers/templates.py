"""The register of missions: what an officer tries along the life of a home, and the one or two questions after it (J03).

A mission names its touch-point (by the key of handlers/voice/touch_points.py where it is one of those, so that layers stand
beside each other) and the line of work that it is about (I05). Its sentences are `officers.mission.KEY.task` and
`officers.mission.KEY.QUESTION`; whoever changes one raises its `version`, so that scores of two wordings are never added up.
Every question of yes and no is asked so that yes is good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

#: The lines of work that scores of officers may be looked at by (I05).
LINES = ("sales", "engineering", "cleaning", "security", "housekeeping")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a mission; `scale` is csat (1 to 5) or yes_no (0 and 1)."""

    key: str
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A mission for homes in these life `stages`, and for officers with these `roles`."""

    key: str
    stages: tuple[str, ...]
    touch_point: str
    line: str
    questions: tuple[Question, ...]
    roles: tuple[str, ...] = ("experiencer", "feedback")
    version: int = 1

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)


_HOW_WELL = "csat"
_YES_NO = "yes_no"
_LIVED_IN = ("moved_in", "living")

TEMPLATES: tuple[Template, ...] = (
    Template(
        key="show_flat", stages=("sale",), touch_point="sales_visit", line="sales",
        questions=(Question("told", _YES_NO), Question("looked_after", _HOW_WELL)),
    ),
    Template(
        key="building_news", stages=("before_handover",), touch_point="building_news", line="sales",
        questions=(Question("knows", _YES_NO), Question("content", _HOW_WELL)), roles=("experiencer", "adviser", "feedback"),
    ),
    Template(
        key="handover_list", stages=("handover",), touch_point="handover_step", line="engineering",
        questions=(Question("written", _YES_NO), Question("condition", _HOW_WELL)),
    ),
    Template(
        key="first_weeks", stages=("handover", "moved_in"), touch_point="moving_in", line="housekeeping",
        questions=(Question("knew_whom", _YES_NO), Question("helped", _HOW_WELL)),
    ),
    Template(
        key="small_repair", stages=_LIVED_IN, touch_point="repair", line="engineering",
        questions=(Question("on_time", _YES_NO), Question("dealt_with", _HOW_WELL)),
    ),
    Template(
        key="lobby", stages=_LIVED_IN, touch_point="lobby", line="cleaning",
        questions=(Question("clean", _HOW_WELL), Question("whole", _YES_NO)),
    ),
    Template(
        key="gate", stages=_LIVED_IN, touch_point="gate", line="security",
        questions=(Question("asked", _YES_NO), Question("manner", _HOW_WELL)),
    ),
    Template(
        key="staircase", stages=_LIVED_IN, touch_point="staircase", line="security",
        questions=(Question("clear", _YES_NO), Question("lit", _YES_NO)), roles=("experiencer", "adviser", "feedback"),
    ),
    Template(
        key="housekeeper", stages=_LIVED_IN, touch_point="answer", line="housekeeping",
        questions=(Question("time_told", _YES_NO), Question("answer", _HOW_WELL)),
    ),
    Template(
        key="one_change", stages=_LIVED_IN, touch_point="living_here", line="housekeeping",
        questions=(Question("content", _HOW_WELL),), roles=("adviser",),
    ),
)  # fmt: skip


def by_key(key: str) -> Template | None:
    return next((one for one in TEMPLATES if one.key == key), None)


def next_one(stage: str, role: str, given: Collection[str]) -> Template | None:
    """The next mission of an officer: one that fits home and role, never given before, else the one given longest ago.

    `given` are the keys of the missions before, the newest first. None where the register has nothing for that stage.
    """
    fitting = [one for one in TEMPLATES if stage in one.stages and role in one.roles]
    before = list(given)
    fresh = next((one for one in fitting if one.key not in before), None)
    return fresh or max(fitting, key=lambda one: before.index(one.key), default=None)

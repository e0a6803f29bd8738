"""The rules that an installation may set for experience officers: `voice.officers` in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields

#: What each setting may be.
_RANGES = {
    "term_months": (1, 36), "answer_days": (1, 30), "patience_days": (0, 60), "rest_days": (0, 3650), "mission_days": (7, 365),
    "window_days": (1, 60), "finding_days": (1, 90), "least": (3, 20), "most": (1, 1000),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerRules:
    """All of it is ours; J01 - J06 name no number.

    `term_months` an officer serves; an invitation is open `answer_days`; a home that may not be asked now is tried again for
    `patience_days` before the next one takes its place; a home that was drawn is left out of draws for `rest_days`. A mission comes
    every `mission_days` and is open `window_days`. A finding without an improvement is told to headquarters after `finding_days`.
    No figure is shown of fewer than `least` officers. `most` is the largest draw.
    """

    term_months: int = 12
    answer_days: int = 7
    patience_days: int = 7
    rest_days: int = 365
    mission_days: int = 30
    window_days: int = 7
    finding_days: int = 7
    least: int = 3
    most: int = 200

    def __post_init__(self) -> None:
        for field in fields(self):
            low, high = _RANGES[field.name]
            if not low <= getattr(self, field.name) <= high:
                raise ValueError(f"{field.name} is {low} to {high}")

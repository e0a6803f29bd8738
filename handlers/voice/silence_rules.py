"""The rules that an installation may set for reaching out to silent households (C45): `voice.silence` in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRules:
    """After so many `days` without any sign a household is reached out to; 0: never. `homes` are looked at in one piece."""

    days: int = 180
    homes: int = 100

    def __post_init__(self) -> None:
        if not 0 <= self.days <= 3_650:
            raise ValueError("silence.days is 0 (never) to 3650")
        if not 1 <= self.homes <= 1_000:
            raise ValueError("silence.homes is 1 to 1000")

"""How the person complains and what risks the words carry, for staff only. Called by parse."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.meaning import Matter


def stance(folded: str, read: Sequence[Matter]) -> str:
    """One of STANCES."""
    del folded, read
    return "neutral"


def risks(folded: str, read: Sequence[Matter]) -> tuple[str, ...]:
    """Those of RISKS that the words carry, in that order."""
    del folded, read
    return ()

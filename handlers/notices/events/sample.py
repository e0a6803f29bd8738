"""Which of the homes that did not come are asked: drawn by a seed that is kept, so that anybody can draw the same ones again (H16)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def draw(seed: str, unit_ids: Iterable[int], size: int) -> list[int]:
    """So many homes, in the order of the draw. Every home has the same chance, and nobody who knows the seed can better it."""
    return sorted(set(unit_ids), key=lambda unit_id: sha256(f"{seed}:{unit_id}".encode()).digest())[:size]

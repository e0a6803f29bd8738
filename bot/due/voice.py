"""The owner's voice: questions that are due, and those that nobody answered."""

from __future__ import annotations

from bot.due.piece import Sweep

SWEEPS: tuple[Sweep, ...] = ()

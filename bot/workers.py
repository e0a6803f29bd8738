"""Runs plain functions beside the event loop: one writer thread on SQLite, a small pool on PostgreSQL, readers beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Workers:
    """The threads in which turns run whole. `writers` is 1 on SQLite, whose transactions stand in line anyway."""

    def __init__(self, *, writers: int, readers: int = 2) -> None:
        self.writers = writers
        self._write = ThreadPoolExecutor(writers, thread_name_prefix="write")
        self._read = ThreadPoolExecutor(readers, thread_name_prefix="read")

    async def write(self, work: Callable[[], T]) -> T:
        """Runs what changes the database."""
        return await asyncio.get_running_loop().run_in_executor(self._write, work)

    async def read(self, work: Callable[[], T]) -> T:
        """Runs what only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._read, work)

    def close(self) -> None:
        """Waits for what has begun."""
        self._write.shutdown(wait=True)
        self._read.shutdown(wait=True)

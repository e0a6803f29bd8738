"""Photos and files that people sent, kept in a folder under names nobody can guess; a reference is "file:<name>".

Who may see one is decided by whoever serves it: this file only keeps and finds.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

PREFIX = "file:"

#: What a name looks like: 40 hexadecimal digits and a short ending. Nothing else is ever opened, so no path can be climbed.
_NAME = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{2,5}")


class MediaStore:
    """One folder of kept files, made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, ending: str, source: str) -> str:
        """Keeps bytes durably and returns their reference. `ending` is like "jpg".

        The name is derived from `source` (the update they came with, which holds a random part): a resend finds the file in
        its place and the first one stays. Raises OSError when there is no room.
        """
        reference = self.reference(ending, source)
        place = self._folder / reference.removeprefix(PREFIX)
        if not place.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_whole(place, data)
        return reference

    def reference(self, ending: str, source: str) -> str:
        """The reference under which something from this source is kept, or would be."""
        return f"{PREFIX}{sha256(source.encode()).hexdigest()[:40]}.{ending}"

    def has(self, reference: str) -> bool:
        return reference.startswith(PREFIX) and self.path(reference.removeprefix(PREFIX)) is not None

    def path(self, name: str) -> Path | None:
        """Where a name is kept; None for what is not kept, or is no name at all."""
        place = self._folder / name
        return place if _NAME.fullmatch(name) and place.is_file() else None

    def read(self, reference: str) -> bytes:
        """The bytes behind a reference. Raises FileNotFoundError when they are not kept here."""
        place = self.path(reference.removeprefix(PREFIX)) if reference.startswith(PREFIX) else None
        if place is None:
            raise FileNotFoundError(f"no such file is kept: {reference[:80]}")
        return place.read_bytes()


def _write_whole(place: Path, data: bytes) -> None:
    """All or nothing: a name never shows half a file, and a power cut after the answer takes nothing back."""
    part = place.with_name(f"{place.name}.{os.getpid()}.{id(data)}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Makes the new name itself durable (not every file system can; then the file alone is)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Files on their way to one channel: each is uploaded once, named by the channel's own reference from then on, and waited for
by the others that carry it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.channels.base import Outbound
from storage import channel_media
from storage.db import Connection

_OURS = "file:"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one message: those it uploads, and those it names (ours, the channel's own)."""

    uploads: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


NO_FILES = Files()


class Uploads:
    """The files of one channel. `once`: the channel gives references that are worth keeping."""

    def __init__(self, channel: str, *, once: bool) -> None:
        self._channel = channel
        self._once = once
        self._under_way: set[str] = set()

    def named(self, connection: Connection, outbound: Outbound) -> tuple[Outbound, Files]:
        """The message with each file that the channel has by the channel's own reference."""
        files = {_file(one.reference) for one in outbound.media} - {None} if self._once else set()
        if not files:
            return outbound, NO_FILES
        known = channel_media.known(connection, self._channel, [str(file) for file in files])
        media = tuple(
            replace(one, reference=f"{self._channel}|{known[file]}")
            if (file := _file(one.reference)) in known
            else one
            for one in outbound.media
        )
        fresh = tuple(sorted(str(file) for file in files if file not in known))
        return replace(outbound, media=media), Files(fresh, tuple(known.items()))

    def begin(self, files: Files) -> bool:
        """Whether the message may leave: not while another one carries a file of it."""
        if self._under_way & set(files.uploads):
            return False
        self._under_way |= set(files.uploads)
        return True

    def end(self, files: Files) -> None:
        """The attempt has ended, and what follows from it is kept."""
        self._under_way -= set(files.uploads)


def _file(reference: str) -> str | None:
    """The file of the media store that a reference names, if it does."""
    own = reference.partition("|")[2]
    return own if own.startswith(_OURS) else None

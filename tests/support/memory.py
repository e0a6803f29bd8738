"""Folders for temporary files lie in memory where there is room: databases of tests commit hundreds of thousands of times, and a
test's rows need not survive a power cut. A TMPDIR of the developer's own stays.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # Linux; elsewhere the usual folder is used

#: What must be free, bytes: a run needs less than a quarter.
ROOM = 4 * 1024**3


def stay_in_memory() -> None:
    """Sends what this process and its children keep for a while to memory, if programs may run from there too."""
    if "TMPDIR" not in os.environ and _fit():
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _fit() -> bool:
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)):
        return False
    return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and shutil.disk_usage(MEMORY).free >= ROOM

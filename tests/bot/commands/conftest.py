"""The commands as somebody types them, in a folder of their own, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app

Type = Callable[..., Result]


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and a port that nobody has."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("OWNERLINE_WEB__PORT", "0")
    monkeypatch.setenv("COLUMNS", "200")
    return folder


@pytest.fixture
def ownerline(alone: Path) -> Iterator[Type]:
    """Runs a command: its exit code, stdout, stderr. Here the database is the default, a file in the folder.

    What a command made of the log goes with it: it writes to a stderr that ends with the command.
    """
    runner = CliRunner()
    yield lambda *words, **options: runner.invoke(app, [str(word) for word in words], **options)
    structlog.reset_defaults()


@pytest.fixture
def on_both(ownerline: Type, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Type:
    """The same, on an empty database of either engine."""
    monkeypatch.setenv("OWNERLINE_STORAGE__URL", empty_database_url)
    return ownerline


@pytest.fixture
def prepared(ownerline: Type, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Type:
    """The same, on a database that `ownerline migrate` has nothing to do for."""
    monkeypatch.setenv("OWNERLINE_STORAGE__URL", database_url)
    return ownerline

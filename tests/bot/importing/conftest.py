"""An estate to import into, and files written as people's programs write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.importing import run_import
from bot.importing.summary import Summary
from storage import estates
from storage.db import Database

Write = Callable[..., Path]


@pytest.fixture
def estate(database: Database) -> int:
    with database.transaction() as connection:
        return estates.add_estate(
            connection, code="LH", name="丽湖花园", timezone="Asia/Shanghai", jurisdiction="CN", language="zh-Hans",
            phone="400-000-0000",
        )  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str, encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_bytes(text.encode(encoding))
        return file

    return written


@pytest.fixture
def take(database: Database, now: datetime) -> Callable[..., Summary]:
    """Imports files into the test's database."""

    def taken(*files: Path, **options: Any) -> Summary:
        return run_import(database, files, now=now, **options)

    return taken

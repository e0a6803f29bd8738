from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.db import Database
from tests.handlers.staff.house import House, build


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, House]:
    """The house is built once; every test moves into a copy of it."""
    file = tmp_path_factory.mktemp("house") / "house.db"
    house = build(f"sqlite:///{file}")
    house.db.close()
    return file, house


@pytest.fixture
def house(_built: tuple[Path, House], tmp_path: Path) -> Iterator[House]:
    file, house = _built
    shutil.copy(file, tmp_path / "house.db")
    db = Database(f"sqlite:///{tmp_path / 'house.db'}")
    yield replace(house, db=db, staff=dict(house.staff))
    db.close()

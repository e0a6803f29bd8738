"""The components of a building and what they are made of, as one list for all estates (A12): components.yml beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("components.yml")


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a building. `codes` lead to it; `check` is what goes on the acceptance list once it has shown a fault."""

    code: str
    name: dict[str, str]
    codes: tuple[str, ...]
    materials: tuple[str, ...]
    check: dict[str, str]


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return found


@cache
def every() -> dict[str, Component]:
    """Every component by its code."""
    return {
        code: Component(code, one["name"], tuple(one["codes"]), tuple(one["materials"]), one["check"])
        for code, one in _data()["components"].items()
    }


def for_code(code: str | None) -> tuple[Component, ...]:
    """The components that a repair or complaint code leads to, the likeliest first."""
    return tuple(one for one in every().values() if code in one.codes)


def materials() -> dict[str, dict[str, str]]:
    """Every material by its code: its names by language."""
    found: dict[str, dict[str, str]] = _data()["materials"]
    return found


def named(language: str, component: str) -> str:
    """A component's name; a code that the list does not know stays as it is."""
    known = every().get(component)
    return known.name[language] if known else component


def material_named(language: str, material: str) -> str:
    return materials().get(material, {}).get(language, material)


def check_item(language: str, component: str) -> str:
    """The check that keeps the component's faults from being accepted again; empty for one that the list does not know."""
    known = every().get(component)
    return known.check[language] if known else ""

"""What each touch-point is held to, and what is done and never done there: the file standards.yml, with what an estate makes of it.

An estate may switch an item off and add its own; what is asked of households and what staff tick is always the estate's own list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from handlers.wording import say
from storage.standards import OwnItem

Side = Literal["do", "dont"]
SIDES: tuple[Side, ...] = ("do", "dont")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is done (or never done) at a touch-point.

    `version` is that of its words; `noticeable`: a household can see or hear it itself. `text` is the estate's own wording, "" for an
    item that stands in every language. `on` False: the estate switched it off.
    """

    key: str
    version: int
    side: Side
    noticeable: bool = False
    text: str = ""
    on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The standard of one touch-point. `moment`: a moment of truth (L15). `sources`: where it comes from. `measure`: the question
    by which the line counts it, "" where it does not; `target` is the share that is to be reached, 1.0 for all.
    """

    touch_point: str
    moment: bool
    sources: tuple[str, ...]
    items: tuple[Item, ...]
    measure: str = ""
    target: float | None = None

    def side(self, side: Side) -> tuple[Item, ...]:
        """The items of one list that are on."""
        return tuple(one for one in self.items if one.side == side and one.on)

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)


@cache
def standards() -> dict[str, Standard]:
    """Every touch-point's standard as it is written, before an estate changes it. Raises ValueError for a file that cannot be meant."""
    written = yaml.safe_load(Path(__file__).with_name("standards.yml").read_text("utf-8"))
    found = {key: _standard(key, one) for key, one in written.items()}
    keys = [one.key for standard in found.values() for one in standard.items]
    doubles = {key for key in keys if keys.count(key) > 1}
    if doubles:
        raise ValueError(f"standards.yml has the items {', '.join(sorted(doubles))} twice")
    return found


def _standard(touch_point: str, written: dict[str, Any]) -> Standard:
    items = tuple(Item(side=side, **one) for side in SIDES for one in written[side])
    if any(one.noticeable for one in items if one.side == "dont"):
        raise ValueError(
            f"standards.yml, {touch_point}: households are asked about what is done, never whom they saw at fault"
        )
    return Standard(
        touch_point=touch_point, moment=written["moment"], sources=tuple(written["sources"]), items=items,
        measure=written.get("measure", ""), target=written.get("target"),
    )  # fmt: skip


def of_estate(changed: Iterable[OwnItem]) -> dict[str, Standard]:
    """The standards with what an estate switched off and added: `changed` are its items as they stand now."""
    own = list(changed)
    return {
        key: _with(standard, [one for one in own if one.touch_point == key])
        for key, standard in standards().items()
    }


def _with(standard: Standard, own: list[OwnItem]) -> Standard:
    switched = {one.key: one.is_on for one in own if not one.text}
    items = [
        Item(
            key=one.key,
            version=one.version,
            side=one.side,
            noticeable=one.noticeable,
            on=switched.get(one.key, True),
        )
        for one in standard.items
    ]
    items += [
        Item(
            key=one.key, version=one.version, side="do" if one.side == "do" else "dont", noticeable=one.noticeable,
            text=one.text, on=one.is_on,
        )
        for one in own
        if one.text
    ]  # fmt: skip
    return Standard(
        touch_point=standard.touch_point, moment=standard.moment, sources=standard.sources, items=tuple(items),
        measure=standard.measure, target=standard.target,
    )  # fmt: skip


def words(language: str, item: Item) -> str:
    """An item as staff read it: an estate's own wording stands as it was written."""
    return item.text or say(language, f"standards.item.{item.key}")


def question(language: str, item: Item) -> str:
    """What a household is asked about an item."""
    if item.text:
        return say(language, "standards.ask_own", item=item.text)
    return say(language, f"standards.ask.{item.key}")

"""What is said of a home beside its place and its dates: attributes, the household's tier, the stage of its life."""

from __future__ import annotations

import re
import unicodedata

from bot.importing.values import name, one_of
from handlers.notices import attributes as names
from storage.life_stages import STAGES

_TIERS = {
    "standard": "standard 普通 标准 標準",
    "silver": "silver 银 银卡 銀 銀卡",
    "gold": "gold 金 金卡",
    "diamond": "diamond 钻石 钻石卡 鑽石 鑽石卡",
}
_STAGES = {
    "sale": "sale 在售 待售 发售 發售",
    "before_handover": "before_handover 待交付 未交房 未交樓",
    "handover": "handover 交付 交付期 交樓 交樓期",
    "moved_in": "moved_in 入住 入伙",
    "living": "living 居住 常住 常居",
}
_BETWEEN = re.compile(r"[,;、\n]+")


def attributes(text: str) -> tuple[tuple[str, str | None], ...]:
    """What is so about a home, in one cell: "alarm; pets; ev_charger = 7 kW; -rented_out". A hyphen before takes one away (None)."""
    found: dict[str, str | None] = {}
    for item in filter(None, (one.strip() for one in _BETWEEN.split(unicodedata.normalize("NFKC", text)))):
        taken = item.startswith("-")
        said, _, value = item.removeprefix("-").partition("=")
        attribute = names.name_in(said)
        if attribute in found:
            raise ValueError(f"“{said.strip()}” stands twice")
        if len(value.strip()) > names.LONGEST_VALUE:
            raise ValueError(f"the value of “{said.strip()}” is longer than {names.LONGEST_VALUE} characters")
        found[attribute] = None if taken else value.strip()
    return tuple(found.items())


def tier(text: str) -> str | None:
    """A household's tier: a code of the estate's own, the usual ones by their words too. Empty is None."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    known = next((value for value, names in _TIERS.items() if plain in names.split()), None)
    return known or (name(plain, 20) if plain else None)


def stage(text: str) -> str | None:
    """Where a home stands in its life, as long as no date tells. Empty is None."""
    return one_of(_STAGES, text.casefold().replace(" ", "_"), text, STAGES) if text else None

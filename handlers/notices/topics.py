"""What a notice is about, by its category in CAP 1.2 and its words; and which reports of the hours after it belong to it (H06)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storage.notices import Notice, NoticeText


@dataclass(frozen=True, slots=True)
class Topic:
    """`categories` of CAP and `words` that speak of it; `codes` are the reports that belong to it. `repair`: what is broken where
    it is still not over; "" where nothing is.
    """

    name: str
    categories: tuple[str, ...]
    words: str
    codes: tuple[str, ...]
    repair: str = ""


TOPICS: tuple[Topic, ...] = (
    Topic("security", ("Security",), r"盗|盜|贼|賊|爆窃|爆竊|撬|可疑|陌生|闯入|闖入|burglar|thie[fv]|theft|break-?ins?\b|suspicious|stranger|intruder|robb",
          ("intruder", "burglary", "service.security", "home.door_lock", "home.window", "home.intercom", "public.access",
           "public.cctv")),
    Topic("fire", ("Fire",), r"火警|火灾|火災|火种|火種|防火|起火|浓烟|濃煙|\bfires?\b|\bsmoke\b",
          ("fire", "carbon_monoxide", "electric", "public.fire_equipment", "community.fire_lane", "community.smoking")),
    Topic("gas", (), r"燃气|燃氣|煤气|煤氣|瓦斯|\bgas\b", ("gas", "carbon_monoxide", "home.gas_appliance"), "home.gas_appliance"),
    Topic("weather", ("Met",), r"台风|颱風|风暴|風暴|暴雨|黑雨|雷暴|风球|風球|水浸|内涝|typhoon|storm|rain|flood|gale",
          ("storm", "flood", "falling_object", "structure", "home.window", "home.leak", "home.ceiling", "public.drainage",
           "public.facade", "public.roof", "public.landscaping")),
    Topic("falling", (), r"高空|坠物|墜物|掷物|擲物|falling|thrown", ("falling_object", "community.thrown_objects", "public.facade")),
    Topic("lift", (), r"电梯|電梯|升降机|升降機|𨋢|\blifts?\b|elevator", ("public.lift", "lift_trapped"), "public.lift"),
    Topic("power", (), r"停电|停電|电力|電力|供电|供電|\bpower\b|electric|blackout",
          ("home.electrical", "public.power", "electric", "enquiry.outage"), "home.electrical"),
    Topic("water", (), r"停水|供水|食水|水管|水喉|水压|水壓|来水|\bwater\b",
          ("home.water_supply", "public.water_pump", "enquiry.outage"), "home.water_supply"),
)  # fmt: skip

#: What is still broken where a notice does not say what was.
SOMETHING = "home.other"

_WORDS = {one.name: re.compile(one.words, re.IGNORECASE) for one in TOPICS}


def topics_of(notice: Notice, texts: Iterable[NoticeText]) -> tuple[Topic, ...]:
    """Everything that a notice speaks of, in whichever language."""
    said = "\n".join(f"{text.headline}\n{text.facts}\n{text.asked}" for text in texts)
    return tuple(one for one in TOPICS if notice.category in one.categories or _WORDS[one.name].search(said))


def belongs(topics: Iterable[Topic], code: str | None) -> bool:
    """Whether a report of this code is about what the notice was about."""
    return any(code in one.codes for one in topics)


def is_about_security(topics: Iterable[Topic]) -> bool:
    return any(one.name == "security" for one in topics)


def broken_by(topics: Iterable[Topic]) -> str:
    """The code of what is still broken after such a notice."""
    return next((one.repair for one in topics if one.repair), SOMETHING)

"""What was said, parsed: unit, place, time, ticket, heads, score, phone, amount. Called by parse."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu import ratings, times, units
from nlu.meaning import Amount, Slots
from nlu.numbers import english_in_digits, in_digits

_REGIONS = {
    "Asia/Hong_Kong": ("HK", "HKD"), "Asia/Macau": ("MO", "MOP"), "Asia/Taipei": ("TW", "TWD"), "Asia/Singapore": ("SG", "SGD"),
    "Europe/London": ("GB", "GBP"), "Australia/Sydney": ("AU", "AUD"), "Australia/Melbourne": ("AU", "AUD"),
    "America/New_York": ("US", "USD"), "America/Chicago": ("US", "USD"), "America/Los_Angeles": ("US", "USD"),
    "America/Toronto": ("CA", "CAD"), "Asia/Shanghai": ("CN", "CNY"), "Asia/Chongqing": ("CN", "CNY"),
}  # fmt: skip
_TICKET = re.compile(
    r"(?<![A-Za-z0-9-])(?P<code>[A-Za-z]{2,5}-?\d{3,8}(?:-\d{1,6})?)(?![A-Za-z0-9-])"
    r"|(?:单号|工单|單號|編號|编号|案件|个案|個案|單|单|(?i:ticket|case|ref(?:erence)?|job|number|no\.?))\s*(?:号|號|是|no\.?|number|#|:|：)*\s*#?(?P<number>[A-Za-z]{0,4}-?\d{3,10}(?:-\d{1,6})?)(?![A-Za-z0-9])"
    r"|(?<![\w])#(?P<hash>\d{3,8})(?![\d-])"
)
_NOT_TICKET = re.compile(
    r"^(?:flat|unit|apt|blk|block|tower|room|rm|wifi|covid|vk|ab|suv|level|lv|bay|lot|rcd|iphone|room)-?\d",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![A-Za-z0-9.-])\+?\(?\d[\d ()-]{6,17}\d(?![A-Za-z0-9])")
_AMOUNT = re.compile(
    r"(?P<sign>hk\$|nt\$|s\$|us\$|a\$|\$|£|€|¥|rmb|cny|hkd|gbp|usd|sgd|twd)\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>万|k\b)?"
    r"|(?P<value2>\d[\d,]*(?:\.\d+)?)\s*(?P<scale2>万|千|k(?=\s))?\s*(?P<name>元|块钱?|蚊|人民币|港币|港元|台币|dollars?|pounds?|quid|yuan|bucks|euros?|rmb|hkd|sgd|usd|gbp)(?![a-z])"
)
_SIGNS = {
    "hk$": "HKD", "hkd": "HKD", "nt$": "TWD", "twd": "TWD", "s$": "SGD", "sgd": "SGD", "us$": "USD", "usd": "USD", "a$": "AUD", "£": "GBP", "gbp": "GBP", "€": "EUR",
    "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "港币": "HKD", "港元": "HKD", "台币": "TWD", "蚊": "HKD", "pound": "GBP", "pounds": "GBP",
    "quid": "GBP", "yuan": "CNY", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
_SCALES = {"万": 10_000, "千": 1_000, "k": 1_000}
PLACE = re.compile(
    r"(?:(?:\d{1,3}|[a-z])(?:号楼|栋|座|幢)(?:\d单元)?)?(?:[东南西北正后侧]门(?:口)?|大堂|门厅|楼道|走廊|楼梯间|后楼梯|电梯厅|电梯口|地库|地下车库|车库|停车场|天台|楼顶|会所|泳池|游泳池|健身房|垃圾房|垃圾站|平台|花园|"
    r"游乐场|篮球场|广场|岗亭|物业办公室|厨房|卫生间|厕所|浴室|客厅|餐厅|主卧|次卧|卧室|阳台|书房|儿童房|玄关|b[1-3](?:层)?|负[一二三123]层?)"
    r"|\b(?:(?:north|south|east|west|main|front|back|rear|side) (?:gate|entrance|door|lobby|stairs)|lobby|corridor|hallway|stairwell|landing|car park|basement|garage|roof|"
    r"rooftop|clubhouse|swimming pool|pool|gym|bin room|podium|garden|playground|courtyard|guardhouse|management office|kitchen|bathroom|toilet|living room|"
    r"master bedroom|bedroom|balcony|study|b[1-3]|ramp|loading bay|mail ?room)\b"
)
_NOBODY = re.compile(
    r"(不去|不来|来不了|去不了|不参加|参加不了|没空|去不成|来不成|不能去|不能来|不到场|缺席|去不到|来不到|不方便去|放弃|0个?人|没时间)"
    r"|\b(can not|will not|not (coming|attending|going|able)|unable|decline|no thanks|have to miss|regrets|count (me|us) out|not make it|skip|pass on|no one|nobody|none of us)\b"
)
_HEADS = re.compile(
    r"(?P<n>\d{1,2})\s*(?:个|位|名|口|大(?!家)|小(?!时|区)|adults?|kids?|children|child|people|ppl|persons?|pax|of us|guests?|seniors?|infants?|toddlers?|bab(?:y|ies)|in total|tickets?|seats?|places?|heads?)"
)
_PLUS = re.compile(r"\b(?:me|myself|i|us)?\s*(?:\+|plus)\s*(?P<n>\d{1,2}|one)")
_WITH = re.compile(
    r"\b(?:me|myself|i) (?:and|with) (?:my )?(?:wife|husband|partner|mum|mom|dad|son|daughter|friend|mother|father|girlfriend|boyfriend|kid|baby|sister|brother)\b|\bmy (?:wife|husband|partner|mum|mom|dad|son|daughter) and (?:i|me)\b|(?:我和|我跟|我带|我同)(?:我)?(?:老婆|老公|孩子|妈|爸|儿子|女儿|朋友|太太|先生|爱人)"
)
_ALONE = re.compile(
    r"(就我|只有我|我自己|我1个|1个人|我一个人)|\b(just me|only me|me only|by myself|alone|solo)\b"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a slot needs besides the text."""

    now: datetime
    tz: ZoneInfo
    awaiting: str | None
    units: tuple[str, ...]


def read(text: str, folded: str, intents: Collection[str], context: Context) -> Slots:
    """All slots of a message. Scores and heads are read only where a rating or an answer to an invitation is meant."""
    numbered = in_digits(english_in_digits(folded))
    rating = "rating" in intents or context.awaiting == "rating"
    rsvp = "rsvp" in intents or context.awaiting == "rsvp"
    has_digit = any(char.isdigit() for char in numbered)
    return Slots(
        unit=units.find(text, context.units, awaited=context.awaiting == "unit") if has_digit else None,
        place=_place(folded),
        when=times.find(folded, context.now, context.tz),
        ticket=_ticket(text, context) if has_digit else None,
        people=people(numbered) if rsvp else None,
        score=ratings.said(text)[0] if rating else None,
        phone=_phone(text, context.tz) if has_digit else None,
        amount=_amount(numbered, context.tz) if has_digit else None,
    )


def _place(folded: str) -> str | None:
    hit = PLACE.search(folded)
    return hit.group() if hit else None


def _ticket(text: str, context: Context) -> str | None:
    for hit in _TICKET.finditer(text):
        found = hit["code"] or hit["number"] or hit["hash"]
        if (
            not _NOT_TICKET.match(found)
            and found.upper() not in context.units
            and "/" not in text[hit.end() : hit.end() + 1]
        ):
            return found.upper()
    return None


def _phone(text: str, tz: ZoneInfo) -> str | None:
    hits = _PHONE.findall(text)
    if not hits:
        return None
    import phonenumbers

    region = _REGIONS.get(tz.key, ("CN", ""))[0]
    for hit in hits:
        try:
            number = phonenumbers.parse(hit, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _amount(numbered: str, tz: ZoneInfo) -> Amount | None:
    hit = _AMOUNT.search(numbered)
    if not hit:
        return None
    digits = (hit["value"] or hit["value2"]).replace(",", "")
    scale = _SCALES.get(hit["scale"] or hit["scale2"] or "", 1)
    sign = hit["sign"] or hit["name"]
    return Amount(float(digits) * scale, _SIGNS.get(sign) or _REGIONS.get(tz.key, ("", None))[1])


def people(numbered: str) -> int | None:
    """Heads that will come, the speaker counted; 0 is "not coming"; None where no number was said."""
    if _NOBODY.search(numbered):
        return 0
    counted = [int(hit["n"]) for hit in _HEADS.finditer(numbered)]
    if counted:
        return sum(counted)
    plus = _PLUS.search(numbered)
    if plus:
        return 1 + (1 if plus["n"] == "one" else int(plus["n"]))
    if _WITH.search(numbered):
        return 2
    if _ALONE.search(numbered):
        return 1
    lone = re.fullmatch(r"\D{0,6}(\d{1,2})\D{0,4}", numbered)
    return int(lone[1]) if lone else None

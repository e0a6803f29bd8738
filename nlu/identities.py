"""What points at a person besides names and units, as patterns: addresses of the net, cards, plates, telephones, tickets.

`MARKS` are replaced, in order: the first list before units are looked for, the second after. A pattern's group `it` is what is
replaced; without one, all of it is. `STILL_THERE` makes a text doubtful that still matches after all replacing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A pattern and what stands in for it."""

    pattern: re.Pattern[str]
    stand_in: str


def _mark(pattern: str, stand_in: str, flags: int = 0) -> Mark:
    return Mark(re.compile(pattern, flags), stand_in)


_URL = r"[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]"
_ENDS = "com|cn|net|org|hk|tw|sg|uk|us|io|me|cc|co|app|xyz|top|info|ly|gl|link|site|shop|vip|club"
_ACCOUNTS = "微信|weixin|wechat|whatsapp|telegram|电报|電報|facebook|instagram|qq|wx|vx|tg|ig|fb"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬雲遼魯蘇贛貴粵陝閩寧瓊"
_NUMERAL = "[零〇一二三四五六七八九幺壹两兩]"
_SPOKEN = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_MEASURED = r"(?:mm|cm|km|m|kg|g|kw|w|kv|v|ma|a|ml|l|hz|rmb|hkd|usd|sqft|ft|am|pm|mins?|hrs?|hours?|days?|times?|st|nd|rd|th)"

_NET = (
    _mark(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", "mail@example.org", re.ASCII),
    _mark(rf"(?:[a-z]+://|www\.){_URL}+", "example.org", re.ASCII | re.IGNORECASE),
    _mark(rf"(?<![\w@])(?:[a-z0-9-]+\.)+(?:{_ENDS})(?![a-z0-9])(?:[/:?]{_URL}*)?", "example.org", re.ASCII | re.IGNORECASE),
    _mark(r"(?<![\w@])@[A-Za-z]\w{2,}", "@name", re.ASCII),
)  # fmt: skip

#: Numbers of tickets that say so: before units are looked for, which "#5531" resembles.
_TICKETS = (
    _mark(r"(?:单号|單號|工单|工單|编号|編號|案件|个案|個案|\b(?:ticket|case|ref(?:erence)?|job)\b)\s*(?:号|號|是|no\.?|number|:|：|\s)*#?(?P<it>[A-Za-z]{0,4}-?\d{3,12})(?![A-Za-z0-9])",
          "1001", re.IGNORECASE),
)  # fmt: skip

_ACCOUNT = (
    _mark(rf"(?:{_ACCOUNTS})\s*(?:号码?|號碼?|id|账号|帳號|number|no\.?|is|是|:|：|\s)*(?P<it>(?=[\w.-]*[\d_])[A-Za-z0-9][\w.-]{{3,}})",
          "name01", re.ASCII | re.IGNORECASE),
)  # fmt: skip

_MONEY = (_mark(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])", "1,000"),)

#: From 15 digits on a card: a bank's, or one of identity.
_CARDS = (_mark(r"(?<![A-Za-z0-9])\d(?:[\s-]?\d){14,}[Xx]?(?![A-Za-z0-9])", "0000 0000 0000 0000"),)

#: Seven digits and more, however they are spaced or spelled: a telephone.
_NUMBERS = (
    _mark(r"(?<![A-Za-z0-9])\+?\(?\d(?:[\s().–-]{0,3}\d){6,}(?![A-Za-z0-9])", "0000 0000"),
    _mark(rf"{_NUMERAL}(?:[\s-]?{_NUMERAL}){{4,}}", "0000 0000"),
    _mark(rf"\b{_SPOKEN}(?:[\s,-]+{_SPOKEN}){{4,}}\b", "0000 0000", re.IGNORECASE),
)  # fmt: skip

_PAPERS = (
    _mark(rf"[{_PROVINCES}][A-Z][\s·.•-]?(?=(?:[A-Z0-9]*\d){{2}})[A-Z0-9]{{4,6}}[港澳学學挂掛警]?", "京A00000", re.IGNORECASE),
    _mark(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\d{6,9}(?:\s?\([0-9Aa]\))?(?:[A-Za-z](?![A-Za-z0-9]))?", "A000000"),
    _mark(r"(?<![A-Za-z0-9])[A-Za-z]{2,5}-\d{3,8}(?:-\d{1,6})?(?![A-Za-z0-9])", "XX-1001"),
    _mark(r"(?:车牌|車牌|车号|車號|\b(?:number ?)?plate|\bcar reg|\breg(?:istration)?\b)[^A-Za-z0-9]{0,4}(?:is|号|號|no\.?)?[^A-Za-z0-9]{0,3}(?P<it>[A-Za-z]{0,3}[ -]?\d{1,4}(?:[A-Za-z]{1,3}|[ -](?-i:[A-Z]{3}))?)(?![A-Za-z0-9])",
          "XX 000", re.IGNORECASE),
    _mark(r"(?<![A-Za-z0-9])(?:[A-Z]{2}\s?\d{3,4}|[A-Z]{2}\d{2}\s?[A-Z]{3}|S[A-Z]{2}\s?\d{1,4}\s?[A-Z]|[A-Z]{3}-?\d{4}|\d{4}-[A-Z]{2})(?![A-Za-z0-9])", "XX 000"),
    _mark(rf"(?<![A-Za-z0-9])(?!\d+{_MEASURED}(?![A-Za-z0-9]))(?=[A-Za-z]*\d)(?=\d*[A-Za-z])(?=(?:[A-Za-z]*\d){{4}})[A-Za-z0-9]{{5,}}(?![A-Za-z0-9])", "XX0000"),
)  # fmt: skip

#: What the notations of units leave of one that is written apart: "Flat B, 12/F".
_DOORS = (
    _mark(
        r"\b(?:flat|unit|room|rm|apt|apartment)\s+(?P<it>(?-i:[A-HJ-Z]))(?![A-Za-z0-9'’])", "A", re.IGNORECASE
    ),
    _mark(r"(?<![A-Za-z0-9])(?P<it>[A-Za-z])(?=室|单位|單位)", "A"),
    _mark(r"(?<![A-Za-z0-9])(?P<it>\d{1,2})(?=/F)", "1", re.IGNORECASE),
)

_COUNTED = (
    _mark(r"(?<=#)\d{3,8}(?!\d)", "1001"),
    _mark(r"(?<!\d)\d{7,}(?!\d)", "00000000"),
    _mark(r"(?<!\d)\d{5,6}(?!\d)", "10000"),
)

MARKS: tuple[tuple[Mark, ...], tuple[Mark, ...]] = (
    (*_NET, *_TICKETS),
    (*_MONEY, *_CARDS, *_DOORS, *_PAPERS, *_ACCOUNT, *_NUMBERS, *_COUNTED),
)

STILL_THERE: tuple[re.Pattern[str], ...] = (
    re.compile(r"@|://|www\."),
    re.compile(r"\d(?:[\s().,/–-]{0,2}\d){4,}"),
    re.compile(rf"(?:{_ACCOUNTS})\s*(?:号|號|id|账号|帳號|number|:|：|是)\s*[A-Za-z0-9]", re.IGNORECASE),
    re.compile(r"[路街道巷弄]\s*\d+\s*(?:号|號)|\b\d+[A-Z]?\s+(?:[A-Z][a-z]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court)\b"),
    re.compile(r"(?:身份证|身份證|护照|護照|出生|\bpassport\b|\bbirth\b|\bborn\b|\bHKID\b)\D{0,10}\d", re.IGNORECASE),
)  # fmt: skip

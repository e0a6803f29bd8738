"""Whether an owner's words abuse whoever reads them (L11); pure, and deliberately narrow.

Only insults at the reader, or curses that are nothing else. Anger, swearing at a lift, hard judgement of the work and insults that
somebody tells of ("the guard called me an idiot") are no abuse. A threat is a matter of its own (handlers/tickets/warning/risks.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.normalise import clean, simplified


@dataclass(frozen=True, slots=True, kw_only=True)
class Abuse:
    """`rotate_after`: from how many such messages on in one matter a handover is offered to whoever holds it."""

    rotate_after: int = 3

    def __post_init__(self) -> None:
        if self.rotate_after < 1:
            raise ValueError("rotate_after must be 1 or more")


#: At the reader, in simplified characters, as `simplified` writes Cantonese too.
_AT_YOU = re.compile(
    r"傻[逼比b屄]|煞笔|[操草艹肏日]你[妈娘全]|草泥马|你妈[的逼b]|(?:你|你们|你哋|你班|你们这些|你们这帮)(?:都|快|早点|赶紧)?去死|王八蛋|狗(?:东西|娘养)"
    r"|(?:你|你们|你哋|你班|这帮|那帮|一群|一帮|成班)(?:是|都是|系|全是|真是|这个|这些|这帮|个|班)?(?:.{0,4})(?:白痴|脑残|弱智|废物|人渣|混蛋|垃圾(?!桶|房|站|袋|车|分类)|废柴|死蠢|蠢猪|畜生)"
    r"|滚蛋|吃屎|[屌𨳒叼]你|仆街|扑街|冚家[铲拎富]|戆[鸠居]|on9|食屎|死(?:全家|老母)"
    r"|\bf+(?:u+|\*+)c*k+\s*(?:you|u|off|yourselves)\b|\bgo to hell\b|\bdrop dead\b|\bshut (?:the \w+ )?up\b|\bpieces? of (?:shit|crap)\b|\bsons? of (?:a )?bitch\w*"
    r"|\byou(?:'re|’re| are| lot are| people are| all are)?(?: all| just| such| really| a| an| bunch of| pack of| bloody| fucking| f\*+ing| complete| total| utter)*\s+(?:idiots?|morons?|imbeciles?|bastards?|scum|retards?|assholes?|arseholes?|wankers?|cunts?|stupid|dumb\w*)\b",
    re.IGNORECASE,
)  # fmt: skip

#: What makes it somebody else's word: it is told, not said.
_TOLD = re.compile(
    r"(?:骂|闹|叫|说|讲|吼|喊)(?:我|人|佢|他|她|我们|业主|保安|小孩|我妈|我爸|咗我|了我)[^。！!]{0,12}$|\b(?:called|calls|calling|told|tells|shouted at|said to|yelled at|wrote)\s+(?:me|us|my \w+|him|her|them|somebody|someone)\b[^.!?]{0,30}$",
    re.IGNORECASE,
)


def is_abuse(words: str) -> bool:
    """Whether some part of the words is abuse of whoever reads them."""
    plain = simplified(clean(words))
    return any(not _TOLD.search(plain[: hit.start()]) for hit in _AT_YOU.finditer(plain))

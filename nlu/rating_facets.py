"""Which side of a service the words beside a score find wanting: what came of it, how it was done, what it left behind (I15). Called by ratings.

A hint for three buttons, never a score of its own.
"""

from __future__ import annotations

import re

from nlu.figures import pattern

FACETS = ("outcome", "handling", "surroundings")

_LOW = {
    "outcome": pattern(
        r"没修好|没弄好|没解决|未整好|整唔好|整唔掂|未解决|还在[漏滴渗响]|还是[漏滴渗坏响]|还漏|仲[喺系]?度?漏|仲滴|又[坏漏堵]|没用|唔work|修不好|不彻底|越修越坏|"
        r"\bstill (?:leak|drip|broken|not|dead|noisy|block)|\bnot fixed|\bdidn'?t fix|\bbroke again|\bleaking again|not work|doesn'?t work"
    ),
    "handling": pattern(
        r"才来|先嚟|迟到|来晚|晚了|晚到|太慢|等了|等咗|迟咗|迟到|迟大到|态度(?:差|很差|不好|恶劣|唔好)|没礼貌|冇礼貌|粗鲁|粗鲁|凶|黑面|话很冲|讲话很冲|不耐烦|不打招呼|没通知|冇通知|放飞机|爽约|恶死|"
        r"\b(?:late|rude|slow|no[- ]show|impolite|unfriendly|arrogant)\b|kept (?:me|us) waiting|never called|nobody called|师傅late|late咗"
    ),
    "surroundings": pattern(
        r"脏|污糟|满地|到处都?[是系]|灰|垃圾没|没收拾|没打扫|没扫|冇执|冇扫|冇收拾|唔执|踩得|脚印|刮花|弄坏了|太吵|好嘈|邋遢|"
        r"\b(?:mess|messy|dirty|filthy|dust|dusty|mud|muddy|stain\w*|scratch\w*)\b|paint on|left (?:rubbish|debris)"
    ),
}
_NOT = pattern(
    r"(?:没有?|不|唔|冇|无|未|毫不|not|no|never|wasn'?t|without|nor)\s*(?:any |a |弄|整|搞|有|太|是|系)?$"
)
_WAS_NOT = ("没修好", "没", "不", "未", "冇", "唔", "still", "not", "didn", "doesn", "never", "nobody")


def low_sides(text: str) -> tuple[str, ...]:
    """The facets of which a flat text speaks ill, in the order of FACETS."""
    return tuple(facet for facet in FACETS if any(_said(text, hit) for hit in _LOW[facet].finditer(text)))


def _said(text: str, hit: re.Match[str]) -> bool:
    """Not "no mess", "没有弄脏"; what is itself a denial ("没修好") counts."""
    return hit.group().startswith(_WAS_NOT) or not _NOT.search(text[: hit.start()])

"""What to check before leaving a home empty (H13), and that its alarm is set (H09): our own list, one line each."""

from __future__ import annotations

import re

from handlers.wording import say

#: In the order in which one walks through a home: fire first, the door last.
ITEMS = ("fire", "electrics", "gas", "water", "windows", "keys", "contact")

_ASKS = re.compile(
    r"(?:出门|出門|出远门|出遠門|外出|外遊|离家|離家|出发|出發|旅行|旅游|旅遊|出行|出差|度假|放假)[^。.!！\n]{0,12}"
    r"(?:检查|檢查|注意|準備|准备|留意|清单|清單|要做|做啲|做些|关|閂|熄)[^。!！\n]{0,10}(?:什么|啥|乜|咩|哪些|邊啲|吗|嘢|清单|清單|事项|事項|\?|？)"
    r"|(?:安全|出门|出門|离家|離家|外出)[^。\n]{0,4}(?:清单|清單|检查表|檢查表)"
    r"|\bwhat\b[^.\n]{0,30}\b(?:check|do|turn off|switch off|prepare|remember|look at)\b[^.\n]{0,30}\b(?:before|when)\b[^.\n]{0,24}"
    r"\b(?:leav\w*|go(?:ing)? away|go(?:ing)? on|holiday|trip|travel\w*|vacation|set off)"
    r"|\b(?:safety|leaving|holiday|departure|before leaving|going away)\b[ -]{0,2}(?:home )?check ?list",
    re.IGNORECASE,
)


def asked_for(text: str) -> bool:
    """Whether a short text asks what to check before leaving: a pattern, because the reader has no code for it."""
    return len(text) <= 120 and bool(_ASKS.search(text))


def checklist(language: str, *, alarm: bool) -> str:
    """The list; `alarm`: the home is known to have one, else the line says how to have it switched on (H08)."""
    own = "safety.check.alarm" if alarm else "safety.check.alarm_if"
    keys = [f"safety.check.{item}" for item in ITEMS]
    lines = [f"□ {say(language, key)}" for key in (*keys[:5], own, *keys[5:])]
    return "\n".join([say(language, "safety.check.title"), *lines])

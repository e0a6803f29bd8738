"""The line's three languages and the codes of RFC 3066 that CAP uses.

Written out, each gets the region whose writing the line speaks, as dates and numbers do (handlers.wording): receivers know
zh-CN and zh-HK, and few know zh-Hans.
"""

from __future__ import annotations

from nlu.language import detect

#: How ours are named in an alert that we write.
AS_CAP = {"zh-Hans": "zh-CN", "zh-Hant": "zh-HK", "en": "en-GB"}

_TRADITIONAL = ("hant", "hk", "mo", "tw")
_SIMPLIFIED = ("hans", "cn", "sg", "my")


def ours(code: str, words: str = "") -> str:
    """Our language for a code of an alert; empty for one that the line does not speak.

    Chinese that names neither script nor region is told by its `words`; Cantonese reads as Hong Kong writes.
    """
    first, *rest = code.casefold().replace("_", "-").split("-")
    if first == "en":
        return "en"
    if first not in ("zh", "yue", "cmn"):
        return ""
    for part in rest:
        if part in _TRADITIONAL:
            return "zh-Hant"
        if part in _SIMPLIFIED:
            return "zh-Hans"
    return "zh-Hant" if first == "yue" or detect(words) in ("zh-Hant", "yue") else "zh-Hans"

"""What people write back under a notice, told by its words alone: that they read it, want no more, saw somebody, or answer it.

Only short messages are looked at for anything but a sighting: whoever writes more has something of their own to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The longest reply, in characters, that is nothing but "got it", "stop" or an answer.
SHORT = 60

_READ = (
    "收到", "知道", "明白", "了解", "清楚", "好的", "好呀", "好嘅", "好啊", "好", "行", "可以", "冇問題", "没问题", "嗯", "哦", "噢", "得",
    "关好", "關好", "锁好", "鎖好", "已经", "已經", "已", "检查过", "檢查過", "检查", "檢查", "做咗", "睇到", "看到", "已阅", "已閱",
    "ok", "okay", "noted", "got it", "understood", "roger", "will do", "done", "received", "read", "seen", "sure", "fine", "great", "good",
    "cheers", "thanks", "thank you", "many thanks", "thx", "ty", "谢谢", "多谢", "感谢", "辛苦", "谢", "多謝", "謝謝", "感謝", "唔該", "辛苦晒",
)  # fmt: skip
_BESIDE = (
    "了", "喇", "啦", "啊", "呀", "嘅", "晒", "哂", "咗", "你", "您", "你们", "你哋", "你們", "大家", "通知", "提醒", "物业", "物業", "管理处", "管理處",
    "门窗", "門窗", "我", "都", "the", "for", "notice", "reminder", "info", "information", "update", "warning", "heads up", "letting us know",
    "letting me know", "telling us", "so much", "very much", "a lot", "much", "all", "everyone", "i", "we", "have", "it", "this", "and", "that",
)  # fmt: skip
_NOTHING_SEEN = re.compile(
    r"(没|沒|冇|未|无|無)(有|见|見|看到|见到|見到|发现|發現)*.{0,4}(可疑|陌生|异常|異常|异样|異樣)|一切(正常|平安)"
    r"|\b(no|nothing|nobody|not|haven't|hasn't|didn't)\b.{0,24}\b(suspicious|strangers?|unusual|odd)\b|\ball (quiet|clear|normal)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"可疑|鬼鬼祟祟|陌生(人|男|女|面孔)|踩点|踩點|张望|張望|尾随|尾隨|徘徊|撬|爬(墙|牆|窗|进|入)|翻(墙|牆|窗)|试(开|門|门)|試(開|門)|敲门.{0,6}(不认识|问)|扮(查|收|送)|冒充"
    r"|\bsuspicious\b|\bstrangers?\b|\blurk\w*|\bloiter\w*|\bprowl\w*|\btrying (the |every |all the )?(doors?|handles?|gates?)\b|\bcasing\b"
    r"|\bclimb\w* (in|over|up|through)\b|\bbreaking in\b|\bfollow(ed|ing) (me|us|her|him)\b|\bposing as\b|\bpretend\w* to be\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(不要|别|別|不想|唔好|唔要|唔想|停止|停)(再)?(发|發|send|收|推送|烦|煩)|退订|退訂|^\W*td\W*$|^\W*((please|pls) )?(stop|unsubscribe|mute)\b"
    r"|\b(stop|no more) (sending|writing|texting|of (this|these)|(these|this|such|your )?\s?(notices?|messages?|notifications?|offers?|spam|ads?))\b",
    re.IGNORECASE,
)
_SAFE = re.compile(
    r"\W*(我|我们|我們|我哋|我地|全家|屋企|一家|家里|都|人)*(很|都|好)?(安全|平安|没事|沒事|冇事|无事|都好)(的|了|嘅|啊|呀|喇|啦|谢谢|多謝|\W)*"
    r"|\W*((i'?m|i am|we'?re|we are|all|everyone is|everybody is) )?(all )?(safe|unhurt|ok and safe)( here| thanks| thank you)?\W*",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"(需要|要|想要|急需).{0,4}(帮助|帮忙|幫手|幫忙|救|人来|人嚟)|帮帮|幫幫|救命|\bhelp\b", re.IGNORECASE
)
_BROKEN = re.compile(
    r"(还|還|仍|依然|仲|都)(是|系|係)?(未|没|沒|冇|无|無|不|唔|坏|壞|停|漏)|未(好|修|得|有)"
    r"|\bstill (no|not|broken|out|off|down|leak\w*|without|the same)\b|\bnot (fixed|working|back|repaired)\b|\bno (water|power|gas)\b",
    re.IGNORECASE,
)
_FIXED = re.compile(
    r"\W*(我家|我屋企|这边|呢度|已经|已經|已|都|全部|而家|现在)*(修好|整好|好|恢复|恢復|有水|有电|有電|来水|来电|嚟水|嚟電|正常)(返|了|咗|喇|啦|的|嘅|谢谢|多謝|\W)*"
    r"|\W*(it'?s |it is |all |water is |power is )?(fixed|repaired|working|back|back on|back to normal|ok now|fine now)( again| now| here| thanks| thank you)*\W*",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\W*(?:选|選|揀|option|number|no\.?)?\s*([1-9])\s*(?:号|號)?\W*", re.IGNORECASE)
_THUMBS = re.compile("[👍👌🙏✅🆗💪❤]")


def _any(words: Sequence[str]) -> str:
    """The longest first, so that the first that fits is the right one and nothing is tried twice."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NOTED = re.compile(rf"(?:(?>{_any((*_READ, *_BESIDE))})|[\W_])++", re.IGNORECASE)
_SOME_READ = re.compile(_any(_READ), re.IGNORECASE)


def is_noted(text: str) -> bool:
    """Whether it says that they read it, thanks, or that nothing is amiss, and nothing else."""
    if len(text) > SHORT or "?" in text or "？" in text:
        return False
    if not any(letter.isalnum() for letter in text):
        return bool(_THUMBS.search(text))
    return bool(_NOTED.fullmatch(text) and _SOME_READ.search(text)) or bool(_NOTHING_SEEN.search(text))


def is_stop(text: str) -> bool:
    """Whether they want no more such messages."""
    return len(text) <= SHORT and bool(_STOP.search(text))


def tells_of_somebody(text: str) -> bool:
    """Whether somebody or something suspicious was seen."""
    return bool(_SEEN.search(text)) and not _NOTHING_SEEN.search(text)


def answer_in(text: str, question: str, choices: Sequence[str] = ()) -> str | None:
    """The answer to what the notice asked, as its button would have given it; None for words that answer it in no plain way."""
    if len(text) > SHORT:
        return None
    match question:
        case "safe":
            return "help" if _HELP.search(text) else "safe" if _SAFE.fullmatch(text) else None
        case "fixed":
            return "broken" if _BROKEN.search(text) else "fixed" if _FIXED.fullmatch(text) else None
        case "poll":
            return _chosen(text, choices)
    return None


def _chosen(text: str, choices: Sequence[str]) -> str | None:
    named = [str(place) for place, one in enumerate(choices, 1) if one.casefold() == text.strip().casefold()]
    number = _CHOICE.fullmatch(text)
    found = named[0] if named else number[1] if number else None
    return found if found and int(found) <= len(choices) else None

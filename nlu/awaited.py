"""Short answers to what the bot just asked: a score, a head-count, a unit, a time, yes or no. Called by parse.

An emergency is never an answer: it comes before whatever was asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu import ratings
from nlu.matters import Found
from nlu.meaning import Matter, Slots
from nlu.normalise import HAN, fold
from nlu.urgency import urgency

_YES = re.compile(
    r"^(?:(?:是|对|好|行|可以|嗯|没错|确认|正确|没问题|恩|要|ok|okay|yes|yeah|yep|yup|yah|sure|correct|right|confirm(?:ed)?|fine|affirmative|please do|y|👍|👌|✅|go ahead|that is right|exactly|indeed|absolutely|of course|perfect|1)"
    r"(?:的|啊|呀|了|吧|哦|呢|啦|嗯|对|就是|没错|可以|please|thanks|that is (?:right|correct|it)|it is|correct|sir|谢谢|麻烦了|you are right| |,|!|\.|。|👍)*)+$"
)
_NO = re.compile(
    r"^(?:不是|不对|不用|不行|不要|没有|不|否|错了|别|不需要|不必|no\b|nope|nah|not\b|wrong|incorrect|never mind|n$|👎|❌|不好|不可以|没|2$|negative|do not|it is not|that is not|that is wrong|cancel that)"
)
_FIX = re.compile(
    r"(应该|是.{0,12}|改成|改为|才对)(?<!不是)|\b(should|it is|its|it was|i mean|rather|but|instead|unit|tower|flat|block)\b|\d"
)
_WORDS = re.compile(rf"[{HAN}]|[a-zA-Z]+")
_SHORT = 14
_TIME_ONLY = re.compile(
    r"[\d一二三四五六七八九十两零:.\s]|随时|除了|不行|anytime|any day|except|whenever|上午|下午|早上|晚上|中午|点|半|分|今天|明天|后天|周|星期|礼拜|下|这|本|号|日|天|月|之后|以后|之前|以前|前|后|吧|都|可以|行|好|的|啊|最好|左右|有空|方便|在家|我|就|那|to|am|pm|after|before|at|on|morning|afternoon|evening|tomorrow|today|mon|tue|wed|thu|fri|sat|sun|day|next|this|week|please|works|is|good|fine|ok|for me|any|time|between|and|from|or|around|o'clock|[,.!。~-]"
)


_SCORE_FIRST = re.compile(
    r"[\s\W]*(?:(?:我?给|我?俾|打|评|give (?:it |him |her |them )?(?:a )?|i'?d (?:say|give) (?:a )?|my (?:score|rating)(?: is)?:?|rat(?:ed|ing):?|score:?)\s*)?"
    r"(?:\d{1,3}(?:\.\d)?|[零〇一二两兩三四五六七八九十]|zero|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?:\s*(?:/|out of|over)\s*(?:10|100|5|five|ten))?\s*(?:分|颗星|粒星|顆星|星|stars?|points?|marks?)?(?:吧|啦|囉|咯|喇|啊)?"
    r"(?=[\s,，.。!！~;；:：、…-]|$)[\s,，.。!！~;；:：、…-]*",
    re.IGNORECASE,
)
_YES_FIRST = re.compile(
    r"\s*(?:是的?|对的?|對的?|好的?|行|可以|嗯+|没错|沒錯|冇錯|係呀?|啱呀?|确认|確認|正确|正確|ok(?:ay)?|yes|yeah|yep|yup|sure|correct|right)(?:啊|呀|吧|哦|呢|啦|嘅)?"
    r"(?:[\s,，]*(?:that'?s (?:right|correct|it)|就这么着|就是|please))?(?=[\s,，.。!！~;；]|$)[\s,，.。!！~;；]*",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"(请|要|退|派|帮|叫|麻烦|赔|重新|再来|换|清(走|理|干净)|扫|跟进|查|给我|几时|什么时候|怎么|吗|说法|处理|解释|道歉)"
    r"|\b(i want|want|please|refund|send|come (back|again)|look(ed)? into|fix|redo|replace|clean|call me|explain|sort|investigate|apolog\w*|when|who|can (you|someone)|could|need)\b|\?"
)
"""Beside an answer a complaint counts where it asks for something."""
_ASKED = (
    "repair",
    "enquiry",
    "handoff",
    "dispute",
    "privacy",
    "reschedule",
    "correction",
    "account",
    "preferences",
)
_ASKING = ("complaint", "follow_up", "suggestion")
_LIKELY = 0.35


@dataclass(frozen=True, slots=True)
class Answer:
    """What the awaited reading makes of the message."""

    matters: tuple[Matter, ...]
    slots: Slots
    understood: bool


def rest(text: str, awaiting: str | None) -> str:
    """What follows the score or the yes with which a message opens that was asked for one; the whole text where it does not."""
    opening = {"rating": _SCORE_FIRST, "confirm": _YES_FIRST}.get(awaiting or "")
    hit = opening.match(text) if opening else None
    return text[hit.end() :] if hit and len(_WORDS.findall(text[hit.end() :])) >= 2 else text


def answer(text: str, folded: str, awaiting: str | None, said: Slots, found: Found) -> Answer | None:
    """The answer to what was awaited, or None where the message is something else. `found` was read from `rest`."""
    if awaiting is None or any(matter.intent == "emergency" for matter in found.matters):
        return None
    reader = _READERS.get(awaiting)
    return reader(text, folded, said, found) if reader else None


def _matter(intent: str, folded: str, text: str) -> Matter:
    return Matter(intent, None, urgency(intent, None, folded), 0.95, text)


def _own_demands(found: Found, *besides: str) -> tuple[Matter, ...]:
    """Matters beside the answer that ask for something of their own."""
    return tuple(
        m
        for m in found.matters
        if m.intent not in besides
        and m.confidence > _LIKELY
        and (m.intent in _ASKED or (m.intent in _ASKING and _DEMAND.search(fold(m.text))))
    )


def _rating(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    """A score; or an answer that leaves it open ("还行", "👍"), which is a rating without one: it is asked again."""
    if not ratings.said(text)[1]:
        return None
    besides = len(found.matters) > 1 or said.score is None or rest(text, "rating") != text
    demands = _own_demands(found, "rating") if besides else ()
    return Answer((_matter("rating", folded, text), *demands), said, True)


def _rsvp(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    intents = {matter.intent for matter in found.matters}
    if _NO.match(folded) or (intents & {"cancel", "deny"} and said.people is None):
        said = replace(said, people=0)
    elif said.people is None and not (_YES.match(folded) or intents & {"rsvp", "affirm"}):
        return None
    demands = _own_demands(found, "rsvp") if len(found.matters) > 1 else ()
    return Answer((_matter("rsvp", folded, text), *demands), said, True)


def _confirm(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    if _YES.match(folded):
        return Answer((_matter("affirm", folded, text),), said, True)
    if rest(text, "confirm") != text:
        return Answer((_matter("affirm", folded, text), *_own_demands(found)), said, True)
    if not _NO.match(folded):
        if any(matter.intent == "cancel" for matter in found.matters):
            return Answer((_matter("deny", folded, text),), said, True)
        return _short_word(text, folded, said, found)
    return _no(text, folded, said, found)


def _short_word(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    """A few words that sound like nothing else are a yes or a no, whichever is nearer."""
    doubtful = all(matter.confidence < _LIKELY for matter in found.matters)
    if not doubtful or found.shares is None or len(folded) > _SHORT:
        return None
    yes, no = (float(found.shares[found.labels.index(name)]) for name in ("affirm", "deny"))
    return (
        Answer((_matter("affirm" if yes >= no else "deny", folded, text),), said, True)
        if yes + no > 0.1
        else None
    )


def _no(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    no = _matter("deny", folded, text)
    more = _NO.sub("", folded, count=1).strip(" ,.!。")
    corrects = any(matter.intent == "correction" for matter in found.matters)
    if more and (corrects or (_FIX.search(more) and (said.unit or said.when or len(more) > 4))):
        return Answer((no, _matter("correction", folded, text)), said, True)
    if len(more) > 8 and len(found.matters) > 1:
        return Answer((no, *_own_demands(found, "correction")), said, True)
    return Answer((no,), said, True)


def _unit(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    corrected = any(matter.intent == "correction" and matter.confidence > 0.6 for matter in found.matters)
    if said.unit is None or len(folded) > 30 or corrected or _substantial(found):
        return None
    return Answer((), said, True)


def _place(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    if len(folded) > 40 or _substantial(found) or not folded:
        return None
    if any(m.intent in ("handoff", "cancel", "deny") and m.confidence > 0.6 for m in found.matters):
        return None
    return Answer((), replace(said, place=said.place or text), True)


def _when(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    left = _TIME_ONLY.sub("", folded)
    reschedules = any(m.intent == "reschedule" for m in found.matters)
    if len(left) > 6 and not reschedules:
        return None
    if said.when is None and not reschedules and len(left) * 2 > len(folded):
        return None
    return Answer((_matter("reschedule", folded, text),), said, True)


def _substantial(found: Found) -> bool:
    return any(
        matter.intent in ("repair", "complaint", "enquiry") and matter.confidence > 0.9
        for matter in found.matters
    ) and (sum(len(matter.text) for matter in found.matters) > 12)


_READERS = {
    "rating": _rating,
    "rsvp": _rsvp,
    "confirm": _confirm,
    "unit": _unit,
    "place": _place,
    "when": _when,
}

"""Short answers to what the bot just asked: a score, a head-count, a unit, a time, yes or no. Called by parse.

An emergency is never an answer: it comes before whatever was asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu.matters import Found
from nlu.meaning import Matter, Slots
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
_TIME_ONLY = re.compile(
    r"[\d一二三四五六七八九十两零:.\s]|上午|下午|早上|晚上|中午|点|半|分|今天|明天|后天|周|星期|礼拜|下|这|本|号|日|天|月|之后|以后|之前|以前|前|后|吧|都|可以|行|好|的|啊|最好|左右|有空|方便|在家|我|就|那|to|am|pm|after|before|at|on|morning|afternoon|evening|tomorrow|today|mon|tue|wed|thu|fri|sat|sun|day|next|this|week|please|works|is|good|fine|ok|for me|any|time|between|and|from|or|around|o'clock|[,.!。~-]"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the awaited reading makes of the message."""

    matters: tuple[Matter, ...]
    slots: Slots
    understood: bool


def answer(text: str, folded: str, awaiting: str | None, said: Slots, found: Found) -> Answer | None:
    """The answer to what was awaited, or None where the message is something else."""
    if awaiting is None or any(matter.intent == "emergency" for matter in found.matters):
        return None
    reader = _READERS.get(awaiting)
    return reader(text, folded, said, found) if reader else None


def _matter(intent: str, folded: str, text: str) -> Matter:
    return Matter(intent, None, urgency(intent, None, folded), 0.95, text)


def _own_demands(found: Found, *besides: str) -> tuple[Matter, ...]:
    """Matters beside the answer that ask for something of their own."""
    asked = ("repair", "enquiry", "handoff", "dispute", "follow_up", "privacy")
    return tuple(
        m
        for m in found.matters
        if m.intent in asked and m.intent not in besides and m.confidence > 0.75 and len(found.matters) > 1
    )


def _rating(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    if said.score is None:
        return None
    return Answer((_matter("rating", folded, text), *_own_demands(found, "rating")), said, True)


def _rsvp(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    intents = {matter.intent for matter in found.matters}
    if _NO.match(folded) or (intents & {"cancel", "deny"} and said.people is None):
        said = replace(said, people=0)
    elif said.people is None and not (_YES.match(folded) or intents & {"rsvp", "affirm"}):
        return None
    return Answer((_matter("rsvp", folded, text), *_own_demands(found, "rsvp")), said, True)


def _confirm(text: str, folded: str, said: Slots, found: Found) -> Answer | None:
    if _YES.match(folded):
        return Answer((_matter("affirm", folded, text),), said, True)
    if not _NO.match(folded):
        if any(matter.intent == "cancel" for matter in found.matters):
            return Answer((_matter("deny", folded, text),), said, True)
        return None
    rest = _NO.sub("", folded, count=1).strip(" ,.!。")
    no = _matter("deny", folded, text)
    if (
        rest
        and _FIX.search(rest)
        and (said.unit or said.when or any(m.intent == "correction" for m in found.matters))
    ):
        return Answer((no, _matter("correction", folded, text)), said, True)
    if (
        len(rest) > 8
        and any(
            m.intent not in ("deny", "correction", "cancel", "smalltalk") and m.confidence > 0.8
            for m in found.matters
        )
        and len(found.matters) > 1
    ):
        return None
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
    if said.when is None or (
        len(_TIME_ONLY.sub("", folded)) > 6 and not any(m.intent == "reschedule" for m in found.matters)
    ):
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

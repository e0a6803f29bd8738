"""What a household says to "did you notice it?" in words: yes, no, did not notice, or no more of it; pure.

Whole short messages alone are taken, so that nothing else that people write is mistaken for an answer.
"""

from __future__ import annotations

import re

#: Answers longer than this are about something of their own.
_LONGEST = 30

_END = r"[\s。．.!！~～，,]*"
_WORDS: dict[str, str] = {
    "unseen": (
        r"(?:我|我们|我哋)?(?:没|沒|没有|沒有|冇|无|無)(?:太)?(?:注意|留意|看到|看见|睇到|見到|印象|在意)(?:到)?(?:喎|啊|呀|哦|噢)?|唔记得|唔記得|不记得(?:了)?|记不清(?:了)?|"
        r"唔知(?:道)?(?:喎)?|不知道|不清楚|唔清楚|我不在(?:家)?|我唔喺屋企|"
        r"(?:i )?(?:did ?n[o']?t|did not|didnt) (?:really )?(?:notice|see|look)(?: it)?|no idea|(?:i )?(?:do ?n[o']?t|dont) (?:know|remember)|not sure|"
        r"i was ?n[o']?t (?:there|home|in)"
    ),
    "no": (
        r"没有?|沒有?|没有(?:啊|呀|哦|的)|冇(?:呀|啊|喎|㗎)?|无|無|否|不是|唔係(?:呀|喎)?|没(?:有)?(?:穿|戴|做|说|打扫|带|出示)|冇(?:著|帶|戴|做|講|掃)(?:到)?(?:呀|喎)?|"
        r"no|nope|nah|no,? (?:he|she|they) did ?n[o']?t|(?:he|she|they) did ?n[o']?t|not at all"
    ),
    "yes": (
        r"是|是的|有|有的|有啊|有呀|有哦|有㗎|有嘅|係|係呀|系|对|對|嗯|嗯嗯|好的有|都有|(?:有)?(?:穿|戴|做|说|带)了|有(?:著|帶|戴|做|講|掃)(?:到)?(?:呀|㗎)?|"
        r"yes|yep|yeah|yup|sure|yes,? (?:he|she|they) did|(?:he|she|they) did"
    ),
    "never": r"(?:以后|以後)?(?:别|別|不要|唔好)(?:再)?(?:问|問)(?:我|这些|呢啲|我呢啲嘢)?(?:了|喇|啦)?|(?:please )?(?:stop asking|do ?n[o']?t ask(?: me)?(?: again)?)(?: please)?",
}  # fmt: skip
_READ = {answer: re.compile(rf"\W*(?:{words}){_END}", re.IGNORECASE) for answer, words in _WORDS.items()}


def read(text: str) -> str:
    """yes, no, unseen or never; "" for everything else."""
    words = text.strip().replace("’", "'")
    if len(words) > _LONGEST:
        return ""
    return next((answer for answer, shape in _READ.items() if shape.fullmatch(words)), "")

"""What words say in answer to a question of a survey: plain digits, yes and no, "skip" and "stop"; pure.

`read` is the one place where a fuller reader of scores is plugged in: it gives the score, or None for words that are no answer.
"""

from __future__ import annotations

import re

from handlers.voice.surveys.bank import Question
from nlu.normalise import clean, simplified

_DIGITS = re.compile(
    r"(?:我?给|我?俾|我?打|评|score:?|rating:?|i'?d (?:say|give))?\s*(\d{1,2})\s*(?:分|/\s*\d{1,2}|星|points?|stars?|out of \d{1,2})?\s*(?:吧|啦|喇|呀|啊)?[\s.!。！]*",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\W*(?:是|系|会|有|要|愿意|想|肯定|当然|一定|yes|yeah|yep|sure|i would|definitely|of course)(?:的|啊|呀|啦|会|会的|有|嘅|, i (?:would|did))?\W*",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W*(?:不|不是|唔系|不会|唔会|没有|没|冇|不要|不愿意|唔想|不想|no|nope|not really|never|i would not|i wouldn't)(?:的|啊|呀|啦|嘅|会|有|, i (?:would not|did not|wouldn't|didn't))?\W*",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"\W*(?:跳过(?:这题|这条|呢条)?|下一(?:题|条)|不知道|唔知(?:道)?|skip(?: (?:this|it))?|next|pass|no idea)\W*",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\W*(?:停|停止|停喇|不答了?|不想答了?|唔答(?:喇|啦)?|唔想答(?:喇|啦)?|算了|算喇|到此为止|stop|quit|end|enough|that's all)\W*",
    re.IGNORECASE,
)

#: The longest sentence that is kept, in characters, and the longest that can be a score.
LONGEST, _SHORT = 1_000, 30


def read(question: Question, text: str) -> int | str | None:
    """The answer that words give: a score on the question's scale, or the sentence; None where they are something else."""
    words = clean(text)
    if question.scale == "words":
        return words[:LONGEST] or None
    plain = simplified(words)
    if not plain or len(plain) > _SHORT:
        return None
    digits = _DIGITS.fullmatch(plain)
    if digits and question.scale not in ("yes_no", "course"):
        return int(digits[1]) if int(digits[1]) in question.scores else None
    if question.scale == "yes_no" and _YES.fullmatch(plain):
        return 1
    return 0 if question.scale in ("yes_no", "course") and _NO.fullmatch(plain) else None


def skips(text: str) -> bool:
    """Whether words leave this one question out."""
    return _SKIP.fullmatch(simplified(clean(text))) is not None


def stops(text: str) -> bool:
    """Whether words end the survey."""
    return _STOP.fullmatch(simplified(clean(text))) is not None

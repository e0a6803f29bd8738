"""What words say in answer to a question of a survey: a score, yes or no, a sentence, "skip" and "stop"; pure."""

from __future__ import annotations

import re

from handlers.voice.hearing import in_words
from handlers.voice.surveys.bank import Question
from nlu.normalise import clean, simplified

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
    if len(words) > _SHORT:
        return None
    if question.scale == "course":
        return 0 if in_words(words, "yes_no").score == 0 else None
    return in_words(words, question.scale).score


def skips(text: str) -> bool:
    """Whether words leave this one question out."""
    return _SKIP.fullmatch(simplified(clean(text))) is not None


def stops(text: str) -> bool:
    """Whether words end the survey."""
    return _STOP.fullmatch(simplified(clean(text))) is not None

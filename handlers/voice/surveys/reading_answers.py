"""What words say in answer to a question of a survey: a score, yes or no, a sentence, "skip" and "stop"; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.voice.hearing import in_words
from handlers.voice.surveys.bank import Question
from nlu.normalise import clean, simplified

_YES = re.compile(r"\W*(?:会|有|要|愿意|想|肯定|一定)(?:的|啊|呀|啦|嘅)?\W*")
_NO = re.compile(r"\W*(?:不会|唔会|没有|没|冇|不要|不愿意|唔想|不想)(?:的|啊|呀|啦|嘅)?\W*")
_SKIP = re.compile(
    r"\W*(?:跳过(?:这题|这条|呢条)?|下一(?:题|条)|不知道|唔知(?:道)?|skip(?: (?:this|it))?|next|pass|no idea)\W*",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\W*(?:停|停止|停喇|不答了?|不想答了?|唔答(?:喇|啦)?|唔想答(?:喇|啦)?|算了|算喇|到此为止|stop|quit|end|enough|that's all)\W*",
    re.IGNORECASE,
)

#: The longest sentence that is kept, in characters; from so many letters on words beside a score say something of their own.
LONGEST, _TELLING = 1_000, 12


@dataclass(frozen=True, slots=True)
class Read:
    """What words say. `answer`: a score on the scale of the question, or the sentence; None: they are none. `again`: they are meant as
    one, and on which step cannot be told; then it is asked again. `beside`: they say something else too, which no sheet holds.
    """

    answer: int | str | None = None
    again: bool = False
    beside: bool = False


def read(question: Question, text: str) -> Read:
    """The answer that words give; scores are read by the one reader of ratings, and never converted.

    Chinese says yes and no with the verb of the question, which that reader cannot know: here they are those of the bank.
    """
    words = clean(text)
    if question.scale == "words":
        return Read(words[:LONGEST] or None)
    plain = simplified(words)
    if question.scale in ("yes_no", "course") and _NO.fullmatch(plain):
        return Read(0)
    if question.scale == "yes_no" and _YES.fullmatch(plain):
        return Read(1)
    if question.scale == "course":
        found = in_words(words, "yes_no")
        return Read(0) if found.score == 0 and not found.rest else Read(again=found.score is not None)
    found = in_words(words, question.scale)
    letters = sum(2 if letter > "\u2e80" else 1 for letter in found.rest if letter.isalpha())
    return Read(found.score, again=found.score is None and found.note != "", beside=letters >= _TELLING)


def skips(text: str) -> bool:
    """Whether words leave this one question out."""
    return _SKIP.fullmatch(simplified(clean(text))) is not None


def stops(text: str) -> bool:
    """Whether words end the survey."""
    return _STOP.fullmatch(simplified(clean(text))) is not None

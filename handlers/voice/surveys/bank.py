"""The fixed bank of questions: a survey chooses from it and words nothing itself, so that waves can be compared (I17, I18, I19).

The wording of a question is `survey.question.KEY.VERSION` of the catalogues. Whoever changes a wording adds a version: a figure of
one wording is never compared with a figure of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from handlers.voice.formulas import SCALES

#: The scales of the measures, a course of three (no complaint, unsolved, solved), and a sentence.
Scale = Literal["csat", "ces", "nps", "yes_no", "course", "words"]

#: What a household went through in the last year: it did not complain; it did and was not helped; it did and was.
QUIET, UNSOLVED, SOLVED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the bank words it at present."""

    key: str
    scale: Scale
    version: int = 1

    @property
    def scores(self) -> tuple[int, ...]:
        """Every score that can be given; none for a sentence."""
        if self.scale == "words":
            return ()
        low, high = (QUIET, SOLVED) if self.scale == "course" else SCALES[self.scale]
        return tuple(range(low, high + 1))


#: Satisfaction, effort, recommendation by name of the measure; loyalty (I17); what was swallowed (I18); the course of a complaint
#: (M07, M08); one open sentence.
BANK: dict[str, Question] = {
    one.key: one
    for one in (
        Question("overall", "csat"), Question("effort", "ces"), Question("recommend", "nps"), Question("buy_again", "yes_no"),
        Question("recommend_estate", "yes_no"), Question("swallowed", "yes_no"), Question("complained", "course"),
        Question("sentence", "words"),
    )
}  # fmt: skip

#: What loyalty is read from (I17, L09, M12).
LOYALTY = ("recommend", "buy_again", "recommend_estate")

"""What an installation may set for its surveys: `voice.surveys` in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRules:
    """`chat_questions`, `phone_questions`: how many at most, by the way they are asked (I09, I12). `window_days`: a household is asked
    once for a stage of its life within them (I08). `answer_days`: how long it may answer. `least_answers`: groups with fewer are not
    shown, and not kept apart. `at_once`: households asked in one go of the clock.
    """

    chat_questions: int = 3
    phone_questions: int = 8
    window_days: int = 180
    answer_days: int = 7
    least_answers: int = 5
    at_once: int = 20

    def __post_init__(self) -> None:
        if not 1 <= self.chat_questions <= self.phone_questions <= 12:
            raise ValueError(
                "chat_questions and phone_questions lie between 1 and 12, and a chat takes no more than a call"
            )
        if not 1 <= self.answer_days <= 60:
            raise ValueError("answer_days lies between 1 and 60")
        if not self.answer_days <= self.window_days <= 1100:
            raise ValueError("window_days lies between answer_days and 1100")
        if not 3 <= self.least_answers <= 100:
            raise ValueError("least_answers lies between 3 and 100: fewer would show single households")
        if not 1 <= self.at_once <= 500:
            raise ValueError("at_once lies between 1 and 500")

    def most(self, mode: str) -> int:
        """How many questions a survey of this mode may have."""
        return self.phone_questions if mode == "phone" else self.chat_questions

"""A score as it was said: on the scale that was asked, or asked for again. Nothing is converted by guessing."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.base import Request
from handlers.voice.formulas import SCALES
from nlu import ratings
from nlu.ratings import Scale, rated

#: The scales that people answer in words, as the reader of words knows them. Faces are tapped.
_IN_WORDS: dict[str, Scale] = {
    "csat": ratings.CSAT, "ces": ratings.CES, "nps": ratings.NPS, "yes_no": ratings.YES_NO,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """`score` on the scale, or None where it must be asked for again, or nothing was answered.

    `note`: out_of_range where less than the lowest was said, which counts as the lowest; without a score other_scale or unclear,
    or "" for words that are no answer. `rest`: what was said beside it. `facets`: what was found wanting.
    """

    score: int | None
    note: str = ""
    rest: str = ""
    facets: tuple[str, ...] = ()


def heard(request: Request, scale: str) -> Heard:
    """The score in a message; of a program that says what its words are for, the score that it states."""
    return _stated(request, scale) if request.stated else in_words(request.text, scale)


def in_words(text: str, scale: str) -> Heard:
    """The score that words say on a scale; none on a scale that is only tapped."""
    if scale not in _IN_WORDS:
        return Heard(None)
    found = rated(text, _IN_WORDS[scale])
    return Heard(found.score, found.note, found.rest, found.facets)


def _stated(request: Request, scale: str) -> Heard:
    said = request.meaning.slots.score
    low, high = SCALES[scale]
    if said is None or said.of != high or said.value != int(said.value) or not 0 <= said.value <= high:
        return Heard(None, "other_scale" if said else "")
    return Heard(max(low, int(said.value)), "out_of_range" if said.value < low else "")

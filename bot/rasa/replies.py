"""What Rasa's HTTP API answers, as our values; whatever is not as Rasa 3.6 writes it is refused here."""

from __future__ import annotations

from typing import Any

from bot.rasa.names import from_rasa
from nlu.borrowed import Told

#: How Rasa names a message that its FallbackClassifier was not sure of.
_FALLBACK = "nlu_fallback"


#: Rasa's own sums of probabilities may be a little more than one.
_SURE = 1.001


class OddReplyError(Exception):
    """Rasa answered something that cannot be used."""


def model_of(status: Any) -> str:
    """The id of the model from GET /status. Raises OddReplyError."""
    model = status.get("model_id") if isinstance(status, dict) else None
    if not isinstance(model, str) or not model:
        raise OddReplyError("it names no model")
    return model[:80]


def told_of(answer: Any) -> Told | None:
    """The reading of POST /model/parse; None when its intent is none of ours. Raises OddReplyError."""
    intent = answer.get("intent") if isinstance(answer, dict) else None
    name, confidence = _named(intent)
    ranking = answer.get("intent_ranking")
    ranked = [_named(one) for one in ranking] if isinstance(ranking, list) else []
    known = tuple((label, share) for one, share in ranked if one and (label := from_rasa(one)))
    if name is None or name == _FALLBACK:
        return Told(None, confidence, known)
    label = from_rasa(name)
    return Told(label, confidence, known) if label else None


def _named(intent: Any) -> tuple[str | None, float]:
    """Name and confidence of one intent; Rasa's name is null where nothing was read (an empty text)."""
    if not isinstance(intent, dict):
        raise OddReplyError("it has no intent")
    name, confidence = intent.get("name"), intent.get("confidence")
    if not isinstance(confidence, (int, float)) or not 0 <= confidence <= _SURE:
        raise OddReplyError("its confidence is unreadable")
    if not (name is None or isinstance(name, str)):
        raise OddReplyError("its intent is unreadable")
    return name, min(float(confidence), 1.0)

"""The only door of nlu: one text in, one `Meaning` out. Called by the turn and by the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nlu import awaited, matters, slots, stance
from nlu import model as models
from nlu.classify import candidates
from nlu.language import detect
from nlu.meaning import HAZARDS, Matter, Meaning
from nlu.normalise import clean, fold
from nlu.split import split

_MEDIA = re.compile(
    r"\[(?:图|圖|图片|圖片|照片|相|photo|image|picture|video|视频|影片|语音|語音|voice|sticker|file|文件)[^\]]{0,30}\]\s*(?:[这這呢]个|[这這呢]個|this( one)?)?",
    re.IGNORECASE,
)
"""A channel's word for what it cannot show."""
_NUDGE = re.compile("[?？]")


def parse(
    text: str,
    *,
    now: datetime,
    tz: ZoneInfo,
    language: str | None = None,
    awaiting: str | None = None,
    units: Sequence[str] = (),
) -> Meaning:
    """Read one message; never raises, whatever the string holds.

    `now` must be aware. `language` is a hint, used where the text itself gives no evidence. `awaiting` is what the
    conversation last asked for (AWAITABLE). `units` are the estate's own unit numbers, which settle doubtful notations.
    """
    model = models.load()
    kept = clean(text)
    folded = fold(kept)
    tongue = detect(kept, language, model.english)
    open_text = awaited.rest(_MEDIA.sub(" ", kept).strip(), awaiting)
    found = matters.from_split(split(open_text, model), folded, model)
    if not found.matters and _NUDGE.search(kept):
        found = matters.Found((Matter("follow_up", None, "N", 0.6, kept),), True, None)
    intents = {matter.intent for matter in found.matters}
    said = slots.read(kept, folded, intents, slots.Context(now, tz, awaiting, tuple(units)))
    answer = awaited.answer(kept, folded, awaiting, said, found)
    read: tuple[Matter, ...] = found.matters if answer is None else answer.matters
    return Meaning(
        language=tongue,
        matters=read,
        hazard=_worst(read),
        stance=stance.stance(folded, read),
        risks=stance.risks(folded, read),
        slots=said if answer is None else answer.slots,
        understood=found.understood if answer is None else answer.understood,
        candidates=candidates(found.shares, model) if found.shares is not None else (),
        model_version=model.version,
    )


def _worst(read: Sequence[Matter]) -> str | None:
    present = {matter.code for matter in read if matter.intent == "emergency"}
    return next((hazard for hazard in HAZARDS if hazard in present), None)

"""Learns where messages change their subject, from phrases strung together. Called by train alone.

Only our own languages and intents teach it; other people's data, which has none of them, leaves the weights at nought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from nlu import cuts
from nlu.corpus import Phrase
from nlu.model import Floats, Model
from nlu.split import boundaries

_SEED = 11
_STRUNG = 700
"""Strings made for each language."""
_ALONE = 900
"""Phrases of one matter taken for each language, as they are."""
_LONGEST = {"en": 110, "zh_Hans": 45, "zh_Hant": 45}
_JOINTS = {
    "zh_Hans": ("还有", "，另外", "。顺便", "，还有", " 还有 ", "。", "；", "，", "，", "，", " ", " 然后", "，对了", " ", "。另外", "\n", " 另外 ", "！", "，顺便问下", "，再就是", "，而且"),
    "zh_Hant": ("同埋", "，仲有", "，另外", "。順便", "，還有", "。", " 同埋 ", "，", "，", "，", " ", " ", " 仲有 ", "。另外", "\n", "！", "，順便問", "，而且", "，對了"),
    "en": (" also ", ", also ", " and ", ". ", ". also ", ", plus ", " btw ", ", and ", "; ", " and another thing, ", "! ", "\n", ", ", ", ", " and ", ", and ", ". oh and ", " plus ", "? "),
}  # fmt: skip
_MATTERS = (
    "repair",
    "complaint",
    "enquiry",
    "emergency",
    "suggestion",
    "praise",
    "follow_up",
    "account",
    "away",
    "rsvp",
    "reschedule",
    "privacy",
    "cancel",
)


def learn(phrases: Sequence[Phrase], stranger: Model) -> Floats:
    """Weights of a cut, given phrases that the model `stranger` has not been trained on."""
    rows: list[Floats] = []
    wanted: list[int] = []
    by_language: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_language[phrase.language].append(phrase)
    for language in sorted(set(by_language) & set(_JOINTS)):
        chance = np.random.default_rng(_SEED)
        for text, joints in _strings(language, by_language[language], chance):
            for at, row in boundaries(text, stranger):
                near = [abs(at - joint) for joint in joints]
                rows.append(row)
                wanted.append(int(bool(near) and min(near) <= 4))
    return _fitted(rows, wanted)


def _strings(
    language: str, phrases: list[Phrase], chance: np.random.Generator
) -> list[tuple[str, list[int]]]:
    """Texts with the places where one phrase follows another; those of one phrase have none."""
    alone = [(phrase.text, list[int]()) for phrase in phrases]
    made = [alone[at] for at in chance.permutation(len(alone))[:_ALONE]]
    fit = [
        p for p in phrases if p.label.partition("/")[0] in _MATTERS and 3 <= len(p.text) <= _LONGEST[language]
    ]
    for _ in range(_STRUNG if len(fit) > 3 else 0):
        chosen = [fit[at] for at in chance.choice(len(fit), 2 + int(chance.random() < 0.25), replace=False)]
        if len({phrase.label for phrase in chosen}) == len(chosen):
            made.append(_strung(language, chosen, chance))
    return made


def _strung(language: str, chosen: list[Phrase], chance: np.random.Generator) -> tuple[str, list[int]]:
    text = chosen[0].text
    joints: list[int] = []
    for phrase in chosen[1:]:
        joint = str(chance.choice(_JOINTS[language]))
        text = text.rstrip("。.!！") + joint
        joints.append(len(text) - len(joint.lstrip(" ,，。;；.!！\n")))
        text += phrase.text
    return text, joints


def _fitted(rows: list[Floats], wanted: list[int]) -> Floats:
    from sklearn.linear_model import LogisticRegression

    if len(set(wanted)) < 2:
        return np.zeros(cuts.COUNT, np.float32)
    fitted = LogisticRegression(C=1.0, max_iter=500, fit_intercept=False).fit(
        np.array(rows), np.array(wanted)
    )
    return np.asarray(fitted.coef_[0], dtype=np.float32)

"""Whether a stretch tells of a present danger: the classifier's opinion and what the net of rules found, weighed together.

The weights are learned from phrases that the classifier had not seen. Called by classify, matters and train.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from nlu.arrays import Floats
from nlu.hazards import Alarm
from nlu.meaning import HAZARDS
from nlu.model import Model, emergencies

SCOPES = ("denied", "idiom", "imagined", "threat", "over", "past")
WIDTH = 3 + 3 + len(SCOPES)
_LEAST = 1e-4
_TAKEN_BACK = 2.5
"""Log-odds that a message loses whose every dangerous wording is denied or an idiom."""
_HEARD = 0.002
"""Share from which the classifier bears a wording out."""
_SURE_WORDING = 0.3
"""What a sure wording adds to its hazard's share when the likeliest hazard is named."""


def numbers(margin: float, share: float, net: Sequence[Alarm]) -> list[float]:
    """What is weighed: the margin of the judge of danger, the share of all hazards, and the signs of the net."""
    live = [alarm for alarm in net if not alarm.cancelled]
    sure = float(any(alarm.sure for alarm in live))
    taken = {alarm.cancelled for alarm in net}
    return [
        1.0, margin, math.log(max(share, _LEAST)),
        sure, float(bool(live)), sure * margin,
        *(float(scope in taken) for scope in SCOPES),
    ]  # fmt: skip


def chance(margin: float, shares: Floats, net: Sequence[Alarm], model: Model) -> float:
    """Probability of an emergency of any kind, 0..1."""
    share = float(shares @ emergencies(model.labels))
    if not share:
        return 0.0
    if not net:
        return 1 / (1 + math.exp(-float(_without_net(margin, math.log(max(share, _LEAST)), model))))
    told = float(np.dot(model.danger, numbers(margin, share, net)))
    if all(alarm.cancelled in ("denied", "idiom") for alarm in net):
        told -= _TAKEN_BACK
    return 1 / (1 + math.exp(-told))


def chances(margins: Floats, shares: Floats, model: Model) -> Floats:
    """The same for many rows at once, as long as the net was not asked."""
    share = np.maximum(shares[:, emergencies(model.labels)].sum(axis=1), _LEAST)
    return np.asarray(1 / (1 + np.exp(-_without_net(margins, np.log(share), model))), np.float32)


def _without_net(margin: Any, log_share: Any, model: Model) -> Any:
    """The log-odds of `numbers` without any sign of the net, for one row or for many."""
    return model.danger[0] + model.danger[1] * margin + model.danger[2] * log_share


def hazard(shares: Floats, net: Sequence[Alarm], model: Model) -> str:
    """The hazard that classifier and net together find likeliest; of several that both know of, the most dangerous."""
    names = [name for name in HAZARDS if f"emergency/{name}" in model.labels]
    share = {name: float(shares[model.labels.index(f"emergency/{name}")]) for name in names}
    sure = {alarm.hazard for alarm in net if alarm.sure and not alarm.cancelled}
    both = [name for name in names if name in sure and share[name] >= _HEARD]
    if len(both) > 1:
        return both[0]
    return max(names, key=lambda name: share[name] + _SURE_WORDING * (name in sure))

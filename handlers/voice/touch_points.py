"""The register of touch-points: where the line and its people meet a household, and the one question each is rated by (I01, I02).

A question has one scale (CSAT 1 to 5, or CES 1 to 7 where the effort is what is asked) and a wording version, which counts up with
every change of its text. Three optional facets say what a score was about: outcome, handling, surroundings (I15).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.voice.formulas import SCALES

#: What a score was about: the result, how it was done, and the surroundings it was done in (I15).
FACETS = ("outcome", "handling", "surroundings")


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchPoint:
    """One touch-point. Its question is `voice.ask.KEY`; `delay_hours` after its moment it is asked (0: at once, in the same breath).

    `low`: scores up to it are followed up by a person (I21). `asks` False: it has a question of its own elsewhere.
    """

    key: str
    scale: str
    version: int
    delay_hours: float
    low: int
    asks: bool = True


#: What is asked of a matter that is over, and of no other: how it ended.
OF_ENDED = ("repair", "complaint_closed", "answer")

TOUCH_POINTS: tuple[TouchPoint, ...] = (
    TouchPoint(key="report_received", scale="ces", version=1, delay_hours=24, low=3),
    TouchPoint(key="visit", scale="csat", version=1, delay_hours=3, low=2),
    TouchPoint(key="repair", scale="csat", version=1, delay_hours=0, low=2),
    TouchPoint(key="complaint_closed", scale="csat", version=1, delay_hours=0, low=2),
    TouchPoint(key="answer", scale="csat", version=1, delay_hours=0, low=2),
    TouchPoint(key="handover_step", scale="csat", version=1, delay_hours=24, low=2),
    TouchPoint(key="event", scale="faces", version=1, delay_hours=0, low=1, asks=False),
)

REGISTER: dict[str, TouchPoint] = {one.key: one for one in TOUCH_POINTS}


def named(key: str) -> TouchPoint:
    """Raises ValueError for a touch-point that is not in the register, in plain words."""
    if key not in REGISTER:
        raise ValueError(f"“{key}” is no touch-point: they are {', '.join(REGISTER)}")
    return REGISTER[key]


def scores(scale: str) -> range:
    """Every score of a scale, the lowest first."""
    low, high = SCALES[scale]
    return range(low, high + 1)


_LONGEST_HOURS = 24 * 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRules:
    """`touch_points`: those that are asked for; `shares`: of them only this share of nodes, drawn by the line (I10). `expire_hours`: how long a question stands open. `apart_hours`: a household that was
    asked for a rating is asked for no other for so long, where it did not itself turn the key. `recover_hours`: within which a
    person makes contact after a low score (I21). `again_hours`: after the result was told, the score is asked once more.
    """

    touch_points: tuple[str, ...] = field(
        default_factory=lambda: tuple(one.key for one in TOUCH_POINTS if one.asks)
    )
    shares: dict[str, float] = field(default_factory=lambda: {"report_received": 0.2})
    expire_hours: float = 72
    apart_hours: float = 48
    recover_hours: float = 24
    again_hours: float = 24

    def __post_init__(self) -> None:
        for key in self.touch_points:
            if not named(key).asks:
                raise ValueError(f"“{key}” has a question of its own and is not switched here")
        for key, share in self.shares.items():
            if not 0 <= share <= 1:
                raise ValueError(f"the share of “{named(key).key}” is 0 to 1")
        for name, least in (
            ("expire_hours", 1),
            ("recover_hours", 1),
            ("apart_hours", 0),
            ("again_hours", 0),
        ):
            if not least <= getattr(self, name) <= _LONGEST_HOURS:
                raise ValueError(f"{name} is {least} to {_LONGEST_HOURS}")

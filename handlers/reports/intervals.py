"""A share as people read it, and how sure it is: Wilson's interval, which stays between 0 and 1 and is honest about few cases."""

from __future__ import annotations

from math import floor, sqrt

#: The normal quantile of 95 % certainty.
Z = 1.959963984540054


def wilson(met: int, every: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927); None where there is no case."""
    if every <= 0:
        return None
    share, square = met / every, Z * Z / every
    middle = share + square / 2
    reach = Z * sqrt(share * (1 - share) / every + square / (4 * every))
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return 0.0 if met == 0 else low, 1.0 if met == every else high


def percent(part: float) -> str:
    """A share as people read it, to a tenth; never rounded up to all."""
    tenths = floor(part * 1000 + 1e-9)
    return f"{tenths // 10}.{tenths % 10} %"

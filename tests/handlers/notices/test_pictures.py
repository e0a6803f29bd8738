"""Which pictures a messenger takes: at, under and over each of its laws."""

from __future__ import annotations

import pytest

from handlers.base import Mistake
from handlers.notices.pictures import MOST_BYTES, check


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(1, 1, 1), (5000, 5000, MOST_BYTES), (2000, 100, 1), (100, 2000, 1), (9500, 500, 1)],
)
def test_what_is_within_the_laws_passes(width: int, height: int, size: int) -> None:
    check(width, height, size)


@pytest.mark.parametrize(
    ("width", "height", "size", "key"),
    [
        (0, 5, 1, "notices.no_picture"),
        (100, 100, MOST_BYTES + 1, "notices.large_picture"),
        (5001, 5000, 1, "notices.wide_picture"),
        (2001, 100, 1, "notices.thin_picture"),
        (100, 2001, 1, "notices.thin_picture"),
    ],
)
def test_what_would_be_refused_says_why(width: int, height: int, size: int, key: str) -> None:
    with pytest.raises(Mistake) as refused:
        check(width, height, size)
    assert refused.value.key == key

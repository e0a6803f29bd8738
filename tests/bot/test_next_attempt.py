"""What follows a failed attempt, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import SendError
from bot.next_attempt import next_attempt

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "attempts", "age_hours", "kind", "seconds"),
    [
        pytest.param(SendError(reason="429", retry_after=17), 1, 0, "again", 17, id="a stated wait is kept to the letter"),
        pytest.param(SendError(reason="429", retry_after=17), 40, 30, "again", 17, id="a stated wait is never given up"),
        pytest.param(SendError(reason="reset", doubtful=True), 1, 0, "again", 1, id="first retry after a second"),
        pytest.param(SendError(reason="reset"), 4, 0, "again", 8, id="then twice as long each time"),
        pytest.param(SendError(reason="reset"), 30, 0, "again", 60, id="never longer than a minute"),
        pytest.param(SendError(reason="reset"), 30, 25, "give_up", None, id="given up after a day"),
        pytest.param(SendError(reason="bad", permanent=True), 1, 0, "give_up", None, id="a permanent error is not retried"),
        pytest.param(SendError(reason="403", gone="blocked"), 1, 0, "give_up", None, id="a blocked recipient is not retried"),
        pytest.param(SendError(reason="moved", moved_to="-100", permanent=True), 1, 0, "move", None, id="a moved chat is followed"),
        pytest.param(SendError(reason="thread", thread_gone=True, permanent=True), 1, 0, "flatten", None, id="a lost topic"),
    ],
)  # fmt: skip
def test_what_follows(
    error: SendError, attempts: int, age_hours: int, kind: str, seconds: int | None
) -> None:
    following = next_attempt(error, attempts=attempts, created_at=NOW - timedelta(hours=age_hours), now=NOW)
    assert following.kind == kind
    assert following.at == (NOW + timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (SendError(reason="reset", doubtful=True), "give_up"),
        (SendError(reason="no connection"), "again"),
        (SendError(reason="429", retry_after=3), "again"),
        (SendError(reason="moved", moved_to="-100"), "move"),
    ],
)
def test_what_is_sent_once_at_most_is_tried_again_only_when_it_certainly_did_not_arrive(
    error: SendError, kind: str
) -> None:
    assert next_attempt(error, attempts=1, created_at=NOW, now=NOW, once=True).kind == kind

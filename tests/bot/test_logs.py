"""The log never repeats what an owner wrote, even where a bug of ours is told."""

from __future__ import annotations

import pytest
import structlog

from bot import logs
from bot.settings import LogSettings

SECRET = "我的秘密：密码在花盆下面"


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_failure_is_told_without_the_words_it_happened_with(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(LogSettings.model_validate({"level": "debug", "format": form}))
    try:
        try:
            int(SECRET)
        except ValueError as error:
            structlog.get_logger().error("It failed.", action="failed", exc_info=error)
    finally:
        structlog.reset_defaults()
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert SECRET not in told

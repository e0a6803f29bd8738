"""How far a notice is, in words: the same on its page and in the staff group."""

from __future__ import annotations

from datetime import timedelta

from handlers.notices.progress import Progress
from handlers.wording import say


def done(come: Progress, language: str) -> str:
    """How many of the accounts are done."""
    return say(language, "notice_pages.done_of", done=come.done, all=come.all)


def left(state: str, come: Progress, quiet_until: str, language: str) -> str:
    """What is left, and for how long. `quiet_until`: when the quiet hours end that hold it, as people say it; empty for none."""
    if state == "paused":
        return say(language, "notice_pages.left_held", left=come.left)
    if not come.left:
        return say(language, "notice_pages.left_none")
    if quiet_until:
        return say(language, "notice_pages.left_quiet", when=quiet_until)
    if come.time_left is None:
        return say(language, "notice_pages.left_unknown", left=come.left)
    return say(language, "notice_pages.left_about", left=come.left, time=span(language, come.time_left))


def span(language: str, time: timedelta) -> str:
    """A time that is still to pass, as coarse as it is certain: seconds, minutes, hours and minutes."""
    seconds = max(int(time.total_seconds()), 1)
    if seconds < 90:
        return say(language, "notice_pages.seconds", count=seconds)
    minutes = -(-seconds // 60)
    if minutes < 90:
        return say(language, "notice_pages.minutes", count=minutes)
    return say(language, "notice_pages.hours", hours=minutes // 60, minutes=minutes % 60)

"""A fake Telegram Bot API server on loopback that behaves as Telegram does: the instrument of delivery and conversation tests.

async with FakeTelegram() as fake:
    ann = fake.user("Ann", language_code="zh-hans")
    await ann.say("电梯坏了")
    await ann.hears("A-1")
"""

from .clock import Clock, ManualClock
from .fake import TOKEN, FakeTelegram
from .files import tiny_photo
from .group import Group
from .ledger import Accepted, Violation
from .limits import LimitSettings
from .messages import Message
from .people import Person
from .taps import Tap

__all__ = [
    "TOKEN", "Accepted", "Clock", "FakeTelegram", "Group", "LimitSettings", "ManualClock", "Message", "Person", "Tap",
    "Violation", "tiny_photo",
]  # fmt: skip

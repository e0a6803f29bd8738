"""The request to have a home's alarm switched on (H08): how it is recognised, and what its completion makes of the home."""

from __future__ import annotations

import re

from handlers.base import Acting
from storage.store import Store
from storage.ticket_rows import Ticket

#: Under what such a request is filed: the codes are fixed, and it is nothing broken.
KIND = ("enquiry", "enquiry.facilities")

#: What a ticket's reading says of it.
REQUEST = "home_alarm"

_ALARM = re.compile(
    r"报警(?:系统|器|装置|主机|功能)?|報警(?:系統|器|裝置)?|警报(?:系统|器)?|警報(?:系統|器)?|警鐘|警钟|防盗(?:系统|器)|防盜(?:系統|器)|布防|佈防"
    r"|\b(?:home|house|burglar|intruder|intrusion|security|flat|apartment)[ -]alarm\b|\balarm system\b|\bsecurity system\b",
    re.IGNORECASE,
)
_SWITCH_ON = re.compile(
    r"开通|開通|启用|啟用|启动|啟動|激活|接通|登记|登記|申请|申請|安装|安裝|装一|裝返|想装|想裝|加装|加裝"
    r"|\b(?:activate|activat\w+|enable|switch(?:ed)? on|turn(?:ed)? on|connect\w*|register|sign up|set up|install\w*|get (?:an?|the|my|our))\b",
    re.IGNORECASE,
)
#: Other alarms, and an alarm that misbehaves.
_OTHER = re.compile(
    r"烟|煙|火|燃气|煤气|煤氣|一氧化碳|车|車|电梯|坏|壞|误报|誤報|一直响|响个不停|响不停|不停响|响咗|响喇|嘈|不响|故障|失灵|吵|关掉|关闭|閂|報警電話|报警电话|报警人|打110|打999|报了警|报警了|報咗警"
    r"|\b(?:smoke|fire|gas|carbon|co|car|lift|broken|fault\w*|faulty|beep\w*|false|going off|keeps|won'?t|doesn'?t|does not|not working|neighbou?r\w*|noise|police)\b",
    re.IGNORECASE,
)


def wants_one(text: str) -> bool:
    """Whether a short text asks for the home's own alarm to be switched on."""
    if not 0 < len(text) <= 200 or _OTHER.search(text):
        return False
    return bool(_ALARM.search(text) and _SWITCH_ON.search(text))


def is_request(ticket: Ticket) -> bool:
    return ticket.reading.get("request") == REQUEST


def on_resolved(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """People say that it is done: the home has an alarm from now on, and notices for homes without one pass it by."""
    if is_request(ticket):
        store.home_alarms.switched_on(ticket, acting.now)
    return ticket

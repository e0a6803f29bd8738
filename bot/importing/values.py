"""What stands in a cell becomes a value; what does not is a ValueError whose text tells what was expected."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handlers.plain import visible
from handlers.tickets.holders.assignment import is_hours
from handlers.wording import LANGUAGES
from nlu.meaning import CODES, INTENTS
from storage import parties, people, staff

#: Places that write the day before the month; all others that write the year last are ambiguous.
DAY_FIRST = ("HK", "MO", "SG", "MY", "GB", "AU", "NZ", "IE", "IN")

_ROLES_IN_UNIT = {
    "owner": "owner 业主 業主 户主 戶主 产权人",
    "family": "family 家属 家人 家庭成员 家屬 家庭成員",
    "tenant": "tenant 租户 租客 承租人 租戶",
    "renovation": "renovation 装修 装修人员 装修工 裝修 裝修工人 裝修師傅",
}
_ROLES_OF_STAFF = {
    "housekeeper": "housekeeper 管家 楼管 物业管家 客服 樓管 物業管家 客戶主任",
    "engineer": "engineer 工程 工程师 维修 维修工 工程師 維修 技工 維修員",
    "security": "security guard 保安 安保 秩序 保安員",
    "officer": "officer 客户服务专员 客服专员 客户专员 客户官 客戶服務主任 客戶專員 客務主任",
    "expert": "expert specialist 专家 客关专家 專家",
    "manager": "manager 经理 主管 项目经理 物业经理 經理 物業經理",
    "director": "director 总监 區域總監 区域总监 總監",
    "executive": "executive 总经理 董事长 总裁 總經理 董事長 總裁 行政總裁",
    "legal": "legal lawyer 法务 法律顾问 律师 法務 法律顧問 律師",
}
_KINDS_OF_PARTY = {
    "developer": "developer 开发商 發展商",
    "property_company": "property_company property-company 物业公司 物業公司",
    "contractor": "contractor builder 承建商 施工单位 施工單位 承辦商",
    "supplier": "supplier 供应商 供貨商 供货商 供應商",
    "utility": "utility 公用事业 公用事業 公用事業公司",
    "department": "department 部门 部門",
}
_STATUSES_OF_PARTY = {
    "qualified": "qualified 合格",
    "trial": "trial 试用 試用",
    "suspended": "suspended 暂停 暫停",
}
_SPOKEN = {
    "zh-Hans": "zh-hans zh-cn zh-sg 简体 简体中文 普通话 国语 簡體 簡體中文 普通話",
    "zh-Hant": "zh-hant zh-hk zh-tw zh-mo yue 繁体 繁体中文 粤语 广东话 繁體 繁體中文 粵語 廣東話",
    "en": "en en-gb en-us english 英语 英文 英語",
}
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def name(text: str, longest: int = 120) -> str:
    """A name or a label: one line of at most `longest` characters, all of which can be seen."""
    text = visible(text).strip()
    if not text:
        raise ValueError("is empty")
    if len(text) > longest:
        raise ValueError(f"is longer than {longest} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("has characters that cannot be shown")
    return text


def estate_code(text: str) -> str:
    """Ticket numbers begin with it, so it is short and plain."""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{0,11}", text.upper()):
        raise ValueError(f"“{text}” is not a code: 1 to 12 of A-Z and 0-9, a letter first")
    return text.upper()


def timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{text}” is not a time zone; write it like Asia/Shanghai") from error


def jurisdiction(text: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if text.upper() not in SUPPORTED_REGIONS:
        raise ValueError(f"“{text}” is not a country or region in two letters, such as CN, HK, SG")
    return text.upper()


def language(text: str, place: str = "") -> str | None:
    """A language the line speaks. Plain “Chinese” is the script of the place. Empty is None."""
    plain = text.casefold().replace("_", "-")
    if plain in ("zh", "chinese", "中文", "汉语", "漢語"):
        return "zh-Hant" if place in ("HK", "MO", "TW") else "zh-Hans"
    return one_of(_SPOKEN, plain, text, tuple(LANGUAGES)) if text else None


def unit_role(text: str) -> str:
    return one_of(_ROLES_IN_UNIT, text.casefold(), text, people.ROLES)


#: Takes a last day away again.
NO_END = date.max


def last_day(text: str, place: str) -> date | None:
    """The last day of a tenant, or of whoever renovates; "-" is none any more, NO_END. Empty is None."""
    return NO_END if text.casefold() in ("-", "none", "无", "無") else day(text, place)


def staff_role(text: str) -> str:
    return one_of(_ROLES_OF_STAFF, text.casefold(), text, staff.ROLES)


def party_kind(text: str) -> str:
    return one_of(_KINDS_OF_PARTY, text.casefold().replace(" ", "_"), text, parties.KINDS)


def party_status(text: str) -> str:
    """Empty is qualified: whoever stands on the list may be given work (F11)."""
    return one_of(_STATUSES_OF_PARTY, text.casefold(), text, parties.STATUSES) if text else "qualified"


def trades(text: str) -> tuple[str, ...]:
    """Codes of tickets, or beginnings of codes, parted by spaces, commas or semicolons; empty is every kind of work."""
    found = tuple(re.split(r"[\s,;，；、]+", text)) if text else ()
    known = [code for codes in CODES.values() for code in codes]
    for trade in found:
        if not trade or not any(code.startswith(trade) for code in known):
            raise ValueError(f"“{trade}” begins no code of tickets; write for example home.drain, or nothing")
    return found


def one_of(words: dict[str, str], plain: str, text: str, allowed: tuple[str, ...]) -> str:
    found = next((value for value, names in words.items() if plain in names.split()), None)
    if found is None:
        what = f"“{text}” is none of" if text else "is empty; write one of"
        raise ValueError(f"{what} {', '.join(allowed)}")
    return found


#: Languages and dialects as BCP 47 writes them: yue, wuu, nan, fr, pt-BR.
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

#: Between the items of one cell.
_BETWEEN = re.compile(r"[\s,;，；、/|]+")

#: What a skill may be the beginning of.
_CODES = (*INTENTS, *(code for codes in CODES.values() for code in codes))


def skills(text: str) -> tuple[str, ...]:
    """Beginnings of codes, in one cell: "home.electrical, public.lift, complaint"."""
    found = [one for one in _BETWEEN.split(text) if one]
    wrong = [one for one in found if not any(f"{code}.".startswith(f"{one}.") for code in _CODES)]
    if wrong:
        raise ValueError(
            f"“{wrong[0]}” is the beginning of no code; docs/meaning.md lists them (home.electrical, …)"
        )
    return tuple(dict.fromkeys(found))


def speaks(text: str) -> tuple[str, ...]:
    """Languages that somebody speaks, in one cell: by name, or as a tag such as yue."""
    return tuple(dict.fromkeys(_spoken(one) for one in _BETWEEN.split(text) if one))


def _spoken(text: str) -> str:
    plain = text.casefold().replace("_", "-")
    known = next((value for value, names in _SPOKEN.items() if plain in names.split()), None)
    if plain in ("yue", "粤语", "广东话", "粵語", "廣東話"):
        return "yue"
    if known is None and not _TAG.fullmatch(text):
        raise ValueError(f"“{text}” is no language: write zh-Hans, zh-Hant, en, or a tag such as yue")
    return known or text


def capacity(text: str) -> int:
    """How many open tickets somebody can hold."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 1000):
        raise ValueError(f"“{text}” is not a number of tickets from 1 to 1000")
    return int(text)


def hours(text: str) -> str:
    """Hours of duty, also across midnight: 08:00-20:00, 20:00-08:00."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("–", "-").replace("~", "-")
    padded = "-".join(part.zfill(5) for part in plain.split("-"))
    if not is_hours(padded):
        raise ValueError(f"“{text}” is not hours of duty; write them like 08:00-20:00")
    return padded


def telegram_id(text: str) -> str | None:
    if text and not re.fullmatch(r"[1-9]\d{3,18}", text):
        raise ValueError(f"“{text}” is not a Telegram number (digits alone; @userinfobot tells it)")
    return text or None


def phone(text: str, place: str) -> str | None:
    """A number in international form, read as the place dials it. Empty is None."""
    import phonenumbers

    if not text:
        return None
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), place)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{text}” is not a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"“{text}” is not a phone number of {place}; other countries' begin with +")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def day(text: str, place: str) -> date | None:
    """A date: 2021-06-30, 2021/6/30, 2021年6月30日, 20210630, 30 Jun 2021, a spreadsheet's number of days; empty is None.

    30/06/2021 is read where the day is written first, and elsewhere only when no other reading is possible.
    """
    plain = re.sub(r"[T\s]+\d{1,2}:\d{2}(:\d{2})?(\.0+)?$", "", unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        return None
    try:
        found = _day(plain, place)
    except ValueError as error:
        raise ValueError(
            str(error) if "either" in str(error) else f"“{text}” is no day of the calendar"
        ) from error
    if found is None or not 1900 <= found.year <= 2100:
        raise ValueError(f"“{text}” is not a date; write it like 2021-06-30")
    return found


def _day(text: str, place: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_NAMED.fullmatch(text):
        month = found[2][:3].casefold()
        return date(int(found[3]), _MONTHS.index(month) + 1, int(found[1])) if month in _MONTHS else None
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[2]), int(found[3]), place)
    if re.fullmatch(r"\d{8}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{5}", text):
        return date(1899, 12, 30) + timedelta(days=int(text))  # how spreadsheets count days
    return None


def _year_last(first: int, second: int, year: int, place: str) -> date:
    if place == "US":
        return date(year, first, second)
    if place in DAY_FIRST or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise ValueError(f"“{first}/{second}/{year}” could be either of two days; write it like {year}-06-30")

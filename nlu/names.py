"""People's names in a text: those the estate knows, those with a title, those that somebody gives as their own.

Finds places, changes nothing; anonymise puts stand-ins there. A name that nobody registered and no title marks is not found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nlu.normalise import HAN, simplified

#: Surnames, simplified; without those that are everyday words before a title: 安 (保安师傅), 路 (修路师傅), 楼 班 区 车 水.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪翁庄岑麦招邝伍甘霍简欧区关简冼阮聂骆葛翟倪温"
)
_POLITE = "先生|女士|小姐|太太"
_TITLES = "师傅|阿姨|叔叔|伯伯|伯母|经理|主任|队长|管家|医生|老师|师奶|师母"
#: Surnames that Hong Kong calls people by with 太 and 生; 落叶太多 and 管理费太高 are no ladies.
_HONG_KONG = "陈黄李张王何林刘梁吴周郑谢冯邓彭曾萧潘蔡叶杨罗许"
_TITLED = re.compile(
    rf"(?P<name>(?:欧阳|司徒|司马|上官|诸葛|[{_SURNAMES}])[{HAN}]{{0,2}}?)(?={_POLITE})"
    rf"|(?<![工谢多感])(?P<called>欧阳|司徒|司马|上官|诸葛|[{_SURNAMES}])(?={_TITLES})"
    rf"|(?P<short>[{_HONG_KONG}])(?=[太生](?![多少大小高低吵响慢快长短久远近热冷贵脏臭旧暗亮乱差重轻难过厉病活锈火气效产日]))"
)
_MISTER = re.compile(
    r"\b(?i:mr|mrs|ms|mdm)\b\.?\s+(?P<name>[A-Za-z][a-zA-Z'’-]+(?:\s+[A-Z][a-z]+){0,2})"
    r"|\b(?:Miss|Madam|Dr|Uncle|Auntie|Aunty|Aunt)\b\.?\s+(?P<other>[A-Z][a-zA-Z'’-]+(?:\s+[A-Z][a-z]+){0,2})"
)
_EDGE = r"(?=[，。,.!！?？;；、:：()（）\s\d]|$)"
_MYSELF = re.compile(
    rf"(?:我是|我系|本人|业主|户主|联系人|联络人)(?:是|:|：|\s)?"
    rf"(?P<name>(?:欧阳|司徒|司马|上官|诸葛|[{_SURNAMES}])[{HAN}]{{0,2}}){_EDGE}"
    r"|\b(?i:this is|i am|i'm|i’m|call me|ask for|contact)\s+(?P<capital>[A-Z][a-z'’-]+(?:\s+[A-Z][a-z'’-]+){0,2})"
)
_MAYBE_MYSELF = re.compile(
    rf"我叫|我名叫|名系|我姓|免贵姓|姓名[:：是]|名字[是叫]|(?:我是|我系|本人|业主|户主)[{_SURNAMES}][{HAN}]|(?i:my name'?s|my name is|name\s*:|i'?m called|i am called)"
)

_GAP = r"[^\w]{0,3}"

#: Words that begin with a capital and are nobody's name.
_CAPITALS = frozenset({
    "mr", "mrs", "ms", "miss", "madam", "mdm", "dr", "sir", "uncle", "auntie", "aunty", "aunt", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december", "christmas", "easter", "chinese", "english",
    "cantonese", "wifi", "telegram", "whatsapp", "wechat",
})  # fmt: skip

#: A word in letters that are no Chinese characters.
WORD = re.compile(rf"(?:(?![{HAN}])[^\W\d_])+")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?。！？:：]\s*|[\"“(（]\s*)$")


@dataclass(frozen=True)
class People:
    """The names that an estate knows. `ordinary` are everyday words: lower-case words, and pairs of simplified characters."""

    names: tuple[str, ...]
    ordinary: frozenset[str]

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where known names stand: whole ones in any case, script and spacing; single parts where they are no everyday word."""
        plain = simplified(text)
        for pattern in self._whole:
            yield from (hit.span() for hit in pattern.finditer(plain))
        yield from (hit.span() for hit in WORD.finditer(text) if self._is_part(text, hit))

    def _is_part(self, text: str, hit: re.Match[str]) -> bool:
        word, low = hit.group(), hit.group().casefold()
        if low not in self._parts:
            return False
        capital = word[0].isupper()
        if low in self.ordinary:
            shouted = text.upper() == text
            return capital and not shouted and not _SENTENCE_BEGINS.search(text[: hit.start()])
        return capital or len(low) > 2

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(
            word.casefold() for name in self.names for word in WORD.findall(name) if len(word) > 1
        )

    @cached_property
    def _whole(self) -> tuple[re.Pattern[str], ...]:
        """One pattern for all names, the longest first; none where no name is known."""
        every = sorted({one for name in self.names for one in self._forms(name)}, key=len, reverse=True)
        return (re.compile("|".join(every), re.IGNORECASE),) if every else ()

    def _forms(self, name: str) -> Iterable[str]:
        """What a name looks like: its characters with or without gaps, the given name where it is no everyday word,
        its words in this order and in the other."""
        plain = simplified(name)
        for run in _HAN_RUN.findall("".join(plain.split())):
            yield _spaced(run)
            if len(run) == 3 and run[1:] not in self.ordinary:
                yield _spaced(run[1:])
        words = [re.escape(word) for word in WORD.findall(plain)]
        if len(words) > 1:
            yield from (rf"\b{_GAP.join(order)}\b" for order in (words, words[::-1]))


def _spaced(run: str) -> str:
    return r"[\s·.]?".join(map(re.escape, run))


def titled(text: str) -> Iterator[tuple[int, int]]:
    """Names before or after a title (王先生, Mrs Chan), and those that somebody plainly gives as their own (我是王小明，)."""
    plain = simplified(text)
    for pattern, looked_at in ((_TITLED, plain), (_MISTER, text), (_MYSELF, plain)):
        for hit in pattern.finditer(looked_at):
            groups = [name for name, found in hit.groupdict().items() if found]
            yield hit.start(groups[0]), max(hit.end(one) for one in groups)


def doubtful(text: str, ordinary: Collection[str]) -> bool:
    """Whether a text may still hold a name: somebody introduces themselves, or a capital begins a word that is no everyday one."""
    if _MAYBE_MYSELF.search(simplified(text)):
        return True
    return any(
        word[0].isupper()
        and word[1:].islower()
        and len(word) > 2
        and word.casefold() not in _CAPITALS
        and word.casefold() not in ordinary
        for word in WORD.findall(text)
    )

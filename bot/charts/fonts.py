"""Which fonts of this machine a picture's words are written in, and which letters none of them has.

The letters of Chinese need a font of their own (Debian: fonts-noto-cjk). One is taken that writes Hong Kong's forms for zh-Hant.
"""

from __future__ import annotations

from functools import cache

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

#: Fonts that write Chinese, the best first, by the forms of letters they hold.
_CHINESE = {
    "zh-Hans": (
        "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
        "Droid Sans Fallback",
    ),
    "zh-Hant": (
        "Noto Sans CJK HK", "Noto Sans HK", "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans HK", "Source Han Sans TC", "PingFang HK",
        "PingFang TC", "Microsoft JhengHei",
    ),
}  # fmt: skip

#: What matplotlib brings along: Latin letters, arrows, signs.
_BROUGHT = "DejaVu Sans"

#: Letters that a font of Chinese has in each of the languages' forms.
_PROBE = "诉訴嘅"


@cache
def families(language: str) -> tuple[str, ...]:
    """The fonts that exist here, in the order in which a letter is looked for; the last one is always there."""
    own = _CHINESE.get(language, _CHINESE["zh-Hans"])
    rest = [name for names in _CHINESE.values() for name in names]
    known = set(fontManager.get_font_names())
    return tuple(dict.fromkeys(name for name in (*own, *rest, _BROUGHT) if name in known))


@cache
def _letters(language: str) -> frozenset[int]:
    """Every letter that the fonts of a language have."""
    return frozenset(
        letter
        for family in families(language)
        for weight in ("normal", "bold")
        for letter in get_font(findfont(FontProperties(family=family, weight=weight))).get_charmap()
    )


def writable(language: str, text: str) -> str:
    """The text without the letters that no font here can write (an emoji in a name), so that no empty box stands in a picture."""
    known = _letters(language)
    return "".join(letter for letter in text if ord(letter) in known).strip()


@cache
def writes_chinese() -> bool:
    """Whether this machine has a font for Chinese."""
    return all(ord(letter) in _letters("zh-Hans") for letter in _PROBE)

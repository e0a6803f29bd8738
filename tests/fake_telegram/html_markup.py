"""How marked-up text is read: HTML as Telegram knows it, refused in Telegram's words.

Byte offsets in errors are those of the UTF-8 form; entity offsets and lengths are UTF-16 units. Only &lt; &gt; &amp; &quot;
and numbers are decoded; anything else after an ampersand stays as it is written.
"""

from __future__ import annotations

import html as html_names
import re
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, bad_request

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
}  # fmt: skip
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
NAME = re.compile(r"[A-Za-z0-9.\-]+")


def utf16(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _error(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass
class HtmlReader:
    """One pass over marked-up text."""

    source: str
    out: list[str] = field(default_factory=list)
    units: int = 0
    nested: list[_Open] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        at = 0
        while at < len(self.source):
            char = self.source[at]
            if char == "<":
                at = self._end_tag(at) if self.source.startswith("</", at) else self._start_tag(at)
            elif char == "&" and (reference := REFERENCE.match(self.source, at)) and _decode(reference):
                self._put(_decode(reference))
                at = reference.end()
            else:
                self._put(char)
                at += 1
        if self.nested:
            raise _error(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].tag}"')
        return "".join(self.out), merge_code_blocks(self.found)

    def _put(self, text: str) -> None:
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise _error(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        self.out.append(text)
        self.units += utf16(text)

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _start_tag(self, begin: int) -> int:
        at = begin + 1
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] != ">":
            at += 1
        if at == len(self.source):
            raise _error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = self.source[begin + 1 : at].lower()
        if tag not in SIMPLE:
            raise _error(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes: dict[str, str] = {}
        at = self._spaces(at)
        while at < len(self.source) and self.source[at] != ">":
            at = self._spaces(self._attribute(begin, at, tag, attributes))
        if at >= len(self.source):
            raise _error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.nested.append(_Open(tag, attributes, self.units, len(self.out)))
        return at + 1

    def _spaces(self, at: int) -> int:
        while at < len(self.source) and self.source[at].isspace():
            at += 1
        return at

    def _attribute(self, begin: int, at: int, tag: str, attributes: dict[str, str]) -> int:
        start = at
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] not in "=>":
            at += 1
        name = self.source[start:at].lower()
        if not name:
            raise _error(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
        at = self._spaces(at)
        if at < len(self.source) and self.source[at] != "=":
            if tag == "blockquote" and name == "expandable":
                attributes[name] = ""
                return at
            raise _error(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self._byte(begin)}'
            )
        at = self._spaces(at + 1)
        if at >= len(self.source):
            raise _error(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes[name], at = self._value(begin, at)
        return at

    def _value(self, begin: int, at: int) -> tuple[str, int]:
        quote = self.source[at]
        if quote in "\"'":
            end = self.source.find(quote, at + 1)
            if end < 0:
                raise _error(f"Unclosed start tag at byte offset {self._byte(begin)}")
            return _decode_all(self.source[at + 1 : end]), end + 1
        match = NAME.match(self.source, at)
        end = match.end() if match else at
        if end >= len(self.source) or not (self.source[end].isspace() or self.source[end] == ">"):
            raise _error(f"Unexpected end of name token at byte offset {self._byte(at)}")
        return self.source[at:end].lower(), end

    def _end_tag(self, begin: int) -> int:
        if not self.nested:
            raise _error(f"Unexpected end tag at byte offset {self._byte(begin)}")
        at = begin + 2
        while at < len(self.source) and not self.source[at].isspace() and self.source[at] != ">":
            at += 1
        name = self.source[begin + 2 : at].lower()
        at = self._spaces(at)
        if at >= len(self.source) or self.source[at] != ">":
            raise _error(f"Unclosed end tag at byte offset {self._byte(begin)}")
        opened = self.nested.pop()
        if name not in ("", opened.tag):
            raise _error(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.units > opened.offset:
            entity = _entity(opened, "".join(self.out[opened.start :]))
            if entity:
                self.found.append(entity | {"offset": opened.offset, "length": self.units - opened.offset})
        return at + 1


def _decode(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return html_names.unescape(f"&{name};")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 else ""


def _decode_all(text: str) -> str:
    return REFERENCE.sub(lambda match: _decode(match) or match.group(), text)


def _entity(opened: _Open, text: str) -> dict[str, Any] | None:
    """The entity of a closed tag; None for a link that leads nowhere."""
    kind = SIMPLE[opened.tag]
    attributes = opened.attributes
    if kind == "text_link":
        return _link(attributes.get("href") or text, text)
    entity = {"type": kind}
    if kind == "custom_emoji":
        if not attributes.get("emoji-id", "").isdigit():
            raise _error("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = attributes["emoji-id"]
    elif kind == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    elif kind == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    return entity


def _link(url: str, text: str) -> dict[str, Any] | None:
    if match := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return {"type": "text_mention", "user": {"id": int(match[1]), "is_bot": False, "first_name": text}}
    if "://" not in url and "." not in url:
        return None
    return {"type": "text_link", "url": url if "://" in url else f"http://{url}/"}


def merge_code_blocks(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`<pre><code class="language-…">` is one block with a language; a language anywhere else is dropped."""
    blocks = {(entity["offset"], entity["length"]): entity for entity in found if entity["type"] == "pre"}
    kept = []
    for entity in found:
        language = entity.pop("language", None) if entity["type"] == "code" else None
        block = blocks.get((entity["offset"], entity["length"]))
        if language and block and entity is not block:
            block["language"] = language
        else:
            kept.append(entity)
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))

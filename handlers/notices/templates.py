"""Notices to begin from (H01, H09, H12, H14): their kind, CAP fields and words in each language, with gaps such as 【time】 to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from storage.notices import NoticeText

_FILE = Path(__file__).with_name("templates.yml")

#: What a gap looks like. People write 【】 themselves too, so that only a template's own names are gaps.
_GAP = re.compile(r"【([^【】]{1,40})】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`cap` are the fields that differ from those of the kind, `texts` the words by language; it suggests that the notice is over
    `expires_hours` after it was written.
    """

    name: str
    kind: str
    cap: Mapping[str, str]
    expires_hours: int
    texts: Mapping[str, NoticeText]

    @property
    def gaps(self) -> frozenset[str]:
        """The names of all its gaps, in every language."""
        return frozenset(name for text in self.texts.values() for name in gaps_in(text))


@cache
def every() -> Mapping[str, Template]:
    """The templates by name, in the order in which they are offered."""
    raw = yaml.safe_load(_FILE.read_text("utf-8"))
    return {name: _template(name, values) for name, values in raw.items()}


def _template(name: str, values: dict[str, Any]) -> Template:
    texts = {language: _text(language, words) for language, words in values["texts"].items()}
    cap = {field: str(value) for field, value in values["cap"].items()}
    return Template(
        name=name, kind=values["kind"], cap=cap, expires_hours=values["expires_hours"], texts=texts
    )


def _text(language: str, words: dict[str, Any]) -> NoticeText:
    return NoticeText(
        language=language, headline=words["headline"], facts=words["facts"], doing="\n".join(words["doing"]),
        asked="\n".join(words["asked"]), signature="",
    )  # fmt: skip


def gaps_in(text: NoticeText) -> list[str]:
    """What stands in 【】 in the words of one language, in order, each once."""
    words = "\n".join((text.headline, text.facts, text.doing, text.asked, text.signature))
    return list(dict.fromkeys(_GAP.findall(words)))


def unfilled(template: str, texts: Iterable[NoticeText]) -> list[str]:
    """The gaps of a template that still stand in a notice made from it; none for a notice that was written freely."""
    found = every().get(template)
    if found is None:
        return []
    standing = [name for text in texts for name in gaps_in(text) if name in found.gaps]
    return list(dict.fromkeys(standing))

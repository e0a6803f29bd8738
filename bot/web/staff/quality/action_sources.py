"""Where an improvement comes from, and the page of that, for whoever may see it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.web.staff.quality.defect_forms import Choices
from handlers.wording import say
from storage.corrective_actions import SOURCES, CorrectiveAction
from storage.scope import StaffScope


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a source: its address before the number or key; `headquarters`: for them alone."""

    address: str
    headquarters: bool = False


#: The pages of sources, by source.
PAGES: dict[str, Page] = {
    "officer": Page("/staff/officers/findings/", headquarters=True),
    "report": Page("/staff/reports/at/"),
    "survey": Page("/staff/voice/surveys/", headquarters=True),
}


def named(language: str, source: str) -> str:
    return say(language, f"quality.source.{source}")


def choices(language: str) -> Choices:
    return tuple((one, named(language, one)) for one in SOURCES)


def told(scope: StaffScope, language: str, action: CorrectiveAction) -> tuple[str, str]:
    """Where an action comes from in words, and its address; ("", "") for one that comes from nothing in particular."""
    if not action.source:
        return "", ""
    page = PAGES.get(action.source)
    if page is None or not action.source_ref or (page.headquarters and not scope.is_headquarters):
        return named(language, action.source), ""
    return named(language, action.source), page.address + quote(action.source_ref, safe="")

"""Every sentence of staff stands in all three languages, with the same values, and none promises softly."""

from __future__ import annotations

import re

import pytest

from handlers.staff.light import MARKS
from handlers.wording import LANGUAGES, catalogue
from storage.people import ROLES as OCCUPANTS
from storage.staff import ROLES
from tests.handlers.staff.test_desk_stages import STAGES

DOMAINS = ("desk.", "notices.", "staff_pages.")
SOFT = re.compile(
    r"\b(soon|shortly|as soon as possible|asap|should be fine|sorry)\b|尽快|儘快|马上就|很快|抱歉|對唔住|对不起",
    re.IGNORECASE,
)


def _keys(language: str) -> dict[str, set[str]]:
    return {
        key: set(re.findall(r"{(\w+)}", text))
        for key, text in catalogue(language).items()
        if key.startswith(DOMAINS)
    }


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_each_language_has_the_same_sentences_with_the_same_values(language: str):
    assert _keys(language) == _keys("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_promises_softly_or_admits_fault(language: str):
    assert [
        key for key, text in catalogue(language).items() if key.startswith(DOMAINS) and SOFT.search(text)
    ] == []


def test_every_role_stage_and_mark_has_its_word():
    wanted = [f"desk.role.{role}" for role in ROLES] + [f"desk.occupant.{role}" for role in OCCUPANTS]
    wanted += [f"desk.stage.{stage}" for stage in STAGES]
    assert [key for key in wanted if key not in catalogue("en")] == []
    assert set(MARKS) == {"E0", "E1", "N", "L"}

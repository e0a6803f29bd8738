"""`python -m benchmarks.ratings_in_words`: how well scores said in words are read, by language; `--errors` lists what was not."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.rating_facets import FACETS
from nlu.ratings import CES, CSAT, NPS, YES_NO, Rated, rated

TABLES = Path(__file__).parent.parent / "tests" / "nlu" / "ratings"
NAMES = {"tuned on": ("first", "second", "third"), "held out": ("held_out",)}
SCALES = {"csat": CSAT, "ces": CES, "nps": NPS, "yes_no": YES_NO}
KINDS = ("right", "asked", "missed", "blurred", "wrong")
"""asked: although the score was clear. missed: a clear score taken for no answer. blurred: no score, rightly, but asked where there
was no answer, or not asked where there was one. wrong: a figure that was not said."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One answer and the truth of it: a figure, "ask" or "none", and what else must be noticed."""

    text: str
    language: str
    scale: str
    truth: int | str
    marks: frozenset[str]

    def read(self) -> Rated:
        """What the reader makes of it."""
        return rated(self.text, SCALES[self.scale])


def sayings(*names: str) -> list[Saying]:
    """The sayings of tables of tests/nlu/ratings."""
    groups = [
        one for name in names for one in yaml.safe_load((TABLES / f"{name}.yaml").read_text(encoding="utf-8"))
    ]
    return [
        Saying(str(text), group["in"], group["scale"], truth, frozenset(marks))
        for group in groups
        for text, truth, *marks in group["say"]
    ]


def judged(saying: Saying) -> str:
    """Which of KINDS the reading is."""
    got = saying.read()
    read = got.score if got.score is not None else "ask" if got.note else "none"
    if read == saying.truth:
        return "right"
    if got.score is not None:
        return "wrong"
    return "blurred" if isinstance(saying.truth, str) else "asked" if read == "ask" else "missed"


def unnoticed(saying: Saying) -> list[str]:
    """Marks that the reading lacks, and those it has too many ("+complaint"); facets are only hints and may be more."""
    got = saying.read()
    seen = {*got.facets, *({"complaint"} if got.complaint_offered else ()), got.note} - {"", "unclear"}
    more = {f"+{mark}" for mark in seen - saying.marks - set(FACETS)}
    return sorted(saying.marks - seen | more)


def table(some: list[Saying]) -> list[tuple[str, Counter[str]]]:
    """Counts of KINDS by language, and of all."""
    languages = sorted({saying.language for saying in some})
    rows = [(one, Counter(judged(saying) for saying in some if saying.language == one)) for one in languages]
    return [*rows, ("all", sum((row for _, row in rows), Counter()))]


def main() -> None:
    for title, names in NAMES.items():
        some = sayings(*names)
        print(f"{title:10}" + "".join(f"{kind:>9}" for kind in ("sayings", *KINDS)) + f"{'right %':>10}")
        for language, row in table(some):
            figures = "".join(f"{row[kind]:9}" for kind in KINDS)
            print(f"{language:10}{row.total():9}{figures}{100 * row['right'] / row.total():9.1f}%")
        print()
        if "--errors" in sys.argv:
            for saying in some:
                kind, got = judged(saying), saying.read()
                if kind != "right" or unnoticed(saying):
                    read = f"read {got.score} {got.note!r}, not noticed: {unnoticed(saying)}"
                    print(f"  {kind:8} {saying.scale:6} {saying.text!r}: {saying.truth}, {read}")


if __name__ == "__main__":
    main()

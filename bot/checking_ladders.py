"""Whether the ladder of escalation holds: somebody on each level, somebody at the top, somebody at all to hold a ticket (C15, C16)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.tickets.ladder.escalation import Escalation
from storage import estates, staff
from storage.db import Connection, Database
from storage.estates import Estate


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right. `stops` tells a problem that keeps the line from working from a warning."""

    text: str
    stops: bool = True


def ladders(database: Database, rules: Escalation) -> Iterator[Finding]:
    """What is wrong with the ladders of the estates there are."""
    with database.reading() as connection:
        every = estates.all_of_them(connection)
        codes = [estate.code for estate in every]
        for code in sorted(set(rules.estates) - set(codes)):
            yield Finding(
                f"tickets.escalation.estates: there is no estate {code}; there are: {_listed(codes)}"
            )
        for estate in every:
            yield from _of_estate(connection, estate, rules)


def _of_estate(connection: Connection, estate: Estate, rules: Escalation) -> Iterator[Finding]:
    roles = {one.role for one in staff.serving(connection, estate.id)}
    if not roles:
        yield Finding(
            f"staff: nobody serves {estate.code}; its tickets have no holder (ownerline staff add)", False
        )
    ladder = rules.of(estate.code)
    empty = [level for level in ladder if not roles & set(level.roles)]
    for level in empty:
        if level is ladder[-1]:
            yield Finding(
                f"tickets.escalation: nobody at the top of the ladder of {estate.code} (level {level.name}: "
                f"{_listed(level.roles)}); add somebody, or end the ladder below"
            )
        else:
            yield Finding(
                f"tickets.escalation: nobody at level {level.name} of {estate.code} ({_listed(level.roles)}); "
                "it is passed over",
                False,
            )


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(words) or "none yet"

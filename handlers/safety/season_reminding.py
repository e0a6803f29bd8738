"""A season begins: it is put before the estate's managers, once; what becomes of it, a person decides (H12)."""

from __future__ import annotations

from handlers.base import Acting, Reply, ToRoom, ToStaff
from handlers.safety.seasons import Due
from handlers.wording import say, speak
from storage.estates import Estate
from storage.store import LineStore


def remind(estate: Estate, due: Due, acting: Acting, store: LineStore) -> None:
    """One reminder an estate, season and year: to each manager in private; in the staff group where there is no manager."""
    if store.seasons.remind(estate.id, due.season.key, due.year, acting.now) is None:
        return
    managers = [one for one in store.serving_estate(estate.id) if one.role == "manager"]
    for one in managers:
        acting.told.append(Reply(to=ToStaff(one.id), text=_text(speak(one.language, "en"), estate, due)))
    if not managers:
        acting.told.append(Reply(to=ToRoom(estate.id), text=_text(speak(estate.language, "en"), estate, due)))


def _text(language: str, estate: Estate, due: Due) -> str:
    return say(language, "seasons.begins", estate=estate.name, season=due.season.title[language])

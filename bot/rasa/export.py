"""The project that `ownerline nlu export-rasa` writes: our phrases, names and rules in the files that Rasa 3.6 trains from.

One project a writing: `zh/` holds Simplified and Traditional Chinese with Cantonese, `en/` holds English. Everything is
made in memory first, so that a folder is either written whole or left alone.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bot.rasa import names
from nlu.corpus import Phrase

_PROJECT = Path(__file__).parent / "project"
_LANGUAGES = {"zh": ("zh_Hans", "zh_Hant"), "en": ("en",)}

#: Lists what an export wrote, so that the next one may replace exactly that.
MARKER = ".ownerline-export.json"

_REPORTED = ("repair", "complaint", "suggestion", "praise")
_BRACKETS = re.compile(r"[\[\]{}]")
_HEAD = 'version: "3.1"\n'


class NotOurs(Exception):  # noqa: N818 - said to the person at the terminal
    """The folder holds something that no export of ours wrote."""


def write(folder: Path, phrases: Iterable[Phrase], address: str) -> list[str]:
    """Writes the project, in place of an earlier export; returns the files' names. Raises NotOurs and OSError.

    `address` is where the line's pages are reached, without a closing slash.
    """
    before = _written_before(folder)
    files = project(phrases, address)
    for name in sorted(before - set(files)):
        (folder / name).unlink(missing_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / MARKER).write_text(json.dumps({"files": sorted(files)}, indent=1) + "\n", encoding="utf-8")
    return sorted(files)


def _written_before(folder: Path) -> set[str]:
    """What an earlier export wrote here. Raises NotOurs for a folder in use for something else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    try:
        listed = json.loads((folder / MARKER).read_text("utf-8"))["files"]
        before = {str(name) for name in listed}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotOurs(f"{folder} is not empty and holds no earlier export; choose another folder") from error
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in before):
        raise NotOurs(f"{folder / MARKER} names files outside its folder; choose another folder")
    return before


def project(phrases: Iterable[Phrase], address: str) -> dict[str, str]:
    """The files by name. Entries of other kinds than the contract's labels (several matters in one line) are left out."""
    known = [phrase for phrase in phrases if phrase.label in names.LABELS]
    files = {"README.md": _template("README.md", address)}
    for writing, languages in _LANGUAGES.items():
        chosen = [phrase for phrase in known if phrase.language in languages]
        files[f"{writing}/config.yml"] = _template(f"{writing}/config.yml", address)
        files[f"{writing}/endpoints.yml"] = _template("endpoints.yml", address)
        files[f"{writing}/credentials.yml"] = _template("credentials.yml", address)
        files[f"{writing}/domain.yml"] = _domain()
        files[f"{writing}/data/rules.yml"] = _rules()
        for intent, text in _nlu(chosen).items():
            files[f"{writing}/data/nlu_{intent}.yml"] = text
    return files


def _template(name: str, address: str) -> str:
    return (_PROJECT / name).read_text("utf-8").replace("{address}", address)


def _nlu(phrases: Iterable[Phrase]) -> dict[str, str]:
    """The training phrases, one file for each intent of ours."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for phrase in phrases:
        text = _plain(phrase.text)
        if text:
            found[phrase.label.partition("/")[0]][phrase.label].append(text)
    return {intent: _HEAD + "nlu:\n" + "".join(_entries(labels)) for intent, labels in sorted(found.items())}


def _entries(labels: dict[str, list[str]]) -> Iterable[str]:
    for label, texts in sorted(labels.items()):
        yield f"- intent: {names.to_rasa(label)}\n  examples: |\n"
        yield from (f"    - {text}\n" for text in texts)


def _plain(text: str) -> str:
    """One line without what Rasa would read as an annotation, and without what YAML does not take."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(_BRACKETS.sub(" ", printable).split())


def _domain() -> str:
    intents = "".join(f"  - {names.to_rasa(label)}\n" for label in names.LABELS)
    actions = "".join(f"  - {action}\n" for action in names.ACTIONS)
    slots = "".join(
        f"  {slot}:\n    type: {kind}\n    influence_conversation: false\n    mappings:\n    - type: custom\n"
        for slot, kind in (
            (names.TICKET_SLOT, "text"),
            (names.SCORE_SLOT, "any"),
            (names.LAST_TICKET_SLOT, "text"),
            (names.WITH_PEOPLE_SLOT, "bool"),
        )
    )
    return (
        f"{_HEAD}intents:\n{intents}  - {names.PRESS_INTENT}\nentities:\n  - {names.PRESS_ENTITY}\n"
        f"slots:\n{slots}actions:\n{actions}"
        "session_config:\n  session_expiration_time: 60\n  carry_over_slots_to_new_session: true\n"
    )


def _rules() -> str:
    intents = [*(names.to_rasa(label) for label in names.LABELS), names.PRESS_INTENT, "nlu_fallback"]
    return f"{_HEAD}rules:\n" + "".join(
        f"- rule: {intent}\n  steps:\n  - intent: {intent}\n  - action: {_action_for(intent)}\n"
        for intent in intents
    )


def _action_for(name: str) -> str:
    """What answers an intent of Rasa: a report opens a ticket; what has no action of its own is passed on as it was said."""
    intent = name.partition(".")[0]
    stated = names.REPORT if intent in _REPORTED else intent
    return next((action for action, states in names.ACTIONS.items() if states == stated), names.SAY)

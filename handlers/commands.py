"""The few commands that messaging apps offer in their menu; each is short for something said in plain words."""

from __future__ import annotations

from nlu.meaning import Matter

#: command -> the intent, or intent/code, it stands for; a command not named here gets the help text.
COMMANDS = {
    "status": "follow_up", "language": "preferences", "person": "handoff", "start": "smalltalk",
    "complain": "enquiry/enquiry.how_to_complain",
    "event": "suggestion/event.propose", "fund": "enquiry/owners.fund", "points": "enquiry/owners.points",
    "club": "enquiry/owners.card",
}  # fmt: skip


def meant(text: str) -> Matter | None:
    """What a command stands for; None for text that is no command. An unknown command is a call for help."""
    if not text.startswith("/"):
        return None
    word = text[1:].split("@", maxsplit=1)[0].split(maxsplit=1)
    intent, _, code = COMMANDS.get(word[0].lower() if word else "", "help").partition("/")
    return Matter(intent, code or None, "L", 1.0, text)

"""The faults that any element may have, each as a sentence that begins with the element's name. Called by checking."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.notices.cap.values import tidy


def one_of(element: str, value: str, known: tuple[str, ...]) -> Iterator[str]:
    """A fault for a value that the standard's list does not have."""
    if not value:
        yield f"{element}: is missing"
    elif value not in known:
        yield f'{element}: "{value}" is none of {", ".join(known)}'


def filled(element: str, value: str) -> Iterator[str]:
    """A fault for a text that is missing, or untidy."""
    if not value:
        yield f"{element}: is missing"
    yield from untidy(element, value)


def untidy(element: str, value: str) -> Iterator[str]:
    """A fault for a text that XML could not give back as it is."""
    if value != tidy(value):
        yield f"{element}: begins or ends with a space, or holds characters that XML cannot carry"

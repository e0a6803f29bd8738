"""A ticket's whole file as one page of HTML that stands alone: to be sent, printed, kept."""

from __future__ import annotations

from markupsafe import Markup

from bot.web.staff import page
from bot.whole_file import WholeFile


def alone(file: WholeFile, language: str) -> str:
    """The page with its own style, for a file; nothing in it points anywhere."""
    style = Markup(page.file_named("file.css"))  # noqa: S704 - our own style sheet
    return page.drawn("file.html", language, file=file, style=style)

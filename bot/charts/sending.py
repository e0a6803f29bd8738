"""Charts as a source of pictures, beside the channels: what a message names as its chart is drawn when the message leaves."""

from __future__ import annotations

import asyncio

from bot.charts import Look, drawn
from handlers.reports import drawing


class NotDrawn(OSError):  # noqa: N818 - an outcome: the words of the message leave without it
    """There is no picture of it: nothing to draw, or no font that writes its words."""


class Charts:
    """Fetches the picture of a chart, a PNG on light ground, as messaging apps show it."""

    async def fetch(self, reference: str) -> bytes:
        """Raises NotDrawn."""
        try:
            chart, language = drawing.read(reference)
        except ValueError as error:
            raise NotDrawn(str(error)) from None
        made = await asyncio.to_thread(drawn, chart, Look(language=language))
        if made is None:
            raise NotDrawn(f"nothing was drawn of {chart.title!r}")
        return made

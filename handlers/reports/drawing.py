"""A picture of a report on its way into a chat: it leaves as its chart, in words, and is drawn when the message does.

So nothing is drawn while the database waits, and a picture that cannot be drawn never keeps its words back.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from handlers.base import Picture
from handlers.reports.chart import Chart, Series

#: The source that such a picture names, as others name the channel they came from.
CHANNEL = "chart"


def picture(chart: Chart, language: str) -> Picture:
    """The picture of a chart whose words are in a language."""
    words = json.dumps({"language": language, "chart": asdict(chart)}, ensure_ascii=False, sort_keys=True)
    return Picture(
        attachment_id=0,
        kind="photo",
        channel=CHANNEL,
        reference=words,
        name=f"{CHANNEL}.png",
        mime="image/png",
    )


def read(reference: str) -> tuple[Chart, str]:
    """The chart and its language. Raises ValueError for words that are no chart."""
    try:
        found: dict[str, Any] = json.loads(reference)
        values = found["chart"]
        series = tuple(
            Series(**{name: _tuple(value) for name, value in one.items()}) for one in values["series"]
        )
        chart = Chart(**{**values, "categories": tuple(values["categories"]), "series": series})
        return chart, str(found["language"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"these words are no chart: {error}") from None


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

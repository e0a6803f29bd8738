"""The handbook as Markdown, for a file that anybody can read, print or turn into something else."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.handbook import Chapter, Fault, Handbook
from handlers.wording import say


def markdown(book: Handbook, language: str) -> str:
    """The whole handbook; what a person wrote cannot become a heading, a link or a table of it."""
    lines = [
        f"# {say(language, 'quality.handbook.title')}: {_plain(book.place)}",
        "",
        sample(book, language),
        "",
    ]
    for chapter in book.chapters:
        lines += _chapter(chapter, language)
    if book.digests:
        lines += [f"## {say(language, 'quality.handbook.digests')}", ""]
    for digest in book.digests:
        lines += [f"### {digest.name}", ""]
        lines += [
            f"- {what} · {fault}: {count} ({_complaints(language, many)})"
            for what, fault, count, many in digest.lines
        ]
        for one in digest.decided:
            lines += [f"- {one.said}", *(f"  - “{_plain(why)}”" for why in one.why)]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def sample(book: Handbook, language: str) -> str:
    """Over which time, and from how many."""
    key = "quality.handbook.sample" if book.count else "quality.handbook.nothing"
    return say(language, key, since=book.since, until=book.until, count=book.count, homes=book.homes)


def rate(fault: Fault, language: str) -> str:
    """How often a fault was found, in a hundred homes, and how often it came back."""
    parts = [say(language, "quality.handbook.times", count=fault.count)]
    if fault.per_hundred is not None:
        parts.append(say(language, "quality.handbook.per_hundred", rate=f"{fault.per_hundred:.1f}"))
    if fault.came_back:
        parts.append(say(language, "quality.handbook.came_back", count=fault.came_back))
    return " · ".join(parts)


def _complaints(language: str, count: int) -> str:
    return say(language, "quality.handbook.complaints", count=count)


def _chapter(chapter: Chapter, language: str) -> Iterator[str]:
    yield f"## {chapter.name} ({chapter.count})"
    yield ""
    for fault in chapter.faults:
        yield f"- **{fault.name}**: {rate(fault, language)}"
        for example in fault.examples:
            told = [example.said, example.cause, example.done]
            yield f"  - “{' → '.join(_plain(one) for one in told if one)}”"
    yield ""
    for key, named in (("causes", chapter.causes), ("steps", chapter.steps), ("partners", chapter.partners)):
        if named:
            listed = "; ".join(f"{_plain(what)} ({count})" for what, count in named)
            yield f"{say(language, f'quality.handbook.{key}')}: {listed}  "
    for action in chapter.actions:
        yield f"{say(language, 'quality.handbook.action')}: {_plain(action)}  "
    if chapter.check:
        yield f"{say(language, 'quality.handbook.check')}: {chapter.check}"
    yield ""


def _plain(words: str) -> str:
    """Words on one line whose signs mean nothing to Markdown or HTML."""
    one_line = " ".join(words.split())
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-!|<>~" else char for char in one_line)

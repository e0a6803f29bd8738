"""`ownerline nlu`: read, train, evaluate and explain, for the people who look after the reader's words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot import clock
from bot.commands import harvest
from bot.commands.opening import settings_of
from bot.commands.refusing import Refused
from nlu import evaluate as scoring
from nlu import hazards, model, train
from nlu.corpus import CorpusError, own_phrases
from nlu.meaning import AWAITABLE, LANGUAGES
from nlu.normalise import clean, fold
from nlu.parse import parse as read
from nlu.split import split

app = typer.Typer(help="Read messages, train the reader, see how well it reads.", no_args_is_help=True)
app.command("harvest")(harvest.harvest)
_errors = Console(stderr=True)
_CORPUS = Path("tests/nlu/corpus")
_ZONE = ZoneInfo("Asia/Shanghai")


class _BadLineError(ValueError):
    """A line of input that is not a request."""


@app.command()
def parse(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines; standard input where none is given.")
    ] = None,
) -> None:
    """Read JSON lines {"text", "language", "awaiting"}; write one JSON line for each, in order."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if file is None:
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
        _parse_lines(sys.stdin)
        return
    if not file.is_file():
        _errors.print(f"{file}: no such file")
        raise typer.Exit(2)
    with file.open(encoding="utf-8", errors="surrogateescape") as lines:
        _parse_lines(lines)


def _parse_lines(lines: TextIO) -> None:
    with _quiet_training():
        model.load()
    now = clock.now()
    for number, line in enumerate(lines, start=1):
        try:
            request = _request(line)
            answer = read(
                request["text"], now=now, tz=_ZONE, language=request["language"], awaiting=request["awaiting"]
            ).as_dict()
        except _BadLineError as error:
            answer = {"error": str(error), "line": number}
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _request(line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLineError(f"not JSON: {error}") from error
    if not isinstance(given, dict):
        raise _BadLineError("an object with 'text' is expected")
    unknown = sorted(set(given) - {"text", "language", "awaiting"})
    if unknown:
        raise _BadLineError(f"no such field: '{unknown[0]}'")
    if not isinstance(given.get("text"), str):
        raise _BadLineError("'text' must be a string")
    _one_of(given, "language", LANGUAGES)
    _one_of(given, "awaiting", AWAITABLE)
    return {"text": given["text"], "language": given.get("language"), "awaiting": given.get("awaiting")}


def _one_of(given: dict[str, Any], name: str, allowed: tuple[str, ...]) -> None:
    value = given.get(name)
    if value is not None and value not in allowed:
        raise _BadLineError(f"'{name}' must be null or one of {', '.join(allowed)}")


class _quiet_training:  # noqa: N801
    """Says on standard error that training runs, should loading need it."""

    def __enter__(self) -> None:
        if not model.MODEL_FILE.exists():
            _errors.print("the model is being built from the training phrases, once …")

    def __exit__(self, *_: object) -> None:
        return None


@app.command(name="train")
def train_command(
    out: Annotated[Path, typer.Option(help="Where the model goes.")] = model.MODEL_FILE,
) -> None:
    """Build the model from the training phrases."""
    started = clock.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors) as progress:
        task = progress.add_task("reading", total=1.0)
        try:
            built = train.train_own(
                lambda step, share: progress.update(task, description=step, completed=share)
            )
        except (CorpusError, ValueError) as error:
            _errors.print(str(error), markup=False)
            raise typer.Exit(1) from error
    try:
        model.save(built, out)
    except OSError as error:
        _errors.print(f"{out}: {error.strerror}")
        raise typer.Exit(1) from error
    seconds = clock.monotonic() - started
    _errors.print(
        f"version {built.version}: {len(built.labels)} labels, {len(built.weight)} features, {seconds:.1f} s, {out}"
    )


@app.command()
def evaluate(
    corpus: Annotated[Path, typer.Option(help="Folder of labelled messages.")] = _CORPUS,
    train_file: Annotated[
        Path | None, typer.Option("--train", help="Rasa NLU file to train on instead.")
    ] = None,
    test_file: Annotated[Path | None, typer.Option("--test", help="Rasa NLU file to test on.")] = None,
    oos_file: Annotated[
        Path | None, typer.Option("--oos", help="Rasa NLU file of messages that belong to no intent.")
    ] = None,
    errors: Annotated[bool, typer.Option(help="List every message that was misread.")] = False,
) -> None:
    """Print how well the reader reads: by language, with the labels it mixes up."""
    try:
        if train_file or test_file:
            if not (train_file and test_file):
                _errors.print("--train and --test go together")
                raise typer.Exit(2)
            sys.stdout.write(
                json.dumps(scoring.foreign(train_file, test_file, oos_file), ensure_ascii=False) + "\n"
            )
            return
        _own_scores(corpus, list_errors=errors)
    except (CorpusError, OSError, ValueError) as error:
        _errors.print(str(error), markup=False)
        raise typer.Exit(1) from error


def _own_scores(corpus: Path, *, list_errors: bool) -> None:
    found = scoring.outcomes(scoring.cases(corpus))
    if not found:
        raise ValueError(f"{corpus}: no labelled messages")
    out = Console(width=160)
    table = Table(title=f"model {model.load().version}")
    by_language = scoring.scores(found)
    table.add_column("")
    for name in by_language:
        table.add_column(name, justify="right")
    for row in by_language["all"]:
        table.add_row(row, *(_shown(values[row]) for values in by_language.values()))
    out.print(table)
    for wanted, got, count in scoring.confusions(found)[:25]:
        out.print(f"{count:4d}  {wanted}  ->  {got}", markup=False)
    if list_errors:
        for line in _misread(found):
            out.print(line, markup=False, soft_wrap=True)


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.1%}"


def _misread(found: list[scoring.Outcome]) -> Iterator[str]:
    for outcome in found:
        if sorted(outcome.labels) != sorted(outcome.case.matters):
            yield f"{outcome.case.source} {outcome.case.text}\n    wanted {list(outcome.case.matters)}, read {outcome.labels}"


@app.command("export-rasa")
def export_rasa(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Write a project that Rasa 3.6 trains: our phrases, a domain, rules, and a README that says how."""
    from bot.rasa.export import NotOurs, write

    try:
        written = write(folder, own_phrases(), settings_of(context).web.address)
    except NotOurs as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{folder}: cannot be written ({error.strerror})") from error
    _errors.print(f"{len(written)} files in {folder}; {folder / 'README.md'} says how to go on", markup=False)


@app.command()
def explain(text: str) -> None:
    """Show how a message was read: folded form, segments, alarms, probabilities."""
    built = model.load()
    out = Console(width=160)
    folded = fold(clean(text))
    out.print(f"folded   {folded}", markup=False)
    for alarm in hazards.alarms(folded):
        out.print(
            f"alarm    {alarm.hazard} ({'sure' if alarm.sure else 'weak'}) {alarm.wording!r} {alarm.cancelled}",
            markup=False,
        )
    for segment in split(clean(text), built).segments:
        best = sorted(zip(segment.reading.shares, built.labels, strict=True), reverse=True)[:4]
        out.print(f"segment  {segment.text}", markup=False)
        for share, label in best:
            out.print(f"         {share:7.4f}  {label}", markup=False)
    meaning = read(text, now=clock.now(), tz=_ZONE)
    out.print_json(json.dumps(meaning.as_dict(), ensure_ascii=False))

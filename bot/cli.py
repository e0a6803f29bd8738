"""The commands people type: `ownerline COMMAND`. One file a family in bot/commands; each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import (
    bind,
    check_config,
    demo,
    handbook,
    importing,
    migrate,
    notice,
    notice_looking,
    notice_steps,
    run,
    staff,
    ticket,
)
from bot.commands.refusing import Commands

app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="The line between an estate and its owners.", context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

app.command("run")(run.run)
app.command("check-config")(check_config.check_config)
app.command("migrate")(migrate.migrate)
app.command("import")(importing.import_files)
app.command("bind")(bind.bind)
app.command("handbook")(handbook.handbook)
app.add_typer(staff.app, name="staff", help="The people who answer.")
notice.app.command("list")(notice_looking.list_them)
notice.app.command("show")(notice_looking.show)
notice.app.command("progress")(notice_looking.progress)
notice.app.command("doors")(notice_looking.doors)
notice.app.command("proof")(notice_looking.proof)
notice.app.command("hold")(notice_steps.hold)
notice.app.command("resume")(notice_steps.resume)
notice.app.command("stop")(notice_steps.stop)
app.add_typer(
    notice.app,
    name="notice",
    help="Notices to estates: looking, holding, stopping, proving; alerts of CAP 1.2, in and out.",
)
app.add_typer(ticket.app, name="ticket", help="The files of tickets.")
app.add_typer(demo.app, name="demo", help="The demonstration estate.")

#: Everything after `nlu` belongs to its own commands, --help too.
_PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


@app.command("nlu", context_settings=_PASSED_ON)
def nlu(context: typer.Context) -> None:
    """Read messages, train the reader, see how well it reads."""
    from bot.commands.nlu import app as commands  # heavy: numpy and the reader

    commands(context.args, prog_name="ownerline nlu", obj=context.obj)


@app.callback()
def settings_file(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            envvar="OWNERLINE_CONFIG",
            metavar="FILE",
            help="The settings; by default config.yaml, where there is one.",
        ),
    ] = None,
) -> None:
    """Keeps where the settings stand, for the command that follows."""
    here = Path("config.yaml")
    context.obj = config or (here if here.exists() else None)

"""What is around every command: its status, its faults as sentences, its help, the streams it writes to.

Comes in: the commands of ``pipeline.cli``.  Goes out: an exit status and at most one sentence; 0 clean, 1 a person must
look, 2 could not run, 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.core.errors import UserError, printable
from pipeline.core.scratch import sweep
from pipeline.core.texts import language_of, said, speak, spoken
from pipeline.terminal.examples import EXAMPLES
from pipeline.terminal.help import Help, short_meaning, usage_error, write_limits

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

CLEAN, LOOK, FAILED = 0, 1, 2
INTERRUPTED, TERMINATED = 130, 143


class EditionName(click.types.StringParamType):
    """The name of an edition: a shell completes it from those in ``raw/`` and ``extracted/``, else as a file."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin as what was typed."""
        from click.shell_completion import CompletionItem

        folders = (path for place in ("raw", "extracted") for path in Path(place).glob("*/"))
        names = sorted({path.name for path in folders if path.name.startswith(incomplete)})
        return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


EDITION = EditionName()


def complain(error: UserError) -> None:
    """Say what is wrong: with all that was asked, or with one edition while the others go on."""
    click.secho(f"booklet: {printable(said(str(error)))}", fg="red", err=True)


class Sentence(click.ClickException):
    """A fault of the input: one sentence on standard error, exit status 2."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        complain(UserError(self.message))


class Context(click.Context):
    """Has help written in the language that is spoken."""

    formatter_class = Help


class Command(click.Command):
    """A command whose help ends with an example."""

    context_class = Context

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the line of the command in the list of all: as much as stands before a sign of pause and fits."""
        if spoken() != "en":
            return short_meaning(self.help)
        whole = super().get_short_help_str(len(self.help or ""))
        for pause in ("$", "[;:] ", ", "):
            fit = [at for at in (sign.start() for sign in re.finditer(pause, whole)) if at <= limit]
            if fit:
                return whole[: fit[-1]]
        return whole

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples of the command."""
        super().format_epilog(ctx, formatter)
        with formatter.section(said("Examples")):
            for example in EXAMPLES.get(self.name or "", ()):
                formatter.write_text(example)


class Commands(click.Group):
    """Turns every ``UserError`` into one sentence, and what befalls the program from outside into its status."""

    command_class = Command
    context_class = Context

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what a file may be allowed, and what an exit status means."""
        if spoken() == "en":
            super().format_epilog(ctx, formatter)
        else:
            write_limits(formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            with suppress(OSError):  # said by whoever needs the folder
                sweep()
            return super().invoke(ctx)
        except UserError as error:
            raise Sentence(str(error)) from error
        finally:
            sys.stdout.flush()  # here, where a full disk is still a sentence

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run the program: interrupted it ends with 130, terminated with 143, and what it began is cleaned up."""
        _prepare()
        speak(language_of(os.environ))
        try:
            return super().main(*arguments, **{**more, "standalone_mode": False})
        except click.Abort as error:
            interrupted = isinstance(error.__cause__, KeyboardInterrupt)
            click.echo(said("interrupted" if interrupted else "Aborted!"), err=True)
            sys.exit(INTERRUPTED if interrupted else LOOK)
        except click.UsageError as error:
            _show_usage(error)
            sys.exit(error.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except OSError as error:
            if error.filename is None:
                _silence()
            what = error.filename or "the output"
            Sentence(
                f"{what} cannot be read or written ({error.strerror}): make room, or check its permissions."
            ).show()
            sys.exit(FAILED)


def _prepare() -> None:
    """Have texts written whatever the terminal can show, and a request to end be one that is cleaned up after."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with suppress(ValueError):  # not in the first thread: tests
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))


def _show_usage(error: click.UsageError) -> None:
    """Say what is wrong with a call."""
    if spoken() == "en":
        error.show()
    else:
        for line in usage_error(error):
            click.echo(line, err=True)


def _silence() -> None:
    """Write nothing more: what the streams still hold would fail again as Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

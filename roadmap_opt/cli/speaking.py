"""Commands that speak Turkish: help, usage and the errors that Click words itself.

The language is that of ``--lang``, wherever it stands on the command line, and otherwise the system's where that is
Turkish. Click finds its own words before it knows the options, so ``--lang`` is looked for among the arguments.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

import click

from roadmap_opt.messages import LANGUAGES, Language
from roadmap_opt.said import known_again, said, spoken, turkish

_KEY = "roadmap_opt.language"
"""Where the context of the first command keeps the language that is named, for those below it."""

_TURKISH_WINDOWS = 0x1F
"""Primary language of a Windows whose menus are Turkish."""

_METAVAR = re.compile(r"[A-Z][A-Z_]+|\bN\b")


def system_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Turkish where the system's language is, English anywhere else."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "tr" if value.lower().startswith("tr") else "en"
    if sys.platform == "win32":
        import ctypes

        return "tr" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _TURKISH_WINDOWS else "en"
    return "en"


def named_language(arguments: Sequence[str]) -> Language | None:
    """The language that the arguments ask for, the last one that they name."""
    asked: Language | None = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        name, given, value = argument.partition("=")
        if name == "--lang":
            value = value if given else next(iter(arguments[at + 1 :]), "")
            asked = next((language for language in LANGUAGES if language == value), asked)
    return asked


def asked_language(arguments: Sequence[str]) -> Language:
    """The language that the arguments ask for; the system's where they name none."""
    return named_language(arguments) or system_language()


def language_of(context: click.Context) -> Language:
    """The language in which a command speaks."""
    found: Language = context.meta.get(_KEY) or system_language()
    return found


def is_language_named(context: click.Context) -> bool:
    """Whether the language stands on the command line, before or after the name of the command."""
    return context.meta.get(_KEY) is not None


class LanguageOption(click.Option):
    """``--lang``: what stands nowhere on the command line is the system's language."""

    def get_default(self, ctx: click.Context, call: bool = True) -> Any:
        """The language of the command."""
        return language_of(ctx)


class SpokenOption(click.Option):
    """An option whose help holds values; :attr:`words` keeps what Click makes a plain text of."""

    def __init__(self, names: Sequence[str], help: str = "", **more: Any) -> None:
        self.words = help
        super().__init__(names, help=help, **more)


def language_option(**more: Any) -> Callable[..., Any]:
    """The option ``--lang``."""
    languages = click.Choice(LANGUAGES)
    return click.option(
        "--lang", "language", cls=LanguageOption, type=languages, show_default=True, help="Language of the output.",
        **more,
    )  # fmt: skip


def help_texts(command: click.Command) -> list[str]:
    """What the help of a command says, paragraph by paragraph."""
    return [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]


def option_help(option: click.Parameter) -> str:
    """What the help says about an option."""
    words: str = getattr(option, "words", "") or getattr(option, "help", "") or ""
    return words


class SpokenUsageError(click.UsageError):
    """What is wrong with the command line, in Turkish; ``message`` is all of it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Usage, where there is help, and the error."""
        if self.ctx is not None:
            names = self.ctx.command.get_help_option_names(self.ctx)
            hint = said("Try '{command} {option}' for help.", command=self.ctx.command_path, option=max(names, key=len))
            click.echo(f"{self.ctx.get_usage()}\n{spoken(hint, 'tr')}\n", file=file, err=True)
        click.echo(spoken(said("Error: {message}", message=self.message), "tr"), file=file, err=True)


def _told(error: click.UsageError, language: Language) -> click.UsageError:
    if language == "en" or isinstance(error, SpokenUsageError) or type(error).__name__ == "NoArgsIsHelpError":
        return error
    hint = error.param.get_error_hint(error.ctx) if isinstance(error, click.BadParameter) and error.param else ""
    if hint and type(error) is click.BadParameter:
        template = "Invalid value for {param_hint}: {message}"
        message = said(template, param_hint=_metavars(hint), message=known_again(error.message))
    else:
        message = known_again(error.format_message().replace(hint, _metavars(hint)) if hint else error.format_message())
    made = SpokenUsageError(spoken(message, language), error.ctx)
    made.__cause__ = error
    return made


def _metavars(text: str) -> str:
    """What stands for a value (``WORKBOOK``), in Turkish."""
    return _METAVAR.sub(lambda found: turkish().get(found[0], found[0]), text)


class SpokenCommand(click.Command):
    """A command whose help and errors are in the language of the command line."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """The context, with the language in it; an error is told in that language."""
        language = asked_language(args) if parent is None else language_of(parent)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise _told(error, language) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, after the language was found among them."""
        ctx.meta.setdefault(_KEY, named_language(args))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error is told in its language."""
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _told(error, language_of(ctx)) from error
        except (KeyboardInterrupt, click.Abort):
            if language_of(ctx) == "en":
                raise
            click.echo("\n" + spoken("Aborted!", "tr"), err=True)
            ctx.exit(1)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line with all that can be typed."""
        if language_of(ctx) == "en":
            super().format_usage(ctx, formatter)
        else:
            pieces = _metavars(" ".join(self.collect_usage_pieces(ctx)))
            formatter.write_usage(ctx.command_path, pieces, prefix=spoken("Usage:", "tr") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        if language_of(ctx) == "en":
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(spoken(part, "tr") for part in help_texts(self)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What every option does."""
        if language_of(ctx) == "en":
            super().format_options(ctx, formatter)
            return
        records = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if record is not None and isinstance(option, click.Option):
                extra = record[1].removeprefix(option.help or "").replace("[default: ", spoken("[default: ", "tr"))
                records.append((_metavars(record[0]), spoken(option_help(option), "tr") + extra))
        with formatter.section(spoken("Options", "tr")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class SpokenGroup(SpokenCommand, click.Group):
    """The group of all commands."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command in a line."""
        if language_of(ctx) == "en":
            super().format_commands(ctx, formatter)
            return
        rows = [(name, spoken(help_texts(each)[0], "tr")) for name, each in sorted(self.commands.items())]
        with formatter.section(spoken("Commands", "tr")):
            formatter.write_dl(rows)


def command() -> Callable[[Callable[..., Any]], click.Command]:
    """Decorate a function as a command that speaks the language of the command line."""
    return click.command(cls=SpokenCommand)

"""Options that `translate-pipe translate` and `batch` share: what they say, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from translate_pipe.errors import UsageError

if TYPE_CHECKING:
    from translate_pipe.config import Config
    from translate_pipe.model import NumbersMode

DEFAULT_OUT = Path("translated")

ToOption = Annotated[
    list[str] | None, typer.Option("--to", "-t", help="Target language, such as ru; may be repeated.")
]
FromOption = Annotated[str | None, typer.Option("--from", "-f", help="Source language.  [default: en]")]
GlossaryOption = Annotated[
    list[Path] | None,
    typer.Option("--glossary", "-g", help="Glossary file; may be repeated, the first wins."),
]
ColumnsOption = Annotated[
    str | None, typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="Folder for the files.  [default: translated]")
]
IncludeOption = Annotated[
    list[str] | None,
    typer.Option("--include", help="Of a folder, take what matches, such as '*.md'; may be repeated."),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", help="Of a folder, leave out what matches, such as 'drafts/'; may be repeated."
    ),
]
BilingualOption = Annotated[
    str | None,
    typer.Option(
        "--bilingual",
        metavar="[paragraphs|columns|off]",
        help="Write the article in two languages besides; without a word in paragraphs.",
    ),
]
InputFormatOption = Annotated[
    str | None, typer.Option("--input-format", help="Format of the articles, if not by extension.")
]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Encoding of the articles.")]
WholePageOption = Annotated[
    bool, typer.Option("--whole-page", help="Translate all of an HTML page, not only its article.")
]
FrontMatterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--front-matter", help="Key of Markdown's front matter to translate; may be repeated; or none."
    ),
]
MemoryOption = Annotated[Path | None, typer.Option("--memory", help="Memory to recall from.")]
NoMemoryOption = Annotated[bool, typer.Option("--no-memory", help="Recall nothing.")]
PackageOption = Annotated[
    list[str] | None,
    typer.Option("--package", help="Model package to use: opus, or ru=opus; may be repeated."),
]
PackagesDirOption = Annotated[
    Path | None, typer.Option("--packages-dir", help="Where model packages are installed.")
]
BeamOption = Annotated[int | None, typer.Option("--beam", min=1, max=16, help="Beam size.")]
VerifyOnlyOption = Annotated[
    bool, typer.Option("--verify-only", help="Account for terms and figures, but change nothing.")
]
NumbersOption = Annotated[
    str | None,
    typer.Option(
        "--numbers", help="Figures put right as the locale writes them, keep or off.  [default: locale]"
    ),
]
CheckOption = Annotated[
    list[str] | None,
    typer.Option("--check", help="NAME=off, error, warning or info for a check; may be repeated."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit with 1 if a term is unresolved.")]
FailOnOption = Annotated[
    str | None, typer.Option("--fail-on", help="Exit with 1 on issues: error, warning, info or never.")
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help="Translate anew what an earlier run did; reviewed targets stay.")
]
UiLocaleOption = Annotated[str | None, typer.Option("--ui-locale", help="Language of the side-by-side page.")]


def numbers_mode(config: Config, *, verify_only: bool) -> NumbersMode:
    """Return what becomes of figures: with `--verify-only` they are accounted for, if they are at all."""
    return "verify" if verify_only and config.numbers != "off" else config.numbers


class BilingualCommand(TyperCommand):
    """Lets `--bilingual` stand without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, the word that `--bilingual` stands for put behind it where there is none."""
        from translate_pipe.model import LAYOUTS

        words = (*LAYOUTS, "off")
        filled: list[str] = []
        for here, after in zip(args, [*args[1:], ""], strict=True):
            filled += [here, LAYOUTS[0]] if here == "--bilingual" and after not in words else [here]
        return super().parse_args(ctx, filled)


def settle_config(check: Sequence[str] | None, **given: Any) -> Config:
    """Return the settings of the project with what options say in their place; no list says nothing."""
    from translate_pipe.config import load_config, merge_options

    said = {name: None if value == [] else value for name, value in given.items()}
    return merge_options(load_config(Path.cwd()), **said, checks=_levels(check or ()))


def _levels(options: Sequence[str]) -> dict[str, str]:
    levels = dict(option.partition("=")[::2] for option in options)
    for name, level in levels.items():
        if not level:
            raise UsageError(
                f"--check {name} says no level", remedy=f"write --check {name}=off, for instance"
            )
    return levels


def memory_path(config: Config) -> Path | None:
    """The named memory is used whether it exists or not; the default one only if it exists."""
    if config.memory is False:
        return None
    if config.memory is not None:
        return config.memory
    from translate_pipe.memory import default_memory_path

    default = default_memory_path()
    return default if default.exists() else None


def is_serious(config: Config, strict: bool, unresolved: int, issues: Mapping[Any, int]) -> bool:
    """Tell whether a run that went well is to end with a fault, as `--strict` and `--fail-on` say."""
    from translate_pipe.config import severity_floor
    from translate_pipe.model import SEVERITIES

    floor = severity_floor(config)
    serious = () if floor is None else SEVERITIES[: SEVERITIES.index(floor) + 1]
    return (strict and unresolved > 0) or any(issues[severity] for severity in serious)

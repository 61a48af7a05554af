"""What a person knows of a new project goes in; a commented `translate-pipe.toml` to begin with comes out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from translate_pipe.config import CONFIG_NAME
from translate_pipe.errors import UsageError
from translate_pipe.files import write_atomically
from translate_pipe.locales import parse_locale


def draft_config(*, source: str = "en", targets: Iterable[str] = (), glossaries: Iterable[str] = ()) -> str:
    """Return the text of a new `translate-pipe.toml`: what is given, and the rest as commented examples."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("Settings of translate-pipe for this folder and the folders below it."))
    document.add(tomlkit.comment("Paths are relative to this file; options of a command win over it."))
    document.add(tomlkit.nl())
    document.add(tomlkit.comment("The language of the articles, and those to translate into."))
    document.add("source", tomlkit.item(parse_locale(source)))
    document.add("targets", tomlkit.item([parse_locale(target) for target in targets]))
    document.add(tomlkit.nl())
    document.add(tomlkit.comment("Glossaries, the most important first."))
    document.add("glossaries", tomlkit.item(list(glossaries)))
    document.add(tomlkit.nl())
    for line in _EXAMPLES:
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return tomlkit.dumps(document)


def write_draft(
    folder: Path, *, source: str = "en", targets: Iterable[str] = (), glossaries: Iterable[str] = ()
) -> Path:
    """Write a new `translate-pipe.toml` into `folder` and return its path.

    Raises:
        UsageError: there is one already, or a language is unknown; nothing is written.
        TranslatePipeError: the folder cannot be written.
    """
    path = Path(folder) / CONFIG_NAME
    if path.exists() or path.is_symlink():
        raise UsageError(
            "there is a settings file already",
            path=path,
            remedy="edit it, or move it away and run init again",
        )
    text = draft_config(source=source, targets=targets, glossaries=glossaries)
    write_atomically(path, text.encode("utf-8"))
    return path


_EXAMPLES = (
    "What the columns of the glossaries hold, if their headers do not say it: a language and its number.",
    'columns = "en=2,ru=3"',
    "",
    "Bilingual files to write beside the translated article.",
    'formats = ["tsv", "html"]',
    "",
    "Which articles of a folder are translated: those that match a pattern of include, and none of exclude.",
    'include = ["*.md"]',
    'exclude = ["drafts/"]',
    "",
    "Links of a folder to what is not translated: link (to the original), copy, or keep (as written).",
    'assets = "link"',
    "",
    "Write each article in two languages besides: in paragraphs, in columns where that can be, or off.",
    'bilingual = "paragraphs"',
    "",
    "The folder that translations are written to.",
    'out = "translations"',
    "",
    "The translation memory; false uses none.",
    'memory = "memory.sqlite"',
    "",
    "The model package to use where there are several for a pair; ru=opus is for one target alone.",
    'package = "opus"',
    "",
    "A folder of model packages other than the usual one.",
    'packages_dir = "packages"',
    "",
    "How figures are put right: as the locale writes them, keep (as the source does), or off.",
    'numbers = "locale"',
    "",
    "Exit with 1 on issues of this severity and above: error, warning, info or never.",
    'fail_on = "error"',
    "",
    "The language of side-by-side pages.",
    'ui_locale = "en"',
    "",
    "Severities of single checks: error, warning, info, or off.",
    "[checks]",
    'doubled-words = "off"',
)

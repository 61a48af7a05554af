"""Raw values of settings go in; checked ones, or an error at the line where they are written, come out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from translate_pipe.errors import UsageError
from translate_pipe.locales import parse_locale
from translate_pipe.model import LAYOUTS, NUMBERS_MODES, SEVERITIES

FailOn = Literal["error", "warning", "info", "never"]
CheckLevel = Literal["off", "error", "warning", "info"]
CHECK_LEVELS: tuple[CheckLevel, ...] = ("off", *SEVERITIES)
Assets = Literal["link", "copy", "keep"]
ASSETS: tuple[Assets, ...] = ("link", "copy", "keep")
"""What becomes of the links in a folder to files that are not translated: they lead to the originals, to
copies beside the translations, or stay as they are."""
FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting comes from: the default, a line of a file, or an option of the command."""

    kind: Literal["default", "file", "option"] = "default"
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.kind == "file" else self.kind


def suggest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" if one of the known names is close, else a list of them."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else "known are " + ", ".join(names)


_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_TABLE = re.compile(r"^\s*\[+\s*([^\[\]]+?)\s*\]+\s*(?:#.*)?$")


def locate_keys(text: str) -> dict[str, int]:
    """Return the 1-based line on which each dotted key of a TOML text is first written.

    The parser keeps no positions. Lines inside strings of several lines are passed over.
    """
    lines: dict[str, int] = {}
    table = ""
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "" if inside in line else inside
            continue
        header = _TABLE.match(line)
        key = _KEY.match(line)
        if header:
            table = _dotted(header[1])
            lines.setdefault(table, number)
        elif key:
            name = f"{table}.{_dotted(key[1])}" if table else _dotted(key[1])
            lines.setdefault(name, number)
            lines.setdefault(name.split(".")[0], number)
        for fence in ('"""', "'''"):
            if line.count(fence) % 2:
                inside = fence
    return lines


def _dotted(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """Checks values one by one; `path` is the file they stand in, None for options."""

    path: Path | None
    lines: Mapping[str, int]

    def read(self, values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, Origin]]:
        """Return the checked values by name, and where each was written.

        Raises:
            UsageError: a name is unknown or a value is wrong.
        """
        checked: dict[str, object] = {}
        origins: dict[str, Origin] = {}
        for name, value in values.items():
            if name not in _CHECKS:
                raise self.error(name, f"there is no setting {name!r}", suggest(name, _CHECKS))
            checked[name] = self.check(name, value)
            origins[name] = self.origin(name)
            if name == "checks" and isinstance(value, Mapping):
                origins.update({f"checks.{check}": self.origin(f"checks.{check}") for check in value})
        return checked, origins

    def origin(self, name: str) -> Origin:
        line = self.lines.get(name, self.lines.get(name.split(".")[0], 1))
        return Origin("file", str(self.path), line)

    def error(self, name: str, problem: str, remedy: str) -> UsageError:
        if self.path is None:
            return UsageError(problem, remedy=remedy)
        return UsageError(problem, path=self.path, line=self.origin(name).line, remedy=remedy)

    def check(self, name: str, value: object) -> object:
        """Return the value as the setting holds it.

        Raises:
            UsageError: the setting cannot have it.
        """
        return _CHECKS[name](self, name, value)

    def locale(self, name: str, value: object) -> str:
        tag = self.string(name, value)
        try:
            return parse_locale(tag)
        except UsageError as error:
            raise self.error(name, f"{name}: {error.problem}", error.remedy or "") from error

    def string(self, name: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.error(name, f"{name} must be a text, not {_shown(value)}", f'write {name} = "…"')
        return value.strip()

    def several(self, name: str, value: object) -> list[str]:
        if isinstance(value, str):
            return [self.string(name, value)]
        if not isinstance(value, list):
            raise self.error(name, f"{name} must be a list, not {_shown(value)}", f'write {name} = ["…"]')
        return list(dict.fromkeys(self.string(name, item) for item in value))

    def locales(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.locale(name, item) for item in self.several(name, value)))

    def names(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(item.lower() for item in self.several(name, value))

    def patterns(self, name: str, value: object) -> tuple[str, ...]:
        return tuple(self.several(name, value))

    def file(self, name: str, value: object) -> Path:
        path = Path(self.string(name, value)).expanduser()
        return path if self.path is None or path.is_absolute() else self.path.parent / path

    def files(self, name: str, value: object) -> tuple[Path, ...]:
        return tuple(self.file(name, item) for item in self.several(name, value))

    def file_or_none(self, name: str, value: object) -> Path | Literal[False]:
        return False if value is False else self.file(name, value)

    def columns(self, name: str, value: object) -> tuple[tuple[int, str], ...]:
        from translate_pipe.glossary.tables.columns import parse_choice

        try:
            return parse_choice(self.string(name, value))
        except UsageError as error:
            raise self.error(name, error.problem, error.remedy or "") from None

    def wishes(self, name: str, value: object) -> tuple[str, ...]:
        from translate_pipe.engines.choice import parse_wishes

        said = tuple(self.several(name, value))
        try:
            parse_wishes(said)
        except UsageError as error:
            raise self.error(name, error.problem, error.remedy or "") from None
        return said

    def fail_on(self, name: str, value: object) -> str:
        return self.one_of(name, value, FAIL_ON)

    def numbers(self, name: str, value: object) -> str:
        return self.one_of(name, value, NUMBERS_MODES)

    def layout(self, name: str, value: object) -> str | None:
        chosen = self.one_of(name, "off" if value is False else value, ("off", *LAYOUTS))
        return None if chosen == "off" else chosen

    def assets(self, name: str, value: object) -> str:
        return self.one_of(name, value, ASSETS)

    def one_of(self, name: str, value: object, choices: tuple[str, ...]) -> str:
        chosen = self.string(name, value)
        if chosen not in choices:
            remedy = suggest(chosen, choices)
            raise self.error(name, f"{name} cannot be {chosen!r}", remedy)
        return chosen

    def levels(self, name: str, value: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, Mapping):
            raise self.error(
                name,
                f"{name} must be a table, not {_shown(value)}",
                'write [checks] and below it name = "off"',
            )
        pairs: list[tuple[str, str]] = []
        for check, level in value.items():
            full = f"{name}.{check}"
            pairs.append((str(check), "off" if level is False else self.one_of(full, level, CHECK_LEVELS)))
        return tuple(pairs)


_CHECKS: Mapping[str, Callable[[SettingsReader, str, object], object]] = {
    "source": SettingsReader.locale,
    "targets": SettingsReader.locales,
    "glossaries": SettingsReader.files,
    "columns": SettingsReader.columns,
    "formats": SettingsReader.names,
    "include": SettingsReader.patterns,
    "exclude": SettingsReader.patterns,
    "assets": SettingsReader.assets,
    "bilingual": SettingsReader.layout,
    "front_matter": SettingsReader.names,
    "out": SettingsReader.file,
    "memory": SettingsReader.file_or_none,
    "package": SettingsReader.wishes,
    "packages_dir": SettingsReader.file,
    "numbers": SettingsReader.numbers,
    "checks": SettingsReader.levels,
    "fail_on": SettingsReader.fail_on,
    "ui_locale": SettingsReader.locale,
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    kinds = ((str, "an empty text"), (list, "a list"), (dict, "a table"))
    return next((words for kind, words in kinds if isinstance(value, kind)), str(value))

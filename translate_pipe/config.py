"""A `translate-pipe.toml` and the options of a command go in; settings with their origins come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal

from translate_pipe.config_values import (
    Assets,
    CheckLevel,
    FailOn,
    Origin,
    SettingsReader,
    locate_keys,
    suggest,
)
from translate_pipe.errors import UsageError
from translate_pipe.model import Layout, NumbersMode, Severity

CONFIG_NAME = "translate-pipe.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a project; None or () stands for what the command does by itself.

    `include` and `exclude` say which articles of a folder are taken, `assets` where their links to other
    files lead. `bilingual` asks for articles in two languages. `front_matter` names the keys of Markdown's
    front matter that are translated. `checks` holds what differs from the checks' own severities, by name of
    the check. `memory` False means that no translation memory is used. `numbers` says how figures are put
    right. `columns` are those of glossaries whose header does not say it. `package` names model packages to
    use, for all targets (`opus`) or for one (`ru=opus`). Paths are absolute or relative to the working
    folder.
    """

    source: str = "en"
    targets: tuple[str, ...] = ()
    glossaries: tuple[Path, ...] = ()
    columns: tuple[tuple[int, str], ...] = ()
    formats: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    assets: Assets = "link"
    bilingual: Layout | None = None
    front_matter: tuple[str, ...] = ()
    out: Path | None = None
    memory: Path | Literal[False] | None = None
    package: tuple[str, ...] = ()
    packages_dir: Path | None = None
    numbers: NumbersMode = "locale"
    checks: tuple[tuple[str, CheckLevel], ...] = ()
    fail_on: FailOn = "never"
    ui_locale: str | None = None
    path: Path | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin(self, name: str) -> Origin:
        """Return where the setting called `name` (`targets`, `checks.numbers`) comes from."""
        return self.origins.get(name, Origin())


SETTINGS = tuple(f.name for f in fields(Config) if f.name not in ("path", "origins"))


def find_config(start: Path) -> Path | None:
    """Return the nearest `translate-pipe.toml` in `start` or a folder above it, or None."""
    folder = Path(start).absolute()
    for candidate in (folder, *folder.parents):
        path = candidate / CONFIG_NAME
        if path.is_file():
            return path
    return None


def load_config(start: Path) -> Config:
    """Return the settings of the project that the folder `start` belongs to; the defaults if there is none.

    Raises:
        UsageError: the file cannot be read, is no TOML, or has an unknown key or a wrong value, with its
            line.
    """
    path = find_config(start)
    return Config() if path is None else read_config(path)


def read_config(path: Path) -> Config:
    """Return the settings that one file holds over the defaults.

    Raises:
        UsageError: as `load_config`.
    """
    from tomlkit import parse
    from tomlkit.exceptions import ParseError, TOMLKitError

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(
            f"cannot read the settings: {reason}", path=path, remedy="save the file as UTF-8 text"
        ) from error
    try:
        values: dict[str, object] = parse(text).unwrap()
    except ParseError as error:
        raise UsageError(
            f"not TOML: {_without_place(str(error))}",
            path=path,
            line=error.line,
            remedy='write settings as `name = "value"`; `translate-pipe init` makes an example elsewhere',
        ) from error
    except TOMLKitError as error:
        raise UsageError(f"not TOML: {error}", path=path, remedy="give every setting once") from error
    return _build(path, text, values)


def _build(path: Path, text: str, values: dict[str, object]) -> Config:
    checked, origins = SettingsReader(path, locate_keys(text)).read(values)
    return Config(**checked, path=path, origins=origins)  # type: ignore[arg-type]


def _without_place(message: str) -> str:
    return re.sub(r" at line \d+ col \d+$", "", message)


def merge_options(config: Config, **options: object) -> Config:
    """Return the settings with the options of a command over them; options win, None and () do not count.

    Values have the types of the fields of `Config`; lists are taken for tuples, strings for paths.
    `checks` is a mapping and is merged check by check.

    Raises:
        UsageError: an option has a value that the setting cannot have.
        TypeError: there is no such setting.
    """
    reader = SettingsReader(None, {})
    changes: dict[str, object] = {}
    origins = dict(config.origins)
    for name, value in options.items():
        if name not in SETTINGS:
            raise TypeError(f"no such setting: {name}")
        if value is None or (isinstance(value, (list, tuple, Mapping)) and not value):
            continue
        plain = [str(v) for v in value] if isinstance(value, (list, tuple)) else value
        checked = reader.check(name, str(plain) if isinstance(plain, Path) else plain)
        if name == "checks" and isinstance(value, Mapping):
            checked = tuple({**dict(config.checks), **dict(value)}.items())
            origins.update({f"checks.{check}": Origin("option") for check in value})
        changes[name] = checked
        origins[name] = Origin("option")
    return replace(config, **changes, origins=origins)  # type: ignore[arg-type]


def require_known_checks(config: Config, known: Iterable[str]) -> None:
    """Refuse settings for checks that do not exist.

    Raises:
        UsageError: `checks` names one that is not in `known`.
    """
    names = sorted(known)
    for name, _ in config.checks:
        if name not in names:
            origin = config.origin(f"checks.{name}")
            raise UsageError(
                f"there is no check {name!r}",
                path=origin.path or None,
                line=origin.line or None,
                remedy=suggest(name, names),
            )


def severity_floor(config: Config) -> Severity | None:
    """Return the lowest severity that makes a command fail, None where nothing does."""
    return None if config.fail_on == "never" else config.fail_on


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One line of what `translate-pipe config` shows: name, value in words, origin."""

    name: str
    value: str
    origin: Origin


def list_settings(config: Config) -> tuple[SettingRow, ...]:
    """Return every setting with its effective value and origin, in a fixed order."""
    rows: list[SettingRow] = []
    for name in SETTINGS:
        value = getattr(config, name)
        if name == "checks":
            rows += [SettingRow(f"checks.{c}", level, config.origin(f"checks.{c}")) for c, level in value]
            continue
        rows.append(SettingRow(name, _in_words(value), config.origin(name)))
    return tuple(rows)


def _in_words(value: object) -> str:
    if value is False:
        return "none"
    if value is None or value == ():
        return "not set"
    return ", ".join(str(item) for item in value) if isinstance(value, tuple) else str(value)

"""Folders of Argos model packages go in; what is installed, and what each package declares, comes out.

The folder and its layout are those of argostranslate, so that argos-translate and LibreTranslate share
what is installed. `argostranslate.package` itself is not imported: it makes folders in the home directory
on import, and installing through it loads sentence splitters that are not used here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from translate_pipe.engines.defaults import read_defaults
from translate_pipe.errors import EngineError
from translate_pipe.locales import is_locale, language_of, name_of, parse_locale, script_of

STARTER_FOLDER = Path(__file__).parent.parent / "starter"
VOCABULARIES = ("shared_vocabulary", "source_vocabulary")
# Argos's packages have one tokenizer; where the target has another, it lies beside it under this name.
TARGET_PIECES = "sentencepiece.target.model"
# What packages without a name of their own are called: Argos's, and the one that comes with the program.
ARGOS, STARTER = "argos", "starter"
_DATED = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.|$)")
COMPUTE_TYPES = ("auto", "default", "int8", "int8_float32", "int16", "float32")


@dataclass(frozen=True, slots=True)
class Package:
    """A model package that lies unpacked in `path`.

    `source_locale` and `target_locale` are BCP 47 tags; the codes are Argos's own. `annotation` is the
    template with `{source}` and `{target}` for inline terms, if the package was trained for them, and
    `marks` are the signs of that template, which never belong into a translation. `quality` holds measured
    scores by name, where the package states them. `source_prefix` is the piece with which every source
    begins, the twin of Argos's `target_prefix`; `label` tells packages of one pair apart; `computes` is
    CTranslate2's type of arithmetic. `is_default` says that a user made it the one of its pair.
    """

    path: Path
    version: str
    source_code: str
    target_code: str
    source_locale: str
    target_locale: str
    argos_version: str = ""
    target_prefix: str = ""
    source_prefix: str = ""
    label: str = ""
    computes: str = "auto"
    annotation: str | None = None
    marks: tuple[str, ...] = ()
    quality: tuple[tuple[str, str], ...] = ()
    licence: str = ""
    is_starter: bool = False
    is_default: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """The locales that it leads from and to."""
        return self.source_locale, self.target_locale

    @property
    def code(self) -> str:
        """The name that Argos gives the package: `translate-en_ru`."""
        return f"translate-{self.source_code}_{self.target_code}"

    @property
    def name(self) -> str:
        """Code and version, as provenance states them: `translate-en_ru 1.9`."""
        return " ".join(part for part in (self.code, self.label, self.version) if part)

    @property
    def family(self) -> str:
        """What tells it from others of its pair, whatever the version: `argos`, `opus`, `starter`."""
        return STARTER if self.is_starter else self.label or ARGOS

    @property
    def short_name(self) -> str:
        """What it is called among those of its pair: `argos 1.9`, `opus 2020.02.11`."""
        return f"{self.family} {self.version}".strip()

    @property
    def date(self) -> str:
        """The day of the release, where the version is one: `2022-03-13`."""
        dated = _DATED.match(self.version)
        return "-".join(dated.groups()) if dated else ""

    @property
    def is_for_several(self) -> bool:
        """Tell whether its model is for other languages too, and wants to be told which."""
        return bool(self.source_prefix or self.target_prefix)

    def answers_to(self, name: str) -> bool:
        """Tell whether it is meant by a name that a user gives: family, version, both, or its folder."""
        own = (self.family, self.version, self.short_name, self.name, self.path.name)
        spaced = {one.casefold() for one in own if one}
        return bool(name) and name.strip().casefold() in spaced | {one.replace(" ", "-") for one in spaced}

    @property
    def beyond_argos(self) -> str:
        """What of this package argos-translate itself does not know, or nothing."""
        unknown = []
        if self.source_prefix:
            unknown.append(f"source prefix {self.source_prefix}")
        if (self.path / TARGET_PIECES).is_file():
            unknown.append("a tokenizer of its own for the target")
        return ", ".join(unknown)

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


def packages_folder(explicit: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where packages are installed, by the rules of argostranslate; nothing is created.

    An explicit folder wins over `ARGOS_PACKAGES_DIR`, that over argostranslate's `settings.json`, and that
    over its data folder (`~/.local/share/argos-translate/packages`).
    """
    if explicit is not None:
        return explicit
    stated = environment.get("ARGOS_PACKAGES_DIR") or _stated_in_settings(environment)
    if stated:
        return Path(stated)
    home = Path(environment["SNAP_USER_DATA"]) if "SNAP" in environment else Path.home()
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "argos-translate" / "packages"


def _stated_in_settings(environment: Mapping[str, str]) -> str:
    home = Path(environment["SNAP_USER_DATA"]) if "SNAP" in environment else Path.home()
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    try:
        settings = json.loads((config / "argos-translate" / "settings.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    stated = settings.get("ARGOS_PACKAGES_DIR") if isinstance(settings, dict) else None
    return stated if isinstance(stated, str) else ""


def read_package(folder: Path, *, is_starter: bool = False) -> Package:
    """Return what an unpacked package declares.

    Raises:
        EngineError: its metadata cannot be read, or says nothing of a pair of known languages.
    """
    path = folder / "metadata.json"
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError("the package has no readable metadata", path=path) from error
    if not isinstance(metadata, dict):
        raise EngineError("the metadata of the package is not an object", path=path)
    return describe_package(metadata, folder, is_starter=is_starter)


def describe_package(metadata: Mapping[str, Any], folder: Path, *, is_starter: bool = False) -> Package:
    """Return the package that `metadata` (a package's metadata.json) describes.

    Raises:
        EngineError: it names no pair of known languages, or a field is of the wrong kind.
    """
    path = folder / "metadata.json"
    kind = metadata.get("type", "translate")
    if kind != "translate":
        raise EngineError(f"the package is of the type {kind!r}, not a translation model", path=path)
    codes = [metadata.get("from_code"), metadata.get("to_code")]
    for code in codes:
        if not isinstance(code, str) or not is_locale(code):
            raise EngineError(f"the metadata names no known language ({code!r})", path=path)
    source, target = str(codes[0]), str(codes[1])
    own = metadata.get("translate_pipe")
    declared: Mapping[str, Any] = own if isinstance(own, dict) else {}
    annotation, marks = _read_terminology(declared.get("terminology"), path)
    return Package(
        path=folder,
        version=_text(metadata, "package_version", path),
        source_code=source,
        target_code=target,
        source_locale=parse_locale(source),
        target_locale=parse_locale(target),
        argos_version=_text(metadata, "argos_version", path),
        target_prefix=_text(metadata, "target_prefix", path),
        source_prefix=_text(metadata, "source_prefix", path),
        label=_text(declared, "label", path),
        computes=_computes(declared, path),
        annotation=annotation,
        marks=marks,
        quality=tuple(_read_scores(declared.get("scores"))),
        licence=_text(declared, "licence", path),
        is_starter=is_starter,
    )


def _text(fields: Mapping[str, Any], name: str, path: Path) -> str:
    value = fields.get(name) or ""
    if not isinstance(value, str | int | float) or "\n" in str(value):
        raise EngineError(f"the field {name} of the metadata is not a short text", path=path)
    return str(value)


def _computes(declared: Mapping[str, Any], path: Path) -> str:
    computes = _text(declared, "computes", path) or "auto"
    if computes not in COMPUTE_TYPES:
        raise EngineError(f"the metadata names an unknown kind of arithmetic ({computes!r})", path=path)
    return computes


def _read_scores(scores: Any, lead: str = "") -> Iterator[tuple[str, str]]:
    """Yield names and values of measured scores; a table within a table joins their names."""
    for name, value in scores.items() if isinstance(scores, dict) else ():
        if isinstance(value, dict) and not lead:
            yield from _read_scores(value, f"{name} ")
        elif isinstance(value, str | int | float):
            yield f"{lead}{name}", str(value)


def _read_terminology(declared: Any, path: Path) -> tuple[str | None, tuple[str, ...]]:
    """Return template and marks; a scheme that this version does not know is left unused."""
    if not isinstance(declared, dict) or declared.get("scheme") != "inline-target-lemma":
        return None, ()
    template, marks = declared.get("template"), declared.get("marks")
    whole = isinstance(template, str) and "{source}" in template and "{target}" in template
    if not whole or not isinstance(marks, list) or not all(isinstance(m, str) and m for m in marks):
        raise EngineError("the metadata declares inline terms without template or marks", path=path)
    return str(template), tuple(marks)


def find_damage(folder: Path) -> str | None:
    """Say what a package folder lacks (model, vocabulary, tokenizer), or None if all is there."""
    model = folder / "model"
    if not (model / "model.bin").is_file():
        return "it has no model (model/model.bin)"
    if not any((model / f"{stem}.{end}").is_file() for stem in VOCABULARIES for end in ("json", "txt")):
        return "it has no vocabulary (model/shared_vocabulary.json)"
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        return "it has no tokenizer (sentencepiece.model or bpe.model)"
    return None


def find_packages(packages_dir: Path | None = None, *, with_starter: bool = True) -> tuple[Package, ...]:
    """Return the usable packages by pair; of each pair that one is first that is used where none is named.

    That is the user's default, or else one of Argos's own, which other programs use too; then those made for
    the pair alone, in the order of their names; the starter is last. Of one family the newest version is
    first. Folders that hold no sound package are passed over; `check_packages` says what ails them.

    Raises:
        EngineError: the file of defaults cannot be read.
    """
    found = []
    for folder in package_folders(packages_dir):
        try:
            package = read_package(folder)
        except EngineError:
            continue
        if find_damage(folder) is None:
            found.append(package)
    found += starters() if with_starter else ()
    defaults = read_defaults(packages_folder(packages_dir))
    found.sort(key=lambda package: version_key(package.version), reverse=True)
    found.sort(key=lambda package: (package.pair, *_preference(package, defaults)))
    return tuple(
        replace(package, is_default=True) if _is_default(package, at, found, defaults) else package
        for at, package in enumerate(found)
    )


def _preference(package: Package, defaults: Mapping[tuple[str, str], str]) -> tuple[bool | str, ...]:
    """Return what orders the packages of a pair, before their versions do."""
    return (
        not package.answers_to(defaults.get(package.pair, "")),
        package.is_starter,
        package.family != ARGOS,
        package.is_for_several,
        package.family,
    )


def _is_default(
    package: Package, at: int, ordered: Sequence[Package], defaults: Mapping[tuple[str, str], str]
) -> bool:
    is_first = at == 0 or ordered[at - 1].pair != package.pair
    return is_first and package.answers_to(defaults.get(package.pair, ""))


def version_key(version: str) -> tuple[int, ...]:
    """Return what orders versions: `1.10` is newer than `1.9`."""
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def package_folders(packages_dir: Path | None = None) -> tuple[Path, ...]:
    """Return the folders of all installed packages, sound or not, in the order of their names."""
    try:
        entries = sorted(packages_folder(packages_dir).iterdir())
    except OSError:
        return ()
    return tuple(entry for entry in entries if entry.is_dir() and not entry.name.startswith("."))


def starters(folder: Path | None = None, cache: Path | None = None) -> tuple[Package, ...]:
    """Return the packages that come with the program, unpacked into the cache on first use."""
    found = []
    for archive in sorted((folder or STARTER_FOLDER).glob("*.argosmodel")):
        found.append(
            read_package(_unpack_once(archive, cache or cache_folder() / "starter"), is_starter=True)
        )
    return tuple(found)


def cache_folder() -> Path:
    """Return the program's cache folder; nothing is created."""
    import platformdirs

    return platformdirs.user_cache_path("translate-pipe", appauthor=False)


def _unpack_once(archive: Path, cache: Path) -> Path:
    """Return the folder of an unpacked starter; its name changes with the content of the archive."""
    with zipfile.ZipFile(archive) as opened:
        listing = [(item.filename, item.CRC, item.file_size) for item in opened.infolist()]
        digest = hashlib.sha256(repr(listing).encode()).hexdigest()[:12]
        home = cache / f"{archive.stem}-{digest}"
        root = listing[0][0].split("/")[0]
        if (home / root / "metadata.json").is_file():
            return home / root
        try:
            cache.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=".", dir=cache))
        except OSError:
            # A home that cannot be written: unpack for this run.
            scratch, home = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp()) / "starter"
        opened.extractall(scratch)
    try:
        scratch.replace(home)
    except OSError:
        # Another process was first; its copy is the same.
        shutil.rmtree(scratch, ignore_errors=True)
    return home / root


def serves(package_locale: str, wanted: str) -> int | None:
    """Say how well a package's locale serves a wanted one: 0 exactly, 1 the bare language, None not at all.

    `en` serves `en-GB`; `zh-Hant` serves `zh-TW`; `pt-BR` does not serve `pt`, nor `sr-Latn` `sr`.
    """
    if package_locale == wanted:
        return 0
    if language_of(package_locale) != language_of(wanted) or script_of(package_locale) != script_of(wanted):
        return None
    extras = package_locale.split("-")[1:]
    return 1 if all(len(extra) == 4 for extra in extras) else None


def missing_package(source_locale: str, target_locale: str) -> EngineError:
    """Return the error for a pair that no installed package serves, with the command that installs one."""
    return EngineError(
        f"no model package translates {name_of(source_locale)} ({source_locale}) "
        f"into {name_of(target_locale)} ({target_locale})",
        remedy=f"install one with `translate-pipe models install {source_locale} {target_locale}`, "
        "or a file with `translate-pipe models install FILE.argosmodel`",
    )

"""A model that people have goes in; a model package in its place, checked as a download is, comes out.

Weights are converted where they must be, in a process of their own; the language tags that a model wants are
written into the package's metadata, so that everything else treats it as any other package.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.engines.archive import NOTHING_CHANGED, check_listing, refusal, unpack
from translate_pipe.engines.install import install_archive, put_in_place, run_program, scratch_beside
from translate_pipe.engines.loaded import read_vocabulary
from translate_pipe.engines.packages import TARGET_PIECES, Package, packages_folder, read_package
from translate_pipe.engines.recognise import (
    Found,
    find_licence,
    find_pair,
    find_tokenizers,
    find_version,
    recognise,
)
from translate_pipe.engines.tags import Tags, find_tags
from translate_pipe.errors import EngineError, UsageError
from translate_pipe.locales import ALIASES, name_of, parse_locale

CONVERT_SECONDS = 3600
QUANTIZATIONS = ("int8", "int8_float32", "int16", "float16", "float32")
# Who stores weights so wants them used so.
UNPACKED = ("int16", "float32")
# Argos's own codes, so that its programs find the pair.
ARGOS_CODES = {ALIASES[code]: code for code in ("zt", "pb")}
_NO_LABEL = re.compile(r"[^a-z0-9.+]+")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import, and what the model itself does not say; None and "" are found where they can be.

    `usual_licence` holds where the release states none. `scores` are published ones by name. `origin` is what
    to call the release in messages and in the package, where the file was renamed.
    """

    path: Path
    source: str | None = None
    target: str | None = None
    label: str = ""
    version: str = ""
    licence: str = ""
    quantization: str | None = None
    exact: bool = False
    tokenizer: Path | None = None
    target_tokenizer: Path | None = None
    usual_licence: str = ""
    scores: tuple[tuple[str, str], ...] = ()
    origin: str = ""

    @property
    def shown(self) -> str:
        """What the release is called in messages."""
        return self.origin or str(self.path)


def import_model(request: ImportRequest, packages_dir: Path | None = None) -> Package:
    """Make a package of a model, try it, and put it into place in one step.

    Raises:
        EngineError: it is no model that CTranslate2 runs, or lacks a part; nothing was installed.
        UsageError: there is no such file, or a language is not known and not given.
    """
    shown = request.shown
    if not request.path.exists():
        raise UsageError(f"no such file or folder: {shown}")
    folder = packages_folder(packages_dir)
    try:
        if request.path.is_file():
            return _import_archive(request, folder)
        with scratch_beside(folder, shown) as scratch:
            return _import_folder(request, request.path, scratch, folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise refusal(f"it is not a sound zip archive ({error})", shown, request.path) from error
    except OSError as error:
        raise EngineError(
            f"cannot import: {error.strerror or error}",
            path=error.filename or shown,
            remedy=f"free some space or choose another folder with --packages-dir; {NOTHING_CHANGED}",
        ) from error


def _import_archive(request: ImportRequest, folder: Path) -> Package:
    shown = request.shown
    with zipfile.ZipFile(request.path) as opened:
        roots = check_listing(opened, shown, rooted=False)
        if len(roots) == 1 and f"{next(iter(roots))}/metadata.json" in opened.namelist():
            return install_archive(request.path, folder, origin=shown)
        with scratch_beside(folder, shown) as scratch:
            (scratch / "release").mkdir()
            unpack(opened, scratch / "release", shown)
            return _import_folder(request, scratch / "release", scratch, folder)


def _import_folder(request: ImportRequest, place: Path, scratch: Path, folder: Path) -> Package:
    shown = request.shown
    found = recognise(place, shown)
    if found.kind == "argos":
        return _copy_package(found, scratch, folder, shown)
    source, target = _pair(request, found)
    fresh = scratch / "package"
    fresh.mkdir()
    _place_tokenizers(request, found, fresh)
    _place_model(request, found, scratch, fresh / "model")
    try:
        vocabulary = sorted(read_vocabulary(fresh))
    except ValueError as error:
        raise refusal("its vocabulary cannot be read", shown) from error
    tags = find_tags(vocabulary, source, target, shown)
    _end_sources(fresh / "model" / "config.json", tags)
    label = _label(request, found, tags)
    version = request.version or find_version(found, request.path.stem)
    codes = [ARGOS_CODES.get(locale, locale) for locale in (source, target)]
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": codes[0],
        "from_name": name_of(source),
        "to_code": codes[1],
        "to_name": name_of(target),
        "source_prefix": tags.source_prefix,
        "target_prefix": tags.target_prefix,
        "translate_pipe": {
            "label": label,
            "licence": request.licence or find_licence(found, request.usual_licence),
            "computes": "default" if request.exact or request.quantization in UNPACKED else "auto",
            "scores": dict(request.scores),
        },
    }
    _write_json(fresh / "metadata.json", metadata)
    _write_readme(fresh, found, request.origin or request.path.name)
    name = re.sub(r"[^A-Za-z0-9+_-]", "_", f"translate-{codes[0]}_{codes[1]}-{label}-{version}")
    return put_in_place(fresh, folder / name, shown)


def _copy_package(found: Found, scratch: Path, folder: Path, shown: str) -> Package:
    package = read_package(found.folder)
    place = folder / found.folder.resolve().name
    if place.exists() and place.samefile(found.folder):
        raise UsageError(f"{package.name} lies there already", path=shown)
    shutil.copytree(found.folder, scratch / "package")
    return put_in_place(scratch / "package", place, shown)


def _pair(request: ImportRequest, found: Found) -> tuple[str, str]:
    resolved = request.path.resolve()
    stated = find_pair(found, resolved.name, resolved.stem, resolved.parent.name)
    chosen = [request.source or stated[0], request.target or stated[1]]
    lacking = [name for name, locale in zip(("--from", "--to"), chosen, strict=True) if locale is None]
    if lacking:
        raise UsageError(
            f"{request.shown}: the model does not say which languages it is for, or has several",
            remedy=f"say it with {' and '.join(lacking)}",
        )
    return parse_locale(str(chosen[0])), parse_locale(str(chosen[1]))


def _label(request: ImportRequest, found: Found, tags: Tags) -> str:
    """Return the given name in small letters, or one by the kind of the model."""
    named = request.label or tags.family
    if not named:
        named = "opus" if found.kind == "marian" and "opus" in request.path.name.lower() else found.kind
    label = _NO_LABEL.sub("_", named.lower()).strip("_.")
    if not label:
        raise UsageError(f"{request.label!r} is no name", remedy="use letters and digits")
    return label


def _place_tokenizers(request: ImportRequest, found: Found, fresh: Path) -> None:
    source, target = find_tokenizers(found)
    if request.tokenizer is not None:
        source, target = request.tokenizer, None
    target = request.target_tokenizer or target
    if source is None:
        bpe = any(found.folder.glob("*.bpe")) or (found.folder / "tokenizer.json").is_file()
        raise EngineError(
            "the model has no SentencePiece tokenizer"
            + (", but one of another kind, which is not supported" if bpe else ""),
            path=request.shown,
            remedy=f"name its file with --tokenizer (and --target-tokenizer); {NOTHING_CHANGED}",
        )
    for path in filter(None, (source, target)):
        if not path.is_file():
            raise UsageError(f"no such file: {path}")
    shutil.copyfile(source, fresh / "sentencepiece.model")
    if target is not None and target.read_bytes() != source.read_bytes():
        shutil.copyfile(target, fresh / TARGET_PIECES)


def _place_model(request: ImportRequest, found: Found, scratch: Path, model: Path) -> None:
    """Copy or convert the model to the folder `model`."""
    if found.kind == "ctranslate2":
        if request.quantization is not None:
            raise UsageError(
                "a model of CTranslate2 is taken as it is",
                remedy="leave --quantization out; --exact computes as it is stored",
            )
        model.mkdir()
        for path in sorted(found.folder.iterdir()):
            wanted = path.name in ("model.bin", "config.json", "vmap.txt") or "_vocabulary." in path.name
            if path.is_file() and wanted:
                shutil.copyfile(path, model / path.name)
        return
    if found.kind == "transformers":
        _require_transformers(found)
    settings = scratch / "convert.json"
    wanted_conversion = {
        "kind": found.kind,
        "model": str(found.model.resolve()),
        "vocabularies": [str(path.resolve()) for path in found.vocabularies],
        "out": str(model),
        "quantization": request.quantization or "int8",
    }
    _write_json(settings, wanted_conversion)
    failure = run_program(
        "convert",
        settings,
        seconds=CONVERT_SECONDS,
        late="it takes more than an hour",
        broken="the converter broke down",
    )
    if failure is not None:
        raise refusal(f"its weights cannot be converted ({failure})", request.shown)


def _require_transformers(found: Found) -> None:
    lacking = [name for name in ("transformers", "torch") if importlib.util.find_spec(name) is None]
    if lacking:
        raise EngineError(
            f"to convert a checkpoint of Transformers, {' and '.join(lacking)} must be installed",
            path=found.folder,
            remedy="pip install transformers torch sentencepiece, or convert it elsewhere with "
            "ct2-transformers-converter and import the folder that it writes",
        )


def _end_sources(config: Path, tags: Tags) -> None:
    """Have CTranslate2 end each source as the model was trained, where its converter left that to the caller.

    Source: CTranslate2's guide to Transformers: its tokenizers add the end themselves. The decoder of all
    these models starts with the end or the padding, that of OpenNMT's, which want no end, with `<s>`.
    """
    if not config.is_file():
        return
    try:
        settings = json.loads(config.read_text(encoding="utf-8"))
    except ValueError:
        return
    if not isinstance(settings, dict) or settings.get("add_source_eos"):
        return
    starts = settings.get("decoder_start_token")
    if starts in ("<pad>", settings.get("eos_token", "</s>")) or (tags.family and tags.family != "opus"):
        _write_json(config, settings | {"add_source_eos": True})


def _write_readme(fresh: Path, found: Found, origin: str) -> None:
    """Keep what the release says of itself, below what this package is and what does not run it."""
    package = read_package(fresh)
    lines = [f"# {package.name}", "", f"Made by translate-pipe from `{origin}` ({found.kind})."]
    if package.beyond_argos:
        lines += [
            "",
            f"argos-translate and LibreTranslate cannot run it: it has {package.beyond_argos}, "
            "which they do not know. translate-pipe can.",
        ]
    for name in ("LICENSE", "LICENSE.txt"):
        if (found.folder / name).is_file():
            shutil.copyfile(found.folder / name, fresh / name)
    if (found.folder / "README.md").is_file():
        shutil.copyfile(found.folder / "README.md", fresh / "README.original.md")
        lines += ["", "What it came with is in `README.original.md`."]
    (fresh / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

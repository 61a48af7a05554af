"""A folder that people have goes in; what kind of model lies in it, and its files, come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from translate_pipe.engines.tags import read_language
from translate_pipe.errors import EngineError

Kind = Literal["argos", "ctranslate2", "marian", "transformers"]
SOURCE_TOKENIZERS = (
    "source.spm",
    "sentencepiece.model",
    "sentencepiece.bpe.model",
    "spiece.model",
    "spm.model",
    "flores200_sacrebleu_tokenizer_spm.model",
)
TARGET_TOKENIZERS = ("target.spm", "sentencepiece.target.model")
SETTINGS_BYTES = 2**20
_PAIR = re.compile(r"(?:opus-mt-(?:tc-(?:big|base)-)?|translate-)?([a-z]{2,3})[-_]([a-z]{2,3})")
_LANGUAGES = re.compile(r"^\* (source|target) language\(s\): *(.*?) *$", re.MULTILINE)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in `folder`: the kind of model, its weights, and for Marian its vocabularies."""

    folder: Path
    kind: Kind
    model: Path
    vocabularies: tuple[Path, ...] = ()


def recognise(folder: Path, shown: str) -> Found:
    """Return what kind of model a folder holds; a folder with nothing but one folder in it counts as that.

    Raises:
        EngineError: it holds none, or one with a part missing.
    """
    inside = [one for one in folder.iterdir() if not one.name.startswith((".", "__MACOSX"))]
    if len(inside) == 1 and inside[0].is_dir():
        return recognise(inside[0], shown)
    if (folder / "metadata.json").is_file():
        return Found(folder, "argos", folder / "model" / "model.bin")
    if (folder / "model.bin").is_file():
        return Found(folder, "ctranslate2", folder / "model.bin")
    if (folder / "decoder.yml").is_file() or any(folder.glob("*.npz")):
        return _recognise_marian(folder, shown)
    weights = [one for one in ("model.safetensors", "pytorch_model.bin") if (folder / one).is_file()]
    sharded = any(folder.glob("model-*.safetensors"))
    if (folder / "config.json").is_file() and (weights or sharded):
        return Found(folder, "transformers", folder)
    raise EngineError(
        "no model is recognised in it",
        path=shown,
        remedy="give an OPUS-MT release (zip), or a folder of Marian (decoder.yml, *.npz), CTranslate2 "
        "(model.bin), Argos (metadata.json) or Transformers (config.json, model.safetensors)",
    )


def _recognise_marian(folder: Path, shown: str) -> Found:
    settings = _read_decoder(folder / "decoder.yml")
    models = _named(folder, settings.get("models")) or sorted(folder.glob("*.npz"))
    vocabularies = _named(folder, settings.get("vocabs")) or sorted(
        folder.glob("*vocab*.yml"), key=lambda path: (".trg." in path.name, path.name)
    )
    if not models or not models[0].is_file():
        raise EngineError("the Marian model has no weights (*.npz)", path=shown)
    if len(models) > 1 and "models" not in settings:
        raise EngineError(
            f"there are {len(models)} files of weights", path=shown, remedy="name one in decoder.yml"
        )
    if not 1 <= len(vocabularies) <= 2 or not all(path.is_file() for path in vocabularies):
        raise EngineError(
            "the Marian model has not one or two vocabularies",
            path=shown,
            remedy="name them in decoder.yml under `vocabs`",
        )
    return Found(folder, "marian", models[0], tuple(vocabularies))


def _read_decoder(path: Path) -> dict[str, Any]:
    import yaml

    try:
        text = path.read_text(encoding="utf-8") if path.stat().st_size < SETTINGS_BYTES else ""
        settings = yaml.safe_load(text)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise EngineError("the settings of the Marian model cannot be read", path=path) from error
    return settings if isinstance(settings, dict) else {}


def _named(folder: Path, names: object) -> list[Path]:
    """Return named files of a folder; of a path only the last part counts, so none leads outside."""
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, Iterable):
        return []
    return [folder / Path(str(name)).name for name in listed if Path(str(name)).name]


def find_tokenizers(found: Found) -> tuple[Path | None, Path | None]:
    """Return the tokenizer of sources and that of targets (None: the same), or None where there is none."""
    folders = (found.folder, found.folder.parent) if found.model.parent.name == "model" else (found.folder,)
    there = [[folder / name for folder in folders for name in names] for names in _TOKENIZERS]
    source, target = (next((path for path in paths if path.is_file()), None) for paths in there)
    own = [path for path in found.vocabularies if path.suffix == ".spm"]
    if source is None and own:
        return own[0], own[-1] if own[-1] != own[0] else None
    return source, target


_TOKENIZERS = (SOURCE_TOKENIZERS, TARGET_TOKENIZERS)


def find_pair(found: Found, *names: str) -> tuple[str | None, str | None]:
    """Return the locales that a release's README, or a name such as `opus-mt-en-ru`, states; None if none."""
    for readme in (found.folder / "README.md", found.folder.parent / "README.md"):
        if readme.is_file() and readme.stat().st_size < SETTINGS_BYTES:
            text = readme.read_text(encoding="utf-8", errors="replace")
            stated = {side: labels.split() for side, labels in _LANGUAGES.findall(text)}
            one = [stated.get(side, []) for side in ("source", "target")]
            if one[0] or one[1]:
                source, target = (read_language(labels[0]) if len(labels) == 1 else None for labels in one)
                return source, target
    for name in names:
        pair = _PAIR.fullmatch(name)
        locales = [read_language(label) for label in pair.groups()] if pair else []
        if len(locales) == 2 and all(locales):
            return locales[0], locales[1]
    return None, None


def find_version(found: Found, name: str) -> str:
    """Return the date of a release as a version (`opus-2020-02-11` → `2020.02.11`), or `1.0`."""
    date = _DATE.search(name)
    if date is None:
        for readme in found.folder.glob("README.md"):
            date = _DATE.search(readme.read_text(encoding="utf-8", errors="replace")[:SETTINGS_BYTES])
    return ".".join(date.groups()) if date else "1.0"


def find_licence(found: Found, usual: str = "") -> str:
    """Return the licence that a release's LICENSE file is, where it is one that releases have.

    `usual` is that of releases without such a file.
    """
    for path in (found.folder / "LICENSE", found.folder / "LICENSE.txt"):
        if path.is_file():
            head = path.read_text(encoding="utf-8", errors="replace")[:2000].lower()
            known = {
                "attribution 4.0 international": "CC-BY-4.0",
                "mit license": "MIT",
                "apache license": "Apache-2.0",
            }
            return next((name for words, name in known.items() if words in head), "")
    return usual

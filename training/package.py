"""Put model, tokenizer, metadata and card into an Argos package: one zip file with one folder.

The same files give the same bytes: entries are sorted and dated 1 January 1980.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

from training.clean import MARKS

TEMPLATE = f"{MARKS[0]} {{source}} {MARKS[1]} {{target}} {MARKS[2]}"
LARGEST = 48 * 1024 * 1024


def language_name(code: str) -> str:
    """Return the English name of a language, as Argos packages give it."""
    return Locale.parse(code).get_language_name("en") or code


def describe(
    source: str, target: str, version: str, *, licence: str, date: str,
    scores: Mapping[str, Mapping[str, float]], trained_on: Mapping[str, int],
) -> dict[str, object]:  # fmt: skip
    """Return the metadata of a package, with what an engine must know to give it terms."""
    return {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": language_name(source),
        "to_code": target,
        "to_name": language_name(target),
        "links": [],
        "translate_pipe": {
            "terminology": {
                "scheme": "inline-target-lemma",
                "template": TEMPLATE,
                "marks": list(MARKS),
            },
            "attention": True,
            "licence": licence,
            "date": date,
            "scores": {name: dict(values) for name, values in scores.items()},
            "trained_on": dict(trained_on),
            "starter": True,
        },
    }


def write_package(
    path: Path, *, model: Path, tokenizer: Path, readme: Path, metadata: Mapping[str, object],
    splitter: Path | None = None,
) -> None:  # fmt: skip
    """Write the package file.

    Args:
        model: the folder with the CTranslate2 model.
        splitter: a sentence splitter in MiniSBD's form, for programs that split text themselves.

    Raises:
        ValueError: the package is larger than the project ships.
    """
    top = path.stem
    files = {f"{top}/model/{file.name}": file.read_bytes() for file in model.iterdir()}
    files[f"{top}/sentencepiece.model"] = tokenizer.read_bytes()
    files[f"{top}/README.md"] = readme.read_bytes()
    text = json.dumps(metadata, ensure_ascii=False, indent=2) + "\n"
    files[f"{top}/metadata.json"] = text.encode()
    if splitter is not None:
        files[f"{top}/minisbd/{splitter.name}"] = splitter.read_bytes()
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    if partial.stat().st_size > LARGEST:
        partial.unlink()
        raise ValueError(f"{path}: larger than {LARGEST // 2**20} MB")
    partial.replace(path)

"""Convert a model for CTranslate2, in a process of its own: `… convert SETTINGS.json` exits 0 if it is done.

A process of its own, because a model that is read may be damaged, and needs its size in memory several times.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def convert_marian(model: Path, vocabularies: list[Path], out: Path, quantization: str) -> None:
    """Convert Marian's weights with CTranslate2's own converter, which needs no PyTorch."""
    from ctranslate2.converters.marian import MarianConverter

    listed = [str(_as_yaml(path, out.parent)) for path in vocabularies]
    MarianConverter(str(model), listed).convert(str(out), quantization=quantization)


def convert_transformers(folder: Path, out: Path, quantization: str) -> None:
    """Convert a checkpoint of Transformers; it and PyTorch must be installed."""
    from ctranslate2.converters import TransformersConverter

    TransformersConverter(str(folder)).convert(str(out), quantization=quantization)


def _as_yaml(vocabulary: Path, scratch: Path) -> Path:
    """Return a vocabulary as the converter reads it; Marian itself reads SentencePiece models too."""
    if vocabulary.suffix != ".spm":
        return vocabulary
    import sentencepiece

    pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    lines = [f"{json.dumps(pieces.id_to_piece(i), ensure_ascii=False)}: {i}\n" for i in range(len(pieces))]
    path = scratch / f"{vocabulary.name}.yml"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def main() -> int:
    """Convert what the file named on the command line says."""
    wanted = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    out, quantization = Path(wanted["out"]), wanted["quantization"]
    try:
        if wanted["kind"] == "transformers":
            convert_transformers(Path(wanted["model"]), out, quantization)
        else:
            vocabularies = [Path(path) for path in wanted["vocabularies"]]
            convert_marian(Path(wanted["model"]), vocabularies, out, quantization)
    except Exception as error:
        print(f"{type(error).__name__}: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""An unpacked model package goes in; its model, tokenizer and vocabulary come out, opened on first use."""

from __future__ import annotations

import hashlib
import json
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

from translate_pipe.engines.packages import Package
from translate_pipe.engines.tokens import REINSTALL, Tokenizer, open_target_tokenizer, open_tokenizer
from translate_pipe.errors import EngineError

FINGERPRINT_BYTES = 65536


class LoadedModel:
    """What a package holds, shared by all that decode with it; safe to be used by several threads."""

    def __init__(self, package: Package, *, device: str, threads: int) -> None:
        self.package = package
        self._device, self._threads = device, threads
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the model's size and of its first and last 64 KiB."""
        path = self.package.path / "model" / "model.bin"
        size = path.stat().st_size
        with path.open("rb") as stream:
            first = stream.read(FINGERPRINT_BYTES)
            stream.seek(max(0, size - FINGERPRINT_BYTES))
            last = stream.read()
        return hashlib.sha256(str(size).encode() + first + last).hexdigest()[:16]

    @cached_property
    def lead(self) -> list[str]:
        """The pieces with which every target of the package begins, a language's tag or none."""
        return [self.package.target_prefix] if self.package.target_prefix else []

    @cached_property
    def source_lead(self) -> list[str]:
        """The pieces with which every source begins: a language's tag or none."""
        return [self.package.source_prefix] if self.package.source_prefix else []

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of sources, opened on first use."""
        with self._lock:
            return self._opened_tokenizer

    @cached_property
    def _opened_tokenizer(self) -> Tokenizer:
        return open_tokenizer(self.package.path, self.package.source_code, self.package.target_code)

    @property
    def target_tokenizer(self) -> Tokenizer:
        """The tokenizer of targets, most often that of sources too."""
        with self._lock:
            return self._opened_target_tokenizer

    @cached_property
    def _opened_target_tokenizer(self) -> Tokenizer:
        return open_target_tokenizer(self.package.path, self._opened_tokenizer)

    @property
    def translator(self) -> Any:
        """CTranslate2's model, opened on first use."""
        with self._lock:
            return self._opened_translator

    @cached_property
    def _opened_translator(self) -> Any:
        return open_model(
            self.package.path, device=self._device, threads=self._threads, computes=self.package.computes
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every piece that the model knows in sources."""
        return read_vocabulary(self.package.path)

    @cached_property
    def target_vocabulary(self) -> frozenset[str]:
        """Every piece that the model can give."""
        return read_vocabulary(self.package.path, "target")

    @cached_property
    def has_map(self) -> bool:
        """Whether the package says which target pieces a source may give."""
        return (self.package.path / "model" / "vmap.txt").is_file()

    def load_quietly(self) -> None:
        """Load what is loaded on first use; what goes wrong shows when it is used."""
        try:
            assert self.translator is not None
            assert self.target_tokenizer is not None
        except EngineError:
            return

    def escape(self, text: str) -> str:
        """Replace the marks of inline terms, which would be read as instructions, by common signs."""
        for mark, common in zip(self.package.marks, ("[", "→", "]"), strict=False):
            text = text.replace(mark, common)
        return text

    def call(self, function: Any, *arguments: Any, **options: Any) -> Any:
        """Call CTranslate2; what it raises becomes an error that names the package."""
        try:
            return function(*arguments, **options)
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"the model of {self.package.name} failed: {error}",
                path=self.package.path,
                remedy="`translate-pipe models check` tells whether the package is damaged",
            ) from error


def read_vocabulary(folder: Path, side: str = "source") -> frozenset[str]:
    """Return every piece that the model of an unpacked package knows on a side, `source` or `target`."""
    pieces: set[str] = set()
    for path in sorted((folder / "model").glob("*_vocabulary.*")):
        if path.stem not in ("shared_vocabulary", f"{side}_vocabulary"):
            continue
        if path.suffix == ".json":
            pieces.update(map(str, json.loads(path.read_text(encoding="utf-8"))))
        else:
            pieces.update(path.read_text(encoding="utf-8").splitlines())
    return frozenset(pieces)


def open_model(folder: Path, *, device: str = "cpu", threads: int = 1, computes: str = "auto") -> Any:
    """Load the model of an unpacked package; `auto` is 8-bit arithmetic where the processor has it.

    Raises:
        EngineError: the model is damaged, or newer than the installed CTranslate2.
    """
    import ctranslate2

    try:
        return ctranslate2.Translator(
            str(folder / "model"),
            device=device,
            compute_type=computes,
            inter_threads=threads,
            intra_threads=1,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineError(
            f"the model cannot be loaded: {error}", path=folder / "model", remedy=REINSTALL
        ) from error

"""Text goes in, the pieces that a model package was trained on come out, and back.

The tokenizer classes of argostranslate are used where they lose nothing; `argostranslate.package` is not
imported, because it makes folders in the home directory as soon as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from translate_pipe.engines.packages import TARGET_PIECES
from translate_pipe.errors import EngineError

UNKNOWN = "<unk>"
SPACE = "▁"


class Tokenizer(Protocol):
    """Splits text into pieces and joins pieces to text."""

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text; white space at its ends is not kept."""

    def encode_inside(self, text: str) -> list[str]:
        """Return the pieces of a text that follows a bracket or a quotation mark without a space."""

    def decode(self, pieces: list[str]) -> str:
        """Return the text of the pieces, without white space at its ends."""


class SentencePieces:
    """SentencePiece, as every recent package has it.

    Unlike argostranslate's class it leaves underscores as they are: `user_name` is not two words.
    """

    def __init__(self, model: Path) -> None:
        import sentencepiece

        try:
            self._processor: Any = sentencepiece.SentencePieceProcessor(model_file=str(model))
        except (OSError, RuntimeError) as error:
            raise EngineError(
                "the tokenizer of the package cannot be read", path=model, remedy=REINSTALL
            ) from error

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text."""
        return [str(piece) for piece in self._processor.encode(text, out_type=str)]

    def encode_inside(self, text: str) -> list[str]:
        """Return the pieces of a text as they stand behind an opening quotation mark."""
        lead = self._processor.encode("(", out_type=str)
        pieces = self.encode("(" + text)
        if pieces[: len(lead)] == lead:
            return pieces[len(lead) :]
        whole = self.encode(text)
        return [whole[0].removeprefix(SPACE), *whole[1:]] if whole and whole[0] != SPACE else whole[1:]

    def decode(self, pieces: list[str]) -> str:
        """Return the text of the pieces."""
        return str(self._processor.decode_pieces(pieces)).replace(SPACE, " ").strip()


class BpeTokens:
    """Moses tokens and byte-pair codes, as older packages have them (`bpe.model`)."""

    def __init__(self, codes: Path, source: str, target: str) -> None:
        try:
            from argostranslate.tokenizer import BPETokenizer
        except ImportError as error:
            raise EngineError(
                "the package is of an older kind, whose tokenizer comes with argostranslate",
                path=codes,
                remedy='install the extra: pip install "translate-pipe[argos]"',
            ) from error

        self._tokenizer: Any = BPETokenizer(codes, source, target)

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text; `@@` marks one that goes on in the next."""
        stripped = text.strip()
        return [str(piece) for piece in self._tokenizer.encode(stripped)] if stripped else []

    def encode_inside(self, text: str) -> list[str]:
        """Return the pieces of a text; Moses parts brackets from words, so nothing differs."""
        return self.encode(text)

    def decode(self, pieces: list[str]) -> str:
        """Return the text of the pieces."""
        return str(self._tokenizer.decode(pieces)).strip() if pieces else ""


REINSTALL = "install the package again with `translate-pipe models install`"


def open_tokenizer(folder: Path, source: str, target: str) -> Tokenizer:
    """Return the tokenizer of an unpacked model package.

    Raises:
        EngineError: the package has none, or it cannot be read.
    """
    pieces, codes = folder / "sentencepiece.model", folder / "bpe.model"
    if pieces.is_file():
        return SentencePieces(pieces)
    if codes.is_file():
        return BpeTokens(codes, source, target)
    raise EngineError("the package has no tokenizer", path=folder, remedy=REINSTALL)


def open_target_tokenizer(folder: Path, source: Tokenizer) -> Tokenizer:
    """Return the tokenizer of the targets: the source's, unless the package has another for them.

    Raises:
        EngineError: it cannot be read.
    """
    own = folder / TARGET_PIECES
    return SentencePieces(own) if own.is_file() else source

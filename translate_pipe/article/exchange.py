"""Files that translators exchange: units and their blocks come in, what fills which target goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translate_pipe.article.weave import BlockTarget, fill_blocks
from translate_pipe.errors import UnsuitableError, UsageError
from translate_pipe.locales import language_of, parse_locale, script_of
from translate_pipe.model import Document, TranslationUnit, UnitState
from translate_pipe.states import LEAST_FIRST

_BY_GLOSSARY = ("already", "applied", "kept")


@dataclass(frozen=True, slots=True)
class Fill:
    """What goes into the target of one block, and how far it is."""

    target: BlockTarget
    state: UnitState


def find_fills(document: Document, units: Sequence[TranslationUnit]) -> dict[str, Fill]:
    """Return what fills each block, by the block's address; blocks that stay open have none.

    A block is filled if each of its units has a target. A draft that only repeats its source is none, unless
    the glossary has its part in it: the machine has not translated, and a person is to see it open.

    Raises:
        ArticleError: the units belong to another article.
    """
    by_block: dict[int, list[TranslationUnit]] = {}
    for unit in units:
        by_block.setdefault(unit.segment.block, []).append(unit)
    fills: dict[str, Fill] = {}
    for number, (block, target) in enumerate(zip(document.blocks, fill_blocks(document, units), strict=True)):
        own = by_block.get(number, [])
        if not own or not all(unit.target.strip() for unit in own):
            continue
        state = min((unit.state for unit in own), key=LEAST_FIRST.index)
        decided = any(outcome.state in _BY_GLOSSARY for unit in own for outcome in unit.terms)
        repeats = target.text == block.span.of(document.text)
        if not repeats or decided or state in ("recalled", "reviewed"):
            fills[block.address] = Fill(target, state)
    return fills


def least_state(fills: Iterable[Fill]) -> UnitState:
    """Return the state of the fill that is least far."""
    return min((fill.state for fill in fills), key=LEAST_FIRST.index)


def check_language(said: str, wanted: str, *, side: str, name: str) -> None:
    """Refuse a file whose language, if it names a known one, is not the wanted one.

    A region that only one of the two names does not matter (`ru-RU` and `ru`).

    Args:
        side: `source` or `target`.

    Raises:
        UnsuitableError: the languages, the scripts or the regions differ.
    """
    try:
        held = parse_locale(said.partition("@")[0].partition(".")[0]) if said.strip() else ""
    except UsageError:
        held = ""
    if not held or held == wanted:
        return
    regions = {_region(held), _region(wanted)} - {""}
    same = language_of(held) == language_of(wanted) and script_of(held) == script_of(wanted)
    if same and len(regions) < 2:
        return
    option = "--to" if side == "target" else "--from"
    raise UnsuitableError(
        f"its {side} language is {said}, not {wanted}",
        path=name,
        remedy=f"say {option} {held}, or give the file for {wanted}",
    )


def _region(locale: str) -> str:
    return next((part for part in locale.split("-")[1:] if len(part) != 4), "")

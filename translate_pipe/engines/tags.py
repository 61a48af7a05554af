"""The vocabulary of a model and a pair of locales go in; the language tags that the model wants come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from translate_pipe.engines.packages import serves
from translate_pipe.errors import EngineError
from translate_pipe.locales import is_locale, name_of, parse_locale

# A vocabulary with fewer tags of a kind than this has them by chance; a model for one pair names two.
FEWEST_TAGS = 2
# What CLDR's aliases lack of the codes of FLORES-200. Source: ISO 639-3, Southern Pashto.
MORE_ALIASES = {"pbt": "ps"}


@dataclass(frozen=True, slots=True)
class Family:
    """Models that are told languages in one way: what a tag looks like, and where it stands.

    `before_source` says which language's tag a source begins with, `before_target` whether a target begins
    with that of the target language.
    """

    name: str
    tag: re.Pattern[str]
    before_source: Literal["source", "target"]
    before_target: bool
    fewest: int = FEWEST_TAGS


# Source: the model cards of NLLB-200, M2M-100, mBART-50, MADLAD-400 and OPUS-MT's releases.
FAMILIES = (
    Family("nllb", re.compile(r"([a-z]{3}_[A-Z][a-z]{3})"), "source", before_target=True),
    Family("m2m100", re.compile(r"__([a-z]{2,3})__"), "source", before_target=True),
    Family("mbart50", re.compile(r"([a-z]{2})_[A-Z]{2}"), "source", before_target=True),
    Family("madlad", re.compile(r"<2([a-z]{2,3}(?:_[A-Z][a-z]{3})?)>"), "target", before_target=False),
    # One tag is enough: nothing else looks like it.
    Family("opus", re.compile(r">>([a-z]{2,3}(?:_[A-Za-z]{2,4})?)<<"), "target", False, fewest=1),
)


@dataclass(frozen=True, slots=True)
class Tags:
    """The family of a model, "" for one that wants no tags, and the tags for a pair."""

    family: str = ""
    source_prefix: str = ""
    target_prefix: str = ""


def find_tags(vocabulary: Iterable[str], source_locale: str, target_locale: str, shown: str) -> Tags:
    """Return the tags that a model with this vocabulary wants for a pair of locales.

    Raises:
        EngineError: the model wants tags, and has none for one of the languages; it names some that it has.
    """
    pieces = tuple(vocabulary)
    for family in FAMILIES:
        tags = {piece: found[1] for piece in pieces if (found := family.tag.fullmatch(piece))}
        if len(tags) < family.fewest:
            continue
        wanted = source_locale if family.before_source == "source" else target_locale
        return Tags(
            family.name,
            _choose(tags, wanted, shown),
            _choose(tags, target_locale, shown) if family.before_target else "",
        )
    return Tags()


def read_language(label: str) -> str | None:
    """Return the locale that a label of a model or release names (`rus`, `zho_Hans`, `en`), or None."""
    language, _, rest = label.partition("_")
    if language in MORE_ALIASES:
        return MORE_ALIASES[language]
    # Babel takes the usual script for the one that is said, where a code of three letters stands before it.
    plain = f"{parse_locale(language)}-{rest}" if rest and is_locale(language) else label
    return parse_locale(plain) if is_locale(plain) else None


def _choose(tags: dict[str, str], locale: str, shown: str) -> str:
    fitting = []
    for tag, label in tags.items():
        language = read_language(label)
        fit = None if language is None else serves(language, parse_locale(locale))
        if fit is not None:
            fitting.append((fit, tag))
    if fitting:
        return min(fitting)[1]
    some = sorted(tags)
    listed = ", ".join(some[:12]) + (f" and {len(some) - 12} more" if len(some) > 12 else "")
    raise EngineError(
        f"the model has no language tag for {name_of(locale)} ({locale}); it has {listed}",
        path=shown,
        remedy="give another language with --from or --to",
    )

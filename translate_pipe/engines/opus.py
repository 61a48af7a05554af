"""OPUS-MT's list of results goes in; the releases in it come out as offers, for every pair they serve.

Source: models/released-model-results.txt of Helsinki-NLP/Tatoeba-Challenge. It has a line for every pair of
languages and release, with tabs between the pair (`eng-rus`, ISO 639-3, perhaps with a script), chrF (0
to 1), BLEU, the address of the zip, and sentences and words of the test set. A release for families of
languages (`eng-zle`) has a line for each pair that it was tested on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from translate_pipe.engines.download import SCHEMES
from translate_pipe.engines.index import Offer
from translate_pipe.engines.packages import Package, version_key
from translate_pipe.engines.tags import read_language
from translate_pipe.errors import EngineError

DEFAULT_INDEX = "https://raw.githubusercontent.com/Helsinki-NLP/Tatoeba-Challenge/master/models/"
FILE_NAME = "released-model-results.txt"
LABEL = "opus"
# Source: the README of Helsinki-NLP/Opus-MT, of all models that it publishes.
LICENCE = "CC-BY-4.0"
CHRF, BLEU = "Tatoeba chrF", "Tatoeba BLEU"
_PAIR = re.compile(r"([a-z]{2,3}(?:_[A-Z][a-z]{3})?)-([a-z]{2,3}(?:_[A-Z][a-z]{3})?)")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def index_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the list, by the setting OPUS_MT_INDEX (a file or its folder) or its default."""
    base = environment.get("OPUS_MT_INDEX") or DEFAULT_INDEX
    return base if base.endswith(".txt") else base.rstrip("/") + "/" + FILE_NAME


def read_releases(text: str, address: str) -> tuple[Offer, ...]:
    """Return an offer for every pair and release of the list, best first; other lines are passed over.

    Raises:
        EngineError: no line of the text is one.
    """
    found: dict[tuple[str, str, str], Offer] = {}
    for line in text.splitlines():
        offer = _read_line(line)
        if offer is None:
            continue
        key = (*offer.package.pair, offer.links[0])
        if key not in found or worth(offer) > worth(found[key]):
            found[key] = offer
    if not found:
        raise EngineError("the list of OPUS-MT's releases is not one", path=address)
    offers = sorted(found.values(), key=worth, reverse=True)
    return tuple(sorted(offers, key=lambda offer: offer.package.pair))


def worth(offer: Offer) -> tuple[float, float, tuple[int, ...]]:
    """Return what makes a release better than another of its pair: chrF, then BLEU, then that it is newer."""
    scores = dict(offer.package.quality)
    return float(scores[CHRF]), float(scores[BLEU]), version_key(offer.package.version)


def _read_line(line: str) -> Offer | None:
    fields = [field.strip() for field in line.split("\t")]
    at = next((i for i, field in enumerate(fields) if urlsplit(field).scheme in SCHEMES), 0)
    pair = _PAIR.fullmatch(fields[0])
    # Some lists name the test set before its scores.
    scores = [field for field in fields[1:at] if _NUMBER.fullmatch(field)]
    if pair is None or len(scores) != 2 or float(scores[0]) > 1 or not fields[at].endswith(".zip"):
        return None
    source, target = (read_language(label) for label in pair.groups())
    version = _version(fields[at], pair[0])
    if source is None or target is None or source == target or version is None:
        return None
    package = Package(
        path=Path(),
        version=version,
        source_code=source,
        target_code=target,
        source_locale=source,
        target_locale=target,
        label=LABEL,
        quality=((CHRF, scores[0]), (BLEU, scores[1])),
        licence=LICENCE,
    )
    return Offer(package, (fields[at],))


def _version(url: str, pair: str) -> str | None:
    """Return the date of a release, and its folder if it is for more than the pair: `2022.03.13.eng-zle`."""
    parts = unquote(urlsplit(url).path).split("/")
    date = _DATE.search(parts[-1])
    if date is None or len(parts) < 2 or not parts[-2].isprintable():
        return None
    folder = re.sub(r"[^A-Za-z0-9_+-]", "_", parts[-2])
    return ".".join(date.groups()) + ("" if folder == pair else f".{folder}")

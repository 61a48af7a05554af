"""The address of a package index goes in; the packages it offers come out, cached with their age.

Argos's index is read here, OPUS-MT's in `opus`; what differs between them is in `catalogues`.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from translate_pipe.engines.choice import unknown_name
from translate_pipe.engines.download import SCHEMES, Patience, Progress, fetch_file
from translate_pipe.engines.packages import Package, cache_folder, describe_package, serves, version_key
from translate_pipe.errors import EngineError
from translate_pipe.locales import name_of, parse_locale

# Source: argostranslate's setting ARGOS_PACKAGE_INDEX and its default.
DEFAULT_INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
FRESH_SECONDS = 24 * 3600
LARGEST_INDEX = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that an index offers: where it can be downloaded, its size and digest where stated."""

    package: Package
    links: tuple[str, ...]
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What an index offered `age` seconds ago; `stale_because` says why it could not be fetched now."""

    url: str
    offers: tuple[Offer, ...]
    age: float
    stale_because: str = ""


def index_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the index file, by argostranslate's setting or its default."""
    base = environment.get("ARGOS_PACKAGE_INDEX") or DEFAULT_INDEX
    return base if base.endswith(".json") else base.rstrip("/") + "/index.json"


Reader = Callable[[str, str], tuple[Offer, ...]]
"""Called with the text of an index and its address; raises EngineError for what is none."""


def fetch_index(
    *,
    url: str | None = None,
    cache: Path | None = None,
    refresh: bool = False,
    patience: Patience | None = None,
    read: Reader | None = None,
    kept_as: str = "",
) -> Index:
    """Return the index: the cached one if it is younger than a day, else a fresh one.

    Where the server does not answer, an older copy is returned with the reason. `read` makes offers of its
    text, by default as Argos writes it; `kept_as` begins the name of the copy.

    Raises:
        EngineError: there is no copy and the server does not answer, or the index is not one.
    """
    address = url or index_url()
    folder = (cache or cache_folder()) / "index"
    copy = folder / f"{kept_as}{urlsplit(address).netloc.replace(':', '_')}.json"
    read = read or read_offers
    age = _age(copy, address)
    if age is not None and age < FRESH_SECONDS and not refresh:
        return Index(address, read(_content(copy), address), age)
    try:
        fetched = fetch_file(address, folder, patience=patience)
        text = fetched.read_text(encoding="utf-8") if fetched.stat().st_size < LARGEST_INDEX else ""
        fetched.unlink()
        offers = read(text, address)
    except (EngineError, UnicodeDecodeError) as error:
        if age is None:
            raise _as_engine_error(error, address) from error
        reason = error.problem if isinstance(error, EngineError) else "it is not text"
        return Index(address, read(_content(copy), address), age, reason)
    _keep(copy, address, text)
    return Index(address, offers, 0.0)


def _as_engine_error(error: Exception, address: str) -> EngineError:
    if isinstance(error, EngineError):
        return EngineError(
            f"the package index cannot be fetched: {error.problem}",
            path=address,
            remedy="check the connection, or install a file with `translate-pipe models install FILE`",
        )
    return EngineError("the package index is not text", path=address)


def _age(copy: Path, address: str) -> float | None:
    """Return how many seconds ago the copy of this address was made, or None if there is none."""
    try:
        kept = json.loads(copy.read_text(encoding="utf-8"))
        if kept["url"] != address:
            return None
        return max(0.0, time.time() - copy.stat().st_mtime)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _content(copy: Path) -> str:
    return str(json.loads(copy.read_text(encoding="utf-8"))["index"])


def _keep(copy: Path, address: str, text: str) -> None:
    from translate_pipe.files import write_atomically

    write_atomically(copy, json.dumps({"url": address, "index": text}).encode())


def read_offers(text: str, address: str) -> tuple[Offer, ...]:
    """Return the usable offers of an index file; entries of other kinds are passed over.

    Raises:
        EngineError: the text is not a JSON list.
    """
    try:
        entries = json.loads(text)
    except ValueError as error:
        raise EngineError("the package index is not JSON", path=address) from error
    if not isinstance(entries, list):
        raise EngineError("the package index is not a list", path=address)
    offers = [offer for entry in entries if isinstance(entry, dict) for offer in _read_offer(entry)]
    return tuple(sorted(offers, key=lambda offer: (offer.package.source_locale, offer.package.target_locale)))


def _read_offer(entry: Mapping[str, Any]) -> Sequence[Offer]:
    try:
        package = describe_package(entry, Path())
    except EngineError:
        return ()
    links = entry.get("links")
    usable = [
        link
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, str) and urlsplit(link).scheme in SCHEMES
    ]
    size = entry.get("size")
    digest = str(entry.get("sha256") or entry.get("digest") or "").removeprefix("sha256:")
    is_digest = len(digest) == 64 and all(letter in "0123456789abcdefABCDEF" for letter in digest)
    known_size = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None
    return (Offer(package, tuple(usable), known_size, digest if is_digest else ""),) if usable else ()


def by_version(offer: Offer) -> tuple[int, ...]:
    """Return what makes an offer better than another of its pair: that it is newer."""
    return version_key(offer.package.version)


def offers_for(source_locale: str, target_locale: str, index: Index) -> list[Offer]:
    """Return the offers that fit a pair of locales best: those for the very locales, or for the languages."""
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    fitting = []
    for offer in index.offers:
        ends = (serves(offer.package.source_locale, source), serves(offer.package.target_locale, target))
        if ends[0] is not None and ends[1] is not None:
            fitting.append((ends[0] + ends[1], offer))
    best = min((fit for fit, _ in fitting), default=0)
    return [offer for fit, offer in fitting if fit == best]


def choose_offer(
    source_locale: str,
    target_locale: str,
    index: Index,
    *,
    named: str = "",
    worth: Callable[[Offer], Any] = by_version,
    option: str = "",
) -> Offer:
    """Return the offer for a pair of locales that is worth most, by default the newest.

    With `named`, only packages that answer to the name count. `option` is what to add to the commands that
    messages name.

    Raises:
        EngineError: the index offers none; it names what there is for the two languages.
        UsageError: it offers some, but none that answers to the name; it lists those.
    """
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    fitting = sorted(offers_for(source, target, index), key=worth, reverse=True)
    for offer in fitting:
        if not named or offer.package.answers_to(named):
            return offer
    if fitting:
        raise unknown_name(named, source, target, [offer.package for offer in fitting])
    from_source = {o.package.target_locale for o in index.offers if o.package.source_locale == source}
    through = sorted(
        o.package.source_locale
        for o in index.offers
        if o.package.target_locale == target and o.package.source_locale in from_source
    )
    remedy = f"see `translate-pipe models list --remote{option}`"
    if through:
        command, via = "translate-pipe models install", through[0]
        remedy = (
            f"go through {name_of(via)}: `{command} {source} {via}{option}` "
            f"and `{command} {via} {target}{option}`"
        )
    raise EngineError(
        f"the index offers no package from {name_of(source)} ({source}) into {name_of(target)} ({target})",
        path=index.url,
        remedy=remedy,
    )


def download_offer(
    offer: Offer,
    *,
    cache: Path | None = None,
    patience: Patience | None = None,
    progress: Progress = lambda _there, _whole: None,
) -> Path:
    """Download a package from the first of its links that works and return the file.

    Raises:
        EngineError: none of the links works; the error is that of the last.
    """
    folder = (cache or cache_folder()) / "downloads"
    problem: EngineError | None = None
    for link in offer.links:
        try:
            return fetch_file(
                link, folder, size=offer.size, sha256=offer.sha256, patience=patience, progress=progress
            )
        except EngineError as error:
            problem = error
    raise problem or EngineError("the index gives no address for the package", path=offer.package.name)

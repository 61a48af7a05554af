"""The name of a catalogue goes in; what it offers, and which offer is the one for a pair, comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from translate_pipe.engines import index, opus
from translate_pipe.engines.download import ask_size
from translate_pipe.engines.index import Index, Offer
from translate_pipe.errors import UsageError

ASKED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Who offers packages: the name, the address of the index, its reader, and what makes an offer better.

    `option` is what commands add to mean this catalogue.
    """

    name: str
    url: Callable[[], str]
    read: index.Reader
    worth: Callable[[Offer], Any]
    option: str = ""

    def fetch(self, *, refresh: bool = False) -> Index:
        """Return its index, as `fetch_index` does.

        Raises:
            EngineError: there is no copy and the server does not answer, or the index is not one.
        """
        kept_as = f"{self.name}-" if self.option else ""
        return index.fetch_index(url=self.url(), refresh=refresh, read=self.read, kept_as=kept_as)

    def choose(self, source: str, target: str, offered: Index, *, named: str = "") -> Offer:
        """Return the best offer for a pair, or the best that answers to a name.

        Raises:
            EngineError: there is none for the pair.
            UsageError: none of the pair answers to the name.
        """
        return index.choose_offer(source, target, offered, named=named, worth=self.worth, option=self.option)


CATALOGUES: Mapping[str, Catalogue] = {
    "argos": Catalogue("argos", index.index_url, index.read_offers, index.by_version),
    "opus": Catalogue("opus", opus.index_url, opus.read_releases, opus.worth, option=" --from opus"),
}


def find_catalogue(name: str) -> Catalogue:
    """Return the catalogue of a name.

    Raises:
        UsageError: there is none.
    """
    if name not in CATALOGUES:
        raise UsageError(f"there is no catalogue {name!r}", remedy=f"use {' or '.join(CATALOGUES)}")
    return CATALOGUES[name]


def ask_sizes(offers: list[Offer]) -> list[Offer]:
    """Return the offers with the sizes that their servers state, where the index states none."""
    with ThreadPoolExecutor(max_workers=ASKED_AT_ONCE) as pool:
        sizes = pool.map(lambda offer: offer.size or ask_size(offer.links[0]), offers)
        return [replace(offer, size=size) for offer, size in zip(offers, sizes, strict=True)]

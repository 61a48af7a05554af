"""A source text goes in; the sources in the memory that resemble it come out, most alike first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from translate_pipe.memory.index import id_range, soften, tokens_of

# Of so many sources that share the rarest words the text itself is compared.
_CANDIDATES = 200
# Entries of the index that are read for one text: rare words first, until there are enough.
_ENTRIES = 20_000
# Texts that are alike to 75 % may differ in many words, but hardly in more than half of the rare ones.
_SHARE_OF_WORDS = 0.6
_FEWEST_WORDS = 4
_CLOSEST_FUZZY = 99


class FuzzyIndex:
    """Finds similar sources by their rarest words, in the index of words of an open memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counts: dict[str, int] = {}

    def find(self, text: str, locales: Sequence[int], minimum: int, limit: int) -> list[tuple[int, str, int]]:
        """Return (id, text, similarity in percent) of at most `limit` sources, most alike first.

        The text itself is among them, with at most 99; the caller knows exact matches better.

        Args:
            text: what to find the like of.
            locales: ids of the source locales to look in.
            minimum: the least similarity in percent.
            limit: how many to return at most.
        """
        words = self._pick_words(tokens_of(text))
        if not words:
            return []
        softened = soften(text)
        found: list[tuple[int, str, int]] = []
        for locale in locales:
            candidates = self._candidates(words, locale, len(text), minimum)
            matches = process.extract(
                softened,
                {key: soften(source) for key, source in candidates.items()},
                scorer=fuzz.ratio,
                processor=None,
                score_cutoff=minimum,
                limit=limit,
            )
            found += [(key, candidates[key], min(int(score), _CLOSEST_FUZZY)) for _, score, key in matches]
        return sorted(found, key=lambda item: (-item[2], item[0]))[:limit]

    def _pick_words(self, tokens: Sequence[str]) -> list[tuple[str, int]]:
        """Return the rarest words that are in the index, each with how many sources have it."""
        counted = sorted((self._count(token), token) for token in tokens)
        known = [(token, count) for count, token in counted if count]
        wanted = max(_FEWEST_WORDS, round(len(tokens) * _SHARE_OF_WORDS))
        return known[:wanted]

    def _count(self, token: str) -> int:
        if token not in self._counts:
            row = self._connection.execute("SELECT doc FROM word_count WHERE term = ?", (token,)).fetchone()
            self._counts[token] = row[0] if row else 0
        return self._counts[token]

    def _candidates(
        self, words: Sequence[tuple[str, int]], locale: int, length: int, minimum: int
    ) -> dict[int, str]:
        """Return the sources of similar length that share most of the rare words, rare ones counting more."""
        # fuzz.ratio is 200·common/(a+b) percent at most, so the lengths cannot lie further apart than this.
        low, high = id_range(
            locale, length * minimum // (200 - minimum), length * (200 - minimum) // minimum + 1
        )
        parts: list[str] = []
        values: list[float | str] = []
        entries = 0
        for token, count in words:
            if parts and entries + count > _ENTRIES:
                break
            entries += count
            parts.append(
                "SELECT rowid AS id, ? AS weight FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?"
            )
            values += [1.0 / (1 + count) ** 0.25, token, low, high]
        rows = self._connection.execute(
            "SELECT source.id, source.text FROM source JOIN (SELECT id FROM ("  # noqa: S608 - constant parts
            + " UNION ALL ".join(parts)
            + ") GROUP BY id ORDER BY sum(weight) DESC, id LIMIT ?) AS alike ON alike.id = source.id",
            (*values, _CANDIDATES),
        )
        return dict(rows)

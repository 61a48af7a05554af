"""Translations and what is known of them go in; they come out in the shapes of LibreTranslate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from translate_pipe.model import TermOutcome
from translate_pipe.serve.detect import Detected
from translate_pipe.serve.fields import Wanted
from translate_pipe.serve.translators import Answer


def show_detected(found: Detected | None) -> dict[str, object]:
    """Return a detected language; where it can tell nothing LibreTranslate says English with no certainty."""
    if found is None:
        return {"confidence": 0, "language": "en"}
    return {"confidence": found.confidence, "language": found.locale}


def show_texts(wanted: Wanted, found: Sequence[Sequence[Answer]], *, with_terms: bool) -> dict[str, Any]:
    """Return what LibreTranslate would: a text for a text, a list for a list; with the account of terms."""
    best = [one.content.decode(one.encoding) for one in found[0]]
    answer: dict[str, Any] = {"translatedText": best[0] if wanted.single else best}
    if wanted.alternatives:
        others = [
            list(
                dict.fromkeys(
                    text
                    for rank in found[1:]
                    if (text := rank[at].content.decode(rank[at].encoding)) != best[at]
                )
            )
            for at in range(len(best))
        ]
        answer["alternatives"] = others[0] if wanted.single else others
    if with_terms:
        accounts = [show_account(one.terms) for one in found[0]]
        answer["terms"] = accounts[0] if wanted.single else accounts
    return answer


def show_account(terms: Sequence[TermOutcome]) -> list[dict[str, object]]:
    """Say what became of each term, as `--json` of the command line does."""
    return [
        {
            "term": outcome.match.entry.source,
            "source": outcome.match.surface,
            "state": outcome.state,
            "target": outcome.surface,
            "form": outcome.grammemes,
            "method": outcome.method,
            "reason": outcome.reason,
        }
        for outcome in terms
    ]

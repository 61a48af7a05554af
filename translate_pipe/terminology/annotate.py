"""Sources and matches come in; sources that carry their terms inline go out, for packages trained so."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.model import TermMatch
from translate_pipe.terminology.verify import copied_text, only_forbids


def annotate_source(source: str, matches: Sequence[TermMatch], template: str) -> str:
    """Return the source with each match in the package's own notation, target in the dictionary form.

    Args:
        template: how a term is written, with `{source}` and `{target}`.
    """
    text = source
    for match in sorted(matches, key=lambda match: match.span, reverse=True):
        if only_forbids(match.entry):
            continue
        stem = copied_text(match)
        target = stem if match.entry.status == "do-not-translate" else match.entry.targets[0]
        ending = match.surface[len(stem) :]
        inline = template.replace("{source}", stem).replace("{target}", target) + ending
        text = text[: match.span.start] + inline + text[match.span.end :]
    return text

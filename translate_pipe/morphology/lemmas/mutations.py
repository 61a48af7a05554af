"""Initial mutations of Celtic languages: what a changed beginning was before.

Source: the standard grammars; Irish lenition, eclipsis and prefixed h, n, t; Welsh soft, nasal and aspirate
mutation (the soft mutation of g, which leaves nothing, is not in the table).
"""

from __future__ import annotations

from collections.abc import Mapping

_IRISH_VOWELS = "aeiouáéíóúàèìòù"

MUTATIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "irish": (
        *((f"{letter}h", letter) for letter in "bcdfgmpst"),
        *(("mb", "b"), ("gc", "c"), ("nd", "d"), ("bhf", "f"), ("ng", "g"), ("bp", "p"), ("dt", "t")),
        ("ts", "s"),
        *((f"{added}{vowel}", vowel) for added in "hnt" for vowel in _IRISH_VOWELS),
    ),
    "welsh": (
        *(("b", "p"), ("d", "t"), ("g", "c"), ("f", "b"), ("f", "m"), ("dd", "d"), ("l", "ll"), ("r", "rh")),
        *(("mh", "p"), ("nh", "t"), ("ngh", "c"), ("m", "b"), ("n", "d"), ("ng", "g")),
        *(("ph", "p"), ("th", "t"), ("ch", "c")),
        *((f"h{vowel}", vowel) for vowel in "aeiouwy"),
    ),
}

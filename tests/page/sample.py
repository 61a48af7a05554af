"""Bitexts for the side-by-side page: a small one with everything in it, and a long one."""

from __future__ import annotations

from translate_pipe.model import (
    Bitext,
    Issue,
    Mark,
    MemoryMatch,
    Provenance,
    Segment,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
    TranslationUnit,
)

KREMLIN = TermEntry("Kremlin", ("Кремль",), note="the institution")
COUNCIL = TermEntry("district council", ("районный совет",))
HOSTILE = "<script>alert(1)</script> & \"quotes\" 'too' </script><!-- 😀 tail"


def unit(number: int, source: str, target: str, block: int, **more: object) -> TranslationUnit:
    segment = Segment(f"s{number:08x}", number, Span(0, len(source)), source, block)
    return TranslationUnit(segment, target, engine_text=target, **more)  # type: ignore[arg-type]


def small_bitext() -> Bitext:
    first = unit(
        1,
        "The Kremlin said no.",
        "В Кремле сказали нет.",
        0,
        terms=(
            TermOutcome(
                TermMatch(KREMLIN, Span(4, 11), "Kremlin"),
                "applied",
                Span(2, 8),
                "Кремле",
                "locative singular",
                "stand-in",
            ),
        ),
    )
    second = unit(
        2,
        "The district council met 3 times.",
        "Совет собрался 4 раза.",
        0,
        terms=(
            TermOutcome(
                TermMatch(COUNCIL, Span(4, 20), "district council"), "unresolved", reason="no place was found"
            ),
        ),
        issues=(
            Issue(
                "numbers", "error", "s00000002", "the source has 3, the target has 4", "target", Span(15, 16)
            ),
        ),
    )
    third = unit(
        3,
        "A bold word.",
        "Жирное слово 😀 здесь.",
        1,
        target_marks=(Mark("b1", "bold", Span(15, 20)),),
        suggestions=(MemoryMatch("A bold new word.", "Жирное новое слово.", 87, "old.txt", "2026-01-02"),),
    )
    fourth = unit(4, HOSTILE, HOSTILE, 2)
    return Bitext("news & more.txt", "en", "ru", (first, second, third, fourth), Provenance("translate-pipe"))


def long_bitext(segments: int) -> Bitext:
    units = tuple(
        unit(
            number,
            f"Segment {number}: the Kremlin said that the district council had met again, and that was all.",
            f"Сегмент {number}: в Кремле сообщили, что районный совет собрался снова, и на этом всё.",
            number // 4,
            terms=(
                TermOutcome(
                    TermMatch(KREMLIN, Span(16, 23), "Kremlin"),
                    "applied",
                    Span(15, 21),
                    "Кремле",
                    "",
                    "repair",
                ),
            )
            if number % 2
            else (),
        )
        for number in range(1, segments + 1)
    )
    return Bitext("long.txt", "en", "ru", units, Provenance("translate-pipe"))

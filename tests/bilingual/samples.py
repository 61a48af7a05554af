"""A small bitext that has one of everything, written by hand."""

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
    UnitState,
)

PROVENANCE = Provenance(
    "translate-pipe 0.1.0", "argos", ("en_ru 1.9",), "abcd", "sentencex 1", (("beam", "4"),)
)


def make_unit(
    number: int, source: str, target: str, *, state: UnitState = "translated", comment: str = ""
) -> TranslationUnit:
    """Return a plain unit whose id is its number after `s`."""
    segment = Segment(f"s{number}", number, Span(0, len(source)), source, number)
    return TranslationUnit(segment, target, state=state, comment=comment, engine_text=target)


def make_bitext(*units: TranslationUnit) -> Bitext:
    """Return a bitext of the article news.txt from English into Russian."""
    return Bitext("news.txt", "en", "ru", units, PROVENANCE)


def rich_unit() -> TranslationUnit:
    """Return a unit with marks, an enforced term, an issue and a memory match."""
    source = "The council condemned the special military operation."
    target = "Совет осудил специальную военную операцию."
    entry = TermEntry("special military operation", ("специальная военная операция",), line=2)
    match = TermMatch(entry, Span(26, 52), "special military operation")
    outcome = TermOutcome(
        match,
        "applied",
        Span(13, 41),
        "специальную военную операцию",
        "accusative singular",
        "repair",
    )
    return TranslationUnit(
        Segment(
            "s1",
            1,
            Span(0, len(source)),
            source,
            0,
            marks=(
                Mark("b1", "bold", Span(4, 11)),
                Mark("l1", "link", Span(22, 33), (("href", "https://example.org/?a=1&b=2"),)),
                Mark("f1", "footnote", Span(52, 52)),
            ),
        ),
        target,
        engine_text="Совет осудил спецоперацию.",
        score=-0.25,
        terms=(outcome,),
        issues=(Issue("numbers", "warning", "s1", "the numbers differ"),),
        target_marks=(Mark("b1", "bold", Span(0, 5)), Mark("f1", "footnote", Span(41, 41))),
        suggestions=(MemoryMatch("The council met.", "Совет собрался.", 78, "old.txt"),),
    )


def sample() -> Bitext:
    """Return four units, one in each state."""
    return make_bitext(
        rich_unit(),
        make_unit(2, "It met on Monday.", "Он собрался в понедельник.", state="recalled"),
        make_unit(3, '=SUM(A1) "quoted"\tand\nbroken', "=СУММ(A1)", state="reviewed", comment="ok | fine"),
        make_unit(4, "Nothing yet.", "", state="untranslated"),
    )

"""Hypothesis strategies for bitexts whose texts are as hostile as an article can be."""

from __future__ import annotations

from hypothesis import strategies as st

from translate_pipe.model import (
    Bitext,
    Change,
    Issue,
    Mark,
    MemoryMatch,
    Provenance,
    Segment,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
    TermState,
    TranslationUnit,
)

STATES: tuple[TermState, ...] = ("already", "applied", "kept", "overruled", "unresolved")

HOSTILE = [
    *("]]>", "<!--", "-->", "<![CDATA[", "&amp;", "&#0;", "<script>alert('x')</script>", "<br>", "&nbsp;"),
    *(
        '"',
        "'",
        "''=",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\\",
        "\\n",
        "\\u{41}",
        "\\u{",
        "\\\\",
        "|",
        "\\|",
        "`",
        "*a*",
    ),
    *("=1+1", "+", "-", "@A1", "; ", ",", "#article", "%s", "#, fuzzy", "msgid", "_x0041_", "x005F_"),
    *(
        "\x00",
        "\x01",
        "\x0b",
        "\x0c",
        "\x1b",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\uffff",
    ),
    *("\u200e", "\u202e", "\u2066", "\u00ad", "\u2011", "\u00a0", " ", "  ", "e\u0301", "\u212b"),
    *("\U0001f600", "\U0010ffff", "Кремль", "«Единая Россия»", "שלום", "漢字"),
]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=3)), max_size=6).map("".join),
).filter(lambda text: not any("\ud800" <= char <= "\udfff" for char in text))
sources = texts.filter(bool)
names = st.text("abcXYZ019._- ", min_size=1, max_size=6)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Span:
    start = draw(st.integers(0, length))
    return Span(start, draw(st.integers(start, length)))


@st.composite
def marks(draw: st.DrawFn, identifiers: list[str], length: int) -> tuple[Mark, ...]:
    kinds = ["bold", "italic", "underline", "strike", "code", "link", "footnote", "image", "break", "other"]
    return tuple(
        Mark(
            identifier,
            draw(st.sampled_from(kinds)),
            draw(spans(length)),
            tuple(draw(st.lists(st.tuples(names, texts), max_size=1))),
        )
        for identifier in identifiers
    )


@st.composite
def outcomes(draw: st.DrawFn, source: str, target: str) -> TermOutcome:
    entry = TermEntry(
        draw(sources),
        tuple(draw(st.lists(sources, max_size=2))),
        status=draw(st.sampled_from(["preferred", "forbidden"])),
        animate=draw(st.sampled_from([None, True, False])),
        note=draw(texts),
        line=draw(st.integers(0, 9)),
    )
    span = draw(spans(len(source)))
    match = TermMatch(entry, span, span.of(source), plural=draw(st.booleans()))
    state = draw(st.sampled_from(STATES))
    return TermOutcome(
        match,
        state,
        span=draw(st.none() | spans(len(target))),
        surface=draw(texts),
        method=draw(st.sampled_from([None, "repair"])),
        reason=draw(texts),
    )


@st.composite
def units(draw: st.DrawFn, number: int) -> TranslationUnit:
    source, target = draw(sources), draw(texts)
    identifiers = draw(st.lists(names, max_size=3, unique=True))
    segment = Segment(
        f"{number:x}-{draw(st.sampled_from(['a', 'b_c', 'ß']))}",
        number,
        Span(number, number + len(source)),
        source,
        draw(st.integers(0, 2)),
        draw(st.sampled_from(["paragraph", "heading", "cue"])),
        draw(marks(identifiers, len(source))),
        tuple(draw(st.lists(spans(len(source)), max_size=1))),
    )
    return TranslationUnit(
        segment,
        target,
        state=draw(st.sampled_from(["translated", "recalled", "reviewed", "untranslated"])),
        engine_text=draw(texts),
        score=draw(st.none() | st.floats(-9, 0)),
        terms=tuple(draw(st.lists(outcomes(source, target), max_size=2))),
        issues=tuple(draw(st.lists(st.builds(
            Issue, names, st.sampled_from(["error", "warning", "info"]), st.just(segment.id), texts,
            st.sampled_from(["source", "target"])), max_size=2))),
        changes=tuple(draw(st.lists(st.builds(Change, names, texts, texts), max_size=1))),
        target_marks=draw(marks(identifiers, len(target))),
        suggestions=tuple(draw(st.lists(st.builds(
            MemoryMatch, texts, texts, st.integers(0, 101), texts), max_size=1))),
        comment=draw(texts),
    )  # fmt: skip


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    count = draw(st.integers(0, 4))
    provenance = Provenance("translate-pipe 0.1.0", options=tuple(draw(st.lists(st.tuples(names, names)))))
    return Bitext(
        draw(st.sampled_from(["news.txt", "день & ночь.md", 'a "b" <c>.html'])),
        "en",
        draw(st.sampled_from(["ru", "pt-BR", "he"])),
        tuple(draw(units(number)) for number in range(1, count + 1)),
        provenance,
    )

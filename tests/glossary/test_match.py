"""Where source terms match, and where they must not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.glossary.load import Glossary, build_glossary
from translate_pipe.glossary.match import find_terms, match_terms
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import Mark, Segment, Span, TermEntry, TermMatch

CASES = Path(__file__).parent.parent / "cases" / "glossary" / "match.tsv"


def make_segment(text: str, *, protected: tuple[Span, ...] = (), marks: tuple[Mark, ...] = ()) -> Segment:
    return Segment("s1", 1, Span(0, len(text)), text, 0, marks=marks, protected=protected)


def make_glossary(text: str, source: str = "en", target: str = "ru") -> Glossary:
    return build_glossary([parse_table(text.encode(), path="terms.csv")], source, target)


def describe(match: TermMatch) -> str:
    flags = ("p" if match.plural else "") + ("s" if match.possessive else "")
    return match.surface + (f"/{flags}" if flags else "")


def read_cases() -> list[tuple[str, ...]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("term", "features", "text", "expected"), read_cases())
def test_match_follows_the_case_table(term: str, features: str, text: str, expected: str) -> None:
    names, cells = ["en", "ru"], [term.replace('"', '""'), "перевод"]
    for feature in features.split(",") if features != "-" else []:
        name, value = feature.split("=")
        names.append(name)
        cells.append(value)
    rows = ",".join(f'"{cell}"' for cell in cells)
    glossary = make_glossary(f"{','.join(names)}\n{rows}\n")
    matches = match_terms([make_segment(text)], glossary)[0]
    assert "; ".join(map(describe, matches)) == ("" if expected == "-" else expected)
    assert all(match.span.of(text) == match.surface for match in matches)


@pytest.mark.parametrize("space", ["\n", "\u00a0", "  ", "\u2009", "\r\n", "-", "\u2011"])
def test_match_spans_any_white_space_or_hyphen_inside_a_term(space: str) -> None:
    glossary = make_glossary("en,ru\ndistrict council,районный совет\n")
    text = f"the district{space}council met"
    (match,) = match_terms([make_segment(text)], glossary)[0]
    assert match.span == Span(4, len(text) - 4)


@pytest.mark.parametrize(
    ("text", "inner", "matched"),
    [
        ("pro-Kremlin", ["Kremlin"], []),
        ("Anti\u2011Kremlin and Kremlin-backed", ["Kremlin"], ["Kremlin"]),
        ("the pro-war effort's end", ["war effort's"], []),
        ("ex-mayor", [], ["ex-mayor"]),
        ("pro-kremlin, prokremlin, the Kremlin-pro", [], ["Kremlin"]),
        ("super-https://a.b/pro-Kremlin", [], []),
    ],
)
def test_term_behind_a_prefix_is_no_match_and_is_told(
    text: str, inner: list[str], matched: list[str]
) -> None:
    rows = "en,ru,case_sensitive\nKremlin,Кремль,yes\nwar,война,\nwar effort,военные усилия,\n"
    glossary = make_glossary(rows + "mayor,мэр,\nex-mayor,бывший мэр,\n")
    report = find_terms([make_segment(text)], glossary)
    assert [match.surface for match in report.inner[0]] == inner
    assert [match.surface for match in report.matches[0]] == matched


def test_match_prefers_the_longest_term_and_reports_the_others() -> None:
    glossary = make_glossary(
        "en,ru\ntreason,измена\nhigh treason,государственная измена\ntreason law,закон\n"
    )
    report = find_terms([make_segment("the high treason law")], glossary)
    assert [match.surface for match in report.matches[0]] == ["high treason"]
    told = {(o.kept.surface, o.dropped.surface, o.nested) for o in report.overlaps}
    assert told == {("high treason", "treason", True), ("high treason", "treason law", False)}


def test_match_takes_the_entry_spelled_like_the_text() -> None:
    glossary = make_glossary("en,ru\nUS,США\nus,нас\n")
    found = match_terms([make_segment("the US told us")], glossary)[0]
    assert [(match.surface, match.entry.targets[0]) for match in found] == [("US", "США"), ("us", "нас")]


def test_match_takes_an_entry_for_the_plural_before_a_derived_one() -> None:
    glossary = make_glossary("en,ru\ncouncil,совет\ncouncils,органы\n")
    found = match_terms([make_segment("two councils")], glossary)[0]
    assert [(match.entry.source, match.plural) for match in found] == [("councils", False)]


def test_match_leaves_protected_stretches_and_code_alone() -> None:
    glossary = make_glossary("en,ru\nKremlin,Кремль\n")
    text = "Kremlin and Kremlin and Kremlin"
    segment = make_segment(text, protected=(Span(0, 7),), marks=(Mark("m", "code", Span(12, 19)),))
    assert [match.span for match in match_terms([segment], glossary)[0]] == [Span(24, 31)]


def test_match_needs_no_word_boundary_in_scripts_without_spaces() -> None:
    glossary = make_glossary("zh,ru\n克里姆林宫,Кремль\n杜马,Дума\n", "zh")
    text = "俄罗斯克里姆林宫与国家杜马abc表示"
    assert [m.surface for m in match_terms([make_segment(text)], glossary)[0]] == ["克里姆林宫", "杜马"]
    thai = make_glossary("th,ru\nเครมลิน,Кремль\n", "th")
    assert [m.surface for m in match_terms([make_segment("ทำเนียบเครมลินกล่าว")], thai)[0]] == ["เครมลิน"]


def test_match_respects_the_elision_of_the_source_language() -> None:
    french = make_glossary("fr,ru\nUkraine,Украина\n", "fr")
    assert [m.surface for m in match_terms([make_segment("l'armée d’Ukraine")], french)[0]] == ["Ukraine"]
    english = make_glossary("en,ru\nUkraine,Украина\n")
    assert match_terms([make_segment("the d’Ukraine family")], english)[0] == ()


def test_match_reads_decomposed_letters_and_soft_hyphens() -> None:
    glossary = make_glossary("en,ru\ncafé,кафе\ncouncil,совет\n")
    text = "a cafe\u0301 of the coun\u00adcil"
    assert [m.surface for m in match_terms([make_segment(text)], glossary)[0]] == [
        "cafe\u0301",
        "coun\u00adcil",
    ]


def test_match_finds_inflected_terms_with_a_morphology_of_the_source() -> None:
    pytest.importorskip("pymorphy3")
    from translate_pipe.morphology import load_morphology

    glossary = make_glossary("ru,en\nрайонный совет,district council\nКремль,Kremlin\n", "ru", "en")
    segment = make_segment("В Кремле знают о районных советах; кремль Пскова не в счёт.")
    found = match_terms([segment], glossary, morphology=load_morphology("ru"))[0]
    assert [(m.surface, m.plural) for m in found] == [("Кремле", False), ("районных советах", True)]
    assert match_terms([segment], glossary)[0] == ()


def test_match_does_not_inflect_an_exact_entry_with_a_morphology() -> None:
    pytest.importorskip("pymorphy3")
    from translate_pipe.morphology import load_morphology

    glossary = make_glossary("ru,en,match\nсовет,council,exact\n", "ru", "en")
    found = match_terms([make_segment("совет советов")], glossary, morphology=load_morphology("ru"))[0]
    assert [m.surface for m in found] == ["совет"]


words = st.sampled_from(
    ["high", "treason", "council", "councils", "the", "US", "us", "Kremlin's", "-", ".", "“"]
)


@given(st.lists(words, max_size=12).map(" ".join))
def test_matches_are_ordered_disjoint_and_as_long_as_can_be(text: str) -> None:
    entries = tuple(
        TermEntry(term, ("x",)) for term in ("high treason", "treason", "council", "US", "Kremlin")
    )
    glossary = Glossary("en", "ru", entries, "")
    report = find_terms([make_segment(text)], glossary)
    spans = [match.span for match in report.matches[0]]
    assert spans == sorted(spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(len(o.kept.span) >= len(o.dropped.span) for o in report.overlaps)
    assert [
        m for m in report.matches[0] if m.entry.source == "treason" and "high " in text[: m.span.start][-5:]
    ] == []

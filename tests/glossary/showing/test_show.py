"""What the project makes of a term, as values and as a page; where terms match in articles."""

from __future__ import annotations

import pytest
from lxml import html

from translate_pipe.glossary.load import build_glossary
from translate_pipe.glossary.showing.coverage import find_uses
from translate_pipe.glossary.showing.paradigm import Paradigm, build_paradigms
from translate_pipe.glossary.showing.preview_page import render_preview
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import Segment, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology


def build(entry: TermEntry, locale: str = "ru") -> tuple[Paradigm, ...]:
    return build_paradigms(entry, locale, load_morphology(locale))


def test_a_paradigm_shows_cases_and_where_facts_come_from() -> None:
    (shown,) = build(TermEntry("district council", ("районный совет",)))
    assert shown.rows[1] == ("genitive", "районного совета", "районных советов")
    assert shown.origin == "analyser"
    assert shown.source == "forms from pymorphy3-dicts-ru (OpenCorpora)"
    facts = {fact.name: (fact.value, fact.origin, fact.column) for fact in shown.facts}
    assert facts["head word"][0] == "совет"
    assert facts["gender"] == ("masculine", "analyser", "ru.gender")
    assert facts["animate"] == ("no", "analyser", "ru.animate")


def test_what_the_row_says_wins_and_is_shown_as_such() -> None:
    entry = TermEntry("Torstrem", ("Торстрем",), pos="name", gender="f", animate=True, indeclinable=True)
    facts = {fact.name: (fact.value, fact.origin) for fact in build(entry)[0].facts}
    assert facts["gender"] == ("feminine", "row")
    assert facts["animate"] == ("yes", "row")
    assert facts["indeclinable"] == ("yes", "row")
    assert {row[1] for row in build(entry)[0].rows} == {"Торстрем"}


def test_explicit_forms_belong_to_the_first_target() -> None:
    forms = ("леди", "леди", "леди", "леди", "леди", "леди")
    first, second = build(TermEntry("lady", ("леди", "дама"), forms=forms))
    assert (first.origin, second.origin) == ("row", "analyser")
    assert second.rows[1][1] == "дамы"


def test_a_language_without_a_dictionary_shows_the_forms_of_the_row() -> None:
    entry = TermEntry("council", ("råd",), forms=("rådet", "råden"))
    (shown,) = build_paradigms(entry, "sv", DefaultMorphology("sv"))
    assert (shown.rows, shown.other) == ((), ("råd", "rådet", "råden"))
    assert shown.source == "forms of the row; recognised to the letter"


def test_a_language_of_lemmas_shows_what_recognises_other_forms() -> None:
    (shown,) = build(TermEntry("council", ("råd",)), "sv")
    assert shown.source == "no forms known; other forms recognised by simplemma"
    (shown,) = build(TermEntry("council", ("råd",), forms=("rådet",)), "sv")
    assert shown.source == "forms of the row; other forms recognised by simplemma"


def test_entries_without_a_target_are_shown_too() -> None:
    (copied,) = build(TermEntry("Twitter", (), status="do-not-translate"))
    assert (copied.target, copied.other) == ("Twitter", ("Twitter",))
    (banned,) = build(TermEntry("war", (), status="forbidden", forbidden=("СВО",)))
    assert (banned.target, banned.other, banned.rows) == ("", (), ())


def read_text(root: html.HtmlElement, tag: str) -> str:
    (element,) = root.iter(tag)
    return str(element.text_content())


def test_the_page_is_whole_and_escapes_what_it_shows() -> None:
    entry = TermEntry('<b>"x"</b>', ("<script>alert(1)</script>",), note="a & b <i>", path="t.csv", line=3)
    page = render_preview(build(entry, "de"), locale="de", name="<t>.csv")
    root = html.document_fromstring(page)
    assert read_text(root, "h2").split() == ['<b>"x"</b>', "→", "<script>alert(1)</script>"]
    assert len(list(root.iter("script"))) == 1
    assert list(root.iter("b")) == []
    assert "://" not in page
    assert read_text(root, "title") == "<t>.csv: German forms"


def test_the_page_has_a_section_for_each_target_and_the_direction_of_the_language() -> None:
    entries = [TermEntry("war", ("الحرب",)), TermEntry("peace", ("السلام", "سلام"))]
    shown = [paradigm for entry in entries for paradigm in build(entry, "ar")]
    root = html.document_fromstring(render_preview(shown, locale="ar", name="t"))
    assert len(list(root.iter("section"))) == 3
    assert [span.get("dir") for h2 in root.iter("h2") for span in h2.iter("span")] == ["rtl"] * 3


@pytest.mark.parametrize(("text", "count"), [("Treason is high treason.", 1), ("High treason.", 0)])
def test_uses_count_occurrences_and_those_within_longer_terms(text: str, count: int) -> None:
    table = parse_table("en,ru\ntreason,измена\nhigh treason,госизмена\nwar,война\n".encode(), path="t.csv")
    segments = [Segment("a", 1, Span(0, len(text)), text, 0)]
    treason, high, war = find_uses(build_glossary([table], "en", "ru"), {"x.txt": segments})
    assert (len(treason.occurrences), treason.hidden) == (count, 1)
    assert [(o.article, o.segment) for o in high.occurrences] == [("x.txt", 1)]
    assert (war.occurrences, war.hidden) == ((), 0)

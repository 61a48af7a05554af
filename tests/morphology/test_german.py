"""German terms are inflected, found, judged and fitted as the hand-written tables say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.morphology.tables import entry_of, read_rows
from translate_pipe.model import FittingMorphology, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology

pytest.importorskip("german_nouns", reason="the German dictionary is an optional extra")

ROWS = read_rows("de.tsv")
CASES = ("nominative", "genitive", "dative", "accusative")
ARTICLES = {
    "der": {
        "m": "der des dem den",
        "f": "die der der die",
        "n": "das des dem das",
        "plural": "die der den die",
    },
    "ein": {"m": "ein eines einem einen", "f": "eine einer einer eine", "n": "ein eines einem ein"},
}
VERDICTS = {"yes": True, "no": False, "?": None}
BRACKETS = re.compile(r"\[(.*)\]")


@pytest.fixture(scope="module")
def german() -> FittingMorphology:
    morphology = load_morphology("de")
    assert isinstance(morphology, FittingMorphology)
    return morphology


def entry_for(row: dict[str, str]) -> TermEntry:
    plural = "number=plural" in row["hints"]
    entry = entry_of(row.get("phrase") or row["target"], row["hints"].replace("number=plural", ""))
    return replace(entry, number="plural") if plural else entry


def marked(text: str) -> tuple[str, Span]:
    """Return a text without its brackets, and where they were."""
    found = BRACKETS.search(text)
    assert found is not None
    return BRACKETS.sub(r"\1", text), Span(found.start(), found.end() - 2)


def test_table_is_as_large_as_it_claims() -> None:
    assert len({row["phrase"] for row in ROWS}) >= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['phrase']} {row['number']} {row['article']}")
def test_paradigm_is_that_of_the_table(german: FittingMorphology, row: dict[str, str]) -> None:
    """Without an article the first form is right; with one its form is there, and agrees with the article."""
    entry = entry_for(row)
    for place, case in enumerate(CASES):
        right = row[case].split("/")
        if row["article"] in ("-", "any"):
            assert german.inflect_phrase(entry, case, row["number"]) in right
            continue
        texts = {
            form.text for form in german.paradigm(entry) if (form.case, form.number) == (case, row["number"])
        }
        assert texts & set(right)
        head = german.head(entry)
        assert head is not None
        articles = ARTICLES[row["article"]]["plural" if row["number"] == "plural" else head.gender]
        before = f"Hier steht {articles.split()[place]} "
        span = Span(len(before), len(before + right[0]))
        assert german.agree(f"{before}{right[0]}.", span, entry) is True


@pytest.mark.parametrize("row", read_rows("de-find.tsv"), ids=lambda row: f"{row['target']}: {row['text']}")
def test_occurrences_are_those_of_the_table(german: FittingMorphology, row: dict[str, str]) -> None:
    found = german.find_term(entry_for(row), row["text"])
    shown = [
        f"{span.of(row['text'])}={f'{form.case} {form.number}' if form else '?'}" for span, form in found
    ]
    if row["hints"] == "pos=adjective":
        # An adjective alone has neither case nor number.
        wanted = [each.split("=")[0] + "= " for each in row["found"].split(";")]
        assert shown == wanted
    else:
        assert (";".join(shown) or "-") == row["found"]


@pytest.mark.parametrize("row", read_rows("de-agree.tsv"), ids=lambda row: f"{row['verdict']}: {row['text']}")
def test_agreement_is_judged_as_the_table_says(german: FittingMorphology, row: dict[str, str]) -> None:
    text, span = marked(row["text"])
    assert german.agree(text, span, entry_for(row)) is VERDICTS[row["verdict"]]


def test_table_of_agreement_has_enough_of_each_verdict() -> None:
    verdicts = [row["verdict"] for row in read_rows("de-agree.tsv")]
    assert min(verdicts.count(verdict) for verdict in VERDICTS) >= 12


@pytest.mark.parametrize("row", read_rows("de-fit.tsv"), ids=lambda row: str(row["text"]))
def test_articles_and_adjectives_are_fitted_to_a_term(german: FittingMorphology, row: dict[str, str]) -> None:
    text, span = marked(row["text"])
    wanted = marked(row["fitted"])
    entry = entry_for(row)
    forms = dict.fromkeys(form.text for form in german.paradigm(entry))
    fitted = [each for form in forms for each in german.fit_form(text, span, entry, form)]
    assert wanted in fitted
    assert all(german.agree(*each, entry) is not False for each in fitted)


def test_four_or_eight_forms_of_a_row_are_its_cases() -> None:
    german = load_morphology("de")
    four = TermEntry("x", ("Kreml",), forms=("Kreml", "Kremles", "Kreml", "Kreml"))
    assert german.inflect_phrase(four, "genitive") == "Kremles"
    more = TermEntry("x", ("Kreml",), forms=("Kremles",))
    assert german.inflect_phrase(more, "genitive") == "Kremls"
    assert [span.of("des Kremles") for span, _ in german.find_term(more, "des Kremles")] == ["Kremles"]


def test_numerals_ask_for_the_plural() -> None:
    german = load_morphology("de")
    entry = entry_of("neuronales Netz")
    assert german.inflect_with_numeral(entry, 1) == "neuronales Netz"
    assert german.inflect_with_numeral(entry, 5, "dative") == "neuronalen Netzen"


def test_words_are_analysed() -> None:
    german = load_morphology("de")
    assert {(form.case, form.number) for form in german.analyse("Präsidenten")} >= {("genitive", "singular")}
    assert "föderation" in {form.lemma.lower() for form in german.analyse("föderationen")}
    assert german.analyse("Putins")[0].lemma == "Putin"
    assert german.analyse("xyzzy") == german.analyse("xyzzy")[:1]
    assert {form.lemma for form in german.analyse("militärischen")} >= {"militärisch"}


def test_dictionary_form_is_the_nominative() -> None:
    german = load_morphology("de")
    assert german.dictionary_form("der Russischen Föderation") == "die Russische Föderation"
    assert german.dictionary_form("militärischer Spezialoperation") == "militärische Spezialoperation"
    assert german.dictionary_form("Vereinigten Staaten") == "Vereinigte Staaten"
    assert german.dictionary_form("zum Beispiel") == "zum Beispiel"


def test_without_its_dictionary_german_is_a_language_without_analyser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("translate_pipe.morphology.german.find_spec", lambda _: None)
    load_morphology.cache_clear()
    try:
        assert isinstance(load_morphology("de"), DefaultMorphology)
    finally:
        load_morphology.cache_clear()

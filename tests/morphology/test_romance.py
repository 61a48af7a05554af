"""Terms of Romance languages are put into number, found, judged and fitted as the hand-written tables say."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.morphology.tables import entry_of, read_rows
from tests.morphology.test_german import VERDICTS, marked
from translate_pipe.model import FittingMorphology, Span, TermEntry
from translate_pipe.morphology import load_morphology


class Frame(NamedTuple):
    """A word for which a phrase is put in, with the article, and the prepositions that it is put after."""

    singular: str
    plural: str
    prepositions: tuple[str, ...]


# A feminine noun with its articles, after the prepositions of the table's columns.
FRAMES = {
    "es": Frame("la cosa", "las cosas", ("", "de", "a")),
    "fr": Frame("la chose", "les choses", ("", "de", "à")),
    "it": Frame("la cosa", "le cose", ("", "di", "a", "in")),
    "pt": Frame("a coisa", "as coisas", ("", "de", "a", "em", "por")),
}
LANGUAGES = tuple(FRAMES)


def rows_of(table: str) -> list[tuple[str, dict[str, str]]]:
    """Return the rows of a table of every language."""
    return [(language, row) for language in LANGUAGES for row in read_rows(f"{language}{table}.tsv")]


def parametrize(table: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("language", "row"),
        [pytest.param(each, row, id=f"{each}: {next(iter(row.values()))}") for each, row in rows_of(table)],
    )


def fitting(language: str) -> FittingMorphology:
    morphology = load_morphology(language)
    assert isinstance(morphology, FittingMorphology)
    return morphology


def entry_for(row: dict[str, str]) -> TermEntry:
    plural = "number=plural" in row["hints"]
    phrase = row.get("phrase") or row["target"]
    source = "X" if "pos=name" in row["hints"] else "x"
    entry = entry_of(phrase, row["hints"].replace("number=plural", ""), source)
    return replace(entry, number="plural") if plural else entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_is_as_large_as_it_claims(language: str) -> None:
    assert len({row["phrase"] for row in read_rows(f"{language}.tsv")}) >= 60


@parametrize("")
def test_numbers_are_those_of_the_table(language: str, row: dict[str, str]) -> None:
    morphology, entry = fitting(language), entry_for(row)
    for number in ("singular", "plural"):
        made = morphology.inflect_phrase(entry, "", number)
        assert (made or "-") in row[number].split("/")
    numbers = {form.number for form in morphology.paradigm(entry)}
    assert numbers == {number for number in ("singular", "plural") if row[number] != "-"}


@parametrize("")
def test_article_and_preposition_before_a_term_are_those_of_the_table(
    language: str, row: dict[str, str]
) -> None:
    """`del` where the frame has "de la", in either number; a name without article has none."""
    morphology, entry, frame = fitting(language), entry_for(row), FRAMES[language]
    for number in ("singular", "plural"):
        if row[f"with_{number}"] == "-":
            continue
        form = row[number].split("/")[0]
        wanted = row[f"with_{number}"].split("|")
        assert len(wanted) == len(frame.prepositions)
        bare = morphology.inflect_phrase(entry, "", number) or ""
        for preposition, before in zip(frame.prepositions, wanted, strict=True):
            shown = frame.singular if number == "singular" else frame.plural
            text, span = marked(f"Xx {preposition} [{shown}] xx.".replace("  ", " "))
            fitted, at = morphology.fit_form(text, span, entry, bare)[0]
            term = form.removeprefix(row["article"]).lstrip()
            joined = before + term if before.endswith("'") else f"{before} {term}".strip()
            assert fitted == f"Xx {joined} xx."
            assert at.of(fitted) == term
            assert morphology.agree(fitted, at, entry) is not False


@parametrize("-find")
def test_occurrences_are_those_of_the_table(language: str, row: dict[str, str]) -> None:
    found = fitting(language).find_term(entry_for(row), row["text"])
    shown = [f"{span.of(row['text'])}={(form.number or 'any') if form else '?'}" for span, form in found]
    assert (";".join(shown) or "-") == row["found"]


@parametrize("-agree")
def test_agreement_is_judged_as_the_table_says(language: str, row: dict[str, str]) -> None:
    text, span = marked(row["text"])
    assert fitting(language).agree(text, span, entry_for(row)) is VERDICTS[row["verdict"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_of_agreement_has_enough_of_each_verdict(language: str) -> None:
    verdicts = [row["verdict"] for row in read_rows(f"{language}-agree.tsv")]
    assert min(verdicts.count("yes"), verdicts.count("no")) >= 10
    assert verdicts.count("?") >= 3


@parametrize("-fit")
def test_words_around_a_term_are_fitted_to_it(language: str, row: dict[str, str]) -> None:
    text, span = marked(row["text"])
    morphology, entry = fitting(language), entry_for(row)
    forms = dict.fromkeys(form.text for form in morphology.paradigm(entry))
    fitted = [each for form in forms for each in morphology.fit_form(text, span, entry, form)]
    assert marked(row["fitted"]) in fitted
    assert all(morphology.agree(*each, entry) is not False for each in fitted)


@pytest.mark.parametrize("language", LANGUAGES)
@given(drawn=st.data())
def test_term_stands_where_it_is_said_to_whatever_gives_way(language: str, drawn: st.DataObject) -> None:
    """Words of the tables in any order, with quotation marks and the like between, and any part of them."""
    row = drawn.draw(st.sampled_from(read_rows(f"{language}.tsv")))
    words = {word for each in read_rows(f"{language}-fit.tsv") for word in each["fitted"].split()}
    pieces = st.lists(st.sampled_from((*sorted(words), " ", " «", "» ", ", ", "-", " \u201c")), min_size=1)
    text = "".join(drawn.draw(pieces)).replace("[", " ").replace("]", " ")
    start = drawn.draw(st.integers(0, len(text) - 1))
    place = Span(start, drawn.draw(st.integers(start + 1, len(text))))
    morphology, entry = fitting(language), entry_for(row)
    for form in morphology.paradigm(entry):
        for fitted, span in morphology.fit_form(text, place, entry, form.text):
            assert form.text.lower().endswith(span.of(fitted).lower())
            assert len(fitted[span.end :].split()) == len(text[place.end :].split())
            morphology.agree(fitted, span, entry)

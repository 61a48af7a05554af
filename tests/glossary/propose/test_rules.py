"""What is proposed and what is not, rule by rule, on segments written for the purpose."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from translate_pipe.errors import AlignmentError
from translate_pipe.glossary.propose import Proposal, add_renderings, draft_glossary, propose_terms
from translate_pipe.glossary.propose.abbreviations import match_long_form
from translate_pipe.glossary.propose.english import is_adverb, is_plural, singular
from translate_pipe.model import Segment, Span


def segments(*sources: str, protected: Sequence[Span] = ()) -> list[Segment]:
    return [
        Segment(f"s{n}", n, Span(0, len(source)), source, 0, protected=tuple(protected))
        for n, source in enumerate(sources, 1)
    ]


def proposed(*sources: str, locale: str = "en") -> dict[str, Proposal]:
    return {proposal.term: proposal for proposal in propose_terms(segments(*sources), locale=locale)}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("They met Anna Berg in the park.", "Anna Berg"),
        ("Anna Berg arrived.", "Anna Berg"),
        ("He works for the Bank of England now.", "Bank of England"),
        ("It was sent to the Department for Business and Trade.", "Department for Business and Trade"),
        ("The Teachers' Union of Wales agreed.", "Teachers' Union of Wales"),
        ("They sail to St. Helena today.", "St. Helena"),
        ("She read J. K. Rowling at school.", "J. K. Rowling"),
        ("He met Ludwig van Beethoven there.", "Ludwig van Beethoven"),
        ("The deal with Marks & Spencer failed.", "Marks & Spencer"),
        ("Lena's boat sank near Kiel.", "Kiel"),
        ("“Poland will pay,” he said.", "Poland"),
    ],
)
def test_names_are_found_whole(source: str, name: str) -> None:
    assert name in proposed(source)


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("Yesterday it rained.", "Yesterday"),
        ("Farmers complained about it.", "Farmers"),
        ("It happened on Monday in May.", "Monday"),
        ("It happened on Monday in May.", "May"),
        ("He bought Norwegian fish.", "Norwegian"),
        ("They speak French there.", "French"),
        ("And then I left.", "I"),
        ("He said: “Money is tight.”", "Money"),
        ("Chapter IV was short.", "IV"),
        ("Big Changes Ahead For Small Farmers Everywhere", "Big Changes Ahead For Small Farmers Everywhere"),
    ],
)
def test_capitals_that_something_else_explains_are_no_names(source: str, word: str) -> None:
    assert word not in proposed(source)


def test_a_capital_at_the_start_counts_if_it_stands_inside_a_segment_elsewhere() -> None:
    assert proposed("Gazprom fell.", "They sold Gazprom.")["Gazprom"].count == 2


def test_a_possessive_ends_a_name() -> None:
    found = proposed("They read Russia's State Archive index.")
    assert {"Russia", "State Archive"} <= set(found)
    assert "Russia's State Archive" not in found


def test_a_person_is_not_joined_to_an_organisation() -> None:
    found = proposed("It was Ruth Klein of the University of Basel who called.")
    assert {"Ruth Klein", "University of Basel"} <= set(found)


def test_look_alikes_follow_the_longest_name() -> None:
    rows = propose_terms(
        segments(
            "Vladimir Orlov spoke to the press.",
            "Mr Orlov smiled, and then Orlov left.",
            "President Vladimir Orlov won; the president was glad.",
        )
    )
    assert [(row.term, row.head) for row in rows][:4] == [
        ("Vladimir Orlov", ""),
        ("Mr Orlov", "Vladimir Orlov"),
        ("Orlov", "Vladimir Orlov"),
        ("the president", "Vladimir Orlov"),
    ]
    assert rows[0].gender == "m"
    assert rows[3].remark == "may mean Vladimir Orlov"


def test_a_surname_of_two_bearers_belongs_to_neither() -> None:
    found = proposed("Anna Berg said no.", "Otto Berg said yes.", "Then Berg left, and Mrs Berg too.")
    assert found["Berg"].head == ""


def test_an_office_without_a_bearer_beside_it_is_no_look_alike() -> None:
    assert "the president" not in proposed("Anna Berg arrived.", "Then the president left.")


def test_the_short_name_of_a_company_follows_its_full_name() -> None:
    found = proposed("They sued Acme Tools plc in June.", "The court told Acme Tools to pay.")
    assert found["Acme Tools"].head == "Acme Tools plc"
    assert found["Acme Tools plc"].kind == "organisation"


def test_a_place_is_no_look_alike_of_a_party_with_its_name() -> None:
    found = proposed("He leads United Albania.", "He lives in Albania.")
    assert found["Albania"].head == ""


@pytest.mark.parametrize(
    ("source", "short", "long"),
    [
        ("The European Space Agency (ESA) agreed.", "ESA", "European Space Agency"),
        ("The ESA (European Space Agency) agreed.", "ESA", "European Space Agency"),
        ("An environmental impact assessment (EIA) is due.", "EIA", "environmental impact assessment"),
        (
            "She leads the North Atlantic Treaty Organization (NATO).",
            "NATO",
            "North Atlantic Treaty Organization",
        ),
    ],
)
def test_abbreviations_come_with_their_long_forms(source: str, short: str, long: str) -> None:
    found = proposed(source)
    assert found[short].kind == "abbreviation"
    assert found[short].head == long
    assert long in found


def test_an_abbreviation_without_long_form_says_so() -> None:
    found = proposed("Three MPs left the EU.")
    assert found["EU"].remark == "no long form in the text"
    assert "MP" in found


def test_shouted_segments_have_no_abbreviations() -> None:
    assert "STOP" not in proposed("STOP THE TRAIN NOW")


@pytest.mark.parametrize(
    ("short", "words", "first"),
    [
        ("EU", ["the", "European", "Union"], 1),
        ("WHO", ["World", "Health", "Organization"], 0),
        ("EU", ["an", "old", "idea"], None),
        ("SIT", ["so", "it", "is"], None),
    ],
)
def test_long_forms_spell_the_abbreviation(short: str, words: list[str], first: int | None) -> None:
    assert match_long_form(short, words) == first


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("They debated the carbon tax at length.", "carbon tax"),
        ("A parliamentary committee met.", "parliamentary committee"),
        ("The new carbon tax is unpopular.", "carbon tax"),
        ("He is a head of state.", "head of state"),
        ("The company trains software engineers.", "software engineers"),
        ("They returned to the negotiating table.", "negotiating table"),
        ("Solar panels cover the roof.", "solar panels"),
        ("The human rights lawyer won.", "human rights lawyer"),
    ],
)
def test_noun_phrases_are_terms(source: str, term: str) -> None:
    assert term in proposed(source)


@pytest.mark.parametrize(
    ("source", "phrase"),
    [
        ("The very old house burnt.", "old house"),
        ("They want to alter reality.", "alter reality"),
        ("The council backs the plan.", "council backs"),
        ("The minister who calls elections left.", "calls elections"),
        ("The proposal was quickly rejected by the committee.", "quickly rejected"),
        ("A petition demanding the resignation failed.", "petition demanding"),
        ("It took three long days.", "long days"),
        ("He kept a number of sheep.", "number of sheep"),
    ],
)
def test_other_word_sequences_are_no_terms(source: str, phrase: str) -> None:
    assert phrase not in proposed(source)


def test_singular_and_plural_are_one_term_in_the_singular() -> None:
    found = proposed("Two carbon taxes failed.", "The carbon tax stays.")
    assert found["carbon tax"].count == 2
    assert "carbon taxes" not in found


def test_an_adjective_that_never_leaves_its_noun_belongs_to_the_term() -> None:
    assert "special court order" in proposed("A special court order came.", "The special court order fell.")
    assert "court order" in proposed("A special court order came.", "The new court order fell.")


def test_a_quoted_phrase_keeps_its_adjective() -> None:
    assert "special border regime" in proposed("He announced a “special border regime” for the coast.")


def test_terms_that_recur_come_first() -> None:
    rows = propose_terms(segments("The carbon tax and the fuel levy.", "A carbon tax."))
    assert [row.term for row in rows] == ["carbon tax", "fuel levy"]


def test_protected_text_is_not_searched() -> None:
    source = "Run Anna Berg now."
    assert propose_terms(segments(source, protected=[Span(4, 13)])) == ()


def test_known_terms_are_left_out_in_any_number_and_case() -> None:
    rows = propose_terms(segments("The carbon taxes hurt Anna Berg."), known=["carbon tax", "anna berg"])
    assert rows == ()


def test_the_head_of_look_alikes_may_be_known_already() -> None:
    rows = propose_terms(segments("Anna Berg came.", "Ms Berg left."), known=["Anna Berg"])
    assert [(row.term, row.head) for row in rows] == [("Ms Berg", "")]


def test_least_count_leaves_out_what_occurs_less_often() -> None:
    rows = propose_terms(segments("A carbon tax and a fuel levy.", "The carbon tax."), least_count=2)
    assert [row.term for row in rows] == ["carbon tax"]


def test_in_a_long_text_a_phrase_must_occur_twice() -> None:
    filler = ["They went there and then they went back again to it."] * 400
    rows = propose_terms(segments(*filler, "The carbon tax and the fuel levy.", "A carbon tax."))
    assert [row.term for row in rows] == ["carbon tax"]


def test_examples_are_short_and_hold_the_term() -> None:
    source = "so it is, " * 30 + "the carbon tax " + "is as it is, " * 30
    (row,) = (r for r in propose_terms(segments(source)) if r.term == "carbon tax")
    assert "carbon tax" in row.example
    assert len(row.example) <= 125
    assert row.example.startswith("…")
    assert row.example.endswith("…")


def test_renderings_are_marked_and_tidied() -> None:
    rows = propose_terms(
        segments("Anna Berg likes the carbon tax."), render=lambda terms: [f"Про {term}." for term in terms]
    )
    assert [(row.term, row.target, row.target_from) for row in rows] == [
        ("Anna Berg", "Про Anna Berg", "engine"),
        ("carbon tax", "про carbon tax", "engine"),
    ]
    assert rows[0].note().startswith("proposal: engine; name, 1×")


def test_the_memory_wins_over_the_engine_and_counts() -> None:
    rows = propose_terms(
        segments("The carbon tax."),
        memory=[("Carbon tax", "углеродный налог"), ("No carbon tax, no cash.", "…"), ("Carbon taxi", "…")],
        render=lambda terms: ["?"] * len(terms),
    )
    assert (rows[0].target, rows[0].target_from, rows[0].in_memory) == ("углеродный налог", "memory", 2)


def test_a_rendering_too_few_is_an_error() -> None:
    with pytest.raises(AlignmentError, match="1 renderings for 2 terms"):
        propose_terms(segments("Anna Berg likes the carbon tax."), render=lambda _: ["x"])


def test_nothing_is_rendered_where_nothing_is_found() -> None:
    def fail(terms: Sequence[str]) -> list[str]:
        raise AssertionError(terms)

    assert propose_terms(segments("It rained."), render=fail) == ()


def test_the_draft_is_a_wide_table_with_an_empty_status() -> None:
    rows = propose_terms(segments("Anna Berg likes the carbon tax."))
    ru = add_renderings(rows, lambda _: ["Анна Берг", "углеродный налог"])
    table = draft_glossary({"ru": ru, "de": rows}, source="en")
    assert table.header == ("en", "ru", "de", "pos", "gender", "case_sensitive", "status", "note")
    assert [record.cells[:7] for record in table.rows] == [
        ("Anna Berg", "Анна Берг", "", "name", "", "yes", ""),
        ("carbon tax", "углеродный налог", "", "noun", "", "", ""),
    ]
    assert table.rows[0].cells[7] == (
        "proposal: engine (ru); name, 1×; example: Anna Berg likes the carbon tax."
    )


def test_other_languages_propose_names_and_what_recurs() -> None:
    found = proposed(
        "Сегодня Анна Берг открыла атомную электростанцию.",
        "Вчера атомную электростанцию закрыли.",
        locale="ru",
    )
    assert "Анна Берг" in found
    assert found["атомную электростанцию"].count == 2
    assert "Берг открыла" not in found


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("councils", "council"), ("cities", "city"), ("boxes", "box"), ("women", "woman"), ("news", "news"),
        ("crises", "crisis"), ("glass", "glass"), ("firemen", "fireman"), ("gas", "gas"), ("heroes", "hero"),
    ],
)  # fmt: skip
def test_singulars(word: str, one: str) -> None:
    assert singular(word) == one


def test_adverbs_and_nouns_in_ly() -> None:
    assert is_adverb("quickly")
    assert not is_adverb("assembly")
    assert not is_plural("bus")

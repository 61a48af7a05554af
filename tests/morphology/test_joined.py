"""What is joined to a term is seen through; what makes another word of it is said in the account."""

from __future__ import annotations

import pytest

from tests.morphology.tables import entry_of
from translate_pipe.model import Span, TermMatch
from translate_pipe.morphology import lacks_forms, load_morphology
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.terminology.verify import settle_terms


def account_of(locale: str, term: str, text: str, method: str | None = None) -> tuple[str, str, str]:
    """Return state, surface and reason of a term in a target."""
    entry = entry_of(term, source="term")
    (outcome,) = settle_terms(
        text,
        [TermMatch(entry, Span(0, 4), "term")],
        load_morphology(locale),
        methods=["repair" if method else None],
    )
    return outcome.state, outcome.surface, outcome.reason


@pytest.mark.long
@pytest.mark.parametrize(
    ("locale", "term", "text", "surface"),
    [
        pytest.param("ca", "operació", "Parlen d'operacions.", "operacions", id="elision"),
        pytest.param("he", "ממשלה", "החלטת הממשלה.", "ממשלה", id="clitic before"),
        pytest.param("fi", "hallitus", "Hallituskin vaikenee.", "Hallituskin", id="clitic behind"),
        pytest.param("sv", "regering", "Ett regeringsbeslut.", "regering", id="compound"),
        pytest.param(
            "tr", "hükümet", "Hükümetlerinden biri.", "Hükümetlerinden", id="agglutination, Turkish"
        ),
        pytest.param("fi", "hallitus", "Hallituksissamme.", "Hallituksissamme", id="agglutination, Finnish"),
        pytest.param("hu", "kormány", "A kormányainkról.", "kormányainkról", id="agglutination, Hungarian"),
        pytest.param("ga", "Corcaigh", "Tá sé i gCorcaigh.", "gCorcaigh", id="mutation, Irish"),
        pytest.param("cy", "llywodraeth", "Aeth i lywodraeth.", "lywodraeth", id="mutation, Welsh"),
    ],
)
def test_term_is_recognised_although_something_is_joined_to_it(
    locale: str, term: str, text: str, surface: str
) -> None:
    pytest.importorskip("simplemma")
    assert account_of(locale, term, text) == ("already", surface, "")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("정부는 침묵했다.", "정부"),
        ("정부에서는 침묵했다.", "정부"),
        ("정부의 결정.", "정부"),
        ("정부 결정.", "정부"),
        ("정부청사가 닫혔다.", ""),
    ],
)
def test_korean_particles_are_seen_through(text: str, surface: str) -> None:
    found = load_morphology("ko").find_term(entry_of("정부"), text)
    assert "".join(span.of(text) for span, _ in found) == surface


@pytest.mark.parametrize(
    ("locale", "term", "text", "word"),
    [
        ("de", "Operation", "Die Spezialoperation begann.", "Spezialoperation"),
        ("az", "hökumət", "Hökumətin qərarı.", "Hökumətin"),
        ("kk", "үкімет", "Үкіметтің шешімі.", "Үкіметтің"),
    ],
)
def test_account_names_the_word_in_which_a_term_is_not_recognised(
    locale: str, term: str, text: str, word: str
) -> None:
    if locale == "de":
        pytest.importorskip("german_nouns", reason="the dictionary is an optional extra")
    assert account_of(locale, term, text) == ("unresolved", "", f"it stands within “{word}” only")


def test_account_does_not_name_words_that_only_share_some_letters() -> None:
    assert account_of("az", "qərar", "Hökumət susur.")[2] == "the engine did not use it"
    # Three letters are in many words.
    assert account_of("az", "qaz", "Qazma başladı.")[2] == "the engine did not use it"


@pytest.mark.parametrize(("locale", "said"), [("az", True), ("eu", True), ("zh", False), ("ja", False)])
def test_account_says_of_a_term_put_in_whether_it_might_have_other_forms(locale: str, said: bool) -> None:
    state, _, reason = account_of(locale, "termino", "Hau termino da.", method="repair")
    assert state == "applied"
    assert bool(reason) is said


def test_languages_that_are_inflected_lack_no_forms() -> None:
    assert not lacks_forms(load_morphology("ru"))
    assert lacks_forms(DefaultMorphology("eu"))

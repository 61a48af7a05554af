"""Learning: what was changed again and again becomes a glossary row; what was changed once does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bilingual.samples import make_bitext, make_unit, rich_unit
from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import Bitext, Change, Morphology, TranslationUnit
from translate_pipe.morphology import load_morphology
from translate_pipe.review.accept import accept_proposals
from translate_pipe.review.learn import TermProposal, propose_rows


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


def edited(number: int, source: str, before: str, after: str) -> TranslationUnit:
    unit = make_unit(number, source, after, state="reviewed")
    return replace(unit, changes=(Change("review", before, after),))


def shown(proposals: tuple[TermProposal, ...]) -> list[tuple[str, str, str, int]]:
    return [(p.source, p.target, p.replaces, p.support) for p in proposals]


OPERATION = [
    edited(
        1,
        "The deputies discussed the special military operation.",
        "Депутаты обсудили спецоперацию.",
        "Депутаты обсудили специальную военную операцию.",
    ),
    edited(
        2,
        "Since the special military operation began, prices have risen.",
        "После начала спецоперации цены выросли.",
        "После начала специальной военной операции цены выросли.",
    ),
]


def test_the_same_replacement_in_other_forms_becomes_one_row(russian: Morphology) -> None:
    others = (
        make_unit(3, "The deputies left.", "Депутаты ушли."),
        make_unit(4, "Prices rose.", "Цены росли."),
    )
    (proposal,) = propose_rows([make_bitext(*OPERATION, *others)], russian)
    assert proposal == TermProposal(
        "special military operation",
        "специальная военная операция",
        "спецоперация",
        ("специальную военную операцию", "специальной военной операции"),
        (("news.txt", 1), ("news.txt", 2)),
    )


def test_a_change_that_was_made_once_is_no_row(russian: Morphology) -> None:
    assert propose_rows([make_bitext(OPERATION[0])], russian) == ()
    assert len(propose_rows([make_bitext(OPERATION[0])], russian, min_support=1)) == 1


def test_edits_of_several_articles_count_together(russian: Morphology) -> None:
    other = Bitext("old.txt", "en", "ru", (OPERATION[1],), make_bitext().provenance)
    (proposal,) = propose_rows([make_bitext(OPERATION[0]), other], russian)
    assert proposal.segments == (("news.txt", 1), ("old.txt", 2))


def test_a_word_that_was_put_in_takes_its_neighbours_along(russian: Morphology) -> None:
    units = [
        edited(
            1,
            "A municipal council met.",
            "Собрался совет депутатов.",
            "Собрался муниципальный совет депутатов.",
        ),
        edited(2, "He left the municipal council.", "Он покинул совет.", "Он покинул муниципальный совет."),
    ]
    assert shown(propose_rows([make_bitext(*units)], russian)) == [
        ("municipal council", "муниципальный совет", "совет", 2)
    ]


def test_a_new_form_of_the_same_word_is_no_row(russian: Morphology) -> None:
    units = [
        edited(1, "He saw the house.", "Он видел дом.", "Он видел дома."),
        edited(2, "She saw the house.", "Она видела дом.", "Она видела дома."),
    ]
    assert propose_rows([make_bitext(*units)], russian) == ()


def test_a_replaced_glossary_term_is_a_correction_of_its_row(russian: Morphology) -> None:
    first = rich_unit()
    target = first.target.replace("специальную военную операцию", "спецоперацию")
    units = [
        replace(
            first,
            segment=replace(first.segment, id=f"s{number}", number=number),
            target=target,
            state="reviewed",
            changes=(Change("review", first.target, target),),
        )
        for number in (1, 2)
    ]
    (proposal,) = propose_rows([make_bitext(*units)], russian)
    assert (proposal.source, proposal.target, proposal.corrects) == (
        "special military operation",
        "спецоперация",
        True,
    )


def test_edits_without_a_common_source_phrase_are_no_row(russian: Morphology) -> None:
    units = [
        edited(1, "Cats sleep.", "Коты спят крепко.", "Коты спят сладко."),
        edited(2, "Dogs run.", "Собаки спят крепко.", "Собаки спят сладко."),
    ]
    assert propose_rows([make_bitext(*units)], russian) == ()


def test_a_name_keeps_its_capital_and_a_noun_at_the_start_does_not_get_one(russian: Morphology) -> None:
    units = [
        edited(1, "The Duma voted.", "Парламент голосовал.", "Дума голосовала."),
        edited(2, "He left the Duma.", "Он покинул Парламент.", "Он покинул Думу."),
    ]
    (proposal,) = propose_rows([make_bitext(*units)], russian)
    assert (proposal.source, proposal.target) == ("Duma", "Дума")


GLOSSARY = (
    "en;ru;note;mine\r\n"
    "# names\r\n"
    "Kremlin;Кремль;;x\r\n"
    "\r\n"
    '"special military operation";операция|военная операция;"see; style";y\r\n'
)


def proposal(source: str, target: str, replaces: str = "") -> TermProposal:
    return TermProposal(source, target, replaces, (target,), (("news.txt", 1), ("news.txt", 2)))


def test_accepted_rows_go_in_place_and_leave_the_rest_as_it_was() -> None:
    table = parse_table(GLOSSARY.encode(), path="news.csv")
    proposals = [
        proposal("Special military operation", "специальная военная операция", "операция"),
        proposal("Duma", "Дума"),
    ]
    for drop_replaced, cell in (
        (False, "специальная военная операция|операция|военная операция"),
        (True, "специальная военная операция|военная операция"),
    ):
        entered = accept_proposals(table, proposals, "en", "ru", drop_replaced=drop_replaced)
        assert (
            entered.to_bytes().decode()
            == GLOSSARY.replace("операция|военная операция", cell)
            + "Duma;Дума;from the review of news.txt;\r\n"
        )


def test_a_new_locale_gets_a_column() -> None:
    table = parse_table(b"en,ru\nKremlin,\xd0\x9a\n", path="news.csv")
    entered = accept_proposals(table, [proposal("Duma", "Дума")], "en", "uk")
    assert entered.to_bytes().decode() == "en,ru,uk\nKremlin,К,\nDuma,,Дума\n"


def test_a_glossary_from_another_language_is_refused() -> None:
    table = parse_table("de,ru\nHaus,дом\n".encode(), path="news.csv")
    with pytest.raises(GlossaryError, match="there is no column for en"):
        accept_proposals(table, [proposal("Duma", "Дума")], "en", "ru")

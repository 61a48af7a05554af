"""What the memory gives back: exact, in context, alike, and what it must not give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.memory import open_memory
from translate_pipe.memory.index import soften, tokens_of
from translate_pipe.memory.store import MemoryUnit, TranslationMemory
from translate_pipe.model import MemoryMatch, Segment, Span, TranslationUnit, UnitState


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with open_memory(tmp_path / "memory.sqlite") as opened:
        yield opened


def segments(*sources: str) -> list[Segment]:
    return [Segment(f"s{n}", n, Span(0, len(text)), text, 0) for n, text in enumerate(sources, 1)]


def units(*pairs: tuple[str, str], state: UnitState = "reviewed") -> list[TranslationUnit]:
    sources = segments(*(source for source, _ in pairs))
    return [TranslationUnit(one, target, state) for one, (_, target) in zip(sources, pairs, strict=True)]


def scores(results: list[tuple[MemoryMatch, ...]]) -> list[list[int]]:
    return [[match.score for match in matches] for matches in results]


def test_same_source_in_the_same_context_scores_101(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз."), ("Two.", "Два."), ("Three.", "Три.")), "en", "ru")
    assert scores(memory.recall(segments("One.", "Two.", "Three."), "en", "ru")) == [[101], [101], [101]]


def test_same_source_in_another_context_scores_100(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз."), ("Two.", "Два."), ("Three.", "Три.")), "en", "ru")
    recalled = memory.recall(segments("Nought.", "Two.", "Three."), "en", "ru", fuzzy=False)
    assert scores(recalled) == [[], [100], [101]]


def test_match_carries_source_target_article_and_date(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз.")), "en", "ru", article="a.txt", date="2026-11-22")
    assert memory.recall(segments("One."), "en", "ru") == [
        (MemoryMatch("One.", "Раз.", 101, "a.txt", "2026-11-22"),)
    ]


def test_white_space_and_composition_make_no_difference(memory: TranslationMemory) -> None:
    memory.add_units(units(("A cafe\u0301 in\nParis.", "Кафе в Париже.")), "en", "ru")
    assert scores(memory.recall(segments("A café in  Paris."), "en", "ru")) == [[101]]


def test_capitals_make_a_difference(memory: TranslationMemory) -> None:
    memory.add_units(units(("The Polish workers left.", "Польские рабочие ушли.")), "en", "ru")
    ((match,),) = memory.recall(segments("The polish workers left."), "en", "ru")
    assert 90 <= match.score < 100


def test_only_reviewed_units_are_remembered(memory: TranslationMemory) -> None:
    assert memory.add_units(units(("One.", "Раз."), state="translated"), "en", "ru") == 0
    assert memory.recall(segments("One."), "en", "ru") == [()]


def test_neighbours_that_are_not_remembered_are_context_all_the_same(memory: TranslationMemory) -> None:
    mixed = units(("One.", "Раз."), ("Two.", "Два."))
    mixed[0] = TranslationUnit(mixed[0].segment, "Раз.", "translated")
    assert memory.add_units(mixed, "en", "ru") == 1
    assert scores(memory.recall(segments("One.", "Two."), "en", "ru", fuzzy=False)) == [[], [101]]


def test_empty_target_is_not_remembered(memory: TranslationMemory) -> None:
    assert memory.add_units(units(("One.", " ")), "en", "ru") == 0


def test_corrected_unit_replaces_the_earlier_one(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз.")), "en", "ru", article="a", date="2026-01-01")
    memory.add_units(units(("One.", "Один.")), "en", "ru", article="a", date="2026-01-02")
    ((match,),) = memory.recall(segments("One."), "en", "ru")
    assert (match.target, match.date) == ("Один.", "2026-01-02")
    assert memory.stats().units == 1


def test_same_source_in_another_article_is_kept_beside_and_the_newest_comes_first(
    memory: TranslationMemory,
) -> None:
    memory.add_units(units(("One.", "Один.")), "en", "ru", article="b", date="2026-01-02")
    memory.add_units(units(("One.", "Раз.")), "en", "ru", article="a", date="2026-01-01")
    (matches,) = memory.recall(segments("One."), "en", "ru")
    assert [match.target for match in matches] == ["Один.", "Раз."]


def test_same_pair_from_two_articles_is_offered_once(memory: TranslationMemory) -> None:
    for article in ("a", "b"):
        memory.add_units(units(("One.", "Раз.")), "en", "ru", article=article)
    assert scores(memory.recall(segments("One."), "en", "ru")) == [[101]]


def test_two_renderings_without_context_are_both_kept(memory: TranslationMemory) -> None:
    memory.add([MemoryUnit("One.", "Раз.", "en", "ru"), MemoryUnit("One.", "Один.", "en", "ru")])
    (matches,) = memory.recall(segments("One."), "en", "ru")
    assert sorted(match.target for match in matches) == ["Один.", "Раз."]
    assert {match.score for match in matches} == {100}


def test_other_locales_are_not_recalled(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз.")), "en", "ru")
    assert memory.recall(segments("One."), "en", "uk") == [()]
    assert memory.recall(segments("One."), "de", "ru") == [()]


@pytest.mark.parametrize(
    ("stored", "asked", "found"),
    [("en-US", "en", True), ("en", "en-GB", True), ("en-US", "en-GB", False), ("zh-Hant", "zh", False)],
)
def test_regions_match_unless_they_differ(
    memory: TranslationMemory, stored: str, asked: str, found: bool
) -> None:
    memory.add_units(units(("One.", "Раз.")), stored, "ru")
    assert bool(memory.recall(segments("One."), asked, "ru")[0]) is found


SOURCE = "More than forty councillors across Russia signed the petition on Monday."
ALIKE = [
    ("More than fifty councillors across Russia signed the petition on Monday.", 95),
    ("More than forty lawmakers across Russia signed the petition on Monday.", 85),
    ("More than forty councillors in Russia have signed this petition on Tuesday.", 75),
    ("“More than forty councillors across Russia signed the petition on Monday.”", 95),
]


@pytest.mark.parametrize(("source", "band"), ALIKE)
def test_similar_source_is_found_with_its_similarity(
    memory: TranslationMemory, source: str, band: int
) -> None:
    memory.add_units(units((SOURCE, "Цель."), ("It rained in Moscow all day long.", "Дождь.")), "en", "ru")
    ((match,),) = memory.recall(segments(source), "en", "ru")
    assert match.source == SOURCE
    assert band <= match.score < 100


def test_numbers_do_not_hide_a_similar_source(memory: TranslationMemory) -> None:
    memory.add_units(units(("It cost 1500 dollars in 2022.", "Цена.")), "en", "ru")
    ((match,),) = memory.recall(segments("It cost 2700 dollars in 2023."), "en", "ru")
    assert match.score >= 75


def test_different_source_is_not_found(memory: TranslationMemory) -> None:
    memory.add_units(units((SOURCE, "Цель.")), "en", "ru")
    assert memory.recall(segments("The petition was about the war in Ukraine."), "en", "ru") == [()]


def test_fuzzy_matching_can_be_left_out_or_made_stricter(memory: TranslationMemory) -> None:
    memory.add_units(units((SOURCE, "Цель.")), "en", "ru")
    assert memory.recall(segments(ALIKE[0][0]), "en", "ru", fuzzy=False) == [()]
    assert memory.recall(segments(ALIKE[2][0]), "en", "ru", minimum=90) == [()]


def test_fuzzy_matches_are_ordered_by_likeness(memory: TranslationMemory) -> None:
    memory.add_units(units(*((source, f"Цель {n}.") for n, (source, _) in enumerate(ALIKE[:3]))), "en", "ru")
    (matches,) = memory.recall(segments(SOURCE), "en", "ru")
    assert [match.source for match in matches] == [source for source, _ in ALIKE[:3]]


def test_text_without_spaces_between_words_is_found(memory: TranslationMemory) -> None:
    memory.add_units(units(("他星期一签署了这份请愿书。", "Подписал.")), "zh", "ru")
    ((match,),) = memory.recall(segments("他星期二签署了这份请愿书。"), "zh", "ru")
    assert match.score >= 85


def test_text_with_the_index_syntax_in_it_is_only_text(memory: TranslationMemory) -> None:
    nasty = 'NEAR("a" OR b*) AND NOT tokens:c ^d + {x} \'; DROP TABLE unit;--'
    memory.add_units(units((nasty, "Да.")), "en", "ru")
    assert scores(memory.recall(segments(nasty), "en", "ru")) == [[101]]
    assert memory.recall(segments(nasty + " more"), "en", "ru")[0]


def test_nothing_is_found_in_an_empty_memory(memory: TranslationMemory) -> None:
    assert memory.recall(segments("One.", "Two."), "en", "ru") == [(), ()]
    assert memory.recall([], "en", "ru") == []


def test_find_looks_in_both_languages_whatever_the_capitals(memory: TranslationMemory) -> None:
    memory.add_units(units(("The Kremlin.", "Кремль."), ("The Duma.", "Дума.")), "en", "ru")
    assert [unit.target for unit in memory.find("kremlin")] == ["Кремль."]
    assert [unit.source for unit in memory.find("ДУМА")] == ["The Duma."]
    assert len(memory.find("the", limit=1)) == 1
    assert memory.find("%") == memory.find(" ") == []


def test_stats_count_units_sources_articles_and_pairs(memory: TranslationMemory) -> None:
    memory.add_units(units(("One.", "Раз."), ("Two.", "Два.")), "en", "ru", article="a", date="2026-01-02")
    memory.add_units(units(("One.", "Eins.")), "en", "de", article="b", date="2026-01-01")
    stats = memory.stats()
    assert (stats.units, stats.sources, stats.articles) == (3, 2, 2)
    assert (stats.first, stats.last) == ("2026-01-01", "2026-01-02")
    assert stats.pairs == (("en", "ru", 2), ("en", "de", 1))
    assert stats.size > 0


HOSTILE = st.text(st.one_of(st.sampled_from("aб \n\t\x00\u200b\u00ad\ud800\U0001f389'\"%;"), st.characters()))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(HOSTILE.filter(str.strip), HOSTILE), max_size=4))
def test_any_text_is_remembered_and_recalled(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    remembered = units(*((source, target + ".") for source, target in pairs))
    with open_memory(tmp_path_factory.mktemp("memory") / "m.sqlite") as memory:
        assert memory.add_units(remembered, "en", "ru") == len(pairs)
        recalled = memory.recall([unit.segment for unit in remembered], "en", "ru")
        assert all(matches and matches[0].score == 101 for matches in recalled)
        assert len(list(memory.units())) == memory.stats().units


@settings(deadline=None)
@given(HOSTILE)
def test_index_words_are_plain_ascii(text: str) -> None:
    assert all(token.isascii() and token.isalnum() for token in tokens_of(text))
    assert soften(soften(text)) == soften(text)

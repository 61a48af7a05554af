"""The flow as a whole, on an engine whose every word is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.terminology.scripted import KREMLIN, ScriptedEngine
from translate_pipe.article import read_article
from translate_pipe.errors import EngineError
from translate_pipe.glossary.load import Glossary
from translate_pipe.memory import open_memory
from translate_pipe.model import Document, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.pipeline import Job, translate_documents
from translate_pipe.terminology import count_states
from translate_pipe.terminology.enforce import Source


def job(engine: ScriptedEngine, *entries: TermEntry, source: str = "en", target: str = "ru") -> Job:
    glossary = Glossary(source, target, entries, "test")
    morphology = None if source == "en" else load_morphology(source)
    return Job(source, target, engine, load_morphology(target), glossary, source_morphology=morphology)


def document(text: str, name: str = "a.txt") -> Document:
    return read_article(Path(name), content=text.encode())


def test_inflected_source_terms_are_matched_where_the_source_language_inflects() -> None:
    engine = ScriptedEngine({"Он был в районном совете.": ["He was in the district council."]})
    engine.source_locale, engine.target_locale = "ru", "en"
    entry = TermEntry("районный совет", ("district council",))
    (done,) = translate_documents(
        [document("Он был в районном совете.")], job(engine, entry, source="ru", target="en")
    )
    (outcome,) = done.bitext.units[0].terms
    assert outcome.match.surface == "районном совете"
    assert outcome.state == "already"


def test_segments_rebuild_the_document_and_the_account_adds_up() -> None:
    text = "The Kremlin said no.\n\nNobody else spoke. The Kremlin’s answer came late.\n"
    engine = ScriptedEngine({"The Kremlin said no.": ["Кремль отказал."]})
    (done,) = translate_documents([document(text)], job(engine, KREMLIN))
    for unit in done.bitext.units:
        assert unit.segment.span.of(text) == unit.segment.source
    account = count_states(done.bitext.units)
    assert account.total == 2
    assert sum(account.by_state().values()) == 2


def test_equal_segments_of_all_articles_go_to_the_engine_together() -> None:
    engine = ScriptedEngine()
    texts = [f"Bridge {letter} is here.\n" for letter in "abcde"]
    translate_documents([document(text, f"{n}.txt") for n, text in enumerate(texts)], job(engine))
    assert engine.calls == 1


def test_memory_gives_what_it_knows_and_offers_what_is_like_it(tmp_path: Path) -> None:
    engine = ScriptedEngine({"The old bridge is closed today.": ["Старый мост закрыт."]})
    (first,) = translate_documents([document("The old bridge is closed today.\n")], job(engine))
    reviewed = [
        replace(unit, target="Старый мост сегодня закрыт.", state="reviewed") for unit in first.bitext.units
    ]
    with open_memory(tmp_path / "memory.sqlite") as memory:
        memory.add_units(reviewed, "en", "ru", article="a.txt", date="2026-01-01")
        again = replace(job(engine), memory=memory)
        (known,) = translate_documents([document("The old bridge is closed today.\n", "b.txt")], again)
        (like,) = translate_documents([document("The old bridge is open today.\n", "c.txt")], again)
    assert (known.bitext.units[0].state, known.bitext.units[0].target) == (
        "recalled",
        "Старый мост сегодня закрыт.",
    )
    assert like.bitext.units[0].state == "translated"
    assert like.bitext.units[0].suggestions[0].target == "Старый мост сегодня закрыт."
    assert 75 <= like.bitext.units[0].suggestions[0].score < 100


def test_figures_of_what_the_memory_knows_are_accounted_for(tmp_path: Path) -> None:
    text = "The bridge cost 40 dollars and was closed for 3 days."
    engine = ScriptedEngine({text: ["Мост стоил 40 долларов и был закрыт 3 дня."]})
    (first,) = translate_documents([document(text + "\n")], job(engine))
    edited = [
        replace(unit, target="Мост стоил 40 долларов.", state="reviewed") for unit in first.bitext.units
    ]
    with open_memory(tmp_path / "memory.sqlite") as memory:
        memory.add_units(edited, "en", "ru", article="a.txt", date="2026-01-01")
        again = replace(job(engine), memory=memory)
        (known,) = translate_documents([document(text + "\n", "b.txt")], again)
        (silent,) = translate_documents([document(text + "\n", "c.txt")], replace(again, numbers="off"))
    states = [(figure.surface, figure.state) for figure in known.bitext.units[0].figures]
    assert states == [("40", "already"), ("3", "overruled")]
    assert silent.bitext.units[0].figures == ()


def test_figures_are_verified_without_a_change() -> None:
    text = "The bridge cost £40 and was closed for 3 days."
    engine = ScriptedEngine({text: ["Мост стоил 40 долларов и был закрыт 4 дня."]})
    only: tuple[Source, ...] = ("n-best",)
    verify = replace(job(engine), sources=only, numbers="verify")
    (made,) = translate_documents([document(text + "\n")], verify)
    unit = made.bitext.units[0]
    assert unit.target == "Мост стоил 40 долларов и был закрыт 4 дня."
    assert [(one.surface, one.state) for one in unit.figures] == [("40", "unresolved"), ("3", "unresolved")]
    assert unit.figures[0].reason == "its unit is lost or another"


def test_another_model_under_the_same_name_translates_anew() -> None:
    engine = ScriptedEngine({"Hello.": ["Привет."]})
    (first,) = translate_documents([document("Hello.\n")], job(engine))
    again = replace(job(engine), previous={"a.txt": first.bitext})
    assert translate_documents([document("Hello.\n")], again)[0].reused == 1
    engine.fingerprint = "another"
    assert translate_documents([document("Hello.\n")], again)[0].reused == 0


def test_long_articles_go_in_chunks_and_equal_sources_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.chunks.ENGINE_CHUNK", 3)
    lines = [f"Number {number % 7} is here." for number in range(20)]
    engine = ScriptedEngine({line: [f"Вот {position}."] for position, line in enumerate(lines[:7])})
    done: list[tuple[int, int]] = []
    wanted = replace(job(engine), progress=lambda _, count, total: done.append((count, total)))
    (made,) = translate_documents([document("\n\n".join(lines) + "\n")], wanted)
    assert [unit.segment.source for unit in made.bitext.units] == lines
    assert [unit.target for unit in made.bitext.units] == [f"Вот {number % 7}." for number in range(20)]
    assert sorted(set(engine.asked)) == sorted(set(lines[:7]))
    assert engine.calls == 3
    assert done[-1] == (20, 20)
    assert len(done) == 3


def test_fault_of_the_engine_in_one_chunk_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.chunks.ENGINE_CHUNK", 1)
    engine = ScriptedEngine()

    def fail(*_: object, **__: object) -> None:
        raise EngineError("the model failed")

    monkeypatch.setattr(engine, "translate", fail)
    with pytest.raises(EngineError, match="the model failed"):
        translate_documents([document("One is here.\n\nTwo is here.\n")], job(engine))


def test_issues_that_take_the_whole_article_are_found_across_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.chunks.ENGINE_CHUNK", 1)
    engine = ScriptedEngine({"It is so.": ["Это так."], "Then it rained.": ["Затем шёл дождь."]})
    (first,) = translate_documents([document("It is so.\n\nThen it rained.\n\nIt is so.\n")], job(engine))
    units = list(first.bitext.units)
    units[2] = replace(units[2], target="Так и есть.", state="reviewed")
    again = replace(job(engine), previous={"a.txt": replace(first.bitext, units=tuple(units))})
    (second,) = translate_documents([document("It is so.\n\nThen it rained.\n\nIt is so.\n")], again)
    found = [[issue.check for issue in unit.issues] for unit in second.bitext.units]
    assert "inconsistent" in found[0]
    assert "inconsistent" not in found[1]
    assert "inconsistent" in found[2]


def test_memory_is_asked_in_windows_and_knows_the_neighbours_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("translate_pipe.earlier.RECALLED_AT_ONCE", 3)
    lines = [f"Number {number % 4} is here." for number in range(10)]
    text = document("\n\n".join(lines) + "\n")
    engine = ScriptedEngine({line: [f"Вот {position}."] for position, line in enumerate(lines[:4])})
    (first,) = translate_documents([text], job(engine))
    units = [replace(unit, state="reviewed") for unit in first.bitext.units]
    with open_memory(tmp_path / "memory.sqlite") as memory:
        memory.add_units(units, "en", "ru")
        (again,) = translate_documents([text], replace(job(engine), memory=memory))
        asked = memory.recall([unit.segment for unit in units], "en", "ru")
    assert [unit.suggestions for unit in again.bitext.units] == asked
    assert [unit.suggestions[0].score for unit in again.bitext.units] == [101] * 10


def test_unit_is_taken_from_the_run_that_has_it() -> None:
    engine = ScriptedEngine({"One.": ["Раз."], "Two.": ["Два."]})
    (first,) = translate_documents([document("One.\n\nTwo.\n")], job(engine))
    one, two = first.bitext.units
    reviewed = replace(one, target="Один.", state="reviewed")
    again = replace(
        job(engine),
        previous={"a.txt": replace(first.bitext, units=(reviewed,))},
        unfinished={"a.txt": replace(first.bitext, units=(one, two))},
    )
    asked = engine.calls
    (second,) = translate_documents([document("One.\n\nTwo.\n")], again)
    assert [unit.target for unit in second.bitext.units] == ["Один.", "Два."]
    assert second.reused == 2
    assert engine.calls == asked

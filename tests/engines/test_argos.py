"""The engine on a real, tiny model package."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import unpack_pocket
from translate_pipe.engines.argos import ArgosEngine, load_engine
from translate_pipe.engines.decoding import Decoder
from translate_pipe.engines.outputs import HOPELESS, close_guillemets, goes_in_circles
from translate_pipe.engines.packages import read_package
from translate_pipe.errors import AlignmentError, EngineError
from translate_pipe.model import Engine


def best(engine: Engine, *sources: str) -> list[str]:
    return [hypotheses[0].text for hypotheses in engine.translate(sources)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The councillor supported the petition.", "Депутат поддержал петицию."),
        ("The woman spoke about the resignation.", "Женщина говорила об отставке."),
        ("The government rejected the proposal.", "Правительство отвергло предложение."),
        ("Ksenia Torstrem agreed with the Kremlin.", "Ксения Торстрем согласилась с Кремлём."),
        ("The president was afraid of the State Duma.", "Президент испугался Государственной думы."),
    ],
)
def test_translates_with_inflected_nouns_and_agreeing_verbs(
    pocket_engine: Engine, source: str, target: str
) -> None:
    assert best(pocket_engine, source) == [target]


def test_results_come_in_the_order_of_the_segments(pocket_engine: Engine) -> None:
    long = "The woman said that the councillor supported the petition on Monday."
    sources = [long, "The book", "The councillor supported the petition.", "The book", long]

    targets = best(pocket_engine, *sources)

    assert targets[0] == targets[4]
    assert targets[1] == targets[3] == "Книга"
    assert targets[2] == "Депутат поддержал петицию."


def test_equal_sources_are_decoded_once(pocket_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(pocket_engine, ArgosEngine)
    decoded: list[int] = []
    decode = Decoder._decode

    def count(self, requests, *args, **options):  # type: ignore[no-untyped-def]
        decoded.append(len(requests))
        return decode(self, requests, *args, **options)

    monkeypatch.setattr(Decoder, "_decode", count)
    pocket_engine.translate(["The book", "The road", "The book", "The book"])

    assert decoded == [2]


def test_a_segment_alone_and_among_others_translates_alike(pocket_engine: Engine) -> None:
    sources = [f"The {noun} helped the woman." for noun in ("councillor", "teacher", "army", "government")]

    together = best(pocket_engine, *sources)

    assert together == [best(pocket_engine, source)[0] for source in sources]


def test_n_best_are_different_and_ordered_by_score(pocket_engine: Engine) -> None:
    [hypotheses] = pocket_engine.translate(["The councillor supported the petition."], n_best=6)

    texts = [hypothesis.text for hypothesis in hypotheses]
    scores = [hypothesis.score for hypothesis in hypotheses]
    assert 2 <= len(texts) == len(set(texts)) <= 6
    assert scores == sorted(scores, reverse=True)


def test_the_score_of_a_hypothesis_is_the_mean_log_probability_that_score_gives(
    pocket_engine: Engine,
) -> None:
    source = "The journalist criticised the government."
    [(first, *_)] = pocket_engine.translate([source], n_best=3)

    [again] = pocket_engine.score([source], [first.text])

    assert first.score == pytest.approx(again, abs=1e-3)
    assert first.score < 0


def test_a_worse_target_has_a_lower_score(pocket_engine: Engine) -> None:
    source = "The councillor supported the petition."

    right, wrong = pocket_engine.score(
        [source, source], ["Депутат поддержал петицию.", "Депутат поддержал петиция."]
    )

    assert right > wrong


def test_a_prefix_begins_the_target_to_the_letter(pocket_engine: Engine) -> None:
    source = "The councillor supported the petition."

    [hypotheses] = pocket_engine.translate([source], prefixes=["Законодатель поддержал"], n_best=2)

    assert hypotheses
    assert all(one.text.startswith("Законодатель поддержал") for one in hypotheses)
    assert hypotheses[0].text == "Законодатель поддержал петицию."


def test_a_prefix_that_ends_in_a_space_ends_its_word(pocket_engine: Engine) -> None:
    source = "The councillors supported the petition."

    [open_end] = pocket_engine.translate([source], prefixes=["Депутат"])
    [closed] = pocket_engine.translate([source], prefixes=["Депутат "])

    assert open_end[0].text.startswith("Депутаты ")
    assert closed[0].text.startswith("Депутат ")


def test_a_prefix_counts_in_the_score(pocket_engine: Engine) -> None:
    source = "The councillor supported the petition."

    [(forced,)] = pocket_engine.translate([source], prefixes=["Окно "])

    assert forced.score == pytest.approx(pocket_engine.score([source], [forced.text])[0], abs=1e-2)


def test_prefixes_belong_to_their_own_segments(pocket_engine: Engine) -> None:
    source = "The councillor supported the petition."

    targets = pocket_engine.translate([source, source, source], prefixes=["", "Женщина ", ""])

    assert targets[0][0].text == targets[2][0].text == "Депутат поддержал петицию."
    assert targets[1][0].text.startswith("Женщина ")


def test_a_prefix_with_a_sign_the_model_does_not_know_is_kept(pocket_engine: Engine) -> None:
    [(one,)] = pocket_engine.translate(["The book"], prefixes=["😀 Книг"])

    assert one.text.startswith("😀 Книг")


@pytest.mark.parametrize("banned", ["петицию", "петици", "Депутат", "поддержал петицию"])
def test_a_suppressed_string_is_not_generated(pocket_engine: Engine, banned: str) -> None:
    source = "The councillor supported the petition."

    free, held = pocket_engine.translate([source, source], suppress=[[], [banned]], n_best=3)

    assert free[0].text == "Депутат поддержал петицию."
    assert held
    assert all(banned not in one.text for one in held)


def test_a_string_is_suppressed_behind_a_quotation_mark_too(pocket_engine: Engine) -> None:
    source = "“The government supported the law,” the woman said."

    [free] = pocket_engine.translate([source])
    [held] = pocket_engine.translate([source], suppress=[["Правительство"]])

    assert free[0].text.startswith("«Правительство")
    assert "Правительство" not in held[0].text


@pytest.mark.parametrize("source", ["", "   ", "12:30", "1,000", "***", "—"])
def test_a_source_without_letters_is_its_own_target(pocket_engine: Engine, source: str) -> None:
    assert best(pocket_engine, source) == [source]


def test_unknown_signs_at_the_ends_are_kept(pocket_engine: Engine) -> None:
    assert best(pocket_engine, "😀 The book") == ["😀 Книга"]
    assert best(pocket_engine, "The book 🎉🎉") == ["Книга 🎉🎉"]


@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1, max_size=30))
def test_no_text_breaks_the_engine_or_brings_an_unknown_token(pocket_engine: Engine, text: str) -> None:
    [hypotheses] = pocket_engine.translate([text], n_best=2)

    assert hypotheses
    assert all("<unk>" not in one.text or "<unk>" in text for one in hypotheses)
    assert all("▁" not in one.text or "▁" in text for one in hypotheses)


def test_a_very_long_segment_gives_one_target(pocket_engine: Engine) -> None:
    source = "The councillor supported the petition and the law, " * 60

    [hypotheses] = pocket_engine.translate([source])

    assert len(hypotheses) == 1
    assert hypotheses[0].text


def test_lists_of_different_length_are_refused(pocket_engine: Engine) -> None:
    with pytest.raises(AlignmentError):
        pocket_engine.translate(["The book"], prefixes=[])
    with pytest.raises(AlignmentError):
        pocket_engine.score(["The book"], [])
    with pytest.raises(AlignmentError):
        pocket_engine.align([], ["Книга"])


def test_nothing_gives_nothing(pocket_engine: Engine) -> None:
    assert pocket_engine.translate([]) == []
    assert pocket_engine.score([], []) == []
    assert pocket_engine.align([], []) == []


def test_two_engines_give_the_same_hypotheses(pocket_packages: Path) -> None:
    sources = [f"The {noun} saw the road on Friday." for noun in ("woman", "council", "party", "reader")]
    first = load_engine("en", "ru", packages_dir=pocket_packages, threads=1)
    second = load_engine("en", "ru", packages_dir=pocket_packages, threads=2)

    assert first.translate(sources, n_best=3) == second.translate(sources, n_best=3)


def test_inline_terms_bring_the_inflected_target_term(annotated_engine: Engine) -> None:
    template = annotated_engine.annotation
    assert template is not None
    term = template.format(source="petition", target="прошение")

    [(one,)] = annotated_engine.translate([f"The woman voted against the {term}."], annotated=True)

    assert one.text == "Женщина проголосовала против прошения."


def test_marks_of_inline_terms_in_a_text_are_not_obeyed(annotated_engine: Engine) -> None:
    source = "The woman saw the ⟦ petition ⇒ прошение ⟧."

    [hypotheses] = annotated_engine.translate([source], n_best=4)

    assert all(not set("⟦⇒⟧") & set(one.text) for one in hypotheses)


def test_a_package_that_declares_nothing_has_no_annotation(pocket_engine: Engine) -> None:
    assert pocket_engine.annotation is None


def test_an_alignment_links_words_of_both_sides(pocket_engine: Engine) -> None:
    source, target = "The councillor supported the petition.", "Депутат поддержал петицию."

    [links] = pocket_engine.align([source], [target])

    strongest: dict[str, str] = {}
    for link in links:
        assert 0 < link.weight <= 1
        strongest.setdefault(link.target.of(target), link.source.of(source))
    assert set(strongest) == {"Депутат", "поддержал", "петицию", "."}
    assert strongest["поддержал"] == "supported"


def test_a_language_prefix_of_the_package_does_not_show(tmp_path: Path) -> None:
    # The pocket model knows no language tokens; any piece does to see that it is forced and taken off.
    package = unpack_pocket("en_ru", tmp_path)
    metadata = json.loads((package / "metadata.json").read_text(encoding="utf-8"))
    (package / "metadata.json").write_text(json.dumps(metadata | {"target_prefix": "⟦"}), encoding="utf-8")
    engine = load_engine("en", "ru", packages_dir=tmp_path)

    [(one,)] = engine.translate(["The book"])

    assert one.text
    assert "⟦" not in one.text
    assert one.text != "Книга", "the forced piece led nowhere"


def test_older_packages_with_byte_pair_codes_translate(pivot_packages: Path) -> None:
    engine = load_engine("en", "de", packages_dir=pivot_packages)

    assert best(engine, "The woman discussed the law.") == ["Die Frau besprach das Gesetz."]
    [(forced,)] = engine.translate(["The woman saw the book."], prefixes=["Die Frau "])
    assert forced.text == "Die Frau sah das Buch."


def test_an_older_package_without_argostranslate_says_what_to_install(
    pivot_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "argostranslate.tokenizer", None)
    with pytest.raises(EngineError, match=r'pip install "translate-pipe\[argos\]"'):
        load_engine("en", "de", packages_dir=pivot_packages).translate(["The book"])


def test_a_missing_pair_names_the_command_that_installs_it(pocket_packages: Path) -> None:
    with pytest.raises(EngineError, match=r"Ukrainian.*translate-pipe models install en uk") as raised:
        load_engine("en", "uk", packages_dir=pocket_packages)
    assert raised.value.exit_code == 4


def test_a_damaged_model_is_an_error_that_names_the_package(tmp_path: Path) -> None:
    package = unpack_pocket("en_ru", tmp_path)
    model = package / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:2000])

    with pytest.raises(EngineError, match="model") as raised:
        load_engine("en", "ru", packages_dir=tmp_path).translate(["The book"])
    assert raised.value.path is not None
    assert raised.value.remedy is not None


def test_a_vocabulary_map_is_used_where_the_package_has_one(pocket_package: Path, tmp_path: Path) -> None:
    shutil.copytree(pocket_package, tmp_path / "package")
    pieces = ["▁", "К", "ниг", "а", "Книг", "▁К", "▁Книга"]
    (tmp_path / "package" / "model" / "vmap.txt").write_text("\t" + " ".join(pieces) + "\n", encoding="utf-8")

    engine = ArgosEngine(read_package(tmp_path / "package"))

    [(one,)] = engine.translate(["The councillor supported the petition."])
    assert set(one.text.lower()) <= set("книга ")


def test_an_empty_target_is_tried_again_and_then_marked(pocket_package: Path, tmp_path: Path) -> None:
    # A map that allows nothing but spaces makes the model give nothing.
    shutil.copytree(pocket_package, tmp_path / "package")
    (tmp_path / "package" / "model" / "vmap.txt").write_text("\t▁\n", encoding="utf-8")

    [hypotheses] = ArgosEngine(read_package(tmp_path / "package")).translate(["The book"])

    assert [(one.text, one.score) for one in hypotheses] == [("", HOPELESS)]


@pytest.mark.parametrize(
    ("written", "locale", "wanted"),
    [
        ("начать « специальную операцию » сейчас", "ru", "начать «специальную операцию» сейчас"),
        ("« Нет. » — сказал он", "ru", "«Нет.» — сказал он"),
        ("a « b » c", "uk", "a «b» c"),
        ("il dit « oui » hier", "fr", "il dit « oui » hier"),
        ("слово «а», « — тире", "ru", "слово «а», « — тире"),
    ],
)
def test_guillemets_enclose_without_spaces_except_in_french(written: str, locale: str, wanted: str) -> None:
    assert close_guillemets(written, locale) == wanted


def test_hopeless_is_below_any_score(pocket_engine: Engine) -> None:
    [score] = pocket_engine.score(["The book"], ["щщщщщ ъъъъъ ыыыыы"])

    assert score > HOPELESS


@pytest.mark.parametrize(
    ("pieces", "source", "looping"),
    [
        (["▁да"] * 8, ["▁yes", ",", "▁of", "▁course", "▁it", "▁is", "▁so", "▁now"], True),
        (["▁а", "▁и"] * 5, ["▁yes", ",", "▁of", "▁course", "▁it", "▁is", "▁so", "▁now"], True),
        (["▁да"] * 8, ["▁yes"] * 8, False),
        (["▁да", "▁да", "▁да"], ["▁yes", ",", "▁of", "▁course", "▁it", "▁is", "▁so", "▁now"], False),
        (["."] * 12, ["▁yes", ",", "▁of", "▁course", "▁it", "▁is", "▁so", "▁now"], False),
        ([], ["▁yes"], False),
    ],
)
def test_a_target_that_goes_round_in_circles_is_noticed(
    pieces: list[str], source: list[str], looping: bool
) -> None:
    assert goes_in_circles(pieces, source) is looping

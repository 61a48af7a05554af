"""Cleaning: what is dropped and why, and how Russian is set."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from training.clean import HeldOut, Pair, clean, fault, read_clean, read_held_out, tidy, typeset_russian

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('Он сказал: "Нет".', "Он сказал: «Нет»."),
        ("“Нет”, — сказал он.", "«Нет», — сказал он."),
        ("Партия „Единая Россия“ против.", "Партия «Единая Россия» против."),
        ('"Газпром" (и "Роснефть")', "«Газпром» (и «Роснефть»)"),
        ("Москва - столица.", "Москва — столица."),
        ("- Кто там?", "— Кто там?"),
        ("бизнес-план, 5-6 дней", "бизнес-план, 5-6 дней"),
        ("«Уже так» — верно.", "«Уже так» — верно."),
    ],
)
def test_typeset_russian_gives_guillemets_and_dashes(written: str, expected: str) -> None:
    assert typeset_russian(written) == expected


def test_tidy_composes_letters_and_drops_invisible_ones() -> None:
    assert tidy(" и\u0306\u200b  a\u00adb\u00a0c ") == "й ab c"


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("", "Да.", "empty"),
        ("Yes ⟦ no", "Да", "holds an annotation mark"),
        ("one two three four five six", "раз два три четыре пять шесть", "too long"),
        (
            "Go on then, my friend",
            "Да, ну и что же ты мне об этом скажешь теперь, дорогой мой друг",
            "too long",
        ),
        ("<b>Bold</b> text", "<b>Жирный</b> текст", "markup"),
        ("See www.example.org now", "Смотрите www.example.org", "address or path"),
        ("Привет там", "Привет", "source script"),
        ("Hello there", "Hello there", "target script"),
        ("Go 123456789", "Да 123456789", "source script"),
        ("Count 123456", "Да 123456", "target script"),
        ("Hello to you", "Привіт тобі", "not Russian"),
        ("In 1998 it was", "Это было в 1989", "numbers differ"),
    ],
)
def test_fault_names_the_rule_that_a_pair_breaks(source: str, target: str, rule: str) -> None:
    assert fault(Pair(source, target, "x"), longest=5) == rule


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("He said “no”.", "Он сказал «нет»."),
        ("In 1998", "В 1998 году"),
        ("Two Boeing 737s", "Два самолёта Boeing 737"),
        ("Chapter 5", "Глава пятая"),
    ],
)
def test_fault_lets_sound_pairs_pass(source: str, target: str) -> None:
    assert fault(Pair(source, target, "x"), longest=10) is None


@pytest.mark.parametrize(
    ("source", "target", "origin", "rule"),
    [
        ("The funds were approved", "Фонды (Exchange) одобрены", "x", "Latin word that the source lacks"),
        ("Call GetFocus in the window", "Вызовите ФетФокус в окне", "msdocs-machine", "identifier lost"),
        ("Nobody at McDonalds said so", "Никто в Макдональдсе так не говорил", "news", None),
        ("This week has been marked by a quarrel.", "Эта неделя была отмечена ссорой на", "x", "broken off"),
        ("This week has been marked by a quarrel.", "Эта неделя отмечена ссорой.»", "x", None),
        ("The unusual involvement", "НЕОБЫЧАЙНЫЕ ПРИКЛЮЧЕНИЯ", "x", "capitals"),
        ("It was so very good", "так и было так и было так и было", "x", "repetition"),
        ("No, no, no, no", "Нет, нет, нет, нет", "x", None),
    ],
)
def test_fault_finds_what_machines_get_wrong(source: str, target: str, origin: str, rule: str | None) -> None:
    assert fault(Pair(source, target, origin), longest=60) == rule


def test_fault_finds_a_target_far_longer_than_its_source() -> None:
    pair = Pair("This is a short one", "Это предложение " + "слишком длинное " * 5, "x")
    assert fault(pair, longest=60) == "length ratio"


def test_held_out_forbids_sentences_and_eight_running_words() -> None:
    held_out = HeldOut()
    held_out.add("One two three four five six seven eight nine.")
    assert held_out.overlaps("one, two three four five six seven eight NINE")
    assert held_out.overlaps("And two three four five six seven eight nine again")
    assert not held_out.overlaps("And two three four five six seven eight, full stop")


def test_read_held_out_reads_text_and_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("A short one\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"source": "S one", "reference": "Ссылка"}\n', encoding="utf-8")
    held_out = read_held_out(tmp_path)
    assert held_out.sentences == {"a short one", "s one", "ссылка"}


def test_clean_drops_duplicates_and_test_sentences_and_counts_them() -> None:
    held_out = HeldOut()
    held_out.add("Forbidden sentence")
    dropped: Counter[str] = Counter()
    raw = [
        Pair("Good day", "Добрый день", "x"),
        Pair("Good day!", "Добрый день!", "y"),
        Pair("forbidden sentence.", "Запретное предложение.", "x"),
    ]
    kept = list(clean(raw, held_out, longest=10, dropped=dropped))
    assert kept == [Pair("Good day", "Добрый день", "x")]
    assert dropped == {"duplicate": 1, "overlaps a test set": 1}


def test_read_clean_gives_back_pairs(tmp_path: Path) -> None:
    path = tmp_path / "clean.tsv"
    path.write_text("a b\tв г\tx\n", encoding="utf-8")
    assert list(read_clean(path)) == [Pair("a b", "в г", "x")]

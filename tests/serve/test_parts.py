"""The parts of the server that need no server: kept files, names of glossaries, what is detected."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.errors import GlossaryError
from translate_pipe.serve.detect import Detector
from translate_pipe.serve.downloads import Downloads, clean_name
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.limits import Refusal


def test_kept_files_go_when_their_time_is_up(tmp_path: Path) -> None:
    now = [0.0]
    downloads = Downloads(tmp_path, seconds=10, most_bytes=100, clock=lambda: now[0])
    token = downloads.add("a.txt", b"content")
    kept = downloads.find(token)
    assert kept is not None
    assert (kept.name, kept.path.read_bytes(), kept.path.name) == ("a.txt", b"content", token)
    now[0] = 9.9
    assert downloads.find(token) is not None
    now[0] = 10.0
    downloads.purge()
    assert (downloads.find(token), list(tmp_path.iterdir())) == (None, [])


def test_oldest_kept_files_make_room(tmp_path: Path) -> None:
    downloads = Downloads(tmp_path, seconds=10, most_bytes=10)
    first, second, third = (downloads.add(name, b"1234") for name in "abc")
    assert [downloads.find(token) is None for token in (first, second, third)] == [True, False, False]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) == 8
    with pytest.raises(Refusal, match="too large"):
        downloads.add("d", b"12345678901")
    assert downloads.find(second) is not None


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("news.txt", "news.txt"),
        ("Новости «дня».docx", "Новости «дня».docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\a.txt", "a.txt"),
        ("a/b\\..\\c.md", "c.md"),
        ("..", ""),
        ("/", ""),
        (".htaccess", "htaccess"),
        ("a\x00b\r\nc\u202etxt.exe", "abctxt.exe"),
        ("a<b>|?.txt", "ab.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
    ],
)
def test_names_of_uploads_are_cleaned(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_glossaries_have_the_names_of_their_files_and_two_of_one_name_a_number(tmp_path: Path) -> None:
    files = [Path("a/news.csv"), Path("b/news.tsv"), Path("c/none.csv"), Path("d/sport.csv")]
    shelf = GlossaryShelf(files)
    assert shelf.names == ("news", "news-2", "none-2", "sport")
    assert shelf.choose(None) == shelf.names
    assert shelf.choose(["sport", "news", "sport"]) == ("sport", "news")
    assert shelf.choose(["none"]) == ()
    with pytest.raises(Refusal, match="There is no glossary"):
        shelf.choose(["a/news.csv"])
    with pytest.raises(GlossaryError, match=r"absent\.csv"):
        GlossaryShelf([tmp_path / "absent.csv"]).check()


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("The government said on Monday that it would not change the law.", "en"),
        ("Правительство в понедельник заявило, что не изменит закон.", "ru"),
        ("Уряд у понеділок заявив, що не змінить закон.", "uk"),
        ("Die Regierung hat am Montag gesagt, dass sie das Gesetz nicht ändert.", "de"),
        ("政府星期一表示不会修改法律。", "zh"),
        ("WARNING: THE FILE IS NOT THERE", "en"),
    ],
)
def test_languages_are_told_apart(text: str, locale: str) -> None:
    detector = Detector(["en", "ru", "uk", "de", "zh", "zh-Hant"])
    found = detector.settle([text])
    assert found is not None
    assert found.locale == locale
    assert detector.rank([text])[0] == found


def test_nothing_is_detected_where_there_is_nothing_to_tell_by() -> None:
    assert Detector(["en", "ru"]).settle(["12:30", "—"]) is None
    assert Detector([]).rank(["The government said so."]) == ()

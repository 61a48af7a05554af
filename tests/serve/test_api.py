"""What clients of LibreTranslate ask, and what they get: shapes, codes and words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from libretranslatepy import LibreTranslateAPI

from tests.serve.conftest import Running, Start
from translate_pipe.memory import open_memory
from translate_pipe.model import Segment, Span, TranslationUnit
from translate_pipe.serve.limits import Limits

SENTENCE = "The Kremlin supported the petition."
TARGET = "Кремль поддержал прошение."


def test_real_client_gets_terms_right(server: Running) -> None:
    client = LibreTranslateAPI(server.url)
    assert client.translate(SENTENCE, "en", "ru") == TARGET
    assert client.languages() == [{"code": "en", "name": "English", "targets": ["ru"]}]
    assert client.detect("Кремль поддержал петицию.") == [{"confidence": 100, "language": "ru"}]


def test_account_of_terms_comes_with_the_translation(server: Running) -> None:
    answer = server.post("/translate", {"q": SENTENCE, "source": "en", "target": "ru"}).json
    assert answer["translatedText"] == TARGET
    assert [(term["source"], term["target"], term["form"]) for term in answer["terms"]] == [
        ("Kremlin", "Кремль", "nominative singular"),
        ("petition", "прошение", "accusative singular"),
    ]
    assert {term["state"] for term in answer["terms"]} <= {"already", "applied"}


@pytest.mark.parametrize(
    ("glossary", "target"),
    [
        (None, TARGET),
        ("news", TARGET),
        ("sport", "Кремль поддержал ходатайство."),
        ("sport,news", "Кремль поддержал ходатайство."),
        (["news", "sport"], TARGET),
        ("none", "Кремль поддержал петицию."),
    ],
)
def test_glossary_is_chosen_by_its_name(server: Running, glossary: object, target: str) -> None:
    fields = {"q": SENTENCE, "source": "en", "target": "ru", "glossary": glossary}
    assert server.post("/translate", fields).json["translatedText"] == target


def test_glossaries_are_listed_and_none_has_no_account(server: Running) -> None:
    assert server.get("/glossaries").json == [{"name": "news"}, {"name": "sport"}]
    fields = {"q": SENTENCE, "source": "en", "target": "ru", "glossary": "none"}
    assert "terms" not in server.post("/translate", fields).json


def test_list_gives_a_list_in_order_and_what_has_no_letters_stays(server: Running) -> None:
    texts = [SENTENCE, "", "12:30", "The old woman criticised the Kremlin.", "  \n"]
    answer = server.post("/translate", {"q": texts, "source": "en", "target": "ru"}).json
    assert answer["translatedText"] == [
        TARGET,
        "",
        "12:30",
        "Старая женщина раскритиковала Кремль.",
        "  \n",
    ]
    assert [len(terms) for terms in answer["terms"]] == [2, 0, 0, 1, 0]


def test_form_and_several_lines(server: Running) -> None:
    text = f"{SENTENCE}\r\n\r\n{SENTENCE}\r\n"
    answer = server.post_form("/translate", {"q": text, "source": "EN", "target": "ru-RU"})
    assert answer.json["translatedText"] == f"{TARGET}\n\n{TARGET}\n"


def test_markup_stays_where_it_belongs(server: Running) -> None:
    html = '<p class="a">The Kremlin supported the <b>petition</b>.</p><hr><script>let a = "b";</script>'
    fields = {"q": html, "source": "en", "target": "ru", "format": "html"}
    target = '<p class="a">Кремль поддержал <b>прошение</b>.</p><hr><script>let a = "b";</script>'
    assert server.post("/translate", fields).json["translatedText"] == target
    nothing = server.post("/translate", {**fields, "q": "<br>"}).json
    assert nothing["translatedText"] == "<br>"


def test_alternatives_are_others_and_hold_the_terms(server: Running) -> None:
    fields = {"q": SENTENCE, "source": "en", "target": "ru", "alternatives": 2, "glossary": "none"}
    answer = server.post("/translate", fields).json
    assert answer["translatedText"] == "Кремль поддержал петицию."
    assert len({answer["translatedText"], *answer["alternatives"]}) == 3
    assert all(other.startswith("Кремль поддержал ") for other in answer["alternatives"])
    termed = server.post("/translate", {**fields, "glossary": "news", "q": [SENTENCE, "1"]}).json
    assert termed["translatedText"] == [TARGET, "1"]
    assert termed["translatedText"][0] not in termed["alternatives"][0]
    assert all("прошени" in other for other in termed["alternatives"][0])
    assert termed["alternatives"][1] == []


def test_language_is_detected(server: Running) -> None:
    fields = {"q": "The old woman criticised the Kremlin on Monday.", "source": "auto", "target": "ru"}
    answer = server.post("/translate", fields).json
    assert answer["detectedLanguage"] == {"confidence": 100, "language": "en"}
    assert answer["translatedText"] == "Старая женщина раскритиковала Кремль в понедельник."
    already = server.post("/translate", {**fields, "q": ["Старая женщина раскритиковала Кремль."]}).json
    assert already["translatedText"] == ["Старая женщина раскритиковала Кремль."]
    assert already["detectedLanguage"] == [{"confidence": 100, "language": "ru"}]
    unknown = server.post("/translate", {**fields, "q": "12"}).json
    assert unknown["detectedLanguage"] == {"confidence": 0, "language": "en"}
    assert unknown["translatedText"] == "12"


def test_other_languages_are_refused_when_sure(server: Running) -> None:
    german = "Die Regierung hat am Montag beschlossen, dass das Gesetz nicht geändert wird."
    answer = server.post("/translate", {"q": german, "source": "auto", "target": "ru"})
    assert (answer.status, answer.json) == (400, {"error": "German (de) is not supported"})
    assert server.post("/detect", {"q": german}).json == [{"confidence": 0, "language": "en"}]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"q": None}, "Invalid request: missing q parameter"),
        ({"q": ""}, "Invalid request: missing q parameter"),
        ({"q": []}, "Invalid request: missing q parameter"),
        ({"q": ["a", 1]}, "Invalid request: q parameter must be a text or a list of texts"),
        ({"q": {"a": "b"}}, "Invalid request: q parameter must be a text or a list of texts"),
        ({"q": "a\ud800"}, "Invalid request: q parameter holds half a character (a lone surrogate)"),
        ({"source": ""}, "Invalid request: missing source parameter"),
        ({"target": 7}, "Invalid request: missing target parameter"),
        ({"source": "xx"}, "xx is not supported"),
        (
            {"source": "ru", "target": "en"},
            "English (en) is not available as a target language from Russian (ru)",
        ),
        ({"target": "de"}, "de is not supported"),
        ({"format": "pdf"}, "pdf format is not supported"),
        ({"alternatives": "many"}, "Invalid request: alternatives parameter is not a number"),
        ({"alternatives": 4}, "Invalid request: alternatives parameter must be <= 3"),
        ({"glossary": "../news"}, "There is no glossary '../news'; known are news, sport, none"),
        ({"glossary": {"a": 1}}, "There is no glossary \"{'a': 1}\"; known are news, sport, none"),
    ],
)
def test_wrong_requests_are_answered_in_words(
    server: Running, changes: Mapping[str, object], words: str
) -> None:
    answer = server.post("/translate", {"q": "Yes.", "source": "en", "target": "ru", **changes})
    assert (answer.status, answer.json) == (400, {"error": words})


def test_unknown_addresses_and_methods_are_answered_in_words(server: Running) -> None:
    assert (server.get("/nothing").status, server.get("/nothing").json) == (404, {"error": "Not Found"})
    assert (server.get("/translate").status, server.get("/translate").json) == (
        405,
        {"error": "Method Not Allowed"},
    )


def test_pages_of_information(server: Running) -> None:
    settings = server.get("/frontend/settings").json
    assert (settings["charLimit"], settings["apiKeys"], settings["filesTranslation"]) == (
        100_000,
        False,
        True,
    )
    assert settings["language"]["target"] == {"code": "ru", "name": "Russian"}
    assert server.get("/health").json == {"status": "ok"}
    assert "/translate" in server.get("/spec").json["paths"]
    assert b"LibreTranslate" in server.get("/").body


def test_file_is_translated_and_fetched(server: Running) -> None:
    content = f"# The petition\n\n{SENTENCE}\n".encode()
    answer = server.upload("Новости «дня».md", content)
    assert answer.status == 200, answer.body
    assert [term["target"] for term in answer.json["terms"]][-1] == "прошение"
    address = urlsplit(answer.json["translatedFileUrl"])
    assert address.netloc == f"127.0.0.1:{server.port}"
    fetched = server.get(address.path)
    assert fetched.body.decode().endswith(f"\n\n{TARGET}\n")
    assert "attachment" in fetched.headers["content-disposition"]
    assert fetched.headers["x-content-type-options"] == "nosniff"


def test_file_in_an_unknown_language_is_detected(server: Running) -> None:
    answer = server.upload("a.txt", SENTENCE.encode(), source="auto")
    path = urlsplit(answer.json["translatedFileUrl"]).path
    assert server.get(path).body.decode() == TARGET


@pytest.mark.parametrize("name", ["../../escaped.txt", "..\\\\..\\\\escaped.txt", "/etc/escaped.txt"])
def test_name_of_an_upload_is_no_path(server: Running, name: str) -> None:
    before = set(server.folder.iterdir())
    answer = server.upload(name, SENTENCE.encode())
    path = urlsplit(answer.json["translatedFileUrl"]).path
    assert path.endswith("/escaped.ru.txt")
    (new,) = set(server.folder.iterdir()) - before
    assert new.name == path.split("/")[2]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "Invalid request: file format not supported; supported are"),
        ("", b"text", "Invalid request:"),
        ("..", b"text", "Invalid request: empty file"),
        ("a.txt", b"", "Invalid request: what is to be translated is empty"),
        ("a.docx", b"no archive", "Invalid request: what is to be translated"),
        ("a.txt", b"ab\x00\x01\x02", "Invalid request: what is to be translated"),
    ],
)
def test_bad_files_are_answered_in_words(server: Running, name: str, content: bytes, words: str) -> None:
    answer = server.upload(name, content)
    assert answer.status == 400
    assert answer.json["error"].startswith(words)


def test_files_of_others_cannot_be_guessed_nor_reached_by_path(server: Running) -> None:
    for path in (
        "/download_file/a/b",
        "/download_file/..%2f..%2fetc/passwd",
        "/download_file/../../etc/passwd",
    ):
        assert server.get(path).status == 404


def test_key_is_asked_for(start: Start) -> None:
    server = start(keys=("first-key", "ключ"))
    fields = {"q": SENTENCE, "source": "en", "target": "ru"}
    missing = server.post("/translate", fields)
    assert missing.status == 400
    assert missing.json == {"error": "Please contact the server operator to get an API key"}
    for wrong in ("wrong", "first-ke", ["first-key"], {"a": 1}):
        refused = server.post("/translate", {**fields, "api_key": wrong})
        assert (refused.status, refused.json) == (403, {"error": "Invalid API key"})
    assert LibreTranslateAPI(server.url, api_key="first-key").translate(SENTENCE, "en", "ru") == TARGET
    assert server.post("/translate", {**fields, "api_key": "ключ"}).status == 200
    assert server.post("/translate", fields, {"Authorization": "Bearer first-key"}).status == 200
    assert server.upload("a.txt", b"Yes.").status == 400
    assert server.upload("a.txt", b"Yes.", api_key="first-key").status == 200
    assert server.post("/detect", {"q": SENTENCE}).status == 400
    assert server.get("/frontend/settings").json["keyRequired"] is True


def test_files_can_be_off(start: Start) -> None:
    server = start(limits=Limits(file_bytes=0))
    assert server.upload("a.txt", b"Yes.").status == 403
    assert server.get("/frontend/settings").json["supportedFilesFormat"] == []


def test_glossary_is_read_again_when_it_is_saved(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("en,ru,pos,gender\npetition,прошение,noun,n\n", encoding="utf-8")
    server = start(glossaries=[file])
    fields = {"q": SENTENCE, "source": "en", "target": "ru"}
    assert server.post("/translate", fields).json["translatedText"] == TARGET
    file.write_text("en,ru,pos,gender\npetition,ходатайство,noun,n\n", encoding="utf-8")
    assert server.post("/translate", fields).json["translatedText"] == "Кремль поддержал ходатайство."
    file.write_text("en,ru\npetition,прошение\npetition,ходатайство\n", encoding="utf-8")
    assert server.post("/translate", fields).json["translatedText"] == "Кремль поддержал ходатайство."


def test_faulty_glossary_is_no_fault_of_the_client_and_gives_no_path_away(
    start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("en,ru\npetition,прошение\npetition,ходатайство\n", encoding="utf-8")
    answer = start(glossaries=[file]).post("/translate", {"q": SENTENCE, "source": "en", "target": "ru"})
    words = "The glossary own has faults; the log of the server says where"
    assert (answer.status, answer.json) == (500, {"error": words})


def test_memory_gives_what_it_knows(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    known = TranslationUnit(Segment("s1", 1, Span(0, 35), SENTENCE, 0), "Так решили мы.", state="reviewed")
    with open_memory(path) as memory:
        memory.add_units([known], "en", "ru", article="a.txt", date="2026-01-01")
    answer = start(memory=path).post("/translate", {"q": SENTENCE, "source": "en", "target": "ru"}).json
    assert answer["translatedText"] == "Так решили мы."
    assert {term["state"] for term in answer["terms"]} == {"overruled"}


def test_json_in_other_clothes_is_read(server: Running) -> None:
    body = json.dumps({"q": SENTENCE, "source": "en", "target": "ru"}).encode()
    for kind in ("application/json; charset=utf-8", "text/plain", ""):
        answer = server.ask("POST", "/translate", body, {"Content-Type": kind})
        assert answer.json["translatedText"] == TARGET

"""Hostile, clumsy and far too many requests: each is answered in words, and the server goes on."""

from __future__ import annotations

import json
import socket

import pytest

from tests.serve.conftest import Running, Start
from tests.serve.test_api import SENTENCE, TARGET
from translate_pipe.serve import gate
from translate_pipe.serve import server as serving
from translate_pipe.serve.gate import Gate
from translate_pipe.serve.limits import Limits, Refusal

FIELDS = {"q": SENTENCE, "source": "en", "target": "ru"}
HEAD = (
    "POST /translate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
)


def say(server: Running, content: bytes) -> bytes:
    """Send bytes as they are, and return everything that comes until the server hangs up."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(content)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def still_works(server: Running) -> bool:
    return bool(server.post("/translate", FIELDS).json["translatedText"] == TARGET)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:5000"]
)
def test_other_names_than_its_own_are_refused(server: Running, host: str) -> None:
    answer = server.get("/languages", Host=host)
    assert answer.status == 403
    assert "--allow-host" in answer.json["error"]


@pytest.mark.parametrize("host", ["localhost:1", "LOCALHOST", "127.0.0.1", "[::1]:5000", "192.168.1.7:5000"])
def test_its_own_names_and_addresses_are_known(server: Running, host: str) -> None:
    assert server.get("/languages", Host=host).status == 200


def test_allowed_names_and_pages(start: Start) -> None:
    server = start(hosts=("Translate.Lan",), origins=("https://weblate.example",))
    assert server.get("/health", Host="translate.lan").status == 200
    answer = server.get("/health", Origin="https://weblate.example")
    assert answer.headers["access-control-allow-origin"] == "https://weblate.example"
    assert server.get("/health", Origin="https://weblate.example.evil").status == 403


def test_pages_of_others_may_not_use_it_and_extensions_may(server: Running) -> None:
    refused = server.post("/translate", FIELDS, {"Origin": "https://evil.example"})
    assert refused.status == 403
    assert "access-control-allow-origin" not in refused.headers
    assert server.get("/health", Origin="null").status == 403
    origin = "moz-extension://6a1b-22"
    allowed = server.post("/translate", FIELDS, {"Origin": origin})
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, origin)
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    assert server.ask("OPTIONS", "/translate", headers=asked).status == 200


def test_too_many_characters_and_texts(start: Start) -> None:
    server = start(limits=Limits(characters=100, texts=3))
    long = server.post("/translate", {**FIELDS, "q": "a" * 101})
    assert (long.status, long.json) == (
        400,
        {"error": "Invalid request: request (101) exceeds text limit (100)"},
    )
    many = server.post("/translate", {**FIELDS, "q": ["a"] * 4})
    assert (many.status, many.json) == (400, {"error": "Invalid request: request (4) exceeds text limit (3)"})
    both = server.post("/translate", {**FIELDS, "q": ["a" * 60, "b" * 60]})
    assert both.status == 400
    assert still_works(server)


def test_huge_bodies_are_refused_with_their_length_stated_and_without(start: Start) -> None:
    server = start(limits=Limits(characters=100, file_bytes=1000))
    body = json.dumps({**FIELDS, "q": "a" * 3_000_000}).encode()
    answer = server.ask("POST", "/translate", body, {"Content-Type": "application/json"})
    assert answer.status == 413
    assert "too large" in answer.json["error"]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [b"a" * 60_000] * 3)
    said = say(server, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks + b"0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")
    assert server.upload("a.txt", b"a" * 100_000).status == 413
    assert still_works(server)


def test_slow_bodies_and_heads_are_ended(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_PATIENCE", 0.2)
    monkeypatch.setattr(gate, "_DROPPED_SECONDS", 0.2)
    monkeypatch.setattr(serving, "_HEAD_SECONDS", 0.2)
    server = start()
    head = HEAD.replace("Connection: close\r\n", "")
    for begun in (b"", b"POST /tran", f"{head}Content-Length: 100\r\n\r\n{{".encode()):
        said = say(server, begun)
        assert said.startswith(b"HTTP/1.1 408")
        assert said.endswith(b'too slowly"}')
    assert still_works(server)


@pytest.mark.parametrize(
    "content",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: x\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(9000)) + b"\r\n",
    ],
)
def test_what_is_no_http_is_answered_in_words(server: Running, content: bytes) -> None:
    assert say(server, content).startswith(b"HTTP/1.1 400")
    assert still_works(server)


@pytest.mark.parametrize(
    "body", [b"{", b"[" * 50_000, b"{" + b'"a":{' * 20_000, b"[1]", b"\xff\xfe{", b'{"q":"\xff"}']
)
def test_malformed_json_is_answered_in_words(server: Running, body: bytes) -> None:
    answer = server.ask("POST", "/translate", body, {"Content-Type": "application/json"})
    assert (answer.status, answer.json) == (400, {"error": "Invalid JSON format"})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"q=%ff"),
        ("application/x-www-form-urlencoded", b"&a=b" * 6000),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--\r\n"),
    ],
)
def test_malformed_forms_are_answered_in_words(server: Running, kind: str, body: bytes) -> None:
    for path in ("/translate", "/translate_file"):
        answer = server.ask("POST", path, body, {"Content-Type": kind})
        assert answer.status == 400
        assert answer.json["error"].startswith("Invalid request: ")


def test_client_that_asks_too_often_is_slowed_down(start: Start) -> None:
    server = start(limits=Limits(minute_requests=2))
    assert [server.post("/translate", FIELDS).status for _ in range(3)] == [200, 200, 429]
    refused = server.post("/translate", FIELDS)
    assert refused.json == {"error": "Slowdown: 2 per 1 minute"}
    assert refused.headers["retry-after"] == "5"
    assert server.get("/languages").status == 200


def test_requests_of_a_client_grow_back_and_clients_are_counted_apart() -> None:
    now = [0.0]
    limited = Gate(_nothing, limits=Limits(minute_requests=60), clock=lambda: now[0])

    def takes(client: str) -> bool:
        try:
            limited._count(client)
        except Refusal:
            return False
        return True

    assert [takes("a") for _ in range(61)] == [True] * 60 + [False]
    assert takes("b")
    now[0] = 1.5
    assert [takes("a"), takes("a")] == [True, False]
    now[0] = 10_000.0
    assert [takes("a") for _ in range(61)] == [True] * 60 + [False]


def test_bytes_held_for_all_requests_are_bounded(start: Start) -> None:
    server = start(limits=Limits(held_bytes=1000))
    refused = server.post("/translate", {**FIELDS, "q": "a" * 2000})
    assert refused.status == 503
    assert "try again" in refused.json["error"]
    for _ in range(20):
        assert still_works(server)


def test_time_of_a_request_is_bounded(start: Start) -> None:
    answer = start(limits=Limits(seconds=0.0)).post("/translate", FIELDS)
    assert answer.status == 503
    assert "Not translated within 0 seconds" in answer.json["error"]


def test_requests_at_a_time_are_bounded(start: Start) -> None:
    refused = start(limits=Limits(requests=0)).post("/translate", FIELDS)
    assert refused.status == 503


async def _nothing(*_: object) -> None:
    """An application that is never reached."""

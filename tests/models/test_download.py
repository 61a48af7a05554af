"""Downloads from a server that is slow, drops, lies or is not there."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from tests.models.server import Site, dropping, first, status, trickling, whole
from translate_pipe.engines.download import Patience, fetch_file
from translate_pipe.errors import EngineError

BODY = random.Random(1).randbytes(300_000)
QUICK = Patience(timeout=0.5, tries=3, pause=0.01, slowest=0.0)


def test_a_file_comes_complete_and_leaves_no_part(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    url = site.put("/a", whole(BODY))

    file = fetch_file(url, tmp_path, patience=QUICK, progress=lambda there, of: seen.append((there, of)))

    assert file.read_bytes() == BODY
    assert list(tmp_path.iterdir()) == [file]
    assert seen[-1] == (len(BODY), len(BODY))
    assert [there for there, _ in seen] == sorted(there for there, _ in seen)


def test_a_dropped_connection_is_continued_where_it_broke_off(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", dropping(BODY, 100_000, times=2))

    assert fetch_file(url, tmp_path, patience=QUICK).read_bytes() == BODY
    assert site.ranges("/a") == ["", "bytes=100000-", "bytes=200000-"]


def test_a_later_run_continues_what_an_earlier_one_left(site: Site, tmp_path: Path) -> None:
    site.put("/a", first(dropping(BODY, 50_000, times=1), 1, status(503)))
    with pytest.raises(EngineError, match="503") as raised:
        fetch_file(site.base + "/a", tmp_path, patience=QUICK)
    assert raised.value.remedy is not None
    assert "run the command again" in raised.value.remedy
    site.put("/a", whole(BODY))

    assert fetch_file(site.base + "/a", tmp_path, patience=QUICK).read_bytes() == BODY
    assert site.ranges("/a")[-1] == "bytes=50000-"


def test_a_file_that_changed_on_the_server_is_fetched_anew(site: Site, tmp_path: Path) -> None:
    site.put("/a", first(dropping(BODY, 50_000, times=1), 1, status(503)))
    with pytest.raises(EngineError):
        fetch_file(site.base + "/a", tmp_path, patience=QUICK)
    newer = bytes(reversed(BODY))
    site.put("/a", whole(newer, etag='"two"'))

    assert fetch_file(site.base + "/a", tmp_path, patience=QUICK).read_bytes() == newer


def test_without_a_validator_nothing_is_continued(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", dropping(BODY, 100_000, times=1, etag=""))

    assert fetch_file(url, tmp_path, patience=QUICK).read_bytes() == BODY
    assert site.ranges("/a") == ["", ""]


def test_a_server_that_stalls_is_given_up_on(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", trickling(BODY[:100], pause=1.0, chunks=2))

    with pytest.raises(EngineError, match="broke off"):
        fetch_file(url, tmp_path, patience=Patience(timeout=0.1, tries=1, pause=0.0))


def test_a_server_that_trickles_is_given_up_on(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", trickling(BODY[:60], pause=0.05, chunks=30))

    with pytest.raises(EngineError, match=r"only \d+ bytes came"):
        fetch_file(url, tmp_path, patience=Patience(timeout=5, tries=1, slowest=100_000, grace=0.2))


def test_a_slow_but_steady_server_is_waited_for(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", trickling(BODY[:1000], pause=0.02, chunks=10))

    assert fetch_file(url, tmp_path, patience=QUICK).read_bytes() == BODY[:1000]


def test_a_busy_server_is_asked_again(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", first(status(503), 2, whole(BODY)))

    assert fetch_file(url, tmp_path, patience=QUICK).read_bytes() == BODY


def test_a_missing_file_is_not_asked_for_twice(site: Site, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="404") as raised:
        fetch_file(site.base + "/none", tmp_path, patience=QUICK)

    assert raised.value.exit_code == 4
    assert len(site.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_web_page_is_refused(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", whole(b"<!doctype html><p>Log in", kind="text/html; charset=utf-8"))

    with pytest.raises(EngineError, match="web page"):
        fetch_file(url, tmp_path, patience=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_a_length_that_never_comes_is_an_error(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", whole(BODY, length=len(BODY) + 10, etag=""))

    with pytest.raises(EngineError, match="broke off"):
        fetch_file(url, tmp_path, patience=QUICK)


def test_a_size_other_than_announced_is_refused(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", whole(BODY))

    with pytest.raises(EngineError, match="300,000 bytes where the index announces 5"):
        fetch_file(url, tmp_path, size=5, patience=QUICK)


def test_a_cut_file_with_a_matching_length_is_caught_by_its_size(site: Site, tmp_path: Path) -> None:
    def cut(request, _number):  # type: ignore[no-untyped-def]
        request.send_response(200)
        request.end_headers()
        request.wfile.write(BODY[:1000])
        request.close_connection = True

    url = site.put("/a", cut)

    with pytest.raises(EngineError, match="thrown away"):
        fetch_file(url, tmp_path, size=len(BODY), patience=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_more_than_announced_is_cut_off(site: Site, tmp_path: Path) -> None:
    def endless(request, _number):  # type: ignore[no-untyped-def]
        request.send_response(200)
        request.end_headers()
        request.wfile.write(BODY)
        request.close_connection = True

    url = site.put("/a", endless)

    with pytest.raises(EngineError, match="more than the 1,000 bytes"):
        fetch_file(url, tmp_path, size=1000, patience=QUICK)
    assert list(tmp_path.iterdir()) == []


def test_a_digest_is_checked(site: Site, tmp_path: Path) -> None:
    url = site.put("/a", whole(BODY))

    file = fetch_file(url, tmp_path, sha256=hashlib.sha256(BODY).hexdigest(), patience=QUICK)
    assert file.read_bytes() == BODY
    file.unlink()
    with pytest.raises(EngineError, match="SHA-256"):
        fetch_file(url, tmp_path, sha256="0" * 64, patience=QUICK)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://", "nonsense"])
def test_other_schemes_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="http"):
        fetch_file(url, tmp_path, patience=QUICK)


def test_a_redirect_is_followed_but_not_to_a_file(site: Site, tmp_path: Path) -> None:
    site.put("/real", whole(BODY))
    near = site.put("/near", status(302, location="/real"))
    far = site.put("/far", status(302, location="file:///etc/passwd"))

    assert fetch_file(near, tmp_path, patience=QUICK).read_bytes() == BODY
    with pytest.raises(EngineError):
        fetch_file(far, tmp_path, patience=QUICK)


def test_nobody_there_is_an_error_after_a_few_tries(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="broke off"):
        fetch_file("http://127.0.0.1:9/a", tmp_path, patience=QUICK)

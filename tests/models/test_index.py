"""The index of packages: read, cached, refreshed, and chosen from."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.conftest import pocket_archive
from tests.models.server import Site, first, status, whole
from translate_pipe.engines.download import Patience
from translate_pipe.engines.index import (
    Index,
    choose_offer,
    download_offer,
    fetch_index,
    index_url,
    read_offers,
)
from translate_pipe.errors import EngineError

QUICK = Patience(timeout=0.5, tries=2, pause=0.01)


def entry(source: str, target: str, version: str = "1.0", **more: object) -> dict[str, object]:
    return {
        "package_version": version,
        "argos_version": "1.5",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        "links": ["https://example.org/a.argosmodel"],
    } | more


def listed(*entries: object) -> Index:
    return Index("https://example.org/index.json", read_offers(json.dumps(entries), "there"), 0.0)


def page(*entries: object) -> bytes:
    return json.dumps(entries).encode()


def test_the_address_is_argos_own_setting() -> None:
    assert index_url({}).startswith("https://raw.githubusercontent.com/argosopentech/argospm-index/")
    assert index_url({"ARGOS_PACKAGE_INDEX": "http://h/dir/"}) == "http://h/dir/index.json"
    assert index_url({"ARGOS_PACKAGE_INDEX": "http://h/mine.json"}) == "http://h/mine.json"


def test_an_index_is_fetched_once_a_day(site: Site, tmp_path: Path) -> None:
    url = site.put("/index.json", whole(page(entry("en", "ru")), kind="application/json"))

    first_time = fetch_index(url=url, cache=tmp_path, patience=QUICK)
    second = fetch_index(url=url, cache=tmp_path, patience=QUICK)

    assert first_time.offers == second.offers
    assert len(first_time.offers) == 1
    assert len(site.asked) == 1
    fetch_index(url=url, cache=tmp_path, refresh=True, patience=QUICK)
    assert len(site.asked) == 2


def test_an_old_copy_is_renewed_or_used_with_the_reason(site: Site, tmp_path: Path) -> None:
    good = whole(page(entry("en", "ru")), kind="application/json")
    url = site.put("/index.json", first(good, 1, status(404)))
    fetch_index(url=url, cache=tmp_path, patience=QUICK)
    [copy] = (tmp_path / "index").glob("*.json")
    three_days_ago = copy.stat().st_mtime - 3 * 86400
    os.utime(copy, (three_days_ago, three_days_ago))

    index = fetch_index(url=url, cache=tmp_path, patience=QUICK)

    assert len(index.offers) == 1
    assert index.age > 2.9 * 86400
    assert "404" in index.stale_because


def test_the_copy_of_another_index_is_not_used(site: Site, tmp_path: Path) -> None:
    one = site.put("/1/index.json", whole(page(entry("en", "ru")), kind="application/json"))
    two = site.put("/2/index.json", whole(page(entry("en", "de")), kind="application/json", etag='"2"'))
    fetch_index(url=one, cache=tmp_path, patience=QUICK)

    [offer] = fetch_index(url=two, cache=tmp_path, patience=QUICK).offers

    assert offer.package.target_locale == "de"


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'"list"', b"\xff\xfe\x00", b""])
def test_what_is_no_index_is_an_error(site: Site, tmp_path: Path, body: bytes) -> None:
    url = site.put("/index.json", whole(body, kind="application/json"))

    with pytest.raises(EngineError, match="index"):
        fetch_index(url=url, cache=tmp_path, patience=QUICK)


def test_no_connection_and_no_copy_is_an_error_that_offers_a_way(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="models install FILE"):
        fetch_index(url="http://127.0.0.1:9/index.json", cache=tmp_path, patience=QUICK)


def test_unusable_entries_are_passed_over() -> None:
    index = listed(
        entry("en", "ru"),
        entry("en", "xx-nonsense"),
        entry("en", "de", links=["ipfs://abc"]),
        entry("en", "fr", links="https://example.org"),
        entry("en", "es", type="sbd"),
        "nonsense",
        None,
    )

    assert [offer.package.target_locale for offer in index.offers] == ["ru"]


def test_sizes_and_digests_are_read_where_they_are_ones() -> None:
    digest = "ab" * 32
    good, prefixed, bad = listed(
        entry("en", "de", size=12, sha256=digest),
        entry("en", "fr", digest="sha256:" + digest),
        entry("en", "ru", size="large", sha256="nonsense"),
    ).offers

    assert (good.size, good.sha256) == (12, digest)
    assert (prefixed.size, prefixed.sha256) == (None, digest)
    assert (bad.size, bad.sha256) == (None, "")


def test_the_newest_offer_for_a_pair_is_chosen_and_aliases_are_known() -> None:
    index = listed(
        entry("en", "ru", "1.9"),
        entry("en", "ru", "1.10"),
        entry("en", "zt"),
        entry("en", "zh"),
        entry("en", "pb"),
    )

    assert choose_offer("en", "ru", index).package.version == "1.10"
    assert choose_offer("en", "zh-TW", index).package.target_code == "zt"
    assert choose_offer("en", "zh", index).package.target_code == "zh"
    assert choose_offer("en-GB", "pt-BR", index).package.target_code == "pb"


def test_no_offer_is_an_error_that_names_a_pivot() -> None:
    index = listed(entry("de", "en"), entry("en", "uk"))

    with pytest.raises(EngineError, match=r"install de en` and `translate-pipe models install en uk"):
        choose_offer("de", "uk", index)
    with pytest.raises(EngineError, match="list --remote"):
        choose_offer("fr", "uk", index)


def test_a_dead_link_gives_way_to_the_next(site: Site, tmp_path: Path) -> None:
    body = pocket_archive("en_ru").read_bytes()
    good = site.put("/good", whole(body))
    [offer] = listed(
        entry(
            "en",
            "ru",
            links=[site.base + "/gone", good],
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
        )
    ).offers

    assert download_offer(offer, cache=tmp_path, patience=QUICK).read_bytes() == body

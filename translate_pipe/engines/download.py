"""An address goes in; a complete file in the cache comes out, resumed where an earlier try broke off.

The network is used here and nowhere else.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from translate_pipe.errors import EngineError

Progress = Callable[[int, int | None], None]
"""Called with the bytes there are and the bytes there will be, if known."""

CHUNK = 2**16
LARGEST = 8 * 2**30
# A server that gives a little each time is given up on after this many times the usual tries.
MOST_PARTS = 50
SCHEMES = ("http", "https")
PAGES = ("text/html", "application/xhtml+xml")
NOT_NOW = (408, 425, 429, 500, 502, 503, 504)
KEPT = "what was downloaded is kept; run the command again to go on from there"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: seconds for one answer, number of tries, and bytes a second that are still alive."""

    timeout: float = 30.0
    tries: int = 4
    pause: float = 1.0
    slowest: float = 200.0
    grace: float = 60.0


@dataclass(slots=True)
class _Transfer:
    """One download: where it comes from, where its part lies, and what is known of the whole."""

    url: str
    part: Path
    size: int | None
    patience: Patience
    progress: Progress

    @property
    def notes(self) -> Path:
        return self.part.with_suffix(".json")

    @property
    def there(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)


class _BrokenOffError(Exception):
    """This try failed; another may not."""


class _SameOrSafer(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only, and never from https to http."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        scheme = urlsplit(newurl).scheme
        if scheme not in SCHEMES or (urlsplit(req.full_url).scheme == "https" and scheme == "http"):
            raise EngineError(
                f"the server sends us on to {newurl}, which is not safe", path=req.full_url, remedy=TRY_FILE
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


TRY_FILE = "download the package by other means and run `translate-pipe models install FILE`"


def fetch_file(
    url: str,
    cache: Path,
    *,
    size: int | None = None,
    sha256: str = "",
    patience: Patience | None = None,
    progress: Progress = lambda _there, _whole: None,
) -> Path:
    """Download `url` into the folder `cache` and return the complete file.

    A part that an earlier try left is continued if the server still has the same file. `size` (bytes) and
    `sha256` (hexadecimal) are checked where they are known.

    Raises:
        EngineError: the address is wrong, the server refuses or breaks off every time, the file is not
            the one that was announced, or it is a web page.
    """
    if urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname:
        raise EngineError("not an http or https address", path=url, remedy=TRY_FILE)
    cache.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    transfer = _Transfer(url, cache / f"{name}.part", size, patience or Patience(), progress)
    _transfer_all(transfer)
    _check_whole(transfer, sha256)
    whole = cache / f"{name}.argosmodel"
    transfer.part.replace(whole)
    transfer.notes.unlink(missing_ok=True)
    return whole


def ask_size(url: str, *, patience: Patience | None = None) -> int | None:
    """Return the size of the file at an address as its server states it, None where it does not."""
    if urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname:
        return None
    headers = {"User-Agent": "translate-pipe", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers=headers, method="HEAD")  # noqa: S310 - just checked
    opener = urllib.request.build_opener(_SameOrSafer())
    try:
        with opener.open(request, timeout=(patience or Patience()).timeout) as answer:
            length = answer.headers.get("Content-Length", "")
            is_page = answer.headers.get_content_type() in PAGES
    except (OSError, http.client.HTTPException, EngineError):
        return None
    return int(length) if length.isdigit() and int(length) and not is_page else None


def _transfer_all(transfer: _Transfer) -> None:
    """Try as often as the patience allows; a try that brought something does not count."""
    failures = 0
    for _ in range(transfer.patience.tries * MOST_PARTS):
        before = transfer.there
        try:
            _transfer_once(transfer)
            return
        except _BrokenOffError as problem:
            failures = 1 if transfer.there > before else failures + 1
            if failures >= transfer.patience.tries:
                raise EngineError(
                    f"the download broke off: {problem}", path=transfer.url, remedy=KEPT
                ) from problem
            time.sleep(transfer.patience.pause * 2 ** (failures - 1))
    raise EngineError("the download breaks off again and again", path=transfer.url, remedy=KEPT)


def _transfer_once(transfer: _Transfer) -> None:
    there, headers = transfer.there, {"User-Agent": "translate-pipe", "Accept-Encoding": "identity"}
    validator = _read_validator(transfer)
    if there and validator:
        headers |= {"Range": f"bytes={there}-", "If-Range": validator}
    request = urllib.request.Request(transfer.url, headers=headers)  # noqa: S310 - fetch_file checked it
    opener = urllib.request.build_opener(_SameOrSafer())
    try:
        with opener.open(request, timeout=transfer.patience.timeout) as answer:
            _receive(transfer, answer)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:
            transfer.forget()
            raise _BrokenOffError("the server no longer has the part that follows") from error
        if error.code in NOT_NOW:
            raise _BrokenOffError(f"the server answers {error.code} {error.reason}") from error
        raise EngineError(
            f"the server answers {error.code} {error.reason}", path=transfer.url, remedy=TRY_FILE
        ) from error
    except urllib.error.URLError as error:
        raise _BrokenOffError(str(error.reason)) from error
    except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
        raise _BrokenOffError(str(error) or type(error).__name__) from error


def _read_validator(transfer: _Transfer) -> str:
    """Return what identifies the file that the part belongs to, as the server named it."""
    try:
        notes = json.loads(transfer.notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(notes.get("validator", "")) if isinstance(notes, dict) else ""


def _receive(transfer: _Transfer, answer: Any) -> None:
    if answer.headers.get_content_type() in PAGES:
        raise EngineError(
            "the address gives a web page, not a package", path=transfer.url, remedy="check the address"
        )
    whole = _whole_size(transfer, answer)
    if transfer.size is not None and whole is not None and whole != transfer.size:
        raise EngineError(
            f"the server offers {whole:,} bytes where the index announces {transfer.size:,}",
            path=transfer.url,
            remedy="run `translate-pipe models list --remote --refresh` and try again",
        )
    if (whole or 0) > LARGEST:
        raise EngineError(f"{whole:,} bytes are no model package", path=transfer.url, remedy=TRY_FILE)
    validator = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
    # A weak validator does not promise the same bytes, so nothing can be continued by it.
    note = "" if validator.startswith("W/") else validator
    transfer.notes.write_text(json.dumps({"url": transfer.url, "validator": note}), encoding="utf-8")
    _copy(transfer, answer, whole)


def _whole_size(transfer: _Transfer, answer: Any) -> int | None:
    """Return the size of the whole file as the answer states it; drop the part if the answer starts anew."""
    length = answer.headers.get("Content-Length", "")
    stated = int(length) if length.isdigit() else None
    if answer.status != 206:
        transfer.part.unlink(missing_ok=True)
        return stated
    begin, _, whole = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    if begin.partition("-")[0] != str(transfer.there):
        transfer.forget()
        raise _BrokenOffError("the server went on at another place than was asked for")
    return int(whole) if whole.isdigit() else None


def _copy(transfer: _Transfer, answer: Any, whole: int | None) -> None:
    limit = min(LARGEST, transfer.size or LARGEST)
    began, received = time.monotonic(), 0
    with transfer.part.open("ab") as sink:
        while chunk := answer.read1(CHUNK):
            sink.write(chunk)
            received += len(chunk)
            if sink.tell() > limit:
                transfer.forget()
                raise EngineError(
                    f"the server sends more than the {limit:,} bytes announced",
                    path=transfer.url,
                    remedy=TRY_FILE,
                )
            transfer.progress(sink.tell(), whole)
            spent = time.monotonic() - began
            if spent > transfer.patience.grace and received / spent < transfer.patience.slowest:
                raise _BrokenOffError(f"only {received:,} bytes came in {spent:.0f} seconds")
        sink.flush()
        os.fsync(sink.fileno())
    if whole is not None and transfer.there < whole:
        raise _BrokenOffError(f"the connection ended after {transfer.there:,} of {whole:,} bytes")


def _check_whole(transfer: _Transfer, sha256: str) -> None:
    if transfer.size is not None and transfer.there != transfer.size:
        found = transfer.there
        transfer.forget()
        raise EngineError(
            f"{found:,} bytes came where {transfer.size:,} were announced; the download was thrown away",
            path=transfer.url,
            remedy="try again later",
        )
    if sha256:
        digest = hashlib.sha256()
        with transfer.part.open("rb") as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
        if digest.hexdigest() != sha256.lower():
            transfer.forget()
            raise EngineError(
                "the file is not the one that the index announces (its SHA-256 differs); "
                "the download was thrown away",
                path=transfer.url,
                remedy="try again later, and tell whoever runs the index",
            )

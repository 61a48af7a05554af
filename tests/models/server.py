"""A web server on this machine that behaves as badly as asked; every answer and thread is bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler, int], None]
"""Called with the request and its number for this path, counted from 1."""


@dataclass(slots=True)
class Site:
    """What the server has, and what was asked of it."""

    base: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, path: str, answer: Answer) -> str:
        """Add a page and return its address."""
        self.pages[path] = answer
        return self.base + path

    def ranges(self, path: str) -> list[str]:
        """Return the Range headers of the requests for a path, "" where there was none."""
        return [asked for one, asked in self.asked if one == path]


@contextmanager
def serve() -> Iterator[Site]:
    """Run a server on 127.0.0.1 for the time of the context."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers.get("Range", "")))
            number = len(site.ranges(self.path))
            answer = site.pages.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self, number)

        def do_HEAD(self) -> None:
            answer = site.pages.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self, 0)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def whole(
    body: bytes, *, kind: str = "application/zip", etag: str = '"one"', length: int | None = None
) -> Answer:
    """Answer with a file; with an `etag` parts of it can be asked for; `length` may be a lie."""

    def answer(request: BaseHTTPRequestHandler, _number: int) -> None:
        start = _asked_start(request, etag)
        part = body[start:]
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if etag:
            request.send_header("ETag", etag)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(part) if length is None else length))
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(part)
        request.close_connection = True

    return answer


def _asked_start(request: BaseHTTPRequestHandler, etag: str) -> int:
    asked = request.headers.get("Range", "")
    if not etag or not asked or request.headers.get("If-Range") != etag:
        return 0
    return int(asked.removeprefix("bytes=").rstrip("-"))


def dropping(body: bytes, after: int, *, times: int, etag: str = '"one"') -> Answer:
    """Break off after so many bytes, the first so many times; then answer in full."""
    good = whole(body, etag=etag)

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if number > times:
            good(request, number)
            return
        start = _asked_start(request, etag)
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if etag:
            request.send_header("ETag", etag)
        request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        request.wfile.write(body[start : start + after])
        request.close_connection = True

    return answer


def trickling(body: bytes, *, pause: float, chunks: int) -> Answer:
    """Send a few bytes at a time, at most so many times."""

    def answer(request: BaseHTTPRequestHandler, _number: int) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        size = max(1, len(body) // chunks)
        try:
            for i in range(chunks):
                request.wfile.write(body[i * size : (i + 1) * size if i < chunks - 1 else None])
                request.wfile.flush()
                time.sleep(pause)
        except OSError:
            pass
        request.close_connection = True

    return answer


def status(code: int, *, location: str = "") -> Answer:
    """Answer with a status and nothing else."""

    def answer(request: BaseHTTPRequestHandler, _number: int) -> None:
        request.send_response(code)
        if location:
            request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def first(early: Answer, times: int, late: Answer) -> Answer:
    """Answer in one way the first so many times, then in another."""

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        (early if number <= times else late)(request, number)

    return answer

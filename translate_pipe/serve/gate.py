"""Every request goes through here: who may come, how much at a time, how fast, and how much of it is held."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from translate_pipe.errors import ArticleError, TranslatePipeError
from translate_pipe.serve.limits import MIB, Limits, Refusal
from translate_pipe.serve.queue import BUSY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger(__name__)

# Pages and scripts of these are installed by the user, not brought along by a page that is looked at.
EXTENSION_ORIGIN = r"(moz|chrome|safari-web)-extension://[A-Za-z0-9.-]+"
_EXTENSION = re.compile(EXTENSION_ORIGIN)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
# A body may take so long to begin with, and a second more for each of these.
_PATIENCE = 20.0
_SLOWEST = 16_384
# What is too large is still taken in, and dropped, up to here: clients read no answer before they have sent.
_DROPPED = 64 * MIB
_DROPPED_SECONDS = 10.0
# Clients whose requests are counted; beyond that the longest unseen are forgotten.
_CLIENTS = 10_000


class Gate:
    """ASGI middleware that refuses in words what the server is not to serve.

    Args:
        hosts: names by which the server may be addressed, besides the loopback ones and any IP address. A
            page on the web can make its own name point here; its requests still carry that name.
        origins: web pages that may use the server; `*` for all. Extensions of browsers may.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits,
        hosts: Collection[str] = (),
        origins: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._limits, self._clock = app, limits, clock
        self._hosts = _LOOPBACK | {host.lower() for host in hosts}
        self._origins = set(origins)
        self._running = 0
        self._held = 0
        self._rates: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        body = _Body(self, scope, headers, receive)
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        self._running += 1
        try:
            self._admit(scope, headers)
            # With it the router raises what it finds wrong, instead of answering in its own way.
            await self._app({**scope, "app": self._app}, body.receive, send_on)
        except Exception as error:
            if begun:
                raise
            refusal = _refuse(error)
            await _answer(refusal, close=not await body.drop())(scope, receive, send)
        finally:
            self._running -= 1
            self._held -= body.taken

    def _admit(self, scope: Scope, headers: dict[bytes, str]) -> None:
        host = _host_of(headers.get(b"host", ""))
        if not (host in self._hosts or "*" in self._hosts or _is_address(host)):
            raise Refusal(
                403,
                f"This server is not known as {host[:80]!r}; whoever runs it can allow the name with"
                " --allow-host",
            )
        origin = headers.get(b"origin", "")
        if origin and not self._knows_origin(origin, headers.get(b"host", "")):
            raise Refusal(
                403,
                f"Pages of {origin[:80]!r} may not use this server; whoever runs it can allow them with"
                " --allow-origin",
            )
        if self._running > self._limits.requests:
            raise Refusal(503, BUSY)
        if scope["method"] == "POST":
            self._count(scope["client"][0] if scope.get("client") else "")

    def _knows_origin(self, origin: str, host: str) -> bool:
        own = origin in (f"http://{host}", f"https://{host}")
        return own or bool(self._origins & {origin, "*"}) or bool(_EXTENSION.fullmatch(origin))

    def _count(self, client: str) -> None:
        """Take one of the client's requests; they grow back evenly over a minute."""
        most = self._limits.minute_requests
        if not most:
            return
        now = self._clock()
        left, since = self._rates.pop(client, (float(most), now))
        left = min(float(most), left + (now - since) * most / 60)
        self._rates[client] = (max(0.0, left - 1), now)
        if len(self._rates) > _CLIENTS:
            self._rates.popitem(last=False)
        if left < 1:
            raise Refusal(429, f"Slowdown: {most} per 1 minute")

    def hold(self, count: int) -> None:
        """Take room for so many bytes of a request.

        Raises:
            Refusal: there is none.
        """
        if self._held + count > self._limits.held_bytes:
            raise Refusal(503, BUSY)
        self._held += count


class _Body:
    """The body of a request as it comes in: not more, and not slower, than it may."""

    def __init__(self, gate: Gate, scope: Scope, headers: dict[bytes, str], receive: Receive) -> None:
        self._gate, self._receive = gate, receive
        is_upload = scope["path"].endswith("/translate_file")
        limits = gate._limits
        self._most = limits.upload_bytes if is_upload else limits.text_bytes
        length = headers.get(b"content-length", "")
        self._stated = int(length) if length.isdecimal() else 0
        self._waits = b"expect" in headers
        self._ended = False
        self._begun = time.monotonic()
        self.taken = 0

    async def receive(self) -> Message:
        """Return the next piece.

        Raises:
            Refusal: there is too much of it, or it comes too slowly.
        """
        if self._ended:
            return await self._receive()
        if self._stated > self._most:
            raise self._too_large(self._stated)
        left = self._begun + _PATIENCE + self.taken / _SLOWEST - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, left))
        except asyncio.TimeoutError:
            raise Refusal(408, "The request came too slowly") from None
        if message["type"] != "http.request":
            return message
        count = len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        if self.taken + count > self._most:
            raise self._too_large(self.taken + count)
        self._gate.hold(count)
        self.taken += count
        return message

    async def drop(self) -> bool:
        """Let a client that is still sending come to its end, so that it reads why it is refused.

        Returns whether it has come there.
        """
        if self._ended:
            return True
        if self._waits or self._stated > _DROPPED:
            return False
        dropped, until = 0, time.monotonic() + _DROPPED_SECONDS
        while dropped < _DROPPED and (left := until - time.monotonic()) > 0:
            try:
                message = await asyncio.wait_for(self._receive(), left)
            except asyncio.TimeoutError:
                return False
            dropped += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body", False):
                return True
        return False

    def _too_large(self, size: int) -> Refusal:
        return Refusal(413, f"The request is too large ({size} bytes or more; the limit is {self._most})")


def _refuse(error: Exception) -> Refusal:
    """Say in words what became of a request; what is the server's own fault is for its log."""
    from starlette.exceptions import HTTPException

    if isinstance(error, Refusal):
        return error
    if isinstance(error, HTTPException):
        return Refusal(error.status_code, error.detail)
    if isinstance(error, ArticleError):
        # Its remedies are options of the command line.
        return Refusal(400, f"Invalid request: what is to be translated {error.problem}")
    if isinstance(error, TranslatePipeError):
        LOG.error("%s", error)
    else:
        LOG.error("a request failed", exc_info=error)
    return Refusal(500, "Cannot translate; the log of the server says why")


def _answer(refusal: Refusal, *, close: bool) -> ASGIApp:
    """Return the response that says why, as LibreTranslate shapes its errors.

    Args:
        close: the client is still sending; nothing of it is read any more.
    """
    from starlette.responses import JSONResponse

    headers = {"Retry-After": "5"} if refusal.status in (429, 503) else {}
    if close:
        headers["Connection"] = "close"
    return JSONResponse({"error": refusal.words}, refusal.status, headers=headers)


def _host_of(header: str) -> str:
    """Return the name in a Host header, without the port: `[::1]:5000` gives `::1`."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].rstrip(".").lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

"""An application goes in; it is served on a socket until the process is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from translate_pipe.errors import UsageError
from translate_pipe.serve.limits import Limits

# A connection that has sent no whole head of a request, or takes nothing of its answer, is closed after this.
_HEAD_SECONDS = 20.0
_IDLE_SECONDS = 30
_LARGEST_HEAD = 32_768
_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b'Content-Length: 40\r\n\r\n{"error": "The request came too slowly"}'
)


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to its patience."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request, but not for ever."""
        super().connection_made(transport)
        self._expect(self._give_up)

    def data_received(self, data: bytes) -> None:
        """Take what came; once the head of a request is whole, the application looks after the rest."""
        super().data_received(data)
        if self._at_work():
            self._expect(None)

    def on_response_complete(self) -> None:
        """Wait for the next request: uvicorn ends idle connections, but not those that begin and stall."""
        super().on_response_complete()
        if not self._at_work():
            self._expect(self._give_up, _IDLE_SECONDS)

    def _at_work(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def pause_writing(self) -> None:
        """The client takes nothing at the moment."""
        super().pause_writing()
        self._expect(self._abort)

    def resume_writing(self) -> None:
        """The client takes its answer again."""
        super().resume_writing()
        self._expect(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._expect(None)
        super().connection_lost(exc)

    def _expect(self, otherwise: Any, seconds: float = 0.0) -> None:
        """Do something if nothing comes; after the time that the head of a request may take, and more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if otherwise is None else self.loop.call_later(_HEAD_SECONDS + seconds, otherwise)

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(_TOO_SLOW)
            self.transport.close()

    def _abort(self) -> None:
        self.transport.abort()


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on an address of this machine; port 0 stands for any that is free.

    Raises:
        UsageError: the address is not one of this machine's, or the port is taken.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}",
            remedy="choose another --port or --host; another server may be running",
        ) from error


def serve(app: ASGIApp, listening: socket.socket, limits: Limits) -> None:
    """Serve until SIGINT or SIGTERM; what has been taken is then brought to its end, within its time."""
    server = make_server(app, limits)
    if threading.current_thread() is threading.main_thread():
        # uvicorn stops in order at the first signal, and then sends it to whoever was there before it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _do_nothing)
    server.run(sockets=[listening])


def make_server(app: ASGIApp, limits: Limits) -> uvicorn.Server:
    """Return the server, not started yet."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="on",
            # Addresses may hold keys, and what people translate is nobody's business.
            access_log=False,
            log_config=None,
            log_level="error",
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=int(limits.seconds) + 1,
            # The application refuses earlier, and in words.
            limit_concurrency=4 * limits.requests,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
        )
    )


def _do_nothing(*_: object) -> None:
    """The server has stopped already."""

"""The addresses of LibreTranslate's API: each takes a request and gives what a client of it expects."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from translate_pipe.article import FORMATS, read_article
from translate_pipe.bilingual import file_name
from translate_pipe.locales import name_of
from translate_pipe.serve.answers import show_account, show_detected, show_texts
from translate_pipe.serve.detect import Detector
from translate_pipe.serve.downloads import Downloads, clean_name
from translate_pipe.serve.fields import (
    Fields,
    read_fields,
    read_form,
    read_glossary,
    read_pair,
    read_texts,
    read_wanted,
)
from translate_pipe.serve.gate import EXTENSION_ORIGIN, Gate
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.limits import Limits, Refusal
from translate_pipe.serve.queue import BatchQueue
from translate_pipe.serve.spec import describe_api
from translate_pipe.serve.translators import Answer, Lane, Translators, Work
from translate_pipe.version import __version__

# Batches of texts that are made at a time: one is decoded while terms are matched and weighed in the other.
_WORKERS = 2
# Characters of a batch of texts, some 300 sentences; what is longer goes a way of its own, one at a time, so
# that short texts do not wait for it.
_BATCH = 30_000
_PURGE_SECONDS = 60.0
_EXTENSIONS = tuple(extension for extensions in FORMATS.values() for extension in extensions)


class Api:
    """Takes requests; holds the queues in which they wait for the translators.

    Args:
        keys: any of them opens the server; without one it is open to all who reach it.
        shown: the pair of locales that clients are to offer first.
    """

    def __init__(
        self,
        translators: Translators,
        shelf: GlossaryShelf,
        downloads: Downloads,
        *,
        limits: Limits,
        keys: Sequence[str] = (),
        shown: tuple[str, str] | None = None,
    ) -> None:
        self._translators, self._shelf, self._downloads = translators, shelf, downloads
        self._limits, self._keys = limits, [key.encode() for key in keys]
        self._targets = translators.targets()
        self._known = {*self._targets, *(one for found in self._targets.values() for one in found)}
        self._detector = Detector(self._known)
        self._shown = shown or next(
            ((source, targets[0]) for source, targets in self._targets.items()), ("en", "en")
        )
        self._texts: BatchQueue[Lane, Work, tuple[Answer, ...]] = BatchQueue(
            translators.translate, workers=_WORKERS, batch_weight=_BATCH, most=limits.waiting
        )
        self._long: BatchQueue[Lane, Work, tuple[Answer, ...]] = BatchQueue(
            translators.translate, workers=1, batch_weight=1, most=max(1, limits.waiting // 10)
        )

    def build(self, *, hosts: Sequence[str] = (), origins: Sequence[str] = ()) -> ASGIApp:
        """Return the ASGI application.

        Args:
            hosts: names by which it may be addressed, besides loopback and addresses.
            origins: web pages that may use it.
        """
        routes = [
            Route("/", self.greet),
            Route("/translate", self.translate, methods=["POST"]),
            Route("/translate_file", self.translate_file, methods=["POST"]),
            Route("/download_file/{token}/{name}", self.download_file, name="download_file"),
            Route("/detect", self.detect, methods=["POST"]),
            Route("/languages", self.languages),
            Route("/glossaries", self.glossaries),
            Route("/frontend/settings", self.settings),
            Route("/health", self.health),
            Route("/spec", self.spec),
        ]
        router = Router(routes, redirect_slashes=False, lifespan=self._live)
        gate = Gate(router, limits=self._limits, hosts=hosts, origins=origins)
        return CORSMiddleware(
            gate,
            allow_origins=list(origins),
            allow_origin_regex=EXTENSION_ORIGIN,
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
        )

    @contextlib.asynccontextmanager
    async def _live(self, _: object) -> AsyncIterator[None]:
        async def purge() -> None:
            while True:
                await asyncio.sleep(_PURGE_SECONDS)
                await asyncio.to_thread(self._downloads.purge)

        purging = asyncio.create_task(purge())
        try:
            yield
        finally:
            purging.cancel()
            self._texts.stop()
            self._long.stop()

    async def greet(self, _: Request) -> Response:
        """Say what runs here to a person who looks."""
        return PlainTextResponse(
            f"translate-pipe {__version__} serves LibreTranslate's API here.\n"
            "Give this address to a program that speaks to LibreTranslate; /spec describes the API.\n"
        )

    async def health(self, _: Request) -> Response:
        """Say that the server lives."""
        return JSONResponse({"status": "ok"})

    async def languages(self, _: Request) -> Response:
        """List the languages that can be translated from, with those that each can be translated into."""
        return JSONResponse(
            [
                {"code": code, "name": name_of(code), "targets": list(targets)}
                for code, targets in self._targets.items()
            ]
        )

    async def glossaries(self, _: Request) -> Response:
        """List the names that the field `glossary` may hold."""
        return JSONResponse([{"name": name} for name in self._shelf.names])

    async def settings(self, _: Request) -> Response:
        """Say what LibreTranslate's own pages ask of a server."""
        limits = self._limits
        source, target = ({"code": code, "name": name_of(code)} for code in self._shown)
        return JSONResponse(
            {
                "charLimit": limits.characters or -1,
                "frontendTimeout": 500,
                "apiKeys": bool(self._keys),
                "keyRequired": bool(self._keys),
                "suggestions": False,
                "filesTranslation": bool(limits.file_bytes),
                "supportedFilesFormat": list(_EXTENSIONS) if limits.file_bytes else [],
                "language": {"source": source, "target": target},
            }
        )

    async def spec(self, _: Request) -> Response:
        """Describe the API for machines."""
        return JSONResponse(describe_api(self._limits, self._shelf.names))

    async def detect(self, request: Request) -> Response:
        """Tell which languages a text is likely in."""
        fields = await read_fields(request)
        self._check_key(request, fields)
        texts, _ = read_texts(fields, self._limits)
        ranked = await asyncio.to_thread(self._detector.rank, texts)
        return JSONResponse([show_detected(one) for one in ranked or (None,)])

    async def translate(self, request: Request) -> Response:
        """Translate a text or a list of texts."""
        fields = await read_fields(request)
        self._check_key(request, fields)
        wanted = read_wanted(fields, self._limits)
        glossaries = self._shelf.choose(wanted.glossary)
        detected = None
        source = wanted.source
        if source is None:
            detected = await asyncio.to_thread(self._detector.settle, wanted.texts)
            source = detected.locale if detected else wanted.target
        if source == wanted.target:
            content = tuple(Answer(text.encode(), "utf-8") for text in wanted.texts)
            found = [content] * (1 + wanted.alternatives)
        else:
            self._check_pair(source, wanted.target)
            work = Work(tuple(text.encode() for text in wanted.texts), wanted.format)
            weight = sum(map(len, wanted.texts))
            queue = self._texts if weight <= _BATCH else self._long
            lanes = [Lane(source, wanted.target, glossaries, rank) for rank in range(1 + wanted.alternatives)]
            found = await self._finish(request, [queue.submit(lane, work, weight) for lane in lanes])
        answer: dict[str, Any] = show_texts(wanted, found, with_terms=bool(glossaries))
        if wanted.source is None:
            shown = show_detected(detected)
            answer["detectedLanguage"] = shown if wanted.single else [shown] * len(wanted.texts)
        return JSONResponse(answer)

    async def translate_file(self, request: Request) -> Response:
        """Translate a file and say where the translation can be fetched for a while."""
        if not self._limits.file_bytes:
            raise Refusal(403, "Files translation are disabled on this server.")
        if not request.headers.get("content-type", "").lower().startswith("multipart/"):
            raise Refusal(400, "Invalid request: missing file parameter")
        form = await read_form(request, files=1)
        try:
            sent = {name: value for name, value in form.items() if isinstance(value, str)}
            fields = {**request.query_params, **sent}
            self._check_key(request, fields)
            name, content = await _read_upload(form.get("file"))
        finally:
            await form.close()
        source, target = read_pair(fields)
        glossaries = self._shelf.choose(read_glossary(fields))
        if source is None:
            document = await asyncio.to_thread(read_article, Path(name), content=content)
            detected = await asyncio.to_thread(self._detector.settle, [document.text])
            source = detected.locale if detected else target
        if source == target:
            answer = Answer(content, "")
        else:
            self._check_pair(source, target)
            lane, work = Lane(source, target, glossaries), Work((content,), None, name)
            ((answer,),) = await self._finish(request, [self._long.submit(lane, work, len(content))])
        kept_name = file_name(name, target, Path(name).suffix)
        token = await asyncio.to_thread(self._downloads.add, kept_name, answer.content)
        url = request.url_for("download_file", token=token, name=quote(kept_name))
        terms = {"terms": show_account(answer.terms)} if glossaries else {}
        return JSONResponse({"translatedFileUrl": str(url), **terms})

    async def download_file(self, request: Request) -> Response:
        """Give a translated file out; only its token counts, the name in the address is for people."""
        kept = await asyncio.to_thread(self._downloads.find, request.path_params["token"])
        if kept is None:
            raise Refusal(404, "There is no such file, or it has been kept long enough")
        return FileResponse(
            kept.path,
            filename=kept.name,
            media_type="application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff"},
        )

    def _check_key(self, request: Request, fields: Fields) -> None:
        if not self._keys:
            return
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        key = fields.get("api_key") or (bearer if scheme.lower() == "bearer" else "")
        if not key:
            raise Refusal(400, "Please contact the server operator to get an API key")
        given = str(key).encode("utf-8", "replace")
        # All are compared, so that the time says nothing.
        if not any([hmac.compare_digest(given, known) for known in self._keys]):  # noqa: C419
            raise Refusal(403, "Invalid API key")

    def _check_pair(self, source: str, target: str) -> None:
        if self._translators.leads_to(source, target):
            return
        for locale in (source, target):
            if not any(self._translators.leads_to(*pair) for pair in _pairs(locale, self._known)):
                raise Refusal(400, f"{locale} is not supported")
        raise Refusal(
            400,
            f"{name_of(target)} ({target}) is not available as a target language from"
            f" {name_of(source)} ({source})",
        )

    async def _finish(
        self, request: Request, futures: Sequence[Future[tuple[Answer, ...]]]
    ) -> list[tuple[Answer, ...]]:
        """Wait for answers, but not for ever, and not for a client that has gone."""
        answers = asyncio.gather(*map(asyncio.wrap_future, futures))
        gone = asyncio.create_task(_until_gone(request))
        both: set[asyncio.Future[Any]] = {answers, gone}
        try:
            await asyncio.wait(both, timeout=self._limits.seconds, return_when=asyncio.FIRST_COMPLETED)
            if answers.done():
                return list(answers.result())
            left = gone.done()
        finally:
            gone.cancel()
            answers.cancel()
        if left:
            raise Refusal(503, "The client has gone")
        raise Refusal(
            503, f"Not translated within {self._limits.seconds:g} seconds; send less at a time, or try later"
        )


def _pairs(locale: str, known: set[str]) -> list[tuple[str, str]]:
    return [pair for other in sorted(known) for pair in ((locale, other), (other, locale))]


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read_upload(file: object) -> tuple[str, bytes]:
    """Return the name of an uploaded file, without any path, and its content."""
    if not isinstance(file, UploadFile):
        raise Refusal(400, "Invalid request: missing file parameter")
    name = clean_name(file.filename or "")
    if not name:
        raise Refusal(400, "Invalid request: empty file")
    if Path(name).suffix.lower() not in _EXTENSIONS:
        raise Refusal(
            400, f"Invalid request: file format not supported; supported are {' '.join(_EXTENSIONS)}"
        )
    return name, await file.read()

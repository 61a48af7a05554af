"""A server on the pocket packages, and a plain client that shows every answer as it came."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import uvicorn

from translate_pipe.serve.api import Api
from translate_pipe.serve.downloads import Downloads
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.limits import Limits
from translate_pipe.serve.server import bind, make_server
from translate_pipe.serve.translators import Translators

NEWS = "en,ru,pos,gender\npetition,прошение,noun,n\nKremlin,Кремль,name,m\n"
SPORT = "en,ru,pos,gender\npetition,ходатайство,noun,n\n"


@dataclass(slots=True)
class Reply:
    """What came back: the status, the headers in small letters, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Running:
    """A server that runs, and where."""

    port: int
    server: uvicorn.Server
    folder: Path
    thread: threading.Thread

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=headers)

    def post(
        self, path: str, fields: Mapping[str, object], headers: Mapping[str, str] | None = None
    ) -> Reply:
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self.ask("POST", path, json.dumps(fields).encode(), sent)

    def post_form(self, path: str, fields: Mapping[str, str]) -> Reply:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), kind)

    def upload(self, name: str, content: bytes, **fields: str) -> Reply:
        """Send a file; the name goes out as it is, whatever it holds."""
        edge = "edge-of-parts"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
            for field, value in {"source": "en", "target": "ru", **fields}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self.ask("POST", "/translate_file", body, kind)


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def glossary_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two glossaries, `news` and `sport`; do not change them."""
    folder = tmp_path_factory.mktemp("glossaries")
    files = [folder / "news.csv", folder / "sport.csv"]
    for file, content in zip(files, (NEWS, SPORT), strict=True):
        file.write_text(content, encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def start(
    pocket_packages: Path, glossary_files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    """Starts servers that end with the module."""
    running: list[Running] = []

    def begin(
        *,
        limits: Limits | None = None,
        keys: tuple[str, ...] = (),
        hosts: tuple[str, ...] = (),
        origins: tuple[str, ...] = (),
        glossaries: list[Path] | None = None,
        memory: Path | None = None,
    ) -> Running:
        chosen = limits or Limits()
        folder = tmp_path_factory.mktemp("kept")
        shelf = GlossaryShelf(glossary_files if glossaries is None else glossaries)
        translators = Translators(
            shelf, packages_dir=pocket_packages, memory=memory, most_models=chosen.models
        )
        downloads = Downloads(folder, seconds=chosen.kept_seconds, most_bytes=chosen.kept_bytes)
        app = Api(translators, shelf, downloads, limits=chosen, keys=keys).build(hosts=hosts, origins=origins)
        server = make_server(app, chosen)
        listening = bind("127.0.0.1", 0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append(Running(listening.getsockname()[1], server, folder, thread))
        return running[-1]

    yield begin
    for one in running:
        one.server.should_exit = True
    for one in running:
        one.thread.join(30)


@pytest.fixture(scope="module")
def server(start: Start) -> Running:
    """A server with the usual limits and the two glossaries."""
    return start()

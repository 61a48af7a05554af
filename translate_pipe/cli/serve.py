"""`translate-pipe serve`: options become limits and glossaries; the server tells where it is, and runs."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say, visible
from translate_pipe.errors import UsageError

if TYPE_CHECKING:
    from translate_pipe.config import Config
    from translate_pipe.serve.limits import Limits

KEY_VARIABLE = "TRANSLATE_PIPE_API_KEY"
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("serve")(serve)


def serve(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 opens it to the network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on.")] = 5000,
    source: Annotated[str | None, typer.Option("--from", "-f", help="Source language to load first.")] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", "-t", help="Target language to load at the start; may be repeated."),
    ] = None,
    glossary: Annotated[
        list[Path] | None,
        typer.Option("--glossary", "-g", help="Glossary file; may be repeated, the first wins."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3.")
    ] = None,
    memory: Annotated[Path | None, typer.Option("--memory", help="Memory to recall from.")] = None,
    no_memory: Annotated[bool, typer.Option("--no-memory", help="Recall nothing.")] = False,
    package: Annotated[
        list[str] | None,
        typer.Option("--package", help="Model package to use: opus, or ru=opus; may be repeated."),
    ] = None,
    packages_dir: Annotated[
        Path | None, typer.Option("--packages-dir", help="Where model packages are installed.")
    ] = None,
    beam: Annotated[int | None, typer.Option("--beam", min=1, max=16, help="Beam size.")] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", help="File with API keys, one a line; any of them opens.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="Name by which clients may call the server; may be repeated."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", help="Web page (https://…) that may use it, or *; may be repeated."),
    ] = None,
    char_limit: Annotated[
        int, typer.Option("--char-limit", min=0, help="Characters of a request; 0 is no limit.")
    ] = 100_000,
    batch_limit: Annotated[int, typer.Option("--batch-limit", min=1, help="Texts of a request.")] = 1_000,
    file_limit: Annotated[
        int, typer.Option("--file-limit", min=0, max=200, help="MiB of a file; 0 takes no files.")
    ] = 20,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help="Seconds of a request.")] = 120.0,
    rate_limit: Annotated[
        int, typer.Option("--rate-limit", min=0, help="Requests of a client in a minute; 0 is no limit.")
    ] = 0,
    keep: Annotated[
        float, typer.Option("--keep", min=1, help="Minutes for which a translated file is kept.")
    ] = 60.0,
    models: Annotated[int, typer.Option("--models", min=1, help="Models that stay loaded.")] = 8,
) -> None:
    """Serve LibreTranslate's API over HTTP, with the glossaries of the project."""
    from translate_pipe.config import load_config, merge_options

    config = merge_options(
        load_config(Path.cwd()),
        targets=to or None,
        source=source,
        glossaries=glossary or None,
        columns=columns,
        memory=memory,
        package=package or None,
        packages_dir=packages_dir,
    )
    _require_extra()
    from translate_pipe.serve.limits import MIB, Limits

    limits = Limits(
        characters=char_limit,
        texts=batch_limit,
        file_bytes=file_limit * MIB,
        seconds=time_limit,
        minute_requests=rate_limit,
        kept_seconds=60 * keep,
        models=models,
    )
    keys = _read_keys(key_file)
    logging.basicConfig(stream=sys.stderr, format="translate-pipe: %(message)s", level=logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Visible("translate-pipe: %(message)s"))
    _run(
        config,
        limits,
        address=(host, port),
        keys=keys,
        hosts=allow_host or [],
        origins=allow_origin or [],
        beam=beam,
        recall=not no_memory,
    )


class _Visible(logging.Formatter):
    """What clients send cannot steer the terminal by way of the log."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


def _require_extra() -> None:
    # The command line keeps numpy out, which nothing else needs; telling languages apart does.
    if "numpy" in sys.modules and sys.modules["numpy"] is None:
        del sys.modules["numpy"]
    from importlib.util import find_spec

    needed = ("starlette", "uvicorn", "python_multipart", "py3langid")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"the server needs {', '.join(missing)}", remedy="install it: pip install 'translate-pipe[serve]'"
        )


def _read_keys(path: Path | None) -> list[str]:
    """Return the keys of the file and of the environment; on the command line everybody would see them."""
    keys = [os.environ[KEY_VARIABLE]] if os.environ.get(KEY_VARIABLE) else []
    if path is None:
        return keys
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read the keys: {reason}", path=path, remedy="check its name") from error
    found = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise UsageError("holds no key", path=path, remedy="write one a line, or leave --key-file out")
    return [*keys, *found]


def _run(
    config: Config,
    limits: Limits,
    *,
    address: tuple[str, int],
    keys: list[str],
    hosts: list[str],
    origins: list[str],
    beam: int | None,
    recall: bool,
) -> None:
    import socket

    from translate_pipe.cli.translate_options import memory_path
    from translate_pipe.run import stand_in_cache
    from translate_pipe.serve.api import Api
    from translate_pipe.serve.downloads import Downloads
    from translate_pipe.serve.glossaries import GlossaryShelf
    from translate_pipe.serve.server import bind, serve
    from translate_pipe.serve.translators import Translators

    source = config.source or "en"
    shelf = GlossaryShelf(config.glossaries, config.columns)
    shelf.check()
    translators = Translators(
        shelf,
        package=config.package,
        packages_dir=config.packages_dir,
        beam=beam,
        memory=memory_path(config) if recall else None,
        stand_in_cache=stand_in_cache(),
        checks=dict(config.checks),
        numbers=config.numbers,
        most_models=limits.models,
    )
    for target in config.targets:
        translators.preload(source, target)
    with (
        bind(*address) as listening,
        tempfile.TemporaryDirectory(prefix="translate-pipe-", ignore_cleanup_errors=True) as folder,
    ):
        downloads = Downloads(Path(folder), seconds=limits.kept_seconds, most_bytes=limits.kept_bytes)
        shown = (source, config.targets[0]) if config.targets else None
        api = Api(translators, shelf, downloads, limits=limits, keys=keys, shown=shown)
        own = [address[0], *hosts] if address[0] in _LOOPBACK else [address[0], socket.gethostname(), *hosts]
        app = api.build(hosts=own, origins=origins)
        _greet(listening.getsockname(), shelf.names, translators.targets(), open_to_all=not keys)
        serve(app, listening, limits)
    say("translate-pipe: stopped", err=True)


def _greet(
    address: tuple[str, int],
    glossaries: tuple[str, ...],
    targets: dict[str, tuple[str, ...]],
    *,
    open_to_all: bool,
) -> None:
    host, port = address[:2]
    shown = f"[{host}]" if ":" in host else host
    say(f"translate-pipe: listening on http://{shown}:{port}", err=True)
    ways = ", ".join(f"{source} → {' '.join(found)}" for source, found in targets.items())
    say(f"translate-pipe: translates {ways or 'nothing; no model package is installed'}", err=True)
    say(f"translate-pipe: glossaries: {', '.join(glossaries) or 'none'}", err=True)
    if open_to_all and host not in _LOOPBACK:
        say("translate-pipe: anyone who reaches this machine can use it; --key-file asks for a key", err=True)

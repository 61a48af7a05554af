"""`translate-pipe models import`: a model of any kind that CTranslate2 runs becomes a model package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from translate_pipe.cli.models_default import say_if_unused
from translate_pipe.cli.models_options import PackagesDir
from translate_pipe.cli.terminal import say
from translate_pipe.errors import UsageError


def import_command(
    path: Annotated[
        Path,
        typer.Argument(
            help="OPUS-MT release (zip); folder of Marian, CTranslate2 or Transformers; Argos package.",
            show_default=False,
        ),
    ],
    source: Annotated[
        str | None, typer.Option("--from", "-f", help="Source language, if the model does not say.")
    ] = None,
    target: Annotated[
        str | None, typer.Option("--to", "-t", help="Target language, if the model does not say.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="Name that tells it from others of its pair.  [default: its kind]")
    ] = "",
    version: Annotated[
        str, typer.Option("--version", help="Version.  [default: the date of the release]")
    ] = "",
    licence: Annotated[str, typer.Option("--licence", help="Licence, such as CC-BY-4.0.")] = "",
    quantization: Annotated[
        str | None,
        typer.Option("--quantization", help="How weights are stored when converted.  [default: int8]"),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Compute as weights are stored, not in 8 bits: slower.")
    ] = False,
    tokenizer: Annotated[
        Path | None, typer.Option("--tokenizer", help="SentencePiece model, if not in the folder.")
    ] = None,
    target_tokenizer: Annotated[
        Path | None, typer.Option("--target-tokenizer", help="That of targets, if it is another.")
    ] = None,
    packages_dir: PackagesDir = None,
) -> None:
    """Make a model package of a model: converted, given its language tags, tried, and put into place."""
    from translate_pipe.engines.importing import QUANTIZATIONS, ImportRequest, import_model

    if quantization is not None and quantization not in QUANTIZATIONS:
        raise UsageError(
            f"--quantization cannot be {quantization!r}", remedy=f"use {', '.join(QUANTIZATIONS)}"
        )
    request = ImportRequest(
        path, source, target, name, version, licence, quantization, exact, tokenizer, target_tokenizer
    )
    package = import_model(request, packages_dir)
    say(f"imported {package.name} in {package.path}")
    if package.beyond_argos:
        say(f"argos-translate itself cannot run it: it has {package.beyond_argos}", err=True)
    say_if_unused(package, packages_dir)

"""An installed model package and segments go in; scored hypotheses come out, one tuple a segment.

CTranslate2 does the decoding. `argostranslate.translate` is not used: it splits text anew, goes sentence
by sentence, hides pivots, and loads sentence splitters. What is asked is in `requests`, how much at once in
`batching`, the search in `decoding`, what becomes of its outputs in `outputs`, scores and attention of given
targets in `forcing`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from translate_pipe.engines.batching import BEAM, usable_cores
from translate_pipe.engines.decoding import Decoder
from translate_pipe.engines.forcing import align_texts, score_pieces
from translate_pipe.engines.loaded import LoadedModel
from translate_pipe.engines.packages import Package, find_packages
from translate_pipe.engines.pivot import PivotEngine
from translate_pipe.engines.requests import Request, prepare_request
from translate_pipe.engines.route import find_route
from translate_pipe.errors import AlignmentError
from translate_pipe.model import Engine, Hypothesis, Link


class ArgosEngine:
    """Translates with one model package; the model is loaded on first use, or in `preload`."""

    def __init__(
        self,
        package: Package,
        *,
        device: str = "cpu",
        beam: int = BEAM,
        threads: int | None = None,
        shares: int | None = None,
    ) -> None:
        self.package = package
        self.source_locale = package.source_locale
        self.target_locale = package.target_locale
        # The beam changes what comes out, so a beam that is not the usual one is part of the name.
        self.name = "argos" if beam == BEAM else f"argos(beam={beam})"
        self.packages: tuple[str, ...] = (package.name,)
        self.annotation = package.annotation
        cores = threads or usable_cores()
        self._model = LoadedModel(package, device=device, threads=cores)
        self._decoder = Decoder(self._model, beam=beam, threads=shares or cores)

    @property
    def fingerprint(self) -> str:
        """A digest of the model's size and of its first and last 64 KiB."""
        return self._model.fingerprint

    def preload(self) -> None:
        """Begin to load the model in the background; what goes wrong there shows when it is used."""
        threading.Thread(target=self._model.load_quietly, daemon=True).start()

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,
        prefixes: Sequence[str] | None = None,
        suppress: Sequence[Sequence[str]] | None = None,
        annotated: bool = False,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate n sources into n tuples of one to `n_best` hypotheses, best first.

        A source without a letter is its own target. A prefix that ends in a space ends a word there. Where
        nothing but a suppressed string can be found, or the model gives nothing at all, there is one
        hypothesis with the score HOPELESS.
        """
        count = len(sources)
        wanted = list(prefixes) if prefixes is not None else [""] * count
        banned = [tuple(one) for one in suppress] if suppress is not None else [()] * count
        if not len(wanted) == len(banned) == count:
            raise AlignmentError("sources, prefixes and suppressed strings differ in number")
        answers: dict[tuple[str, str, tuple[str, ...]], tuple[Hypothesis, ...]] = {}
        requests: dict[tuple[str, str, tuple[str, ...]], Request] = {}
        keys = list(zip(sources, wanted, banned, strict=True))
        for key in keys:
            if key in requests or key in answers:
                continue
            if not any(map(str.isalpha, key[0])) and not key[1]:
                answers[key] = (Hypothesis(key[0], 0.0),)
            else:
                requests[key] = prepare_request(self._model, *key, annotated=annotated)
        distinct = list(requests.values())
        found = self._decoder.answer(distinct, n_best)
        answers.update(zip(requests, found, strict=True))
        return [answers[key] for key in keys]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return n mean log-probabilities per target token (its end included)."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        coded = [self._model.tokenizer.encode(self._model.escape(source)) for source in sources]
        forced = [self._model.target_tokenizer.encode(target) for target in targets]
        return score_pieces(self._model, coded, forced)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Return, for each pair, which source words the target's words attend to, strongest first."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        return align_texts(self._model, sources, targets)


def load_engine(
    source_locale: str,
    target_locale: str,
    *,
    package: str = "",
    packages_dir: Path | None = None,
    device: str = "cpu",
    beam: int = BEAM,
    threads: int | None = None,
    shares: int | None = None,
    preload: bool = False,
) -> Engine:
    """Return the engine for a pair of locales: one package, or the cheapest chain of packages.

    Models are loaded on first use, with `preload` in the background from now on. `package` is the name of the
    one to use where there are several. `threads` is the number of cores to use, all by default; `shares` for
    how many little is cut, by default for as many. What a model gives depends a little on what it decodes
    together, so a fixed number makes it the same on any machine of one kind.

    Raises:
        EngineError: no installed package, nor a chain of them, leads from one to the other.
        UsageError: none of those that do answers to the name.
    """
    route = find_route(source_locale, target_locale, find_packages(packages_dir), named=package)
    engines = [
        ArgosEngine(step, device=device, beam=beam, threads=threads, shares=shares) for step in route.packages
    ]
    for engine in engines if preload else ():
        engine.preload()
    return engines[0] if len(engines) == 1 else PivotEngine(engines)

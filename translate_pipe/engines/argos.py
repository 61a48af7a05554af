"""An installed model package and segments go in; scored hypotheses come out, one tuple a segment.

CTranslate2 does the decoding. `argostranslate.translate` is not used: it splits text anew, goes sentence
by sentence, hides pivots, and loads sentence splitters.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from translate_pipe.engines.align import attention_links
from translate_pipe.engines.packages import Package, find_packages
from translate_pipe.engines.pivot import PivotEngine
from translate_pipe.engines.route import find_route
from translate_pipe.engines.tokens import REINSTALL, SPACE, UNKNOWN, Tokenizer, open_tokenizer
from translate_pipe.errors import AlignmentError, EngineError
from translate_pipe.model import Engine, Hypothesis, Link

BEAM = 4
# Tokens of one batch, padding included, times the beam: what a beam decodes at once. On 1,000 sentences of
# news, in turns with bare CTranslate2: 0.94 of its speed in 176 MB with 2,048, 1.04 in 195 MB with 3,072,
# 1.05 in 236 MB with 4,096.
BEAM_TOKENS = 3072
BATCH_TOKENS = BEAM_TOKENS // BEAM
# Little is shared out to all threads, two batches to each, but none smaller than this (with beam 4):
# an article of 19 segments took 0.17 s so, and 0.30 s in as large batches as may be.
SMALLEST_BATCH = 128
# Scoring keeps the whole vocabulary for every target token in memory: larger batches are no faster, and
# with 16,000 pieces 512 tokens took 215 MB more than 64.
SCORE_TOKENS = 64
LONGEST_TARGET = 256
FINGERPRINT_BYTES = 65536
ROUNDS = 3
# A score below any that a model gives: "do not trust this".
HOPELESS = -100.0


# Languages that part guillemets from what they enclose. In others a space there comes from a piece that only
# knows the beginning of words. Source: CLDR and the orthographies; French alone of those that Argos has.
SPACED_GUILLEMETS = frozenset({"fr"})
_LOOSE_GUILLEMETS = re.compile(r"(?<=«) +(?=\w)|(?<=[\w.,!?…]) +(?=»)")


@dataclass(frozen=True, slots=True)
class _Request:
    """One distinct thing to decode: the pieces of a source, and what the target must and must not hold.

    `before` and `after` are characters at the ends of the source that the model does not know (an emoji);
    they are kept away from it and put back.
    """

    pieces: tuple[str, ...]
    prefix: str
    suppress: tuple[str, ...]
    has_unknown: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Output:
    text: str
    score: float
    pieces: tuple[str, ...]
    loops: bool


class ArgosEngine:
    """Translates with one model package; the model is loaded on first use, or in `preload`."""

    def __init__(
        self, package: Package, *, device: str = "cpu", beam: int = BEAM, threads: int | None = None
    ) -> None:
        self.package = package
        self.source_locale = package.source_locale
        self.target_locale = package.target_locale
        # The beam changes what comes out, so a beam that is not the usual one is part of the name.
        self.name = "argos" if beam == BEAM else f"argos(beam={beam})"
        self.packages: tuple[str, ...] = (package.name,)
        self.annotation = package.annotation
        self._device, self._beam = device, beam
        self._threads = threads or usable_cores()
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the model's size and of its first and last 64 KiB."""
        path = self.package.path / "model" / "model.bin"
        size = path.stat().st_size
        with path.open("rb") as stream:
            first = stream.read(FINGERPRINT_BYTES)
            stream.seek(max(0, size - FINGERPRINT_BYTES))
            last = stream.read()
        return hashlib.sha256(str(size).encode() + first + last).hexdigest()[:16]

    def preload(self) -> None:
        """Begin to load the model in the background; what goes wrong there shows when it is used."""
        threading.Thread(target=self._load_quietly, daemon=True).start()

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
        requests: dict[tuple[str, str, tuple[str, ...]], _Request] = {}
        keys = list(zip(sources, wanted, banned, strict=True))
        for key in keys:
            if key in requests or key in answers:
                continue
            if not any(map(str.isalpha, key[0])) and not key[1]:
                answers[key] = (Hypothesis(key[0], 0.0),)
            else:
                requests[key] = self._prepare(*key, annotated=annotated)
        distinct = list(requests.values())
        found = self._answer(distinct, n_best)
        answers.update(zip(requests, found, strict=True))
        return [answers[key] for key in keys]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return n mean log-probabilities per target token (its end included)."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        coded = [self._tokenizer.encode(self._escape(source)) for source in sources]
        return self._score_pieces(coded, [self._tokenizer.encode(target) for target in targets])

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Return, for each pair, which source words the target's words attend to, strongest first."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        lead = self._lead
        coded = [self._tokenizer.encode(self._escape(source)) for source in sources]
        forced = [lead + self._tokenizer.encode(target) for target in targets]
        links: list[tuple[Link, ...]] = [()] * len(sources)
        order = sorted(
            (i for i in range(len(sources)) if coded[i] and forced[i]), key=lambda i: len(forced[i])
        )
        groups = _by_tokens(order, [len(pieces) for pieces in forced])
        running = [
            self._call(
                self._translator.translate_batch,
                [coded[i] for i in group],
                target_prefix=[forced[i] for i in group],
                beam_size=1,
                max_input_length=0,
                max_decoding_length=max(len(forced[i]) for i in group),
                return_attention=True,
                asynchronous=True,
            )
            for group in groups
        ]
        for group, results in zip(groups, running, strict=True):
            for i, waiting in zip(group, results, strict=True):
                matrix = self._call(waiting.result).attention[0][len(lead) : len(forced[i])]
                own = forced[i][len(lead) :]
                links[i] = attention_links(sources[i], targets[i], coded[i], own, matrix)
        return links

    @cached_property
    def _lead(self) -> list[str]:
        return [self.package.target_prefix] if self.package.target_prefix else []

    @property
    def _tokenizer(self) -> Tokenizer:
        with self._lock:
            return self._opened_tokenizer

    @cached_property
    def _opened_tokenizer(self) -> Tokenizer:
        return open_tokenizer(self.package.path, self.package.source_code, self.package.target_code)

    @property
    def _translator(self) -> Any:
        with self._lock:
            return self._opened_translator

    @cached_property
    def _opened_translator(self) -> Any:
        return open_model(self.package.path, device=self._device, threads=self._threads)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return read_vocabulary(self.package.path)

    @cached_property
    def _has_map(self) -> bool:
        return (self.package.path / "model" / "vmap.txt").is_file()

    def _load_quietly(self) -> None:
        try:
            assert self._translator is not None
            assert self._tokenizer is not None
        except EngineError:
            return

    def _escape(self, text: str) -> str:
        """Replace the marks of inline terms, which would be read as instructions, by common signs."""
        for mark, common in zip(self.package.marks, ("[", "→", "]"), strict=False):
            text = text.replace(mark, common)
        return text

    def _prepare(self, source: str, prefix: str, suppress: tuple[str, ...], *, annotated: bool) -> _Request:
        text = source if annotated and self.annotation else self._escape(source)
        before, text, after = ("", text, "") if prefix else self._part_unknown_ends(text.strip())
        pieces = self._tokenizer.encode(text)
        unknown = any(piece not in self._vocabulary for piece in pieces)
        return _Request(tuple(pieces), prefix, suppress, unknown, before, after)

    def _part_unknown_ends(self, text: str) -> tuple[str, str, str]:
        """Part a text into unknown signs before it, the text, and unknown signs behind it."""
        if text.isascii():
            return "", text, ""
        start, end = 0, len(text)
        while start < end and self._is_foreign_sign(text[start]):
            start += 1
        while end > start and self._is_foreign_sign(text[end - 1]):
            end -= 1
        if start == end:
            return "", text, ""
        core = text[start:end].strip()
        at = text.index(core, start)
        return text[:at], core, text[at + len(core) :]

    def _is_foreign_sign(self, character: str) -> bool:
        if character.isascii() or character.isalnum():
            return False
        return character.isspace() or any(
            p not in self._vocabulary for p in self._tokenizer.encode(character)
        )

    def _answer(self, requests: Sequence[_Request], n_best: int) -> list[tuple[Hypothesis, ...]]:
        """Decode requests in groups that share their options; the order of the result is theirs."""
        answers: list[tuple[Hypothesis, ...]] = [()] * len(requests)
        groups: dict[tuple[tuple[str, ...], bool, int], list[int]] = {}
        for i, request in enumerate(requests):
            if request.pieces:
                key = (request.suppress, request.has_unknown, _longest(len(request.pieces)))
                groups.setdefault(key, []).append(i)
        for (suppress, _, longest), members in groups.items():
            found = self._decode_group([requests[i] for i in members], n_best, suppress, longest)
            for i, hypotheses in zip(members, found, strict=True):
                answers[i] = hypotheses
        return [
            answer or (Hypothesis(request.prefix.strip(), HOPELESS),)
            for request, answer in zip(requests, answers, strict=True)
        ]

    def _decode_group(
        self, requests: Sequence[_Request], n_best: int, suppress: tuple[str, ...], longest: int
    ) -> list[tuple[Hypothesis, ...]]:
        banned = [pieces for text in suppress for pieces in self._spellings(text)]
        found = self._decode(requests, n_best, banned, max_decoding_length=longest)
        for _ in range(ROUNDS):
            failed = [i for i, outputs in enumerate(found) if any(_holds(one, suppress) for one in outputs)]
            if not failed:
                break
            banned += [
                pieces
                for i in failed
                for output in found[i]
                for pieces in self._offending(output, suppress)
                if pieces not in banned
            ]
            again = self._decode([requests[i] for i in failed], n_best, banned, max_decoding_length=longest)
            for i, outputs in zip(failed, again, strict=True):
                found[i] = outputs
        self._retry_broken(requests, found, n_best, banned, longest)
        return [tuple(_without_repeats(outputs, suppress, n_best)) for outputs in found]

    def _retry_broken(
        self,
        requests: Sequence[_Request],
        found: list[list[_Output]],
        n_best: int,
        banned: list[list[str]],
        longest: int,
    ) -> None:
        """Decode anew, in place, what came back empty or went round in circles."""
        broken = [
            i for i, outputs in enumerate(found) if not outputs or outputs[0].loops or not outputs[0].text
        ]
        if not broken:
            return
        again = self._decode(
            [requests[i] for i in broken],
            max(n_best, self._beam * 2),
            banned,
            max_decoding_length=longest,
            no_repeat_ngram_size=4,
            min_decoding_length=2,
        )
        for i, outputs in zip(broken, again, strict=True):
            sound = [one for one in outputs if one.text and not one.loops]
            found[i] = sound or [replace(one, score=HOPELESS) for one in found[i] + outputs if one.text]

    def _decode(
        self, requests: Sequence[_Request], n_best: int, banned: list[list[str]], **options: Any
    ) -> list[list[_Output]]:
        """Decode requests in one call of CTranslate2, which sorts them by length and shares them out."""
        lead = self._lead
        begun = [self._tokenizer.encode(request.prefix) for request in requests]
        results = self._call_translate(requests, [lead + one for one in begun], n_best, banned, options)
        found = [
            self._read(request, prefix, result)
            for request, prefix, result in zip(requests, begun, results, strict=True)
        ]
        open_words = [i for i, outputs in enumerate(found) if not outputs and SPACE in self._vocabulary]
        if open_words:
            # The model goes on inside the last word of these prefixes; a lone space ends it.
            chosen = [requests[i] for i in open_words]
            ended = [lead + begun[i] + [SPACE] for i in open_words]
            results = self._call_translate(chosen, ended, n_best, banned, options)
            for i, result in zip(open_words, results, strict=True):
                found[i] = self._read(requests[i], begun[i], result)
        self._score_with_prefix(requests, found)
        return found

    def _call_translate(
        self,
        requests: Sequence[_Request],
        prefixes: list[list[str]],
        n_best: int,
        banned: list[list[str]],
        options: dict[str, Any],
    ) -> list[Any]:
        unknown = requests[0].has_unknown
        beam = max(self._beam, n_best)
        results: list[Any] = self._call(
            self._translator.translate_batch,
            [list(request.pieces) for request in requests],
            target_prefix=prefixes if any(prefixes) else None,
            beam_size=beam,
            num_hypotheses=n_best,
            # With 1 the score is the mean over tokens, and on news it was also the best (0.2, 0.6, 1).
            length_penalty=1,
            max_batch_size=self._batch_size([len(request.pieces) for request in requests], beam),
            batch_type="tokens",
            max_input_length=0,
            disable_unk=not unknown,
            replace_unknowns=unknown,
            suppress_sequences=banned + [[mark] for mark in self.package.marks] or None,
            use_vmap=self._has_map,
            return_scores=True,
            **options,
        )
        return results

    def _batch_size(self, lengths: Sequence[int], beam: int) -> int:
        """Return how many source pieces a batch may have, padding included."""
        share = sum(lengths) // (2 * self._threads)
        return max(SMALLEST_BATCH, min(share, BEAM_TOKENS // beam))

    def _read(self, request: _Request, begun: list[str], result: Any) -> list[_Output]:
        """Turn the pieces of one result into texts that begin as the request wants."""
        outputs = []
        for found, score in zip(result.hypotheses, result.scores, strict=True):
            own = found[len(self._lead) :]
            # An unknown sign in the prefix comes back as <unk>: put in what was asked for.
            pieces = [*begun, *(piece for piece in own[len(begun) :] if piece != UNKNOWN)]
            text: str | None = self._tokenizer.decode(pieces)
            for mark in self.package.marks:
                text = text.replace(mark, "") if text else text
            text = close_guillemets(text, self.target_locale) if text else text
            if request.prefix.strip():
                text = _with_prefix(text or "", request.prefix, self._tokenizer.decode(begun))
            if text is not None:
                whole = f"{request.before}{text.strip()}{request.after}" if text.strip() else ""
                outputs.append(_Output(whole, float(score), tuple(pieces), _loops(pieces, request.pieces)))
        return outputs

    def _score_with_prefix(self, requests: Sequence[_Request], found: list[list[_Output]]) -> None:
        """Count the forced pieces in, in place; CTranslate2 leaves them out of its scores."""
        places = [
            (i, k)
            for i, outputs in enumerate(found)
            if requests[i].prefix.strip()
            for k in range(len(outputs))
        ]
        scores = self._score_pieces(
            [list(requests[i].pieces) for i, _ in places], [list(found[i][k].pieces) for i, k in places]
        )
        for (i, k), score in zip(places, scores, strict=True):
            found[i][k] = replace(found[i][k], score=score)
        for outputs in found:
            outputs.sort(key=lambda output: -output.score)

    def _score_pieces(self, sources: list[list[str]], targets: list[list[str]]) -> list[float]:
        if not sources:
            return []
        results = self._call(
            self._translator.score_batch,
            sources,
            [self._lead + target for target in targets],
            max_batch_size=SCORE_TOKENS,
            batch_type="tokens",
            max_input_length=0,
            offset=len(self._lead),
        )
        return [sum(one.log_probs) / max(1, len(one.log_probs)) for one in results]

    def _spellings(self, text: str) -> list[list[str]]:
        """Return the piece sequences that spell a text at the start of a word and behind a quotation mark."""
        spelled = [self._tokenizer.encode(text), self._tokenizer.encode_inside(text)]
        known = [pieces for pieces in spelled if pieces and all(p in self._vocabulary for p in pieces)]
        return known[:1] + [pieces for pieces in known[1:] if pieces != known[0]]

    def _offending(self, output: _Output, suppress: tuple[str, ...]) -> list[list[str]]:
        """Return the shortest runs of an output's pieces that spell a suppressed text."""
        runs = []
        for text in suppress:
            if text not in output.text:
                continue
            pieces = list(output.pieces)
            ends = (end for end in range(1, len(pieces) + 1) if text in self._tokenizer.decode(pieces[:end]))
            end = next(ends, None)
            if end is None:
                continue
            start = max(k for k in range(end) if text in self._tokenizer.decode(pieces[k:end]))
            runs.append(pieces[start:end])
        return runs

    def _call(self, function: Any, *arguments: Any, **options: Any) -> Any:
        """Call CTranslate2; what it raises becomes an error that names the package."""
        try:
            return function(*arguments, **options)
        except (RuntimeError, ValueError) as error:
            raise EngineError(
                f"the model of {self.package.name} failed: {error}",
                path=self.package.path,
                remedy="`translate-pipe models check` tells whether the package is damaged",
            ) from error


def _holds(output: _Output, suppress: tuple[str, ...]) -> bool:
    return any(text in output.text for text in suppress)


def _without_repeats(outputs: list[_Output], suppress: tuple[str, ...], n_best: int) -> list[Hypothesis]:
    """Return the outputs with different texts; with a suppressed string only if there is nothing else."""
    clean = [output for output in outputs if not _holds(output, suppress)]
    chosen = clean or [replace(output, score=HOPELESS) for output in outputs[:1]]
    distinct: dict[str, Hypothesis] = {}
    for output in chosen:
        distinct.setdefault(output.text, Hypothesis(output.text, output.score))
    return list(distinct.values())[:n_best]


def close_guillemets(text: str, locale: str) -> str:
    """Return a target without spaces inside its guillemets, unless its language wants them there."""
    return text if locale.split("-")[0] in SPACED_GUILLEMETS else _LOOSE_GUILLEMETS.sub("", text)


def _with_prefix(text: str, prefix: str, begun: str) -> str | None:
    """Return the text with the prefix to the letter, or None if a word that the prefix ends goes on."""
    rest = text[len(begun) :] if text.startswith(begun) else ""
    if prefix[-1].isspace() and rest[:1].isalnum():
        return None
    return prefix.rstrip() + rest


def _loops(pieces: Sequence[str], source: Sequence[str]) -> bool:
    """Tell whether the pieces end in a run said four times over that the source does not have."""
    for size in range(1, 9):
        tail = list(pieces[-size:])
        times = 1
        while len(pieces) >= size * (times + 1) and list(pieces[-size * (times + 1) : -size * times]) == tail:
            times += 1
        if times >= 4 and size * times >= 6 and any(map(str.isalpha, "".join(tail))):
            return len(set(source[-12:])) > 6
    return False


def _longest(pieces: int) -> int:
    """Return how many pieces a target may have: 256, more for long sources in a few steps."""
    limit = LONGEST_TARGET
    while limit < pieces * 2.5:
        limit *= 2
    return limit


def _by_tokens(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Cut indexes, sorted by length, into groups of at most BATCH_TOKENS pieces, padding included."""
    groups: list[list[int]] = []
    for i in order:
        if not groups or (len(groups[-1]) + 1) * lengths[i] > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(i)
    return groups


def usable_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def read_vocabulary(folder: Path) -> frozenset[str]:
    """Return every piece that the model of an unpacked package knows, on either side."""
    pieces: set[str] = set()
    for path in sorted((folder / "model").glob("*_vocabulary.*")):
        if path.suffix == ".json":
            pieces.update(map(str, json.loads(path.read_text(encoding="utf-8"))))
        else:
            pieces.update(path.read_text(encoding="utf-8").splitlines())
    return frozenset(pieces)


def open_model(folder: Path, *, device: str = "cpu", threads: int = 1) -> Any:
    """Load the model of an unpacked package with 8-bit arithmetic where the processor has it.

    Raises:
        EngineError: the model is damaged, or newer than the installed CTranslate2.
    """
    import ctranslate2

    try:
        return ctranslate2.Translator(
            str(folder / "model"),
            device=device,
            compute_type="auto",
            inter_threads=threads,
            intra_threads=1,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise EngineError(
            f"the model cannot be loaded: {error}", path=folder / "model", remedy=REINSTALL
        ) from error


def load_engine(
    source_locale: str,
    target_locale: str,
    *,
    packages_dir: Path | None = None,
    device: str = "cpu",
    beam: int = BEAM,
    threads: int | None = None,
    preload: bool = False,
) -> Engine:
    """Return the engine for a pair of locales: one package, or the cheapest chain of packages.

    Models are loaded on first use, with `preload` in the background from now on. `threads` is the number
    of cores to use, all by default.

    Raises:
        EngineError: no installed package, nor a chain of them, leads from one to the other.
    """
    route = find_route(source_locale, target_locale, find_packages(packages_dir))
    engines = [ArgosEngine(package, device=device, beam=beam, threads=threads) for package in route.packages]
    for engine in engines if preload else ():
        engine.preload()
    return engines[0] if len(engines) == 1 else PivotEngine(engines)

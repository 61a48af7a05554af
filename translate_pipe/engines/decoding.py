"""Requests go in; the hypotheses that the model has for each come out, in the order of the requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from translate_pipe.engines.batching import batch_size, longest_target
from translate_pipe.engines.forcing import score_pieces
from translate_pipe.engines.loaded import LoadedModel
from translate_pipe.engines.outputs import (
    HOPELESS,
    Output,
    begin_with,
    close_guillemets,
    distinct_hypotheses,
    goes_in_circles,
    holds_any,
)
from translate_pipe.engines.requests import Request
from translate_pipe.engines.tokens import SPACE, UNKNOWN
from translate_pipe.model import Hypothesis

ROUNDS = 3


class Decoder:
    """Decodes requests with one model; what is suppressed is sought again, what broke is tried again."""

    def __init__(self, model: LoadedModel, *, beam: int, threads: int) -> None:
        self._model, self._beam, self._threads = model, beam, threads

    def answer(self, requests: Sequence[Request], n_best: int) -> list[tuple[Hypothesis, ...]]:
        """Decode requests in groups that share their options; the order of the result is theirs."""
        answers: list[tuple[Hypothesis, ...]] = [()] * len(requests)
        groups: dict[tuple[tuple[str, ...], bool, int], list[int]] = {}
        for i, request in enumerate(requests):
            if request.pieces:
                key = (request.suppress, request.has_unknown, longest_target(len(request.pieces)))
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
        self, requests: Sequence[Request], n_best: int, suppress: tuple[str, ...], longest: int
    ) -> list[tuple[Hypothesis, ...]]:
        banned = [pieces for text in suppress for pieces in self._spellings(text)]
        found = self._decode(requests, n_best, banned, max_decoding_length=longest)
        for _ in range(ROUNDS):
            failed = [
                i for i, outputs in enumerate(found) if any(holds_any(one, suppress) for one in outputs)
            ]
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
        return [tuple(distinct_hypotheses(outputs, suppress, n_best)) for outputs in found]

    def _retry_broken(
        self,
        requests: Sequence[Request],
        found: list[list[Output]],
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
        self, requests: Sequence[Request], n_best: int, banned: list[list[str]], **options: Any
    ) -> list[list[Output]]:
        """Decode requests in one call of CTranslate2, which sorts them by length and shares them out."""
        lead = self._model.lead
        begun = [self._model.target_tokenizer.encode(request.prefix) for request in requests]
        results = self._call_translate(requests, [lead + one for one in begun], n_best, banned, options)
        found = [
            self._read(request, prefix, result)
            for request, prefix, result in zip(requests, begun, results, strict=True)
        ]
        open_words = [
            i for i, outputs in enumerate(found) if not outputs and SPACE in self._model.target_vocabulary
        ]
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
        requests: Sequence[Request],
        prefixes: list[list[str]],
        n_best: int,
        banned: list[list[str]],
        options: dict[str, Any],
    ) -> list[Any]:
        unknown = requests[0].has_unknown
        beam = max(self._beam, n_best)
        results: list[Any] = self._model.call(
            self._model.translator.translate_batch,
            [self._model.source_lead + list(request.pieces) for request in requests],
            target_prefix=prefixes if any(prefixes) else None,
            beam_size=beam,
            num_hypotheses=n_best,
            # With 1 the score is the mean over tokens, and on news it was also the best (0.2, 0.6, 1).
            length_penalty=1,
            max_batch_size=batch_size([len(request.pieces) for request in requests], beam, self._threads),
            batch_type="tokens",
            max_input_length=0,
            disable_unk=not unknown,
            replace_unknowns=unknown,
            suppress_sequences=banned + [[mark] for mark in self._model.package.marks] or None,
            use_vmap=self._model.has_map,
            return_scores=True,
            **options,
        )
        return results

    def _read(self, request: Request, begun: list[str], result: Any) -> list[Output]:
        """Turn the pieces of one result into texts that begin as the request wants."""
        outputs = []
        for found, score in zip(result.hypotheses, result.scores, strict=True):
            own = found[len(self._model.lead) :]
            # An unknown sign in the prefix comes back as <unk>: put in what was asked for.
            pieces = [*begun, *(piece for piece in own[len(begun) :] if piece != UNKNOWN)]
            text: str | None = self._model.target_tokenizer.decode(pieces)
            for mark in self._model.package.marks:
                text = text.replace(mark, "") if text else text
            text = close_guillemets(text, self._model.package.target_locale) if text else text
            if request.prefix.strip():
                text = begin_with(text or "", request.prefix, self._model.target_tokenizer.decode(begun))
            if text is not None:
                whole = f"{request.before}{text.strip()}{request.after}" if text.strip() else ""
                outputs.append(
                    Output(whole, float(score), tuple(pieces), goes_in_circles(pieces, request.pieces))
                )
        return outputs

    def _score_with_prefix(self, requests: Sequence[Request], found: list[list[Output]]) -> None:
        """Count the forced pieces in, in place; CTranslate2 leaves them out of its scores."""
        places = [
            (i, k)
            for i, outputs in enumerate(found)
            if requests[i].prefix.strip()
            for k in range(len(outputs))
        ]
        scores = score_pieces(
            self._model,
            [list(requests[i].pieces) for i, _ in places],
            [list(found[i][k].pieces) for i, k in places],
        )
        for (i, k), score in zip(places, scores, strict=True):
            found[i][k] = replace(found[i][k], score=score)
        for outputs in found:
            outputs.sort(key=lambda output: -output.score)

    def _spellings(self, text: str) -> list[list[str]]:
        """Return the piece sequences that spell a text at the start of a word and behind a quotation mark."""
        tokenizer = self._model.target_tokenizer
        spelled = [tokenizer.encode(text), tokenizer.encode_inside(text)]
        known = [
            pieces for pieces in spelled if pieces and all(p in self._model.target_vocabulary for p in pieces)
        ]
        return known[:1] + [pieces for pieces in known[1:] if pieces != known[0]]

    def _offending(self, output: Output, suppress: tuple[str, ...]) -> list[list[str]]:
        """Return the shortest runs of an output's pieces that spell a suppressed text."""
        runs = []
        for text in suppress:
            if text not in output.text:
                continue
            pieces = list(output.pieces)
            ends = (
                end
                for end in range(1, len(pieces) + 1)
                if text in self._model.target_tokenizer.decode(pieces[:end])
            )
            end = next(ends, None)
            if end is None:
                continue
            start = max(k for k in range(end) if text in self._model.target_tokenizer.decode(pieces[k:end]))
            runs.append(pieces[start:end])
        return runs

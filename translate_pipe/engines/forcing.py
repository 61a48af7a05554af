"""Targets are forced through a model: how likely it holds them, and which source words they attend to."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.engines.align import attention_links
from translate_pipe.engines.batching import SCORE_TOKENS, group_by_tokens
from translate_pipe.engines.loaded import LoadedModel
from translate_pipe.model import Link


def score_pieces(model: LoadedModel, sources: list[list[str]], targets: list[list[str]]) -> list[float]:
    """Return n mean log-probabilities per target piece, the end included."""
    if not sources:
        return []
    results = model.call(
        model.translator.score_batch,
        [model.source_lead + source for source in sources],
        [model.lead + target for target in targets],
        max_batch_size=SCORE_TOKENS,
        batch_type="tokens",
        max_input_length=0,
        offset=len(model.lead),
    )
    return [sum(one.log_probs) / max(1, len(one.log_probs)) for one in results]


def align_texts(model: LoadedModel, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
    """Return, for each pair, which source words the target's words attend to, strongest first."""
    lead = model.lead
    coded = [model.tokenizer.encode(model.escape(source)) for source in sources]
    forced = [lead + model.target_tokenizer.encode(target) for target in targets]
    links: list[tuple[Link, ...]] = [()] * len(sources)
    order = sorted((i for i in range(len(sources)) if coded[i] and forced[i]), key=lambda i: len(forced[i]))
    groups = group_by_tokens(order, [len(pieces) for pieces in forced])
    running = [
        model.call(
            model.translator.translate_batch,
            [model.source_lead + coded[i] for i in group],
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
            matrix = model.call(waiting.result).attention[0][len(lead) : len(forced[i])]
            columns = [row[len(model.source_lead) :] for row in matrix]
            own = forced[i][len(lead) :]
            links[i] = attention_links(sources[i], targets[i], coded[i], own, columns)
    return links

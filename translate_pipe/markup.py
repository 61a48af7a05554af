"""A segment with inline marks and its target go in; the same marks, placed in the target, come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipe.model import Link, Mark, Segment, Span, TermOutcome

# How far each source of correspondence is trusted; the links of an engine weigh at most 1 in sum per word.
TERM_WEIGHT = 8.0
IDENTICAL_WEIGHT = 3.0

# How far from its place by time a subtitle may begin so that it begins at a pause, as a share of the target.
_LEEWAY = 0.1
_PAUSES = tuple(",;:.!?…—–")
_SHORT_WORD = 3

# A word with the hyphens and apostrophes in it; scripts without spaces count by character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’ʼ\-‑][^\W{_UNSPACED}]+)*")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ](?=\d)\d+)*")
# Quotation marks are one class for both ends: the closing one of a language is the opening one of another.
_CLASSES = ("\"'“”‘’„‚«»‹›「」『』", "()[]{}", ".,;:!?…¿¡。、，", "—–-", "%‰")


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Words of both sides and the weight between source word i and target word j."""

    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    weights: dict[tuple[int, int], float]

    def score(self, inside: range, target: int) -> float:
        """Return how much more the target word belongs to the source words `inside` than to the others."""
        total = 0.0
        for source in range(len(self.sources)):
            weight = self.weights.get((source, target), 0.0)
            total += weight if source in inside else -weight
        return total


@dataclass(slots=True)
class _Node:
    """A mark of the source with the marks inside it; one over protected text covers that text or nothing."""

    mark: Mark
    words: range
    literal: bool
    children: list[_Node]


def project_marks(
    segment: Segment, target: str, outcomes: Sequence[TermOutcome], links: Sequence[Link]
) -> tuple[Mark, ...]:
    """Return the marks of `segment`, same ids and same order, with spans in `target`; well nested, none lost.

    Terms that are accounted for decide first, then what stands on both sides to the letter (numbers, names,
    protected stretches), then the links of the engine, and last the relative position. A mark covers whole
    words; quotation marks and punctuation at its ends stay inside or outside as in the source; a mark over
    the whole segment covers the whole target. A point (footnote, image) goes behind the word that its left
    neighbour aligns to. Within a stretch that is copied to the letter (H2O) a mark keeps its letters. A break
    between two subtitles (attribute `pace`) parts the words in proportion to their times.
    """
    if not segment.marks or target == segment.source:
        return segment.marks
    alignment = _align(segment, target, outcomes, links)
    exact = _exact_spans(segment, target, outcomes)
    placed: dict[str, Span] = {}
    spans = [mark for mark in segment.marks if mark.span and mark.kind != "break"]
    tree = _build_tree(spans, alignment.sources, segment.protected)
    everything = range(len(alignment.targets))
    _place(tree, segment.source, target, alignment, everything, Span(0, len(target)), exact, placed)
    placed.update(_share_out(segment, target))
    for mark in segment.marks:
        if mark.id in placed:
            continue
        if mark.kind == "break":
            placed[mark.id] = _place_break(mark, alignment, target)
        elif not mark.span:
            placed[mark.id] = _place_point(mark, segment.source, target, alignment)
    return nest_marks([replace(mark, span=placed[mark.id]) for mark in segment.marks])


def nest_marks(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks, same order, with every pair that crosses made nested: the earlier one is extended."""
    spans = [mark.span for mark in marks]
    order = sorted(range(len(marks)), key=lambda i: (spans[i].start, -spans[i].end))
    changed = True
    while changed:
        changed = False
        for place, outer in enumerate(order):
            for inner in order[place + 1 :]:
                if spans[outer].start < spans[inner].start < spans[outer].end < spans[inner].end:
                    spans[outer] = Span(spans[outer].start, spans[inner].end)
                    changed = True
    return tuple(replace(mark, span=span) for mark, span in zip(marks, spans, strict=True))


def _words(text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in _WORD.finditer(text))


def _covered(words: Sequence[Span], span: Span) -> range:
    hits = [index for index, word in enumerate(words) if word.overlaps(span)]
    return range(hits[0], hits[-1] + 1) if hits else range(0)


def _align(
    segment: Segment, target: str, outcomes: Sequence[TermOutcome], links: Sequence[Link]
) -> _Alignment:
    sources, targets = _words(segment.source), _words(target)
    weights: dict[tuple[int, int], float] = {}
    for link in links:
        pairs = [(s, t) for s in _covered(sources, link.source) for t in _covered(targets, link.target)]
        for pair in pairs:
            weights[pair] = weights.get(pair, 0.0) + link.weight / len(pairs)
    for source_span, target_span in _identical_spans(segment, target):
        _fix(weights, _covered(sources, source_span), _covered(targets, target_span), IDENTICAL_WEIGHT)
    for outcome in outcomes:
        if outcome.span is not None:
            source_words = _covered(sources, outcome.match.span)
            _fix(weights, source_words, _covered(targets, outcome.span), TERM_WEIGHT)
    return _Alignment(sources, targets, weights)


def _fix(weights: dict[tuple[int, int], float], sources: range, targets: range, weight: float) -> None:
    """Let these words correspond to each other, and no longer to any others."""
    for pair in [pair for pair in weights if (pair[0] in sources) != (pair[1] in targets)]:
        del weights[pair]
    for source in sources:
        for target in targets:
            weights[source, target] = weight / max(len(sources), 1)


def _identical_spans(segment: Segment, target: str) -> list[tuple[Span, Span]]:
    """Pair what stands on both sides to the letter: protected stretches, numbers by value, names."""
    pairs: list[tuple[Span, Span]] = []
    for value in sorted({span.of(segment.source) for span in segment.protected if span}):
        here = [span for span in segment.protected if span.of(segment.source) == value]
        pairs += _pair_in_order(here, _occurrences(target, value))
    sides = [(_words(text), text) for text in (segment.source, target)]
    numbers = [
        _grouped([(re.sub(r"\D", "", m.group()), Span(*m.span())) for m in _NUMBER.finditer(text)])
        for _, text in sides
    ]
    names = [_grouped([(w.of(text), w) for w in words if _is_name(w.of(text))]) for words, text in sides]
    for left, right in (numbers, names):
        for key in left.keys() & right.keys():
            pairs += _pair_in_order(left[key], right[key])
    return sorted(pairs)


def _is_name(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


def _grouped(items: Sequence[tuple[str, Span]]) -> dict[str, list[Span]]:
    groups: dict[str, list[Span]] = {}
    for key, span in items:
        groups.setdefault(key, []).append(span)
    return groups


def _pair_in_order(left: Sequence[Span], right: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Pair k-th with k-th; where one side has more of them, nothing can be said."""
    return list(zip(left, right, strict=True)) if len(left) == len(right) else []


def _occurrences(text: str, value: str) -> list[Span]:
    """Return where `value` stands in `text` as whole words."""
    pattern = (r"(?<!\w)" if value[0].isalnum() else "") + re.escape(value)
    pattern += r"(?!\w)" if value[-1].isalnum() else ""
    return [Span(*match.span()) for match in re.finditer(pattern, text)]


def _exact_spans(segment: Segment, target: str, outcomes: Sequence[TermOutcome]) -> list[tuple[Span, Span]]:
    """Pair source and target spans whose ends are certain, not only their words."""
    pairs = [(o.match.span, o.span) for o in outcomes if o.span is not None]
    for value in sorted({span.of(segment.source) for span in segment.protected if span}):
        here = [span for span in segment.protected if span.of(segment.source) == value]
        pairs += list(zip(here, _occurrences(target, value), strict=False))
    return pairs


def _build_tree(marks: Sequence[Mark], words: Sequence[Span], protected: Sequence[Span]) -> list[_Node]:
    roots: list[_Node] = []
    stack: list[_Node] = []
    for mark in sorted(marks, key=lambda m: (m.span.start, -m.span.end)):
        literal = any(span.contains(mark.span) for span in protected)
        node = _Node(mark, _covered(words, mark.span), literal, [])
        while stack and not stack[-1].mark.span.contains(mark.span):
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots


def _place(
    nodes: Sequence[_Node],
    source: str,
    target: str,
    alignment: _Alignment,
    room: range,
    limits: Span,
    exact: Sequence[tuple[Span, Span]],
    placed: dict[str, Span],
    within: Mark | None = None,
) -> None:
    """Give each of the sibling nodes its own words of `room`, the surest first, then their children."""
    outer = Span(0, len(source)) if within is None else within.span
    free = [room]
    waiting = list(nodes)
    taken: list[Span] = []
    while waiting:
        found = [(*_best_run(node, alignment, free), -order) for order, node in enumerate(waiting)]
        score, chosen, order = max(found, key=lambda item: (item[0], item[2]))
        node = waiting.pop(-order)
        copied = _within_copied(node.mark.span, source, target, exact)
        if copied is not None:
            span, chosen = copied, range(0)
        elif _covers(node.mark.span, outer, source):
            span = _whole(node.mark.span, outer, source, limits, target)
            chosen = room
        else:
            if node.literal and all(source_span != node.mark.span for source_span, _ in exact):
                chosen = _by_position(node, alignment, free)[:0]
            elif score <= 0:
                chosen = _by_position(node, alignment, free)
            span = _edges(node.mark.span, source, target, alignment, chosen, exact)
            span = _clear_of(span, taken, limits)
        placed[node.mark.id] = span
        taken.append(span)
        free = [part for run in free for part in _without(run, chosen)]
        _place(node.children, source, target, alignment, chosen, span, exact, placed, node.mark)


def _within_copied(mark: Span, source: str, target: str, exact: Sequence[tuple[Span, Span]]) -> Span | None:
    """Return the same letters in the target, where a mark covers a part of a word that is copied."""
    for before, after in exact:
        if before.contains(mark) and before != mark and before.of(source) == after.of(target):
            return mark.shift(after.start - before.start)
    return None


def _best_run(node: _Node, alignment: _Alignment, free: Sequence[range]) -> tuple[float, range]:
    """Return the stretch of free target words with the highest sum of scores, and that sum."""
    best, found = 0.0, range(0)
    for run in free:
        total, start = 0.0, run.start
        for word in run:
            if total <= 0:
                total, start = 0.0, word
            total += alignment.score(node.words, word)
            if total > best + 1e-9:
                best, found = total, range(start, word + 1)
    return best, found


def _by_position(node: _Node, alignment: _Alignment, free: Sequence[range]) -> range:
    """Return the free words nearest to where the mark would stand if word order were kept."""
    runs = [run for run in free if run]
    if not runs or not alignment.sources:
        return range(0)
    start, end = _interpolate(alignment, node.words.start), _interpolate(alignment, node.words.stop)
    run = min(runs, key=lambda r: (max(r.start - start, start + 1 - r.stop, 0.0), r.start))
    first = min(max(round(start), run.start), run.stop - 1)
    return range(first, min(max(round(end), first + 1), run.stop))


def _interpolate(alignment: _Alignment, word: int) -> float:
    """Return the place of a source word boundary among the target words, between the nearest sure pairs."""
    anchors = [(0, 0), (len(alignment.sources), len(alignment.targets))]
    best: dict[int, tuple[float, int]] = {}
    for (source, target), weight in alignment.weights.items():
        best[source] = max(best.get(source, (0.0, 0)), (weight, -target))
    anchors += [(source, -target) for source, (_, target) in best.items()]
    before = max(pair for pair in anchors if pair[0] <= word)
    after = min(pair for pair in anchors if pair[0] >= word)
    if after[0] == before[0] or after[1] < before[1]:
        return float(before[1])
    return before[1] + (after[1] - before[1]) * (word - before[0]) / (after[0] - before[0])


def _without(run: range, taken: range) -> list[range]:
    if not taken or taken.start >= run.stop or taken.stop <= run.start:
        return [run] if run else []
    parts = [range(run.start, taken.start), range(taken.stop, run.stop)]
    return [part for part in parts if part]


def _covers(inner: Span, outer: Span, source: str) -> bool:
    """Tell whether the mark covers all words of what it lies in; punctuation at the ends does not count."""
    rest = source[outer.start : max(inner.start, outer.start)] + source[min(inner.end, outer.end) : outer.end]
    return not any(char.isalnum() for char in rest)


def _whole(inner: Span, outer: Span, source: str, limits: Span, target: str) -> Span:
    """Return the whole of `limits`, but for end punctuation and quotes that the source leaves outside too."""
    start, end = limits.start, limits.end
    before, after = source[outer.start : inner.start].strip(), source[inner.end : outer.end].strip()
    if before:
        while start < end and _is_like(target[start], before + " "):
            start += 1
    if after:
        while end > start and _is_like(target[end - 1], after + " "):
            end -= 1
    return Span(start, end) if start < end else limits


def _edges(
    mark: Span,
    source: str,
    target: str,
    alignment: _Alignment,
    words: range,
    exact: Sequence[tuple[Span, Span]],
) -> Span:
    """Return the span of the target words, with punctuation at its ends inside if it is so in the source."""
    if not words:
        here = alignment.targets[words.start - 1].end if 0 < words.start <= len(alignment.targets) else 0
        return Span(here, here)
    start, end = alignment.targets[words.start].start, alignment.targets[words.stop - 1].end
    start = _behind_figures(mark, source, target, Span(start, end))
    for source_span, target_span in exact:
        if source_span == mark:
            return target_span
        if mark.contains(source_span) and target_span.overlaps(Span(start, end)):
            start, end = min(start, target_span.start), max(end, target_span.end)
    text = mark.of(source)
    first = next((i for i, char in enumerate(text) if char.isalnum()), 0)
    last = next((i for i in range(len(text), 0, -1) if text[i - 1].isalnum()), len(text))
    while start > 0 and _is_like(target[start - 1], text[:first]):
        start -= 1
    while end < len(target) and _is_like(target[end], text[last:]):
        end += 1
    return Span(start, end)


def _behind_figures(mark: Span, source: str, target: str, word: Span) -> int:
    """Return where the mark over the ending of an ordinal begins (1st → 1-й), else where `word` does."""
    figures = re.search(r"\d+\Z", source[: mark.start])
    if figures is None or not word.of(target).startswith(figures.group()):
        return word.start
    behind = word.start + len(figures.group())
    return behind if behind < word.end else word.start


def _is_like(char: str, signs: str) -> bool:
    """Tell whether a character is one of `signs`, or of the same class of punctuation as one of them."""
    if char.isspace():
        return any(sign.isspace() for sign in signs)
    return char in signs or any(char in kind and any(sign in kind for sign in signs) for kind in _CLASSES)


def _clear_of(span: Span, taken: Sequence[Span], limits: Span) -> Span:
    """Return the span cut down to `limits` and to what its siblings leave."""
    start, end = max(span.start, limits.start), min(span.end, limits.end)
    for other in taken:
        if other.start <= start < other.end:
            start = other.end
        elif start <= other.start < end:
            end = other.start
    return Span(start, max(start, end)) if start <= limits.end else Span(limits.end, limits.end)


def _place_point(mark: Mark, source: str, target: str, alignment: _Alignment) -> Span:
    place = mark.span.start
    before = [index for index, word in enumerate(alignment.sources) if word.end <= place]
    after = [index for index, word in enumerate(alignment.sources) if word.start >= place]
    if not before or not alignment.targets:
        here = 0
    elif not after:
        here = _behind(source[alignment.sources[before[-1]].end : place], target, alignment.targets[-1].end)
    else:
        word = _partner(alignment, before[-1])
        gap = source[alignment.sources[before[-1]].end : place]
        here = _behind(gap, target, alignment.targets[word].end)
    return Span(here, here)


def _behind(gap: str, target: str, here: int) -> int:
    """Return the place behind a word, past punctuation and a space if the source has them there."""
    while here < len(target) and _is_like(target[here], gap.strip() or "\0"):
        here += 1
    if gap[-1:].isspace() and target[here : here + 1].isspace():
        here += 1
    return here


def _partner(alignment: _Alignment, source: int) -> int:
    """Return the target word that a source word aligns to most, the last of equals."""
    found = [(weight, t) for (s, t), weight in alignment.weights.items() if s == source]
    if found:
        return max(found)[1]
    last = len(alignment.targets) - 1
    return min(max(round(_interpolate(alignment, source + 1)) - 1, 0), last)


def _share_out(segment: Segment, target: str) -> dict[str, Span]:
    """Return where each subtitle but the first begins: between words, in proportion to the subtitles' times.

    Where there are fewer words than subtitles, the last ones get none.
    """
    breaks = [mark for mark in segment.marks if mark.kind == "break" and "pace" in dict(mark.attributes)]
    if not breaks:
        return {}
    breaks.sort(key=lambda mark: mark.span)
    paces = [dict(mark.attributes)["pace"].split() for mark in breaks]
    starts = [0, *(mark.span.end for mark in breaks)]
    ends = [*(mark.span.start for mark in breaks), len(segment.source)]
    rates = [*(float(before) for before, _ in paces), float(paces[-1][1])]
    times = [max(end - start, 0) * rate for start, end, rate in zip(starts, ends, rates, strict=True)]
    gaps = [Span(*gap.span()) for gap in re.finditer(r"(?<=\S)[ \t\n]+(?=\S)", target)]
    if len(gaps) < len(breaks):
        inner = [word.end for word in _words(target)[:-1]]
        gaps = sorted({*gaps, *(Span(end, end) for end in inner if not any(g.start == end for g in gaps))})
    placed: dict[str, Span] = {}
    first = 0
    for number, mark in enumerate(breaks):
        wanted = len(target) * sum(times[: number + 1]) / max(sum(times), 1e-9)
        room = range(first, max(len(gaps) - (len(breaks) - number - 1), first))
        open_gaps = [place for place in room if place < len(gaps)]
        if not open_gaps:
            placed[mark.id] = Span(len(target), len(target))
            continue
        chosen = min(open_gaps, key=lambda place: (_cost(target, gaps[place], wanted), place))
        placed[mark.id] = gaps[chosen]
        first = chosen + 1
    return placed


def _cost(target: str, gap: Span, wanted: float) -> float:
    """Return how bad it is to begin a subtitle behind a gap: how far off it is, as a share of the target.

    A little further off is better behind punctuation, and worse behind a short word such as a preposition.
    """
    off = abs((gap.start + gap.end) / 2 - wanted) / max(len(target), 1)
    before = target[: gap.start]
    if before[-1:] in _PAUSES:
        return off - _LEEWAY
    word = re.search(r"\w+\Z", before)
    return off + _LEEWAY if word is not None and len(word.group()) < _SHORT_WORD else off


def _place_break(mark: Mark, alignment: _Alignment, target: str) -> Span:
    """Return the white space between two target words that parts them as the break parts the source words."""
    count = sum(1 for word in alignment.sources if word.end <= mark.span.start)
    if not alignment.targets or count == 0:
        return Span(0, 0)
    if count == len(alignment.sources):
        return Span(len(target), len(target))
    expected = _interpolate(alignment, count)

    def agreement(cut: int) -> float:
        weights = alignment.weights.items()
        return sum(w if (s < count) == (t < cut) else -w for (s, t), w in weights)

    gaps: dict[int, Span] = {}
    for cut in range(1, len(alignment.targets)):
        start = alignment.targets[cut - 1].end
        if gap := re.search(r"\s+", target[start : alignment.targets[cut].start]):
            gaps[cut] = Span(start + gap.start(), start + gap.end())
    if not gaps:
        return Span(len(target), len(target))
    return gaps[max(gaps, key=lambda cut: (round(agreement(cut), 6), -abs(cut - expected)))]

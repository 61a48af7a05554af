"""Edits of reviewers go in; glossary rows that would have saved them come out, for a person to accept."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate_pipe.bilingual.rows import fingerprint
from translate_pipe.model import Bitext, Morphology, Span, TermOutcome, TranslationUnit
from translate_pipe.review.diff import target_before_review
from translate_pipe.review.words import Step, compare

MIN_SUPPORT = 2
"""Segments in which the same must have been changed in the same way."""

LONGEST_SOURCE = 5
"""Words of a source phrase that is looked for."""

_WORD = re.compile(r"\w+(?:['’ʼ\-‑]\w+)*")


@dataclass(frozen=True, slots=True)
class TermProposal:
    """One glossary row to add (or, with `corrects`, to change) and what speaks for it.

    `source` and `target` are in the dictionary form; `replaces` is what reviewers took out, likewise;
    `forms` are the forms they wrote; `segments` are numbers of the segments, by article.
    """

    source: str
    target: str
    replaces: str
    forms: tuple[str, ...]
    segments: tuple[tuple[str, int], ...]
    corrects: bool = False

    @property
    def support(self) -> int:
        """Segments that speak for the row."""
        return len(self.segments)


@dataclass(frozen=True, slots=True)
class _Replacement:
    """What was replaced by what in one segment, in the text and in the dictionary form (`forms`).

    `width` counts the words by which it is wider or narrower than the change itself.
    """

    unit: TranslationUnit
    article: str
    before: str
    after: str
    forms: tuple[str, str]
    span: Span
    width: int

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for the same replacement in other forms and at the start of a sentence."""
        return self.forms[0].casefold(), self.forms[1].casefold()

    @property
    def starts(self) -> bool:
        """Whether it stands at the start of its segment, where every word has a capital."""
        return self.span.start == 0


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to look at a change, `width` words wider or narrower; `start` is in the text before."""

    before: str
    after: str
    start: int
    width: int

    @classmethod
    def of(cls, step: Step) -> _Variant:
        """Return the change as it is."""
        return cls(step.before, step.after, step.start, 0)


def propose_rows(
    bitexts: Sequence[Bitext], morphology: Morphology, *, min_support: int = MIN_SUPPORT
) -> tuple[TermProposal, ...]:
    """Return the rows that repeated edits ask for, those with the most support first.

    An edit is repeated if the same phrase, in whatever form, was replaced by the same phrase in at least
    `min_support` segments. Its source is the glossary term that the replaced words rendered, or else the
    words that those segments share and others lack.
    """
    units = [(bitext.article, unit) for bitext in bitexts for unit in bitext.units]
    groups: defaultdict[tuple[str, str], list[_Replacement]] = defaultdict(list)
    for article, unit in units:
        for found in _replacements(article, unit, morphology):
            groups[found.key].append(found)
    sources = _SourcePhrases([unit for _, unit in units])
    proposals: dict[tuple[str, str], TermProposal] = {}
    for group in _best_groups(groups, min_support):
        proposal = _propose(group, sources)
        if proposal is not None and proposal.source:
            proposals.setdefault((proposal.source, proposal.target), proposal)
    return tuple(sorted(proposals.values(), key=lambda p: (-p.support, p.source, p.target)))


def _replacements(article: str, unit: TranslationUnit, morphology: Morphology) -> Iterator[_Replacement]:
    before = target_before_review(unit)
    if unit.state != "reviewed" or fingerprint(before) == fingerprint(unit.target):
        return
    steps = compare(before, unit.target)
    for place, step in enumerate(steps):
        if step.kind == "changed" and not _same_form(step.before, step.after, morphology):
            for variant in (_Variant.of(step), *_widened(steps, place), *_trimmed(step, morphology)):
                if _WORD.search(variant.before) and _WORD.search(variant.after):
                    yield _replacement(article, unit, variant, morphology)


def _replacement(
    article: str, unit: TranslationUnit, variant: _Variant, morphology: Morphology
) -> _Replacement:
    before, after = variant.before.strip(), variant.after.strip()
    start = variant.start + len(variant.before) - len(variant.before.lstrip())
    return _Replacement(
        unit,
        article,
        before,
        after,
        (morphology.dictionary_form(before), morphology.dictionary_form(after)),
        Span(start, start + len(before)),
        variant.width,
    )


def _same_form(one: str, other: str, morphology: Morphology) -> bool:
    """Tell whether two phrases differ in their endings alone."""
    first, second = (morphology.dictionary_form(text.strip()).casefold() for text in (one, other))
    return first == second


def _widened(steps: Sequence[Step], place: int) -> Iterator[_Variant]:
    """Yield a change with the unchanged words next to it.

    Where one word of a phrase was changed or put in, the phrase is what a glossary needs.
    """
    plain = _Variant.of(steps[place])
    left = _last_word(steps[place - 1].before) if place else ""
    right = _first_word(steps[place + 1].before) if place + 1 < len(steps) else ""
    for head, tail in ((left, ""), ("", right), (left, right)):
        if head + tail:
            yield _Variant(
                head + plain.before + tail,
                head + plain.after + tail,
                plain.start - len(head),
                len(_WORD.findall(head + tail)),
            )


def _trimmed(step: Step, morphology: Morphology) -> Iterator[_Variant]:
    """Yield a change without the words at its ends that only agree with what was replaced."""
    before, after = list(_WORD.finditer(step.before)), list(_WORD.finditer(step.after))
    whole = (len(before), len(after))
    while len(before) > 1 and len(after) > 1 and _same_form(before[-1][0], after[-1][0], morphology):
        before, after = before[:-1], after[:-1]
    while len(before) > 1 and len(after) > 1 and _same_form(before[0][0], after[0][0], morphology):
        before, after = before[1:], after[1:]
    if (len(before), len(after)) != whole:
        old = step.before[before[0].start() : before[-1].end()]
        new = step.after[after[0].start() : after[-1].end()]
        yield _Variant(old, new, step.start + before[0].start(), 1)


def _last_word(text: str) -> str:
    found = re.search(rf"(?:{_WORD.pattern})\s*\Z", text)
    return found[0] if found else ""


def _first_word(text: str) -> str:
    found = re.match(rf"\s*(?:{_WORD.pattern})", text)
    return found[0] if found else ""


def _best_groups(
    groups: dict[tuple[str, str], list[_Replacement]], min_support: int
) -> Iterator[list[_Replacement]]:
    """Yield, for each change, the variant that most segments share.

    Among equals it is the plain one, but where words were only put in or taken out, the widest.
    """
    kept = [group for group in groups.values() if len(_segments(group)) >= min_support]
    ranked = sorted(kept, key=lambda group: (-len(_segments(group)), *_preference(group)))
    taken: defaultdict[str, list[Span]] = defaultdict(list)
    for group in ranked:
        free = [r for r in group if not any(r.span.overlaps(s) for s in taken[_place(r)])]
        if len(_segments(free)) >= min_support:
            for found in free:
                taken[_place(found)].append(found.span)
            yield free


def _place(found: _Replacement) -> str:
    return f"{found.article}\n{found.unit.segment.id}"


def _preference(group: Sequence[_Replacement]) -> tuple[int, str]:
    first = group[0]
    words = [set(_WORD.findall(text.lower())) for text in (first.before, first.after)]
    only_added = words[0] <= words[1] or words[1] <= words[0]
    return (-first.width if only_added else first.width, first.key[1])


def _segments(group: Iterable[_Replacement]) -> tuple[tuple[str, int], ...]:
    return tuple(dict.fromkeys((r.article, r.unit.segment.number) for r in group))


def _propose(group: Sequence[_Replacement], sources: _SourcePhrases) -> TermProposal | None:
    outcomes = [_term_at(found) for found in group]
    terms = Counter(outcome.match.entry.source for outcome in outcomes if outcome is not None)
    corrects = bool(terms) and terms.most_common(1)[0][1] * 2 > len(group)
    source = terms.most_common(1)[0][0] if corrects else sources.find([found.unit for found in group])
    return TermProposal(
        source,
        _usual_spelling([(found.forms[1], found.starts) for found in group]),
        _usual_spelling([(found.forms[0], found.starts) for found in group]),
        tuple(dict.fromkeys(found.after for found in group)),
        _segments(group),
        corrects,
    )


def _usual_spelling(found: Sequence[tuple[str, bool]]) -> str:
    """Return the most frequent spelling, not that of a segment's start unless there is no other."""
    inside = Counter(text for text, starts in found if not starts)
    return (inside or Counter(text for text, _ in found)).most_common(1)[0][0]


def _term_at(found: _Replacement) -> TermOutcome | None:
    """Return the term whose rendering was replaced, as the account had it before or has it now."""
    for outcome in found.unit.terms:
        rendered = {outcome.surface.lower(), *(target.lower() for target in outcome.match.entry.targets)}
        if found.before.lower() in rendered or found.key[0] in rendered:
            return outcome
    return None


class _SourcePhrases:
    """The word sequences of all sources, and in which units they stand."""

    def __init__(self, units: Sequence[TranslationUnit]) -> None:
        self._units = units
        self._phrases: dict[str, dict[str, str]] = {}
        self._counts: Counter[str] = Counter()
        for unit in units:
            self._counts.update(self._of(unit).keys())

    def find(self, edited: Sequence[TranslationUnit]) -> str:
        """Return the phrase that the edited segments share and others lack, "" if there is none."""
        shared = [self._of(unit) for unit in {unit.segment.id: unit for unit in edited}.values()]
        common = set.intersection(*(set(phrases) for phrases in shared))
        count = len(shared)
        best = max(
            common, key=lambda p: (2 * count / (count + self._counts[p]), len(p.split()), p), default=""
        )
        if not best or 2 * count / (count + self._counts[best]) <= 0.5:
            return ""
        return self._as_written(best, shared)

    @staticmethod
    def _as_written(phrase: str, shared: Sequence[dict[str, str]]) -> str:
        """Return the phrase as most segments write it, but not with the capital of a sentence's start."""
        written = Counter(phrases[phrase] for phrases in shared)
        return max(written, key=lambda text: (written[text], text[:1].islower(), text))

    def _of(self, unit: TranslationUnit) -> dict[str, str]:
        key = unit.segment.source
        if key not in self._phrases:
            self._phrases[key] = dict(_phrases(key))
        return self._phrases[key]


def _phrases(source: str) -> Iterator[tuple[str, str]]:
    """Yield the word sequences of a source, folded and as written; short words stand only inside."""
    words = list(_WORD.finditer(source))
    for first, start in enumerate(words):
        for last in words[first : first + LONGEST_SOURCE]:
            text = source[start.start() : last.end()]
            first_word = start[0].lower() if start[0].istitle() and not start.start() else start[0]
            if _is_weighty(first_word) and _is_weighty(last[0]) and not re.search(r"[.!?;:,()«»“”\"]", text):
                yield text.lower(), text


def _is_weighty(word: str) -> bool:
    """Tell whether a word can stand at the edge of a term: no article, preposition or the like.

    Function words are mostly short; names and abbreviations have capitals.
    """
    return len(word) > 3 or not word.islower()

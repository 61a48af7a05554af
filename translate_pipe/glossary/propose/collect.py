"""Segments go in; names, terms and abbreviations, counted, grouped and rendered, come out as proposals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from translate_pipe.errors import AlignmentError
from translate_pipe.glossary.propose.abbreviations import Abbreviation, find_abbreviations
from translate_pipe.glossary.propose.grouping import NameGroup, group_names
from translate_pipe.glossary.propose.names import Mention, find_names
from translate_pipe.glossary.propose.phrases import find_phrases, phrase_key
from translate_pipe.glossary.propose.proposal import Proposal
from translate_pipe.glossary.propose.tokens import Line, read_line
from translate_pipe.locales import parse_locale
from translate_pipe.model import Segment

Render = Callable[[Sequence[str]], list[str]]
# In a text of this many words and more, a phrase that occurs once is not worth an editor's time.
LONG_TEXT = 4000
EXAMPLE_LENGTH = 120


def propose_terms(
    segments: Sequence[Segment],
    *,
    locale: str = "en",
    render: Render | None = None,
    known: Iterable[str] = (),
    memory: Sequence[tuple[str, str]] = (),
    least_count: int = 1,
) -> tuple[Proposal, ...]:
    """Return the rows that an editor would want for the articles that `segments` come from.

    Names come first (each head followed by its look-alikes), then abbreviations with their long forms, then
    multi-word terms, the likeliest first. Terms of `known`, in any number or case, are left out.

    Args:
        segments: of one article or several, in order.
        render: gives n renderings for n terms; without it targets stay empty unless the memory has them.
        known: source terms that glossaries have already.
        memory: source and target of units translated before.
        least_count: occurrences that a row needs.

    Raises:
        AlignmentError: `render` gave another number of renderings than it got terms.
    """
    tag = parse_locale(locale)
    lines = [read_line(segment) for segment in segments]
    text = _Text(lines, tag)
    proposals = [*text.names(), *text.abbreviations(), *text.terms()]
    taken = {phrase_key(term.split()) for term in known}
    kept: dict[str, Proposal] = {}
    for proposal in proposals:
        key = phrase_key(proposal.term.split())
        if key not in taken and proposal.count >= least_count:
            kept.setdefault(proposal.term, proposal)
    heads = set(kept)
    rows = [
        replace(p, head=p.head if p.head in heads else "") for p in add_memory(tuple(kept.values()), memory)
    ]
    return add_renderings(rows, render) if render else tuple(rows)


@dataclass(frozen=True, slots=True)
class _Text:
    lines: Sequence[Line]
    locale: str

    def _mentions(self) -> tuple[Mention, ...]:
        return find_names(self.lines, locale=self.locale)

    def names(self) -> list[Proposal]:
        rows: list[Proposal] = []
        for group in group_names(self._mentions()):
            rows += self._group_rows(group)
        return rows

    def _group_rows(self, group: NameGroup) -> list[Proposal]:
        rows: list[Proposal] = []
        for variant in group.variants:
            mention = variant.mentions[0]
            head = "" if variant is group.variants[0] else group.head
            count = len(variant.mentions)
            example = self._example(mention.line, mention.first, mention.last)
            gender = group.gender if group.kind == "person" else ""
            rows.append(Proposal(variant.text, group.kind, count, example, head, variant.reason, gender))
        if group.office and len(group.head.split()) > 1:
            rows += self._office_row(group)
        return rows

    def _office_row(self, group: NameGroup) -> list[Proposal]:
        """Return `the president` as a look-alike where the text uses it beside the name of one."""
        pattern = re.compile(rf"\bthe {re.escape(group.office)}\b", re.IGNORECASE)
        places = [
            (number, match)
            for number, line in enumerate(self.lines)
            for match in pattern.finditer(line.segment.source)
        ]
        if not places:
            return []
        number, match = places[0]
        example = _clip(self.lines[number].segment.source, match.start(), match.end())
        remark = f"may mean {group.head}"
        return [Proposal(f"the {group.office}", "title", len(places), example, group.head, remark)]

    def abbreviations(self) -> list[Proposal]:
        found: dict[str, list[Abbreviation]] = {}
        for abbreviation in find_abbreviations(self.lines):
            found.setdefault(abbreviation.text, []).append(abbreviation)
        rows: list[Proposal] = []
        for text, occurrences in found.items():
            long_form = next((o.long_form for o in occurrences if o.long_form), "")
            first = occurrences[0]
            example = self._example(first.line, first.token, first.token)
            remark = f"short for {long_form}" if long_form else "no long form in the text"
            rows.append(Proposal(text, "abbreviation", len(occurrences), example, long_form, remark))
            if long_form and long_form.islower():
                rows.append(Proposal(long_form, "term", 1, example, "", f"long form of {text}"))
        return rows

    def terms(self) -> list[Proposal]:
        taken: list[set[int]] = [set() for _ in self.lines]
        for mention in self._mentions():
            taken[mention.line].update(range(mention.first, mention.last + 1))
        words = sum(token.kind == "word" for line in self.lines for token in line.tokens)
        rows: list[Proposal] = []
        for phrase in find_phrases(self.lines, [frozenset(t) for t in taken], locale=self.locale):
            if words >= LONG_TEXT and len(phrase.occurrences) < 2:
                continue
            first = phrase.occurrences[0]
            example = self._example(first.line, first.first, first.last)
            count = len(phrase.occurrences)
            rows.append(Proposal(phrase.text, "term", count, example, score=round(phrase.score, 3)))
        return rows

    def _example(self, number: int, first: int, last: int) -> str:
        line = self.lines[number]
        return _clip(line.segment.source, line.tokens[first].start, line.tokens[last].end)


def _clip(source: str, start: int, end: int) -> str:
    """Return at most `EXAMPLE_LENGTH` characters around a stretch, cut between words, on one line."""
    room = max(EXAMPLE_LENGTH - (end - start), 0)
    left = max(start - room // 2, 0)
    right = min(end + room - (start - left), len(source))
    if left:
        space = source.find(" ", left, start)
        left = space + 1 if space >= 0 else start
    if right < len(source):
        space = source.rfind(" ", end, right)
        right = space if space >= 0 else end
    # A table with a NUL in it is read as binary, and refused.
    clipped = re.sub(r"[\s\x00]+", " ", source[left:right]).strip()
    return ("…" if left else "") + clipped + ("…" if right < len(source) else "")


def add_memory(proposals: Sequence[Proposal], memory: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
    """Return the proposals with how often the memory holds them, and its rendering of the bare term."""
    if not memory:
        return tuple(proposals)
    exact: dict[str, str] = {}
    for source, target in memory:
        exact.setdefault(source.strip().lower(), target.strip())
    folded = [source.lower() for source, _ in memory]
    rows: list[Proposal] = []
    for proposal in proposals:
        term = proposal.term.lower()
        pattern = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
        count = sum(1 for source in folded if term in source and pattern.search(source))
        target = exact.get(term, "")
        found = replace(proposal, in_memory=count)
        rows.append(replace(found, target=target, target_from="memory") if target else found)
    return tuple(rows)


def add_renderings(proposals: Sequence[Proposal], render: Render) -> tuple[Proposal, ...]:
    """Return the proposals with a rendering where they have none; all terms are rendered in one call.

    Raises:
        AlignmentError: `render` gave another number of renderings than it got terms.
    """
    wanted = [index for index, proposal in enumerate(proposals) if not proposal.target]
    rows = list(proposals)
    if not wanted:
        return tuple(rows)
    renderings = render([proposals[index].term for index in wanted])
    if len(renderings) != len(wanted):
        raise AlignmentError(f"{len(renderings)} renderings for {len(wanted)} terms")
    for index, rendering in zip(wanted, renderings, strict=True):
        tidy = _like_a_term(proposals[index].term, rendering)
        if tidy:
            rows[index] = replace(rows[index], target=tidy, target_from="engine")
    return tuple(rows)


def _like_a_term(term: str, rendering: str) -> str:
    """Return a rendering without what engines add to make a sentence of a term: full stop and capital."""
    text = re.sub(r"\s+", " ", rendering).strip().replace("|", "/")
    if not term.endswith((".", "!", "?")):
        text = text.rstrip(".。!?").rstrip()
    if term[:1].islower() and text[:1].isupper() and text[1:2].islower():
        text = text[0].lower() + text[1:]
    return text

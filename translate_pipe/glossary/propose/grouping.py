"""Mentions of names go in; a group for each bearer, the longest name first, comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from translate_pipe.glossary.propose.english import CORPORATE, COURTESY, ORGANISATIONS, PLACES, TITLES
from translate_pipe.glossary.propose.name_kinds import NameKind
from translate_pipe.glossary.propose.names import Mention


@dataclass(frozen=True, slots=True)
class Variant:
    """One way a bearer is named, with its mentions; `reason` says how it belongs to the head."""

    text: str
    mentions: tuple[Mention, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NameGroup:
    """A bearer: `variants[0]` is the longest name, the head; `gender` is what a courtesy title tells."""

    kind: NameKind
    variants: tuple[Variant, ...]
    gender: str = ""
    office: str = ""

    @property
    def head(self) -> str:
        """The text of the head row."""
        return self.variants[0].text


def group_names(mentions: Sequence[Mention]) -> tuple[NameGroup, ...]:
    """Group the mentions by bearer, in order of first mention.

    A surname alone, or with a title, belongs to the only longer name that ends in it; a beginning of an
    organisation's name to that name. What could belong to two names stays by itself.
    """
    texts = list(dict.fromkeys(mention.text for mention in mentions))
    kinds = {text: _kind(text, mentions) for text in texts}
    heads = {text: _find_head(text, texts, kinds) for text in texts}
    groups: list[NameGroup] = []
    for head in texts:
        if heads[head]:
            continue
        members = [text for text in texts if text == head or heads[text] == head]
        own = [mention for mention in mentions if mention.text in members]
        groups.append(_make_group(head, own, kinds[head]))
    return tuple(groups)


def _kind(text: str, mentions: Sequence[Mention]) -> NameKind:
    counts = Counter(mention.kind for mention in mentions if mention.text == text and mention.kind != "name")
    if counts:
        return counts.most_common(1)[0][0]
    surname = text.split()[-1]
    bearers = {m.text for m in mentions if m.kind == "person" and m.title and m.text == surname}
    return "person" if bearers and len(text.split()) > 1 else "name"


def _find_head(text: str, texts: Iterable[str], kinds: Mapping[str, NameKind]) -> str:
    """Return the one longer name that `text` is short for, or ""."""
    words = text.split()
    longer = [other for other in texts if len(other.split()) > len(words)]
    by_surname = [
        other
        for other in longer
        if kinds[other] in ("person", "name")
        and kinds[text] in ("person", "name")
        and other.split()[-len(words) :] == words
        and (kinds[other] == "person" or kinds[text] == "person")
    ]
    if by_surname:
        return by_surname[0] if len(by_surname) == 1 else ""
    # A person is not what is named after them, but a firm may well speak as a person does.
    endings = CORPORATE if kinds[text] == "person" else CORPORATE | ORGANISATIONS | PLACES | {"of", "for"}
    by_beginning = [
        other
        for other in longer
        if other.split()[: len(words)] == words and other.split()[len(words)].lower() in endings
    ]
    designator = words[0].lower() in ORGANISATIONS | PLACES and len(words) == 1
    by_office = [other for other in longer if designator and other.split()[-1] == words[0]]
    found = by_beginning or by_office
    # The longest, where all are beginnings of it: Acme in Acme Bank in Acme Bank plc.
    longest = max(found, key=len, default="")
    return longest if all(longest.startswith(other) or other == longest for other in found) else ""


def _make_group(head: str, mentions: Sequence[Mention], kind: NameKind) -> NameGroup:
    genders = Counter(
        COURTESY[word] for m in mentions for word in m.title.lower().rstrip(".").split() if COURTESY.get(word)
    )
    offices = Counter(
        word for m in mentions for word in [*m.title.lower().split(), m.office] if _is_office(word)
    )
    variants: list[Variant] = [Variant(head, tuple(m for m in mentions if m.text == head))]
    for text in dict.fromkeys(m.full for m in mentions if m.text != head):
        own = tuple(m for m in mentions if m.full == text)
        variants.append(Variant(text, own, f"look-alike of {head}"))
    titled = [m for m in mentions if m.text == head and m.title and len(head.split()) == 1]
    for text in dict.fromkeys(m.full for m in titled):
        variants.append(Variant(text, tuple(m for m in titled if m.full == text), f"look-alike of {head}"))
    variants[1:] = sorted(variants[1:], key=lambda variant: -len(variant.text))
    gender = genders.most_common(1)[0][0] if len(genders) == 1 else ""
    office = offices.most_common(1)[0][0] if offices else ""
    return NameGroup("person" if offices and kind == "name" else kind, tuple(variants), gender, office)


def _is_office(word: str) -> bool:
    return word in TITLES and word not in COURTESY and word not in ("dr", "doctor", "prof", "lord")

"""An engine comes in; ordinary words whose translation by it is stable go out, to hold a term's place.

A stand-in takes the place of a source term; the model inflects its translation and makes the words around
agree with it; then the target term, which has the same gender, number and animacy, is put there in the
same case. Which words are stable is measured once per package and kept in a cache.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.errors import TranslatePipeError
from translate_pipe.files import write_atomically
from translate_pipe.locales import language_of
from translate_pipe.model import Engine, FittingMorphology, Morphology, Span, TermEntry, TermMatch, WordForm
from translate_pipe.terminology.candidates import candidate_forms, capitalise, put_form

CACHE_FORMAT = 1

# Ordinary English nouns, singular and plural: people, things, institutions and given names.
POOLS: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("brother", "brothers"), ("teacher", "teachers"), ("doctor", "doctors"), ("boy", "boys"),
        ("king", "kings"), ("worker", "workers"), ("sister", "sisters"), ("woman", "women"),
        ("mother", "mothers"), ("girl", "girls"), ("queen", "queens"), ("table", "tables"),
        ("house", "houses"), ("city", "cities"), ("law", "laws"), ("list", "lists"), ("file", "files"),
        ("server", "servers"), ("bridge", "bridges"), ("book", "books"), ("school", "schools"),
        ("country", "countries"), ("war", "wars"), ("road", "roads"), ("river", "rivers"),
        ("company", "companies"), ("party", "parties"), ("page", "pages"), ("letter", "letters"),
        ("window", "windows"), ("field", "fields"), ("state", "states"), ("government", "governments"),
        ("message", "messages"), ("word", "words"), ("money", "money"), ("gate", "gates"),
        ("Ivan", "Ivan"), ("Peter", "Peter"), ("Alexander", "Alexander"), ("Anna", "Anna"),
        ("Maria", "Maria"), ("Helen", "Helen"), ("Moscow", "Moscow"), ("London", "London"),
        ("Paris", "Paris"), ("Russia", "Russia"), ("Europe", "Europe"),
    ),
}  # fmt: skip
CARRIERS: dict[str, tuple[str, ...]] = {
    "en": (
        "They spoke about {}.",
        "{} was not there.",
        "He wrote to {}.",
        "We saw {} yesterday.",
    ),
}
# Chunks of an article are worked on side by side; one of them measures, the others wait for it.
_MEASURING = threading.Lock()
# A word is stable if its translation turns up under at least this share of the carriers.
STABLE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class StandIn:
    """A source word and the target lemma that the engine reliably gives for it."""

    singular: str
    plural: str
    lemma: str
    gender: str
    animate: bool
    plural_only: bool
    is_name: bool


def find_stand_ins(engine: Engine, morphology: Morphology, cache: Path | None = None) -> tuple[StandIn, ...]:
    """Return the stable words of an engine, measuring them once and remembering them in `cache`.

    A cache that cannot be read or written is no fault: the words are measured again.
    """
    key = "|".join((str(CACHE_FORMAT), *engine.packages, engine.fingerprint, engine.target_locale))
    with _MEASURING:
        return _find(key, engine, morphology, cache)


def _find(key: str, engine: Engine, morphology: Morphology, cache: Path | None) -> tuple[StandIn, ...]:
    remembered = _remembered(cache)
    if key in remembered:
        return tuple(_restored(word) for word in remembered[key])
    measured = measure_stand_ins(engine, morphology)
    if cache is not None:
        words = [{name: getattr(word, name) for name in StandIn.__slots__} for word in measured]
        content = json.dumps({**remembered, key: words}, ensure_ascii=False, indent=0, sort_keys=True)
        try:
            write_atomically(cache, content.encode())
        except TranslatePipeError:
            return measured
    return measured


def _restored(word: dict[str, str | bool]) -> StandIn:
    return StandIn(
        singular=str(word["singular"]),
        plural=str(word["plural"]),
        lemma=str(word["lemma"]),
        gender=str(word["gender"]),
        animate=bool(word["animate"]),
        plural_only=bool(word["plural_only"]),
        is_name=bool(word["is_name"]),
    )


def _remembered(cache: Path | None) -> dict[str, list[dict[str, str | bool]]]:
    try:
        content = json.loads(cache.read_text(encoding="utf-8")) if cache is not None else {}
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def measure_stand_ins(engine: Engine, morphology: Morphology) -> tuple[StandIn, ...]:
    """Translate each word of the pool in each carrier and keep the words that come out the same."""
    language = language_of(engine.source_locale)
    pool, carriers = POOLS.get(language, ()), CARRIERS.get(language, ())
    sources = [
        capitalise(carrier.format(word if word[0].isupper() else f"the {word}"))
        for word, _ in pool
        for carrier in carriers
    ]
    outputs = [hypotheses[0].text for hypotheses in engine.translate(sources)] if sources else []
    lemmas = [_nouns(text, morphology) for text in outputs]
    common = Counter(lemma for found in lemmas for lemma in found)
    stable = []
    for index, (singular, plural) in enumerate(pool):
        own = lemmas[index * len(carriers) : (index + 1) * len(carriers)]
        counts = Counter(lemma for found in own for lemma in found)
        # A lemma that the carriers themselves bring along turns up with many words: it is no translation.
        rated = [
            (count, lemma)
            for lemma, count in counts.items()
            if count >= STABLE_SHARE * len(carriers) and common[lemma] <= 2 * len(carriers)
        ]
        if rated:
            _, lemma = max(rated)
            noun = next(found[lemma] for found in own if lemma in found)
            stable.append(_stand_in(singular, plural, noun, morphology))
    return tuple(stable)


def _nouns(text: str, morphology: Morphology) -> dict[str, WordForm]:
    words = "".join(letter if letter.isalpha() or letter == "-" else " " for letter in text).split()
    readings = (next(iter(morphology.analyse(word)), None) for word in words)
    return {reading.lemma: reading for reading in readings if reading is not None and reading.pos == "noun"}


def _stand_in(singular: str, plural: str, noun: WordForm, morphology: Morphology) -> StandIn:
    name = singular[0].isupper()
    lemma = capitalise(noun.lemma) if name else noun.lemma
    entry = TermEntry(singular, (lemma,), pos="name" if name else "noun")
    head = morphology.head(entry) or noun
    numbers = {form.number for form in morphology.paradigm(entry)}
    return StandIn(singular, plural, lemma, head.gender, bool(head.animate), numbers == {"plural"}, name)


def choose_stand_in(
    match: TermMatch, stand_ins: Sequence[StandIn], morphology: Morphology, avoid: str
) -> StandIn | None:
    """Return a stand-in of the same gender, number and animacy as the target term, not found in `avoid`."""
    head = morphology.head(match.entry) if match.entry.targets else None
    if head is None or match.entry.status == "do-not-translate":
        return None
    plural_only = {form.number for form in morphology.paradigm(match.entry)} == {"plural"}
    present = avoid.lower()
    for want_name in (match.entry.pos == "name", match.entry.pos != "name"):
        for word in stand_ins:
            fits = word.plural_only == plural_only and (plural_only or word.gender == head.gender)
            if (
                fits
                and word.is_name == want_name
                and word.animate == bool(head.animate)
                and word.singular.lower() not in present
            ):
                return word
    return None


def put_stand_ins(source: str, matches: Sequence[TermMatch], chosen: Sequence[StandIn | None]) -> str:
    """Return the source with each match that has a stand-in replaced by it, in number and possessive."""
    text = source
    pairs = [(match, word) for match, word in zip(matches, chosen, strict=True) if word is not None]
    for match, word in sorted(pairs, key=lambda pair: pair[0].span, reverse=True):
        shown = word.plural if match.plural else word.singular
        if match.possessive and match.surface.endswith(("'s", "’s", "'", "’")):
            shown += "'" if match.plural and shown.endswith("s") else "'s"
        before = text[: match.span.start]
        if before.lower().endswith((" a ", " an ")) or before.lower() in ("a ", "an "):
            article = "an " if shown[0].lower() in "aeiou" else "a "
            kept = before[: before.rstrip().rfind(" ") + 1]
            before = kept + (article if kept else capitalise(article))
        if word.is_name and before.lower().endswith("the "):
            before = before[:-4]
        if match.surface[0].isupper() and not before.strip("\"'«„“‘([ "):
            shown = capitalise(shown)
        text = before + shown + text[match.span.end :]
    return text


def take_back(
    text: str,
    matches: Sequence[TermMatch],
    chosen: Sequence[StandIn | None],
    morphology: Morphology,
) -> str | None:
    """Put the terms where their stand-ins' translations stand, in the same case and number.

    Returns:
        The new text, or None if a stand-in is missing, doubled or left untranslated.
    """
    places: list[tuple[Span, TermMatch, str]] = []
    for match, word in zip(matches, chosen, strict=True):
        if word is None:
            continue
        held = TermEntry(word.singular, (word.lemma,), pos="name" if word.is_name else "noun")
        found = morphology.find_term(held, text)
        if len(found) != 1 or word.singular.lower() in text.lower():
            return None
        span, form = found[0]
        text_form = None
        if form is not None and (form.case or form.number):
            number = None if len({f.number for f in morphology.paradigm(match.entry)}) == 1 else form.number
            text_form = morphology.inflect_phrase(match.entry, form.case, number)
        if text_form is None:
            forms = candidate_forms(match, morphology)
            if len(forms) != 1:
                return None
            text_form = forms[0]
        places.append((span, match, text_form))
    for span, match, text_form in sorted(places, key=lambda place: place[0], reverse=True):
        text = _put(text, span, match.entry, text_form, morphology)
    return text


def _put(text: str, span: Span, entry: TermEntry, form: str, morphology: Morphology) -> str:
    """Put a form in the place of a stand-in, or one of the same case that suits the article before it."""
    if isinstance(morphology, FittingMorphology):
        paradigm = morphology.paradigm(entry)
        cells = {(each.case, each.number) for each in paradigm if each.text == form}
        alike = [each.text for each in paradigm if (each.case, each.number) in cells]
        for each in dict.fromkeys((form, *alike)):
            for fitted, _ in morphology.fit_form(text, span, entry, each):
                return fitted
    return put_form(text, span, form, morphology)[0]

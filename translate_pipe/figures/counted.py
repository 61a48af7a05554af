"""What a number counts: the noun behind it, in the form that the number asks for where nouns decline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from translate_pipe.figures.compare import month_names
from translate_pipe.figures.find import Figure, number_of
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, same_value, word_before
from translate_pipe.figures.render import DECLINING
from translate_pipe.locales import language_of
from translate_pipe.model import MORPHOLOGY_CASES, Morphology, Span, TermEntry, WordForm

_CASES = ("accusative", "genitive", "dative", "instrumental", "locative")
# "More than", after which Russian and Ukrainian count in the genitive without a preposition.
_COMPARING = frozenset({"более", "менее", "больше", "меньше", "більше", "менше"})
_ONE = re.compile(rf"[{SPACES}]([^\W\d_]+)(?![\w-])")
_TWO = re.compile(rf"[{SPACES}]([^\W\d_]+)[{SPACES}]([^\W\d_]+)(?![\w-])")
# Nouns that a number dates or numbers more often than it counts them: 2022 году, 5 классе.
_DATED = frozenset({"год", "рік", "век", "вік", "столетие", "століття", "число", "класс", "клас"})
_PLURAL = re.compile(
    rf"[{SPACES}](?:[a-z]+[{SPACES}])?(?:[a-z]+s|people|men|women|children)(?![\w'’-])"
)  # fmt: skip
_SINGULAR = re.compile(rf"[{SPACES}][a-z]+(?![\w'’])")
# Article 5, COVID-19: a number behind a capital is a name.
_NAME_BEFORE = re.compile(rf"(?:[A-Z][\w-]*|[^\W\d_]+[–—-])[{SPACES}]?$")


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun behind a number, perhaps with an adjective, in the dictionary form and where it stands."""

    span: Span
    entry: TermEntry


def governed_case(entry: TermEntry, before: str, morphology: Morphology) -> str:
    """Return the case that the word before a number asks for; the accusative is that of a sum by itself."""
    if before.casefold() in _COMPARING:
        return "genitive"
    if not _is_preposition(before, morphology):
        return "accusative"
    for case in _CASES:
        form = morphology.inflect_phrase(entry, case, "plural") or ""
        text = f"{before} {form}"
        if form and morphology.agree(text, Span(len(text) - len(form), len(text)), entry):
            return case
    return "accusative"


def _is_preposition(word: str, morphology: Morphology) -> bool:
    return bool(word) and any(form.pos == "preposition" for form in morphology.analyse(word)[:2])


def count_noun(entry: TermEntry, value: Decimal, case: str, morphology: Morphology) -> str | None:
    """Return a noun as it stands behind a number in a case: behind decimals in the genitive singular."""
    if value != value.to_integral_value():
        return morphology.inflect_phrase(entry, "genitive", "singular")
    return morphology.inflect_with_numeral(entry, int(value), case)


def noun_behind(text: str, at: int, locale: str, morphology: Morphology) -> Counted | None:
    """Return the noun that stands right behind a number, None where there is none or it is no counted one."""
    two, one = _TWO.match(text, at), _ONE.match(text, at)
    for found in (two if language_of(locale) == "ru" else None, one):
        if found is None:
            continue
        words = found.groups()
        last = morphology.analyse(words[-1])[0]
        first = morphology.analyse(words[0])[0]
        if last.pos != "noun" or not last.known or words[-1] != words[-1].lower():
            continue
        if len(words) == 2 and (first.pos not in ("adjective", "participle") or words[0] != words[0].lower()):
            continue
        if words[-1].casefold() in month_names(locale):
            return None
        span = Span(found.start(1), found.end(len(words)))
        name = morphology.dictionary_form(span.of(text))
        entry = TermEntry(name, (name,), pos="noun")
        # Of крупнейших титулов the dictionary would make крупный титул.
        if len(words) == 1 or any(_same(one.text, span.of(text)) for one in morphology.paradigm(entry)):
            return Counted(span, entry)
    return None


def recount(
    text: str, place: Span, before: Figure, after: Figure, locale: str, morphology: Morphology | None
) -> tuple[Span, str] | None:
    """Return the noun behind a changed number and the form that the new number asks for, None if it stays.

    Args:
        place: where the digits of the new number stand.
        before: the number that the noun was made for.
    """
    old, new = number_of(before), number_of(after)
    if morphology is None or language_of(locale) not in DECLINING or old is None or new is None:
        return None
    noun = noun_behind(text, place.end, locale, morphology)
    if noun is None or _is_dated(noun, after):
        return None
    cases = [
        case
        for case in MORPHOLOGY_CASES
        if _same(count_noun(noun.entry, old, case, morphology), noun.span.of(text))
    ]
    if not cases:
        return None
    preceding = word_before(text, place.start)
    case = governed_case(noun.entry, preceding, morphology)
    if case == "accusative" and not _is_preposition(preceding, morphology):
        case = "nominative"
    written = count_noun(noun.entry, new, case if case in cases else cases[0], morphology)
    return (noun.span, _spelt_as(text, written)) if written else None


def _same(form: str | None, written: str) -> bool:
    return form is not None and form.casefold().replace("ё", "е") == written.casefold().replace("ё", "е")


def _is_dated(noun: Counted, figure: Figure) -> bool:
    """Tell whether a number rather dates than counts: 2022 году."""
    return noun.entry.source in _DATED and len(figure.digits) == 4 and figure.digits.isdigit()


def judge_counted(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on nouns that no number of that value can have behind it, in any case: 101 пассажиров.

    Only where the source counts too, a plural right behind the number.
    """
    morphology = pair.morphology
    if morphology is None or language_of(pair.target_locale) not in DECLINING:
        return
    for figure in pair.own:
        value = number_of(figure)
        if value is None or figure.scale != 1 or figure.is_percent or not _counts(pair.source, figure):
            continue
        equal = [one for one in pair.other if same_value(one, figure) and one.scale == 1]
        if len(equal) != 1 or equal[0].kind != "number":
            continue
        verdict = judge_noun(pair, figure, value, equal[0], morphology)
        if verdict is not None:
            yield verdict


def _counts(text: str, figure: Figure) -> bool:
    if _NAME_BEFORE.search(text[: figure.span.start]) and figure.span.start:
        return False
    pattern = _SINGULAR if figure.digits == "1" else _PLURAL
    return bool(pattern.match(text, figure.span.end))


def judge_noun(
    pair: Pair, figure: Figure, value: Decimal, said: Figure, morphology: Morphology, *, sure: bool = False
) -> Verdict | None:
    """Return a verdict on the noun behind a number if no case of it suits the number, else None.

    Args:
        sure: the number surely counts, even behind a noun: в размере 1 фунта.
    """
    before = word_before(pair.target, said.span.start)
    behind_noun = bool(before) and morphology.analyse(before)[0].pos == "noun"
    if behind_noun and not sure:
        return None
    noun = noun_behind(pair.target, said.span.end, pair.target_locale, morphology)
    if noun is None or noun.entry.source in _DATED:
        return None
    written = noun.span.of(pair.target)
    if " " in written or _suits(written, value, morphology):
        return None
    forms = {case: count_noun(noun.entry, value, case, morphology) for case in MORPHOLOGY_CASES}
    if None in forms.values():
        return None
    case = "nominative" if _at_start(pair, said) else governed_case(noun.entry, before, morphology)
    if behind_noun:
        case = "genitive"
    free = case == "accusative" and not _is_preposition(before, morphology)
    # 21 книга lies there, someone reads 21 книгу: told only where the verb has its subject before it.
    if (
        free
        and forms["nominative"] != forms["accusative"]
        and not _has_subject(pair.target, said, morphology)
    ):
        return None
    right = forms[case]
    return Verdict(figure.span, "form", noun.span, _spelt_as(pair.target, right)) if right else None


def _suits(word: str, value: Decimal, morphology: Morphology) -> bool:
    """Tell whether some reading of a noun can stand behind a number, whatever the case of the whole."""
    whole = value == value.to_integral_value()
    last, teen = int(value) % 10, int(value) % 100 // 10 == 1
    for form in morphology.analyse(word):
        if form.pos != "noun":
            continue
        if not form.case:
            return True
        if whole and last == 1 and not teen:
            suits = form.number == "singular"
        elif form.number == "plural" and form.case not in ("nominative", "accusative"):
            suits = True
        else:
            paucal = not whole or (last in (2, 3, 4) and not teen)
            suits = paucal and _is_paucal(form, morphology)
        if suits:
            return True
    return False


def _is_paucal(form: WordForm, morphology: Morphology) -> bool:
    """Tell whether a form is the one behind 2, 3, 4: Russian два места, Ukrainian два місця."""
    if language_of(morphology.locale) == "ru":
        return (form.case, form.number) == ("genitive", "singular")
    return form.number == "plural" or (form.case, form.number) == ("genitive", "singular")


def _spelt_as(text: str, word: str) -> str:
    """Return a word with ё only where the text has it too."""
    return word if "ё" in text.casefold() else word.replace("ё", "е")


def _has_subject(text: str, said: Figure, morphology: Morphology) -> bool:
    """Tell whether a verb and right before it a noun in the nominative stand before a number."""
    verb = word_before(text, said.span.start)
    noun = word_before(text, said.span.start - len(verb) - 1) if verb else ""
    if not noun or morphology.analyse(verb)[0].pos != "verb" or verb.endswith(("ся", "сь")):
        return False
    readings = morphology.analyse(noun)[:2]
    return any(form.pos in ("noun", "pronoun") and form.case == "nominative" for form in readings)


def _at_start(pair: Pair, said: Figure) -> bool:
    return not pair.target[: said.span.start].strip(' «"“')

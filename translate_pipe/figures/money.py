"""Sums of money: found by sign, code or word; judged by amount and currency; written as the locale does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from translate_pipe.figures.counted import count_noun, governed_case, judge_noun
from translate_pipe.figures.currencies import (
    codes_of_word,
    currency_name,
    currency_signs,
    currency_stems,
    is_bare,
    is_code,
)
from translate_pipe.figures.find import Figure, number_of
from translate_pipe.figures.quantity import (
    NO_BREAK,
    SPACES,
    Pair,
    Verdict,
    is_closed,
    same_value,
    word_after,
    word_before,
)
from translate_pipe.figures.render import DECLINING, babel_locale, render_figure
from translate_pipe.locales import language_of
from translate_pipe.model import Morphology, Span, TermEntry

_CODE_BEFORE = re.compile(rf"(?<!\w)([A-Z]{{3}})[{SPACES}]?$")
_CODE_AFTER = re.compile(rf"[{SPACES}]?([A-Z]{{3}})(?!\w)")
_WORDS_AFTER = re.compile(rf"(?:[{SPACES}]|-(?=[^\W\d_]))([^\W\d_]+)(?:[{SPACES}]([^\W\d_]+))?")
_ANY_SIGN = re.compile(r"[$£€¥₽₴₹₩₪₺₸\u20a0-\u20cf]")
# долл., руб.
_SHORTENED = re.compile(r"(?<!\w)([^\W\d_]{2,})\.")
# What joins a million and the noun; elsewhere the sign stands behind the million.
_JOINTS = {"de": "", "fr": "de ", "es": "de ", "pt": "de ", "ca": "de ", "it": "di "}
_MILLION = 10**6
_FITTING = frozenset({"genitive", "dative", "instrumental", "locative"})


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money: its stretch with the sign or the name, the figure, and what says the currency.

    `codes` are the currencies that it may be; `sign` is as written, "" where a word names it.
    """

    span: Span
    figure: Figure
    codes: frozenset[str]
    sign: str = ""
    leads: bool = False
    named: bool = False


def find_money(text: str, locale: str, figures: tuple[Figure, ...]) -> list[Money]:
    """Return the sums of money among the figures of a text, in order."""
    signs = currency_signs(locale)
    found = []
    for figure in figures:
        if figure.kind == "number" and not figure.is_percent:
            money = _read_money(text, locale, figure, signs)
            if money is not None:
                found.append(money)
    return found


def _read_money(text: str, locale: str, figure: Figure, signs: dict[str, str]) -> Money | None:
    start, end = figure.span.start, figure.span.end
    sign, leads = "", False
    for one in sorted(signs, key=len, reverse=True):
        for space in ("", " ", NO_BREAK):
            if text.endswith(one + space, 0, start):
                sign, leads, start = one, True, start - len(one + space)
                break
            if text.startswith(space + one, end):
                sign, end = one, end + len(space + one)
                break
        if sign:
            break
    if not sign:
        before, after = _CODE_BEFORE.search(text, max(0, start - 5), start), _CODE_AFTER.match(text, end)
        if before and is_code(before[1]):
            sign, leads, start = before[1], True, before.start()
        elif after and is_code(after[1]):
            sign, end = after[1], after.end()
    word, codes, word_end = _named(text, locale, end)
    own = frozenset({signs.get(sign, sign)}) if sign else codes
    if word and (not sign or own & codes):
        end = word_end
    elif not sign:
        return None
    return Money(Span(start, end), figure, own, sign, leads, bool(word))


def _named(text: str, locale: str, at: int) -> tuple[str, frozenset[str], int]:
    """Return the noun behind a figure, perhaps after an adjective, that names a currency; and its end."""
    found = _WORDS_AFTER.match(text, at)
    for group in (1, 2) if found else ():
        word = found[group] if found else None
        codes = codes_of_word(word, locale) if word else frozenset()
        if found and word and codes:
            return word, codes, found.end(group)
    return "", frozenset(), at


def judge_money(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each sum of the source whose number the target says."""
    if not _may_hold_money(pair.source, pair.source_locale):
        return
    sums = find_money(pair.source, pair.source_locale, pair.own)
    said = find_money(pair.target, pair.target_locale, pair.other) if sums else []
    for money in sums:
        equal = [one for one in said if same_value(one.figure, money.figure)]
        same = next((one for one in equal if _same_currency(one, money, pair.target_locale)), None)
        if same is not None:
            said.remove(same)
            yield _judge_form(pair, money, same)
        elif equal:
            said.remove(equal[0])
            place, kept = equal[0].span, _as_written(pair, money)
            yield Verdict(money.span, "wrong", place, _render_at(pair, money, place), kept=kept)
        else:
            yield from _judge_bare(pair, money)


def _as_written(pair: Pair, money: Money) -> str:
    """Return a sum as the source writes it, "" where words belong to it (pounds, million)."""
    wordless = bool(money.sign) and not money.named and money.figure.scale == 1
    return money.span.of(pair.source) if wordless else ""


def _may_hold_money(text: str, locale: str) -> bool:
    if _ANY_SIGN.search(text) or any(is_code(code) for code in re.findall(r"\b[A-Z]{3}\b", text)):
        return True
    small = text.casefold()
    return any(stem in small for stem in currency_stems(locale))


def _same_currency(one: Money, other: Money, locale: str) -> bool:
    if one.codes & other.codes or (one.sign and one.sign == other.sign):
        return True
    # A bare sign or noun leaves the country open: $5 may be 5 canadian dollars.
    nouns = [{currency_name(code, locale, bare=True) for code in money.codes} for money in (one, other)]
    open_country = (not one.sign or is_bare(one.sign)) or (not other.sign or is_bare(other.sign))
    return open_country and bool(nouns[0] & nouns[1])


def _judge_form(pair: Pair, money: Money, said: Money) -> Verdict:
    """A sign where the locale does not put it is foreign; a name never is."""
    doubled = bool(said.sign and said.named)
    foreign = bool(said.sign) and said.leads != _sign_leads(pair.target_locale)
    if not (doubled or foreign) or not _noun_may_stand(pair, said.span):
        return _judge_count(pair, money, said) or Verdict(money.span, "right")
    return Verdict(money.span, "form", said.span, _render_at(pair, money, said.span))


def _judge_count(pair: Pair, money: Money, said: Money) -> Verdict | None:
    """A currency by its name is counted as any noun: not 1 фунтов."""
    value = number_of(said.figure)
    if pair.morphology is None or not said.named or said.figure.scale != 1 or value is None:
        return None
    if language_of(pair.target_locale) not in DECLINING:
        return None
    verdict = judge_noun(pair, money.figure, value, said.figure, pair.morphology, sure=True)
    return replace(verdict, source=money.span) if verdict else None


def _judge_bare(pair: Pair, money: Money) -> Iterator[Verdict]:
    bare = next((one for one in pair.other if same_value(one, money.figure)), None)
    if bare is None or _speaks_of(pair.target, money, pair.target_locale):
        return
    place = bare.span if is_closed(pair.target, bare.span.end, pair.morphology) else None
    if place is None and language_of(pair.target_locale) not in DECLINING:
        # What follows may be a currency by a name that is not known: 5 pound, 5ポンド.
        return
    written = _render_at(pair, money, place) if place else ""
    yield Verdict(money.span, "wrong", place, written, lost=True, kept=_as_written(pair, money))


def _speaks_of(text: str, money: Money, locale: str) -> bool:
    """Tell whether a text names a currency anywhere, even within a word: 5-долларовый."""
    signs = currency_signs(locale)
    if any(sign in text for sign, code in signs.items() if code in money.codes) or _ANY_SIGN.search(text):
        return True
    if any(code in text for code in money.codes):
        return True
    small = text.casefold()
    shortened = _SHORTENED.findall(small)
    stems = [stem for stem, codes in currency_stems(locale).items() if codes & money.codes]
    return any(stem in small or any(stem.startswith(word) for word in shortened) for stem in stems)


def _noun_may_stand(pair: Pair, place: Span) -> bool:
    """Tell whether a noun can stand where there was a sign: not before one that it could not govern."""
    if language_of(pair.target_locale) not in DECLINING or pair.morphology is None:
        return True
    if is_closed(pair.target, place.end, pair.morphology):
        return True
    word = word_after(pair.target, place.end)
    if not word:
        return False
    forms = pair.morphology.analyse(word)
    return any(form.pos not in ("noun", "adjective", "participle") or form.case in _FITTING for form in forms)


def _sign_leads(locale: str) -> bool:
    return str(babel_locale(locale).currency_formats["standard"].pattern).startswith("¤")


def _render_at(pair: Pair, money: Money, place: Span) -> str:
    return render_money(money, pair.target_locale, pair.morphology, word_before(pair.target, place.start))


def render_money(money: Money, locale: str, morphology: Morphology | None, before: str = "") -> str:
    """Write a sum as the locale does: with the noun where nouns decline, else with the sign.

    Args:
        before: the word before it, which may ask for a case.
    """
    number = render_figure(money.figure, locale)
    code = min(money.codes, key=lambda one: (one != "USD", one))
    bare = is_bare(money.sign) or not money.sign
    if language_of(locale) in DECLINING and morphology is not None:
        entry = TermEntry(code, (currency_name(code, locale, bare=bare),), pos="noun")
        noun = _count(entry, money.figure, before, morphology)
        if noun:
            return f"{number} {noun}"
    joint = _JOINTS.get(language_of(locale))
    if joint is not None and money.figure.scale >= _MILLION:
        noun = currency_name(code, locale, bare=bare, count=5)
        joint = "d’" if language_of(locale) == "fr" and noun[0] in "aeiouh" else joint
        return f"{number} {joint}{noun}"
    sign = money.sign if money.sign and not money.sign.isalpha() else _sign_of(code, locale)
    if _sign_leads(locale):
        return sign + (NO_BREAK if sign.isalpha() else "") + number
    return f"{number}{NO_BREAK}{sign}"


def _sign_of(code: str, locale: str) -> str:
    return str(babel_locale(locale).currency_symbols.get(code, code))


def _count(entry: TermEntry, figure: Figure, before: str, morphology: Morphology) -> str | None:
    value = number_of(figure)
    if figure.scale != 1 or value is None:
        return morphology.inflect_phrase(entry, "genitive", "plural")
    return count_noun(entry, value, governed_case(entry, before, morphology), morphology)

"""What an engine copies from the source: "25 km", "25th", "1990s", "1.5"; written as the locale does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel.units import format_unit

from translate_pipe.figures.find import Figure, number_of
from translate_pipe.figures.percent import is_percentage
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, same_value, word_after, word_before
from translate_pipe.figures.render import DECLINING, babel_locale, render_number
from translate_pipe.locales import language_of
from translate_pipe.model import Morphology, Span, TermEntry

# The units that texts speak of, by their names in the locale data; those whose sign is a letter that means
# something else more often (h, s, t) are left out.
_UNITS = (
    *("length-kilometer", "length-meter", "length-centimeter", "length-millimeter"),
    *("length-mile", "length-yard", "length-foot", "length-inch"),
    *("mass-kilogram", "mass-gram", "mass-milligram", "mass-pound", "mass-ounce"),
    *("area-square-kilometer", "area-square-meter", "area-hectare", "area-square-mile"),
    *("volume-cubic-meter", "volume-liter", "volume-milliliter"),
    *("speed-kilometer-per-hour", "speed-mile-per-hour", "speed-meter-per-second"),
    *("temperature-celsius", "temperature-fahrenheit"),
    *("power-kilowatt", "power-megawatt", "power-gigawatt", "energy-kilowatt-hour"),
    *("digital-gigabyte", "digital-megabyte", "digital-kilobyte", "digital-terabyte"),
    *("frequency-megahertz", "frequency-gigahertz"),
)
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,4})(st|nd|rd|th)(?!\w)")
_DECADE = re.compile(r"(?<![\w.,])(?:['’]?(\d0)|(\d{3}0))['’]?s(?!\w)")
_ORDINAL_SIGNS = {"de": "{}.", "fr": "{}e", "es": "{}.º", "pt": "{}.º", "it": "{}º", "pl": "{}."}
_DECADES = {"ru": "{}-е", "uk": "{}-ті"}
_OBLIQUE_DECADES = {"ru": "{}-х", "uk": "{}-х"}
_ORDINAL_WORDS = {
    "ru": ("нулевой", "первый", "второй", "третий", "четвертый", "пятый", "шестой", "седьмой", "восьмой",
           "девятый"),
}  # fmt: skip
_VOWELS = "аеёиоуыэюя"
# A number behind one of these, or behind a capitalised word, is the name of a part: its point is none.
_CLOCK = re.compile(r"\b(?:at|until|till|from|by|since|before|after|to)\s(?:[01]?\d|2[0-3])\.[0-5]\d$")
_LABELS = re.compile(
    r"(?:[A-Z]\w*|version|release|section|chapter|paragraph|figure|table|article|clause|part|rule|page|item"
    r"|number|no\.?|v\.?)\s?$"
)


def judge_points(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each number that stands in the target with the signs of the source locale."""
    for figure in pair.own:
        value = number_of(figure)
        if value is None or not re.search(r"[.,]", figure.digits):
            continue
        if not is_percentage(figure, pair.source) and figure.scale == 1 and _is_label(pair.source, figure):
            continue
        written = render_number(figure, pair.target_locale)
        for said in pair.other:
            if said.digits == figure.digits != written and same_value(said, figure) and said.kind == "number":
                place = Span(said.span.start, said.span.start + len(said.digits))
                named = word_before(pair.target, place.start)
                if not named or named != word_before(pair.source, figure.span.start):
                    yield Verdict(figure.span, "form", place, written)
                    break


def _is_label(text: str, figure: Figure) -> bool:
    """Tell whether the point of a figure may be none of decimals: version 2.5, at 7.30."""
    before = text[: figure.span.start]
    return bool(_LABELS.search(before) or _CLOCK.search(before + figure.digits))


def judge_units(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each measure whose sign of the source locale stands in the target."""
    signs = _unit_signs(pair.source_locale)
    for figure in pair.own:
        sign = _sign_behind(pair.source, figure, signs)
        if sign is None:
            continue
        for said in pair.other:
            copied = _sign_behind(pair.target, said, {sign[0]: sign[1]})
            if copied is None or not same_value(said, figure):
                continue
            wanted = _unit_text(sign[1], pair.target_locale, figure)
            place = Span(said.span.end, said.span.end + copied[2])
            if wanted and place.of(pair.target).replace("\u00a0", " ") != wanted.replace("\u00a0", " "):
                yield Verdict(figure.span, "form", place, wanted)
            break


def _sign_behind(text: str, figure: Figure, signs: dict[str, str]) -> tuple[str, str, int] | None:
    found = re.compile(rf"[{SPACES}]?([^\s\d,;:!?()]+)").match(text, figure.span.end)
    if found is None or figure.kind != "number":
        return None
    word = found[1].rstrip(".")
    unit = signs.get(word)
    return (word, unit, found.end() - figure.span.end - len(found[1]) + len(word)) if unit else None


@lru_cache(maxsize=16)
def _unit_signs(locale: str) -> dict[str, str]:
    signs: dict[str, str] = {}
    for unit in _UNITS:
        written = format_unit(5, unit, "short", locale=babel_locale(locale))
        sign = written.removeprefix("5").strip(SPACES)
        if written.startswith("5") and " " not in sign:
            signs.setdefault(sign, unit)
    return signs


def _unit_text(unit: str, locale: str, figure: Figure) -> str | None:
    value = number_of(figure) or 5
    written = format_unit(value, unit, "short", locale=babel_locale(locale))
    found = re.match(rf"\d(?:[\d.,{SPACES}’]*\d)?(.*)$", written)
    return found[1] if found else None


def judge_copies(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each English ordinal and decade that stands in the target as in the source."""
    language = language_of(pair.target_locale)
    for pattern, write in ((_ORDINAL, _write_ordinal), (_DECADE, _write_decade)):
        for own in pattern.finditer(pair.source):
            copied = re.search(rf"(?<!\w){re.escape(own.group())}(?!\w)", pair.target)
            if copied is None:
                continue
            place = Span(*copied.span())
            written = write(own, language, pair, place)
            if written:
                yield Verdict(Span(*own.span()), "form", place, written)


def _write_decade(own: re.Match[str], language: str, pair: Pair, place: Span) -> str | None:
    before = word_before(pair.target, place.start).casefold()
    oblique = _OBLIQUE_DECADES.get(language)
    digits = own[1] or own[2]
    if oblique and before and before not in ("в", "на", "у"):
        return oblique.format(digits)
    form = _DECADES.get(language)
    return form.format(digits) if form else None


def _write_ordinal(own: re.Match[str], language: str, pair: Pair, place: Span) -> str | None:
    if language in DECLINING:
        words = _ORDINAL_WORDS.get(language)
        return _decline_ordinal(own[1], words, pair, place) if words and pair.morphology else None
    form = _ORDINAL_SIGNS.get(language)
    return form.format(own[1]) if form else None


def _decline_ordinal(number: str, words: tuple[str, ...], pair: Pair, place: Span) -> str | None:
    """Write 25-я by the noun behind: its gender, case and number, and what agrees with the word before."""
    morphology = pair.morphology
    following = word_after(pair.target, place.end)
    if morphology is None or not following:
        return None
    before = word_before(pair.target, place.start)
    nouns = [form for form in morphology.analyse(following) if form.pos == "noun" and form.known]
    for noun in nouns:
        text = f"{before} {following}" if before else following
        span = Span(len(text) - len(following), len(text))
        if before and morphology.agree(text, span) is False:
            return None
        tens = int(number) % 100 // 10
        word = words[int(number) % 10] if tens != 1 and int(number) % 10 else ("десятый" if number else "")
        ordinal = _agreeing(word, noun.case, noun.number, noun.gender, morphology)
        if ordinal:
            tail = ordinal[-1:] if ordinal[-2] in _VOWELS else ordinal[-2:]
            return f"{number}-{tail}"
    return None


def _agreeing(word: str, case: str, number: str, gender: str, morphology: Morphology) -> str | None:
    for form in morphology.paradigm(TermEntry(word, (word,), pos="adjective")):
        if form.case == case and form.number == number:
            readings = morphology.analyse(form.text)
            if number == "plural" or any(
                one.case == case and one.number == number and one.gender == gender for one in readings
            ):
                return form.text
    return None

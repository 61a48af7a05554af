"""A language goes in; its nouns and adjectives, with what stands before them, come out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Literal, Protocol

from translate_pipe.morphology.romance.particles import Particles, form_before
from translate_pipe.morphology.romance.words import key, recase_like

NUMBERS = ("singular", "plural")
Naming = Literal["", "bare", "articled", "place"]


class Rules(Protocol):
    """What one language knows of its words; all words come and go in small letters.

    `pluralise` and `feminine` get what the tables of exceptions do not list.
    """

    def pluralise(self, word: str, gender: str) -> str:
        """Return the plural of a noun or adjective; `gender` is "" where nothing tells it.

        Where the plural depends on a gender that is not told, both are returned, parted by a slash.
        """

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what a word may be the plural of, likeliest first; () if it looks like no plural."""

    def adjective_singulars(self, word: str) -> tuple[str, ...]:
        """Return what an adjective may be the plural of besides, because nouns like it are no plurals."""

    def feminine(self, word: str) -> str:
        """Return the feminine of an adjective, which may be the same."""

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what an adjective may be the feminine of, likeliest first; () if it looks like none."""

    def onset(self, word: str, grammar: Grammar) -> str:
        """Return the class of the beginning of a word by which what stands before it is chosen, "" mostly."""


class Grammar(Particles):
    """The tables of one language and what is told by them."""

    def __init__(self, language: str, rules: Rules) -> None:
        super().__init__(language)
        self.rules = rules
        self.forms_of = lru_cache(maxsize=16384)(self._forms_of)
        self.read_adjective = lru_cache(maxsize=16384)(self._read_adjective)

    def onset(self, word: str) -> str:
        """Return the class of the beginning of a word."""
        return self.rules.onset(key(word), self)

    # Nouns and adjectives.

    def pluralise(self, word: str, gender: str = "") -> tuple[str, ...]:
        """Return the plurals of a noun or adjective, the usual one first."""
        low = key(word)
        if not low[-1:].isalpha() and low not in self.mapping("plurals"):
            return (word,)
        if len(word) > 1 and word.isupper():
            # pt. as ONGs, in other languages "le ONG".
            return tuple(dict.fromkeys((word + str(self.mapping("acronym_plural").get("ending", "")), word)))
        if low in self._short:
            return (recase_like(self.pluralise(self._full(self._short[low][0]))[0], word),)
        listed = self.mapping("plurals").get(low)
        if listed is None and "-" in low:
            return (self._pluralise_compound(word),)
        if listed is None:
            told, sure = (gender, True) if gender else self.gender_of(low)
            plural = self.rules.pluralise(low, told if sure else "")
            listed = low if low in self.words("invariable") else plural
        return tuple(recase_like(form, word) for form in str(listed).split("/"))

    def _pluralise_compound(self, word: str) -> str:
        first, _, rest = word.partition("-")
        inner = key(rest).partition("-")[0].partition("'")[0]
        if key(rest) in self.words("appositions") or inner in ("d", "en", "de", "à"):
            return f"{self.pluralise(first)[0]}-{rest}"
        if self._changes(key(first)):
            first = self.pluralise(first)[0]
        return f"{first}-{self.pluralise(rest)[0]}"

    def _changes(self, first: str) -> bool:
        """Tell whether the first part of a compound changes with the rest: primeiro-ministro, chef-lieu."""
        if "both" in self.words("compounds"):
            stays = self.words("prefixes") | self.words("verb_firsts")
            return first not in stays and not first.endswith("o")
        listed = self.words("prenominal")
        return first in listed or any(m in listed for m in self.rules.masculines(first))

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what a word may be the plural of, likeliest first; () if it is no plural by its looks."""
        low = key(word)
        listed_so = ("plural_names", "singular_in_s", "singular_in_vowel")
        singular = any(low in self.words(name) for name in listed_so)
        if (
            singular
            or low.partition("-")[0] in self.words("verbs_of_many")
            or (len(word) > 1 and word.isupper())
        ):
            return ()
        listed = self._singular_of.get(low)
        if listed:
            return listed
        head, _, last = low.rpartition("-")
        if head and last in self.words("appositions"):
            return tuple(f"{each}-{last}" for each in self.singulars(head))
        found = self._known_first(self.rules.singulars(last))
        if head and found:
            head = next(filter(self._changes, self.singulars(head)), head)
        return tuple(f"{head}-{each}" for each in found) if head else found

    def _known_first(self, candidates: tuple[str, ...]) -> tuple[str, ...]:
        """Return candidates in order, those first that the lists have as singulars."""
        listed = self.words("singular_in_vowel")
        return tuple(sorted(candidates, key=lambda one: one not in listed and one not in self._genders))

    @cached_property
    def _singular_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for singular, plurals in self.mapping("plurals").items():
            for plural in str(plurals).split("/"):
                if plural != singular:
                    found[plural] = (*found.get(plural, ()), singular)
        for plural, singular in self.mapping("singulars").items():
            found[plural] = (singular,)
        return found

    def cells_of(self, word: str) -> frozenset[tuple[str, str]]:
        """Return the genders and numbers that a noun likely has as it stands."""
        singulars = self.singulars(word)
        gender, sure = self.gender_of(singulars[0] if singulars else word)
        if singulars and self.changes_gender(singulars[0]):
            return frozenset({("f", "plural")})
        numbers = {"plural" if singulars else "singular"}
        if not singulars and self.pluralise(word) == (word,):
            numbers.add("plural")
        return frozenset((g, number) for g in (gender if sure else "mf") for number in numbers)

    def genders_shown(self, singular: str, plural: str) -> str:
        """Return the genders of which a plural is the form, both if it is that of both: it. giornaliste."""
        return "".join(g for g in "mf" if key(plural) in map(key, self.pluralise(singular, g))) or "mf"

    def changes_gender(self, word: str) -> bool:
        """Tell whether a masculine noun is feminine in the plural: uovo, uova."""
        return key(word) in self.words("feminine_plurals")

    def gender_of(self, word: str) -> tuple[str, bool]:
        """Return the gender of a noun in the singular, and whether it is sure."""
        low = key(word)
        genders = self._genders
        if len(word) > 1 and word.isupper():
            found = self._acronyms.get(low)
            return (found, True) if found else ("", False)
        if low not in genders and "-" in low:
            first, _, rest = low.partition("-")
            if first in self.words("verb_firsts"):
                # couvre-feu, porte-avions
                return "m", True
            low = rest if first in self.words("prefixes") else first
        given = genders.get(low) or self._told_by_ending(low)
        return (given, True) if given in ("m", "f") else ("m", False)

    def is_likely_masculine(self, word: str) -> bool:
        """Tell whether a noun is masculine if nothing around it shows another gender: pt. most in -e."""
        low = key(word)
        return low not in self._genders and self._told_by_ending(low) == "m?"

    def _told_by_ending(self, low: str) -> str:
        found = (self._endings.get(low[cut:]) for cut in range(1, len(low)))
        return next(filter(None, found), "mf")

    @cached_property
    def _endings(self) -> Mapping[str, str]:
        return {str(ending): str(gender) for ending, gender in self.mapping("gender_endings").items()}

    @cached_property
    def _genders(self) -> Mapping[str, str]:
        return {w: gender for gender, listed in self.mapping("genders").items() for w in listed.split()}

    @cached_property
    def _acronyms(self) -> Mapping[str, str]:
        listed = self.mapping("articled_acronyms")
        return {word: gender for gender, words in listed.items() for word in words.split()}

    def _forms_of(self, masculine: str) -> tuple[str, str, str, str]:
        """Return the four forms of an adjective in small letters: ms, fs, mp, fp."""
        head, _, last = masculine.rpartition("-")
        if head:
            ms, fs, mp, fp = self._forms_of(last)
            return f"{head}-{ms}", f"{head}-{fs}", f"{head}-{mp}", f"{head}-{fp}"
        feminine = self.mapping("feminines").get(masculine) or self.rules.feminine(masculine)
        return masculine, feminine, self.pluralise(masculine, "m")[0], self.pluralise(feminine, "f")[0]

    def _read_adjective(self, word: str) -> tuple[tuple[str, str, str], ...]:
        """Return readings of a word as an adjective: masculine singular, gender and number."""
        low = key(word)
        found: dict[tuple[str, str, str], None] = {}
        for singular in dict.fromkeys((*self.singulars(low), *self.rules.adjective_singulars(low), low)):
            for masculine in self._masculines(singular) or (singular,):
                for place, form in enumerate(self.forms_of(masculine)):
                    if form == low:
                        gender, number = "mf"[place % 2], NUMBERS[place // 2]
                        found[masculine, gender, number] = None
        return tuple(found)

    @cached_property
    def _masculine_of(self) -> Mapping[str, str]:
        return {f: m for m, f in self.mapping("feminines").items() if f != m}

    def _masculines(self, word: str) -> tuple[str, ...]:
        listed = self._masculine_of.get(word)
        if listed or word in self.mapping("feminines"):
            return (listed,) if listed else ()
        head, _, last = word.rpartition("-")
        found = self.rules.masculines(last)
        return tuple(f"{head}-{each}" for each in found) if head else found

    def adjective_forms(self, word: str) -> frozenset[tuple[str, str]]:
        """Return the genders and numbers that a word may have as an adjective."""
        low = key(word)
        if low in self._short:
            return self._short[low][1]
        return frozenset((g, n) for m, g, n in self.read_adjective(low) if self.is_adjective(m, low))

    def forms_beside(self, word: str) -> frozenset[tuple[str, str]]:
        """Return what a word right behind a noun may be as an adjective, one in -o that no list has too."""
        low = key(word)
        nouns = self._genders.keys() | self.words("name_heads") | self.words("function_words")
        nouns |= self.words("no_adjectives")
        return self.adjective_forms(word) or frozenset(
            (g, n)
            for m, g, n in self.read_adjective(low)
            if m.endswith("o") and len(m) > 3 and not nouns & {m, low}
        )

    def is_adjective(self, masculine: str, word: str) -> bool:
        """Tell whether an adjective is one by the lists or by its ending."""
        if key(word) in self.words("function_words") or key(word) in self.words("no_adjectives"):
            return False
        last = masculine.rpartition("-")[2]
        return self.is_listed(last) or (len(last) > 3 and last.endswith(self._adjective_endings))

    def is_listed(self, masculine: str) -> bool:
        """Tell whether an adjective is one by the lists."""
        return masculine in self.words("adjectives") or masculine in self._listed_masculines

    @cached_property
    def _listed_masculines(self) -> frozenset[str]:
        return frozenset((*self.mapping("feminines"), *self.words("prenominal"), *self.words("demonyms")))

    @cached_property
    def _adjective_endings(self) -> tuple[str, ...]:
        return tuple(self.words("adjective_endings"))

    def is_prenominal(self, word: str) -> bool:
        """Tell whether an adjective may stand before its noun."""
        listed, low = self.words("prenominal"), key(word)
        return (
            low in self._short or low in listed or any(m in listed for m, _, _ in self.read_adjective(word))
        )

    def inflect_adjective(
        self, word: str, gender: str, number: str, *, before: bool = False, onset: str = ""
    ) -> str:
        """Return an adjective for a gender and number; `before` its noun it may have another form (gran).

        Args:
            onset: the beginning of the word after it.
        """
        low = key(word)
        if low in self._short:
            name = self._short[low][0]
            masculine = self._full(name)
        else:
            every = [m for m, _, _ in self.read_adjective(low)]
            readings = [m for m in every if self.is_adjective(m, low)] or [m for m in every if m[-1] == "o"]
            name = masculine = next(filter(self.is_listed, readings), (*readings, low)[0])
        written = self.forms_of(masculine)[(gender == "f") + 2 * (number == "plural")]
        forms = self.mapping("before_noun").get(name)
        if before and forms:
            written = form_before(forms, gender, number, onset) or written
        return recase_like(written, word)

    def _full(self, name: str) -> str:
        """Return the masculine of an adjective that is listed with its forms before a noun."""
        return str(self.mapping("before_noun")[name].get("full", name))

    @cached_property
    def _short(self) -> Mapping[str, tuple[str, frozenset[tuple[str, str]]]]:
        """The forms that adjectives have before nouns only: under which name they are listed, their cells."""
        found: dict[str, tuple[str, frozenset[tuple[str, str]]]] = {}
        for name, forms in self.mapping("before_noun").items():
            for cell, written in forms.items():
                if cell == "full" or written == self._full(name):
                    continue
                number = "plural" if cell[1] == "p" else "singular"
                cells = found.get(written, (name, frozenset()))[1]
                found[written] = (name, cells | {(cell[0], number)})
        return found

    def naming_of(self, name: str) -> Naming:
        """Return whether a name has an article by itself, as the lists say (pt. a Rússia).

        Args:
            name: in small letters; words of a longer one are joined by underscores in the list.
        """
        return "place" if name.replace(" ", "_") in self.words("articled_places") else "bare"

    def is_bare_after(self, preposition: str) -> bool:
        """Tell whether names of places have no article after a preposition: it. in Russia, fr. en Russie."""
        return self.base(preposition) in self.words("bare_after")

    def is_singular(self, number: int) -> bool:
        """Tell whether a noun after a whole number is in the singular."""
        return number == 1 or (number == 0 and self.language == "fr")

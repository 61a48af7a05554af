"""A place in a text goes in; the preposition, determiners and adjectives around it come out."""

from __future__ import annotations

from translate_pipe.morphology.romance.grammar import Grammar
from translate_pipe.morphology.romance.particles import Determiner
from translate_pipe.morphology.romance.words import is_elided, key
from translate_pipe.morphology.words import QUOTES, Word, gap

Cell = tuple[str, str]
"""A gender and a number."""


class Surroundings:
    """The words around a phrase, as far as they may belong to it.

    `determiners` and `adjectives` are the positions of those before it, in order (todas las nuevas), `after`
    those of the adjectives that follow it, `predicates` of those that a verb says of it (la guerra ha sido
    larga), none where it may not be the subject. `preposition` is where it stands, the same position as the
    first determiner for `del`. `contracted` are the parts of such a word. `counted` tells whether a numeral
    from two on stands there. `partitive` is the position of a pronoun of which the phrase is the whole (una
    de las guerras).
    """

    def __init__(self, grammar: Grammar, words: tuple[Word, ...], start: int, end: int) -> None:
        self._grammar = grammar
        self.words = words
        self.start = start
        self.end = end
        self.determiners: list[int] = []
        self.adjectives: list[int] = []
        self.preposition: int | None = None
        self.contracted: tuple[str, str] | None = None
        self.counted = False
        self.quoted = start < len(words) and any(mark in words[start].before for mark in QUOTES)
        self._read_before()
        self.partitive = self._read_partitive()
        self.after = self._read_after()
        subject = self.preposition is None or self.partitive is not None
        self.predicates = self._read_predicates() if subject else ()

    def _read_before(self) -> None:
        grammar, position, figures = self._grammar, self.start, False
        while position > 0 and not gap(self.words[position].before):
            position -= 1
            word = self.words[position].text
            low = key(word)
            self.contracted = self._contraction_at(position)
            if self.contracted is not None:
                self.determiners.insert(0, position)
                self.preposition = position
                break
            if self._is_determiner(position):
                self.determiners.insert(0, position)
            elif self._is_preposition(position):
                self.preposition = position
                break
            elif self.determiners or low in grammar.words("function_words"):
                break
            elif low in grammar.words("numerals"):
                self.counted = True
            elif word.isdecimal():
                figures = True
            elif self._joins_adjectives(position) or low in grammar.words("adverbs"):
                continue
            elif not grammar.adjective_forms(word) or not grammar.is_prenominal(word):
                break
            else:
                self.adjectives.insert(0, position)
        # In "los 12 fusiles" the figure counts, in "el 9 de mayo" it does not.
        self.counted |= figures and self.number() == "plural"
        if not self.determiners and self.adjectives and not self.counted:
            # Without a determiner they may as well belong to what stands before.
            self.adjectives = [i for i in self.adjectives if i == self.start - 1]

    def _contraction_at(self, position: int) -> tuple[str, str] | None:
        """Return the parts of a contraction; fr. `Des`, it. `Dei` that begin a clause are articles alone."""
        word = self.words[position]
        begins = position == 0 or "." in word.before
        if begins and any(r.name == "indefinite" for r in self._grammar.read_determiner(word.text)):
            return None
        return self._grammar.contraction(word.text)

    def _joins_adjectives(self, position: int) -> bool:
        """Tell whether a word is the "and" between adjectives before the phrase: una larga y dura guerra."""
        grammar = self._grammar
        if position + 1 not in self.adjectives or key(self.words[position].text) not in grammar.words("and"):
            return False
        before = self.words[position - 1].text if position else ""
        if not before or not grammar.is_prenominal(before) or gap(self.words[position].before):
            return False
        return bool(grammar.adjective_forms(before) & grammar.adjective_forms(self.words[position + 1].text))

    def _read_partitive(self) -> int | None:
        grammar = self._grammar
        if not self.preposition or gap(self.words[self.preposition].before):
            return None
        is_of = grammar.base(self.preposition_text()) in grammar.words("partitives")
        if not is_of or not self.determiners or self.number() != "plural":
            return None
        return self.preposition - 1 if grammar.read_pronoun(self.words[self.preposition - 1].text) else None

    def _is_preposition(self, position: int) -> bool:
        """Tell whether a word is a preposition here; it. `secondo` after an article is an adjective."""
        word, grammar = self.words[position].text, self._grammar
        if not grammar.adjective_forms(word):
            return is_elided(word) or key(word) in grammar.words("prepositions")
        before = self.words[position - 1].text if position else ""
        determined = bool(before) and bool(grammar.read_determiner(before) or grammar.contraction(before))
        return key(word) in grammar.words("prepositions") and not determined

    def _is_determiner(self, position: int) -> bool:
        """Tell whether a word is a determiner here; pt. `a` before a masculine or plural is a preposition."""
        word = self.words[position].text
        readings = self._grammar.read_determiner(word)
        if not readings:
            return False
        if key(word) not in self._grammar.words("prepositions"):
            return True
        after = self.words[position + 1 : self.end]
        following = next((w.text for w in after if key(w.text) not in self._grammar.words("adverbs")), word)
        if following[0].isupper() and self._is_bare_name(following):
            return False
        if word[0].isupper():
            return True
        if self.determiners:
            nearer = self.readings(self.determiners[0])[0].name
            return nearer in self._grammar.words("after_articles")
        return self._may_be(following, {(r.gender, r.number) for r in readings})

    def _is_bare_name(self, word: str) -> bool:
        """Tell whether a word with a capital is a name that has no article by the lists: pt. a Lisboa."""
        grammar, low = self._grammar, key(word)
        common = low in grammar.words("name_heads") or low in grammar.words("articled_names")
        acronym = len(word) > 1 and word.isupper()
        return not common and not acronym and grammar.naming_of(low) == "bare" and not grammar.singulars(word)

    def _may_be(self, word: str, cells: set[Cell]) -> bool:
        grammar = self._grammar
        forms = grammar.adjective_forms(word) if grammar.is_prenominal(word) else frozenset()
        if forms:
            return bool(forms & cells)
        return bool(grammar.cells_of(word) & cells)

    def _read_after(self) -> tuple[int, ...]:
        """Return the adjectives after the phrase, as far as they surely are."""
        found = []
        for position in range(self.end, len(self.words)):
            word = self.words[position]
            if gap(word.before):
                break
            if key(word.text) in self._grammar.words("adverbs"):
                # Une attaque aussi forte.
                continue
            if key(word.text) in self._grammar.words("function_words"):
                break
            if word.text[0].isupper() or not self._grammar.adjective_forms(word.text):
                break
            if key(word.text) in self._grammar.words("verb_forms"):
                break
            found.append(position)
        joined = found[-1] + 1 if found else len(self.words)
        if joined + 1 < len(self.words) and self._joins_after(joined):
            found.append(joined + 1)
        return tuple(found)

    def _joins_after(self, position: int) -> bool:
        """Tell whether "and" joins one more adjective to those after: la guerra civil y política."""
        grammar, before, after = self._grammar, self.words[position - 1], self.words[position + 1]
        if key(self.words[position].text) not in grammar.words("and"):
            return False
        if gap(self.words[position].before) or gap(after.before) or after.text[0].isupper():
            return False
        following = self.words[position + 2] if position + 2 < len(self.words) else None
        if following and not gap(following.before) and grammar.adjective_forms(following.text):
            # "La guerra civil y política exterior": a noun with an adjective of its own.
            return False
        return bool(grammar.adjective_forms(before.text) & grammar.adjective_forms(after.text))

    def _read_predicates(self) -> tuple[int, ...]:
        """Return the adjectives and participles behind "to be", with nothing but adverbs between."""
        grammar, found, said = self._grammar, [], False
        position = self.after[-1] + 1 if self.after else self.end
        for place in range(position, len(self.words)):
            word = self.words[place]
            low = key(word.text)
            if gap(word.before):
                break
            if low in grammar.words("copulas"):
                said = True
            if said and low not in grammar.words("copulas") and grammar.adjective_forms(word.text):
                found.append(place)
            elif not any(low in grammar.words(name) for name in ("copulas", "before_copulas", "adverbs")):
                break
        return tuple(found)

    @property
    def first(self) -> int:
        """The first of the words that change with the phrase."""
        return min((*self.determiners, *self.adjectives, self.start))

    def readings(self, position: int) -> tuple[Determiner, ...]:
        """Return the readings of a determiner, the one in a contraction too."""
        if self.contracted is not None and position == self.preposition:
            return self._grammar.read_determiner(self.contracted[1])
        return self._grammar.read_determiner(self.words[position].text)

    def preposition_text(self) -> str:
        """Return the preposition before the phrase, that of a contraction too, "" if there is none."""
        if self.contracted is not None:
            return self.contracted[0]
        return self.words[self.preposition].text if self.preposition is not None else ""

    def cells(self) -> frozenset[Cell]:
        """Return the genders and numbers that determiners and adjectives before the phrase can have."""
        every = frozenset((g, n) for g in "mf" for n in ("singular", "plural"))
        for position in self.determiners:
            # "el agua" shows no gender.
            every &= {(r.gender, r.number) for r in self.readings(position)}
        for position in self.adjectives:
            every &= self._grammar.adjective_forms(self.words[position].text)
        return every - {("m", "singular"), ("f", "singular")} if self.counted else every

    def number(self) -> str:
        """Return the number that determiners and adjectives show, "" if they show none."""
        numbers = {number for _, number in self.cells()}
        shown = self.determiners or self.adjectives or self.counted
        return numbers.pop() if len(numbers) == 1 and shown else ""

    def onset_fits(self, position: int, gender: str, number: str) -> bool:
        """Tell whether a determiner has the form that the next word's beginning asks for."""
        grammar = self._grammar
        following = self.words[position + 1].text if position + 1 < len(self.words) else ""
        if position + 1 in self.determiners:
            return True
        own = [r for r in self.readings(position) if (r.gender, r.number) == (gender, number)]
        onset = grammar.onset(following) if following else ""
        written = {grammar.write_determiner(r.name, gender, number, onset) for r in own}
        parts = self.contracted if position == self.preposition else None
        return (parts[1] if parts else key(self.words[position].text)) in written

"""A target term goes in; its head noun, the adjectives that agree with it and what stays come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from translate_pipe.model import WordForm
from translate_pipe.morphology.core import NO_HINTS, Hints
from translate_pipe.morphology.romance.grammar import NUMBERS, Grammar, Naming
from translate_pipe.morphology.romance.plan import Plan, Slot
from translate_pipe.morphology.romance.words import is_elided, key, recase_like, split_words
from translate_pipe.morphology.words import Word, gap


@dataclass(frozen=True, slots=True)
class _Head:
    """The head noun: where it stands, its form in either number, its gender, "" if nothing tells it."""

    position: int
    singular: str
    number: str
    gender: str
    sure: bool


class PhraseReader:
    """Reads phrases of one language."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self.read = lru_cache(maxsize=8192)(self._read)

    def _read(self, target: str, hints: Hints = NO_HINTS) -> Plan:
        words = split_words(target)
        if not words:
            return Plan(target, "fixed", (), target)
        return _Phrase(self._grammar, target, words, hints).read()


class _Phrase:
    """One phrase on its way to a plan."""

    def __init__(self, grammar: Grammar, target: str, words: tuple[Word, ...], hints: Hints) -> None:
        self.grammar, self.target, self.hints = grammar, target, hints
        first = words[0].text
        definite = any(r.name == "definite" for r in grammar.read_determiner(first))
        brings = definite and len(words) > 1 and not gap(words[1].before) and not words[0].before
        self.article = first if brings else ""
        self.words = (replace(words[1], before=""), *words[2:]) if brings else words
        self.tail = target[words[-1].span.end :]

    def read(self) -> Plan:
        hints = self.hints
        if hints.pos == "adjective":
            return self._adjective()
        if hints.pos not in (None, "noun", "name") or hints.indeclinable:
            return self._fixed()
        first = self.words[0].text
        elided = is_elided(first) and not self.grammar.adjective_forms(first)
        closed = key(first) in self._closed_words() and not self._is_bare(first)
        if closed or elided:
            return self._fixed()
        head = self._find_head()
        if self._is_person(head):
            return self._name(head)
        slots = self._slots(head)
        numbers = self._numbers(head)
        gender = head.gender if head.sure or hints.gender else ""
        shown = WordForm(
            self.words[head.position].text, head.singular, "noun", "", numbers[0], head.gender, hints.animate
        )
        return Plan(
            self.target,
            "noun",
            slots,
            self.tail,
            shown,
            gender,
            numbers,
            self._naming(head),
            self.article,
            feminine_plural=self.grammar.changes_gender(head.singular),
            head_at=head.position,
        )

    def _closed_words(self) -> frozenset[str]:
        g = self.grammar
        return g.words("prepositions") | g.words("function_words") | g.words("conjunctions")

    def _adjective(self) -> Plan:
        slots = tuple(Slot(word.text, word.before) for word in self.words)
        return Plan(self.target, "adjective", slots, self.tail, numbers=NUMBERS)

    def _fixed(self) -> Plan:
        slots = tuple(Slot(word.text, word.before) for word in self.words)
        gender, number = self.hints.gender or "", self.hints.number or "singular"
        head = None
        if self.hints.pos in ("noun", "name") and gender:
            head = WordForm(self.target, self.target, "noun", "", number, gender, self.hints.animate)
        return Plan(self.target, "fixed", slots, self.tail, head, gender, (number,), article=self.article)

    # The head.

    def _find_head(self) -> _Head:
        position = 0
        while self._is_modifier(position):
            position += 1
        return self._head_at(position)

    def _is_modifier(self, position: int) -> bool:
        """Tell whether a word is an adjective or the like before the head: gran, primer, ex."""
        word = self.words[position].text
        if position + 1 >= len(self.words) or gap(self.words[position + 1].before):
            return False
        following = key(self.words[position + 1].text)
        closed = self._closed_words() | self.grammar.words("adverbs")
        if following in closed or self.grammar.read_determiner(following):
            return False
        if key(word) in self.grammar.words("adverbs") or key(word) in self.grammar.words("numerals"):
            return True
        if not self.grammar.is_prenominal(word):
            return False
        # In "segundo mundial" or "mayor general" the next word is the noun, in "medio ambiental" it is not.
        return following not in self.grammar.words("demonyms")

    def _head_at(self, position: int) -> _Head:
        grammar, hints, text = self.grammar, self.hints, self.words[position].text
        capital, low = text[0].isupper(), key(text)
        if capital and low in grammar.words("plural_names"):
            return _Head(position, text, "plural", *self._gender(text, position))
        singulars = grammar.singulars(text)
        is_plural = bool(singulars) and low not in grammar.words("always_singular")
        if capital and is_plural and not self._is_common(singulars[0]):
            # Carlos, Honduras: a name that only ends like a plural, unless its adjective is one.
            is_plural = self.hints.number == "plural" or self._adjective_number(position) == "plural"
        if low in grammar.words("bare_names") and capital and hints.number is None:
            is_plural = is_plural and self._adjective_number(position) == "plural"
        if hints.number is not None and (singulars or low in grammar.words("invariable")):
            is_plural = hints.number == "plural"
        singular = recase_like(singulars[0], text) if is_plural and singulars else text
        gender, sure = self._gender(singular, position)
        return _Head(position, singular, "plural" if is_plural else "singular", gender, sure)

    def _gender(self, singular: str, position: int) -> tuple[str, bool]:
        if self.hints.gender in ("m", "f"):
            return str(self.hints.gender), True
        gender, sure = self.grammar.gender_of(singular)
        told = self._told_by_article()
        if told and (not sure or not gender):
            return told, True
        if gender and sure:
            return gender, True
        shown = self._genders_around(position)
        return (shown, True) if shown else (gender, self.grammar.is_likely_masculine(singular))

    def _told_by_article(self) -> str:
        genders = {r.gender for r in self.grammar.read_determiner(self.article)} if self.article else set()
        return genders.pop() if len(genders) == 1 else ""

    def _genders_around(self, position: int) -> str:
        """Return the gender that an adjective beside a noun shows: joven ucraniana."""
        around = [self.words[i].text for i in range(position)]
        if position + 1 < len(self.words) and not gap(self.words[position + 1].before):
            around.append(self.words[position + 1].text)
        for word in around:
            genders = {gender for gender, _ in self.grammar.adjective_forms(word)}
            if len(genders) == 1:
                return genders.pop()
        return ""

    def _adjective_number(self, position: int) -> str:
        if position + 1 >= len(self.words) or gap(self.words[position + 1].before):
            return ""
        text = self.words[position + 1].text
        if not any(
            self.grammar.is_listed(masculine) for masculine, _, _ in self.grammar.read_adjective(text)
        ):
            return ""
        numbers = {number for _, number in self.grammar.adjective_forms(text)}
        return numbers.pop() if len(numbers) == 1 else ""

    def _is_common(self, singular: str) -> bool:
        return key(singular) in self.grammar.words("name_heads")

    # Names.

    def _is_person(self, head: _Head) -> bool:
        """Tell whether a phrase is a name of which nothing inflects: Vladímir Putin, Rusia, Nueva York."""
        text = self.words[0].text
        if not text[0].isupper() or self.article:
            return False
        if self._is_bare(text):
            return True
        small = [w.text for w in self.words if w.text[0].islower()]
        if any(key(w) not in self.grammar.words("prepositions") for w in small):
            return False
        if self._is_common(head.singular) or key(text) in self.grammar.words("articled_names"):
            return False
        if len(self.words) == 1:
            # Presidente alone is a noun at the beginning of a cell; Rusia, with such a source, is a name.
            return self.hints.proper or self.hints.pos == "name"
        following = self.words[head.position + 1 :] if head.position + 1 < len(self.words) else ()
        agreeing = bool(following) and (head.gender, head.number) in self.grammar.adjective_forms(
            following[0].text
        )
        return not agreeing and not small and not text.isupper()

    def _is_bare(self, text: str) -> bool:
        return text[0].isupper() and key(text) in self.grammar.words("bare_names") and len(self.words) > 1

    def _name(self, head: _Head) -> Plan:
        slots = tuple(Slot(word.text, word.before) for word in self.words)
        number = self.hints.number or head.number
        gender = self.hints.gender or (head.gender if head.sure else "")
        text = " ".join(word.text for word in self.words)
        shown = WordForm(text, text, "noun", "", number, gender, self.hints.animate)
        naming: Naming = self._naming(head)
        return Plan(self.target, "noun", slots, self.tail, shown, gender, (number,), naming)

    def _naming(self, head: _Head) -> Naming:
        grammar, text = self.grammar, self.words[0].text
        if self.article:
            return "articled"
        if not text[0].isupper():
            return ""
        low = key(text)
        if len(self.words) > 1 and grammar.naming_of(key(self.target)) == "place":
            return "place"
        if len(self.words) == 2 and grammar.naming_of(low) == "place" and grammar.words("bare_after"):
            # Russia Unita, a party; "Russia occidentale" is a country.
            return "bare" if self.words[1].text[0].isupper() else "articled"
        if low in grammar.words("articled_names") or (len(text) > 1 and text.isupper()):
            return "articled" if low in grammar.words("articled_names") or head.sure else ""
        if key(self.target) in grammar.words("bare_places"):
            return "bare"
        if self._is_bare(text):
            return "bare"
        if self._is_common(head.singular):
            return "articled"
        if len(self.words) == 1:
            return grammar.naming_of(low) if self.hints.proper or self.hints.pos == "name" else ""
        return "bare" if self._is_person(head) else "articled"

    # The words around the head.

    def _numbers(self, head: _Head) -> tuple[str, ...]:
        if self.hints.number:
            return (self.hints.number,)
        if head.number == "plural":
            return ("plural",)
        capital = self.words[0].text[0].isupper()
        named = self.hints.proper and capital and len(self.words) > 1
        listed = capital and key(self.words[0].text) in self.grammar.words("articled_names")
        if self.hints.pos == "name" or named or listed:
            return ("singular",)
        return NUMBERS

    def _slots(self, head: _Head) -> tuple[Slot, ...]:
        slots = [self._adjective_slot(i, head, before=True) for i in range(head.position)]
        slots.append(self._noun_slot(head))
        slots += self._rest(head)
        return tuple(slots)

    def _noun_slot(self, head: _Head) -> Slot:
        word = self.words[head.position]
        if head.number == "plural":
            plurals: tuple[str, ...] = (word.text,)
        else:
            plurals = self.grammar.pluralise(word.text, head.gender if head.sure else "")
        return Slot(word.text, word.before, (head.singular,), plurals)

    def _adjective_slot(self, position: int, head: _Head, *, before: bool = False) -> Slot:
        word = self.words[position]
        closed = self.grammar.words("adverbs") | self.grammar.words("numerals")
        if key(word.text) in closed or self._cell_of(head) not in self._forms_of(position, head):
            return Slot(word.text, word.before)
        onset = self.grammar.onset(self.words[position + 1].text) if before else ""
        made = [
            (word.text,)
            if number == head.number
            else (self._inflect(word.text, head, number, before=before, onset=onset),)
            for number in NUMBERS
        ]
        return Slot(word.text, word.before, *made)

    def _forms_of(self, position: int, head: _Head) -> frozenset[tuple[str, str]]:
        """Return the genders and numbers of an adjective; right behind the head the lists may lack it."""
        text = self.words[position].text
        if position == head.position + 1 and not gap(self.words[position].before):
            return self.grammar.forms_beside(text)
        return self.grammar.adjective_forms(text)

    def _inflect(self, word: str, head: _Head, number: str, *, before: bool, onset: str) -> str:
        gender = "f" if number == "plural" and self.grammar.changes_gender(head.singular) else head.gender
        return self.grammar.inflect_adjective(word, gender or "m", number, before=before, onset=onset)

    def _cell_of(self, head: _Head) -> tuple[str, str]:
        """Return the gender and number of the head as it stands."""
        changed = head.number == "plural" and self.grammar.changes_gender(head.singular)
        return "f" if changed else head.gender or "m", head.number

    def _rest(self, head: _Head) -> Iterator[Slot]:
        """Yield the words after the head: adjectives inflect; complements, appositions and names do not."""
        closed = self._closed_words()
        complement = False
        for position in range(head.position + 1, len(self.words)):
            word = self.words[position]
            low = key(word.text)
            if gap(word.before) or low in self.grammar.words("prepositions") or is_elided(word.text):
                complement = True
            if self.grammar.contraction(word.text) or self.grammar.read_determiner(word.text):
                complement = True
            free = low not in closed and low not in self.grammar.words("appositions")
            fits = free and self._goes_with(position, head, complement=complement)
            yield self._adjective_slot(position, head) if fits else Slot(word.text, word.before)

    def _goes_with(self, position: int, head: _Head, *, complement: bool) -> bool:
        """Tell whether a word after the head is an adjective of it, and not of a noun between them."""
        text = self.words[position].text
        if text[0].isupper() and self.words[head.position].text[0].islower():
            return False
        cell = self._cell_of(head)
        forms = self._forms_of(position, head)
        if cell not in forms:
            return False
        if not complement:
            return True
        nearer = self.words[position - 1].text
        joined = self.grammar.read_determiner(nearer) or self.grammar.contraction(nearer) or is_elided(nearer)
        if key(nearer) in self._closed_words() or joined:
            return False
        if not self.grammar.cells_of(nearer) & forms:
            return nearer[0].isupper() or not self.grammar.adjective_forms(nearer)
        return any(m in self.grammar.words("demonyms") for m, _, _ in self.grammar.read_adjective(text))
